-- What somebody has to see to again at a door: a hit of a sweep, a visit that was not true, a case that hurts. It is
-- done by the next visit there after it was made (no state of its own), or taken back.
create table follow_up (
    id @ID@,
    area @INT@ not null references area (id),
    household @INT@,
    place @INT@,           -- a special place
    person @INT@,
    kind text not null,    -- code list follow_up_kind: what it comes from
    object @INT@ not null, -- the row that it comes from: a sweep, a return visit, a check
    text text not null,    -- why
    due_on text not null,
    made_by @INT@ not null references account (id),
    made_at @INT@ not null,
    ended_by @INT@,        -- taken back
    ended_at @INT@
) @STRICT@;
create index follow_up_area on follow_up (area, due_on) where ended_at is null;
create index follow_up_household on follow_up (household) where household is not null;
create index follow_up_object on follow_up (kind, object);
