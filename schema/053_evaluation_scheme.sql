-- The evaluation in full: schemes for every subject (code list evaluation_subject), editable per street, and all that a
-- month was reckoned with kept beside its figures.

-- Which one holds for somebody: of the nearest area upwards that has one by then, the newest. A scheme that a frozen
-- month was judged by never changes.
create table scheme_053 (
    id @ID@,
    name text not null,
    subject text not null,
    area @INT@ references area (id), -- and all below it; null everywhere
    from_month text not null,        -- empty: from the beginning
    version @INT@ not null,          -- of the area, 1, 2, 3
    cap @REAL@ not null,             -- of the additions and deductions, both ways
    least_days @INT@ not null,       -- who was there on fewer days of a month is not judged
    made_by @INT@ not null,          -- 0: it came with the program
    made_at @INT@ not null
) @STRICT@;
insert into scheme_053 (id, name, subject, area, from_month, version, cap, least_days, made_by, made_at)
select id, name, 'grid_leader', null, from_month, id, 10, 10, 0, 0 from scheme;
drop table scheme;
alter table scheme_053 rename to scheme;
create unique index scheme_month on scheme (subject, coalesce(area, 0), from_month);

-- formula: measure[*factor]{+measure[*factor]}, of the measures of etc/measures.csv; empty while it cannot be measured.
alter table scheme_item rename column measure to formula;

-- Other targets by colour (code list grid_grade, empty any) and size of the grid: of those that fit, the one with a
-- colour goes first, then the one of the largest size.
create table scheme_target (
    scheme @INT@ not null references scheme (id),
    item text not null,
    grade text not null,
    households_from @INT@ not null,
    target @REAL@ not null,
    primary key (scheme, item, grade, households_from)
) @STRICT@;

-- One subject, one month: who is an account, the area of a community, the unit of a department. Rows are computed (a
-- trial that gives way to the next), frozen, reviewed or published.
create table evaluation_053 (
    id @ID@,
    month text not null,
    subject text not null,
    who @INT@ not null,
    login text not null, -- as they were: of an area its code, of a unit its number
    name text not null,
    area @INT@ not null references area (id),
    scheme @INT@ not null references scheme (id),
    base @REAL@ not null,
    points @REAL@ not null, -- within the cap
    cap @REAL@ not null,
    total @REAL@ not null,
    veto @INT@ not null,
    grade text not null,
    rank @INT@ not null,    -- within the community
    days @INT@ not null,
    days_away @INT@ not null,
    judged @INT@ not null,
    state text not null,
    computed_at @INT@ not null,
    unique (month, subject, who)
) @STRICT@;
insert into evaluation_053 (id, month, subject, who, login, name, area, scheme, base, points, cap, total, veto, grade,
    rank, days, days_away, judged, state, computed_at)
select e.id, e.month, 'grid_leader', e.leader, u.login, u.name, e.area, e.scheme, e.total, 0, 10, e.total, 0, e.grade,
    e.rank, 0, 0, 1, e.state, e.computed_at
from evaluation e join account u on u.id = e.leader;
drop table evaluation;
alter table evaluation_053 rename to evaluation;
create index evaluation_area on evaluation (area, month);
create index evaluation_who on evaluation (who, month);

alter table evaluation_line add column target @REAL@ not null default 0;
alter table evaluation_line add column full_weight @REAL@ not null default 0; -- as in the scheme
update evaluation_line set full_weight = coalesce((select i.weight from scheme_item i
    join evaluation e on e.scheme = i.scheme where e.id = evaluation_line.evaluation and i.item = evaluation_line.item), 0);

-- What each measure of an item gave; of months from before it there is none.
create table evaluation_part (
    evaluation @INT@ not null references evaluation (id),
    item text not null,
    position @INT@ not null,
    measure text not null,
    factor @REAL@ not null,
    amount @INT@ not null, -- 1: against a target, 0: a share
    target @REAL@ not null,
    numerator @REAL@,      -- null: there was nothing to be judged by
    denominator @REAL@,
    rate @REAL@,
    primary key (evaluation, item, position)
) @STRICT@;

alter table evaluation_record add column measure text not null default '';
alter table evaluation_record add column due @REAL@ not null default 1;
update evaluation_record set measure = item;
update evaluation_record set due = 0 where item = 'diary';

-- The lines of the ledger that were reckoned with.
create table evaluation_point_kept (
    evaluation @INT@ not null references evaluation (id),
    position @INT@ not null,
    point @INT@ not null,
    kind text not null,
    points @REAL@ not null,
    reason text not null,
    primary key (evaluation, position)
) @STRICT@;
