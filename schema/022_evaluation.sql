-- The monthly evaluation. A scheme is valid from a month on, until a newer one is; what a month was judged by stays.
create table scheme (
    id @ID@,
    name text not null,
    from_month text not null unique
) @STRICT@;

-- measure is the name of a statement (measure.NAME) and of the one that lists its records (measure.NAME.records);
-- empty while the item cannot be measured yet.
create table scheme_item (
    scheme @INT@ not null references scheme (id),
    position @INT@ not null,
    item text not null,
    measure text not null,
    weight @REAL@ not null,
    target @REAL@ not null,
    label_en text not null,
    label_zh text not null,
    help_en text not null,
    help_zh text not null,
    primary key (scheme, item)
) @STRICT@;

-- One leader, one month. Rows are computed (a trial that may be computed again), frozen or published (never changed).
create table evaluation (
    id @ID@,
    month text not null,
    leader @INT@ not null references account (id),
    area @INT@ not null references area (id),
    scheme @INT@ not null references scheme (id),
    total @REAL@ not null,
    grade text not null,
    rank @INT@ not null, -- within the community
    state text not null,
    computed_at @INT@ not null,
    unique (month, leader)
) @STRICT@;

create index evaluation_area on evaluation (area, month);

-- Figures of an item; all null when it was left out.
create table evaluation_line (
    evaluation @INT@ not null references evaluation (id),
    position @INT@ not null,
    item text not null,
    numerator @REAL@,
    denominator @REAL@,
    rate @REAL@,
    weight @REAL@,
    score @REAL@,
    primary key (evaluation, item)
) @STRICT@;

-- What was behind the figures when they were frozen, so that their explanation never changes.
create table evaluation_record (
    evaluation @INT@ not null references evaluation (id),
    item text not null,
    position @INT@ not null,
    kind text not null,
    object @INT@ not null,
    no text not null,
    at @INT@,
    text text not null,
    counted @REAL@ not null,
    note text not null,
    primary key (evaluation, item, position)
) @STRICT@;

-- Who led which grid from when until when. A leader who left a grid during a month without a successor in that month
-- still answers for it: until is then the end of the month. A post that ended before it began was a slip.
create view led_grid as
select p.account as leader, g.id as grid, g.parent as community, g.path as grid_path, p.from_on as from_on,
    case when p.to_on is null then '9999-12-31'
        when exists (select 1 from post s
                where s.area = p.area and s.role = 'grid_leader' and s.id <> p.id
                    and s.from_on <= substr(p.to_on, 1, 7) || '-31'
                    and (s.to_on is null or s.to_on > p.to_on)) then p.to_on
        else substr(p.to_on, 1, 7) || '-31' end as until
from post p
join area g on g.id = p.area
where p.role = 'grid_leader' and (p.to_on is null or p.to_on >= p.from_on);

-- The same for the grid and every area below it. The cross join keeps areas last: they are sought for each grid.
create view led_area as
select l.leader, l.grid, l.grid_path, a.id as area, l.from_on, l.until
from led_grid l
cross join area a
where a.path >= l.grid_path and a.path < l.grid_path || '~';
