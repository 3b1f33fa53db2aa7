-- The evaluation in full: schemes for every subject (code list evaluation_subject), editable per street, and all that a
-- month was reckoned with kept beside its figures. What was there is copied; what refers goes before what it refers to.

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

-- formula: measure[*factor]{+measure[*factor]}, of the measures of etc/measures.csv; empty while it cannot be measured.
create table scheme_item_053 (
    scheme @INT@ not null references scheme_053 (id),
    position @INT@ not null,
    item text not null,
    formula text not null,
    weight @REAL@ not null,
    target @REAL@ not null,
    label_en text not null,
    label_zh text not null,
    help_en text not null,
    help_zh text not null,
    primary key (scheme, item)
) @STRICT@;
insert into scheme_item_053 (scheme, position, item, formula, weight, target, label_en, label_zh, help_en, help_zh)
select scheme, position, item, measure, weight, target, label_en, label_zh, help_en, help_zh from scheme_item;

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
    scheme @INT@ not null references scheme_053 (id),
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

-- Figures of an item; all but target and full_weight null when it was left out.
create table evaluation_line_053 (
    evaluation @INT@ not null references evaluation_053 (id),
    position @INT@ not null,
    item text not null,
    numerator @REAL@,
    denominator @REAL@,
    rate @REAL@,
    target @REAL@ not null,
    full_weight @REAL@ not null, -- as in the scheme
    weight @REAL@,
    score @REAL@,
    primary key (evaluation, item)
) @STRICT@;
insert into evaluation_line_053 (evaluation, position, item, numerator, denominator, rate, target, full_weight, weight,
    score)
select n.evaluation, n.position, n.item, n.numerator, n.denominator, n.rate, 0,
    coalesce((select i.weight from evaluation e join scheme_item i on i.scheme = e.scheme
        where e.id = n.evaluation and i.item = n.item), 0),
    n.weight, n.score
from evaluation_line n;

-- The records behind an item when it was frozen, measure by measure.
create table evaluation_record_053 (
    evaluation @INT@ not null references evaluation_053 (id),
    item text not null,
    measure text not null,
    position @INT@ not null,
    kind text not null,
    object @INT@ not null,
    no text not null,
    at @INT@,
    text text not null,
    counted @REAL@ not null,
    due @REAL@ not null,
    note text not null,
    primary key (evaluation, item, position)
) @STRICT@;
insert into evaluation_record_053 (evaluation, item, measure, position, kind, object, no, at, text, counted, due, note)
select evaluation, item, item, position, kind, object, no, at, text, counted,
    case when item = 'diary' then 0 else 1 end, note
from evaluation_record;

create table evaluation_correction_053 (
    evaluation @INT@ not null references evaluation_053 (id),
    position @INT@ not null,
    points @REAL@ not null, -- what is added to the total
    total @REAL@ not null,
    grade text not null,
    reason text not null,
    made_by @INT@ not null references account (id),
    made_at @INT@ not null,
    primary key (evaluation, position)
) @STRICT@;

drop table evaluation_correction;
drop table evaluation_record;
drop table evaluation_line;
drop table evaluation;
drop table scheme_item;
drop table scheme;
alter table scheme_053 rename to scheme;
alter table scheme_item_053 rename to scheme_item;
alter table evaluation_053 rename to evaluation;
alter table evaluation_line_053 rename to evaluation_line;
alter table evaluation_record_053 rename to evaluation_record;
alter table evaluation_correction_053 rename to evaluation_correction;
create unique index scheme_month on scheme (subject, coalesce(area, 0), from_month);
create index evaluation_area on evaluation (area, month);
create index evaluation_who on evaluation (who, month);

-- What the diary of each is worth is told within the index.
drop index visit_author;
create index visit_author on visit (created_by, visited_at, kind, area, valid, counts, grade) where deleted_at is null;

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
