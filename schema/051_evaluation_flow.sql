-- Around the monthly evaluation: additions and deductions, appeals, corrections. subject says of whom (code list
-- evaluation_subject), who is the account of a person, the area of a community, the unit of a department.

-- Lines of a month are written until it is frozen, and never changed: one that was wrong is withdrawn.
create table evaluation_point (
    id @ID@,
    month text not null,
    subject text not null,
    who @INT@ not null,
    area @INT@ not null references area (id), -- where it is judged: rights go by it
    kind text not null,    -- points; veto: the grade is E whatever the points
    points @REAL@ not null,
    reason text not null,
    evidence text not null,
    made_by @INT@ not null references account (id),
    made_at @INT@ not null,
    withdrawn_by @INT@,
    withdrawn_at @INT@,
    withdrawn_why text not null default ''
) @STRICT@;
create index evaluation_point_who on evaluation_point (month, subject, who);
create index evaluation_point_area on evaluation_point (area, month);

-- Who was judged does not agree. About the whole (item empty), an item, or one record behind it (kind and object).
-- Accepted, it leaves the record out, counts it, or gives points; that is an input of the evaluation like any other.
create table evaluation_appeal (
    id @ID@,
    month text not null,
    subject text not null,
    who @INT@ not null,
    area @INT@ not null references area (id),
    item text not null,
    measure text not null,
    kind text not null,
    object @INT@ not null,
    no text not null,      -- of the object, for people
    text text not null,
    state text not null,   -- code list appeal_state
    effect text not null,  -- leave_out, count, points; empty while open or refused
    points @REAL@ not null,
    answer text not null,
    made_by @INT@ not null references account (id),
    made_at @INT@ not null,
    decided_by @INT@,
    decided_at @INT@
) @STRICT@;
create index evaluation_appeal_who on evaluation_appeal (month, subject, who);
create index evaluation_appeal_area on evaluation_appeal (area, month);

-- A published month never changes: what was wrong is told by a new entry beside it.
create table evaluation_correction (
    evaluation @INT@ not null references evaluation (id),
    position @INT@ not null,
    points @REAL@ not null, -- what is added to the total
    total @REAL@ not null,
    grade text not null,
    reason text not null,
    made_by @INT@ not null references account (id),
    made_at @INT@ not null,
    primary key (evaluation, position)
) @STRICT@;
