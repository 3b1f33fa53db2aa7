-- What the items of the evaluation are measured by. measure.NAME gives a row for each leader: numerator, denominator,
-- rate (0 to 1); measure.NAME.records the very rows behind the figures of one leader: their "counted" adds up to the
-- numerator, and they are as many as the denominator (of the diary: as many as there are entries). Of households the
-- program puts the door into their text. The title of a confidential case is not told: the rows are kept for years, and
-- read by all who read the evaluation.
--
-- Binds, of which a statement takes what it needs: $lo $hi the range of the grids, $leader, $last the last day of the
-- month, $from and $until its first instant and the one after its end, $asof the end or now when that comes first,
-- $since the earliest visit that keeps a household from being due, $target of the scheme.
--
-- Due is no household that was registered after the month.
--
-- led: which areas each leader answers for who has a grid in the range; all of them, also those outside of it.

-- Which areas each leader answers for, all of $begin to $end: every area below the grids, also of grids outside of the
-- range. $who and $grid are 0 for all. A leader who had a grid for a part of the month is measured by runs of his own,
-- in which $begin and $end are those of the part.
-- part: measure.led
select distinct l.leader, l.area from led_area l
where l.from_on <= $begin and l.until >= $end
    and (cast($grid as integer) = 0 or l.grid = $grid) and (cast($who as integer) = 0 or l.leader = $who)
    and l.leader in (select m.leader from led_grid m
        where m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $end and m.until >= $begin);

-- The same of one leader.
-- part: measure.led_one
select l.area from led_area l
where l.leader = $who and l.from_on <= $begin and l.until >= $end
    and (cast($grid as integer) = 0 or l.grid = $grid);

-- name: measure.entry
with led as (
    select distinct l.leader, l.area from led_area l
    where l.from_on <= $last and l.until >= $last
        and l.leader in (select m.leader from led_grid m
            where m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $last and m.until >= $last)
)
select q.leader, sum(q.visited) as numerator, count(*) as denominator, 1.0 * sum(q.visited) / count(*) as rate
from (
    select led.leader,
        case when exists (select 1 from visit v
                where v.household = h.id and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null)
            then 1 else 0 end as visited
    from led join household h on h.area = led.area
    where h.deleted_at is null and h.created_at < $until
        and not exists (select 1 from visit v
            where v.household = h.id and v.visited_at >= $since and v.visited_at < $from and v.deleted_at is null)
) q
group by q.leader;

-- name: measure.entry.records
select q.kind, q.id, q.no, q.at, '' as text, q.address, q.building, q.unit, q.room,
    case when q.at is null then 0 else 1 end as counted,
    case when q.at is null then 'not visited' else '' end as note
from (
    select 'household' as kind, h.id, h.no, h.address, h.building, h.unit, h.room,
        (select max(v.visited_at) from visit v
            where v.household = h.id and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null) as at
    from household h
    where h.area in (select l.area from led_area l
            where l.leader = $leader and l.from_on <= $last and l.until >= $last)
        and h.deleted_at is null and h.created_at < $until
        and not exists (select 1 from visit v
            where v.household = h.id and v.visited_at >= $since and v.visited_at < $from and v.deleted_at is null)
) q
order by counted, q.at, q.id;

-- name: measure.handling
with led as (
    select distinct l.leader, l.area from led_area l
    where l.from_on <= $last and l.until >= $last
        and l.leader in (select m.leader from led_grid m
            where m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $last and m.until >= $last)
)
select q.leader, sum(q.timely) as numerator, count(*) as denominator,
    0.7 * sum(q.timely) / count(*)
        + case when sum(q.closed) = 0 then 0.0 else 0.3 * (1 - 1.0 * sum(q.reworked) / sum(q.closed)) end as rate
from (
    select r.leader, r.closed,
        case when r.closed = 1 and (r.due_at is null or r.closed_at <= r.due_at) then 1 else 0 end as timely,
        case when r.closed = 1 and r.rework > 0 then 1 else 0 end as reworked
    from (
        select led.leader, c.rework, c.due_at, c.closed_at,
            case when c.closed_at >= $from and c.closed_at < $until then 1 else 0 end as closed
        from led cross join case_file c
        where c.area = led.area and (c.closed_at >= $from or c.closed_at is null) and c.state <> 'void'
            and ((c.closed_at >= $from and c.closed_at < $until)
                or (c.due_at < $asof and (c.closed_at is null or c.closed_at >= $until)))
    ) r
) q
group by q.leader;

-- name: measure.handling.records
select 'case' as kind, r.id, r.no, r.at, r.title as text,
    case when r.closed = 1 and r.late = 0 then 1 else 0 end as counted,
    case when r.closed = 0 then 'overdue'
        when r.late = 1 and r.rework > 0 then 'closed late, reworked'
        when r.late = 1 then 'closed late'
        when r.rework > 0 then 'reworked'
        else '' end as note
from (
    select c.id, c.no, case when c.confidential = 0 then c.title else '' end as title, c.rework, coalesce(c.closed_at, c.due_at) as at,
        case when c.closed_at >= $from and c.closed_at < $until then 1 else 0 end as closed,
        case when c.closed_at > c.due_at then 1 else 0 end as late
    from case_file c
    where c.area in (select l.area from led_area l
            where l.leader = $leader and l.from_on <= $last and l.until >= $last)
        and c.state <> 'void'
        and ((c.closed_at >= $from and c.closed_at < $until)
            or (c.due_at < $asof and (c.closed_at is null or c.closed_at >= $until)))
) r
order by counted, r.at, r.id;

-- name: measure.solved
with led as (
    select distinct l.leader, l.area from led_area l
    where l.from_on <= $last and l.until >= $last
        and l.leader in (select m.leader from led_grid m
            where m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $last and m.until >= $last)
)
select q.leader, sum(q.solved) as numerator, count(*) as denominator,
    case when 1.0 * sum(q.solved) / count(*) >= $target then 1.0
        else 1.0 * sum(q.solved) / count(*) / $target end as rate
from (
    select led.leader,
        case when c.self_handled = 1 and c.closed_at is not null then 1 else 0 end as solved
    from led join case_file c on c.area = led.area
    where c.reported_at >= $from and c.reported_at < $until and c.state <> 'void'
) q
group by q.leader;

-- name: measure.solved.records
select 'case' as kind, c.id, c.no, c.reported_at as at, case when c.confidential = 0 then c.title else '' end as text,
    case when c.self_handled = 1 and c.closed_at is not null then 1 else 0 end as counted,
    case when c.self_handled = 0 then 'not settled in the grid'
        when c.closed_at is null then 'not closed yet'
        else '' end as note
from case_file c
where c.area in (select l.area from led_area l
        where l.leader = $leader and l.from_on <= $last and l.until >= $last)
    and c.reported_at >= $from and c.reported_at < $until and c.state <> 'void'
order by counted, c.reported_at, c.id;

-- name: measure.diary
with led as (
    select distinct l.leader, l.area from led_area l
    where l.from_on <= $last and l.until >= $last
        and l.leader in (select m.leader from led_grid m
            where m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $last and m.until >= $last)
)
select q.leader, sum(q.valid) as numerator, cast($target as double precision) as denominator,
    case when sum(q.valid) >= $target then 1.0 else sum(q.valid) / $target end as rate
from (
    select led.leader, coalesce(v.valid, 0) as valid
    from led left join visit v on v.created_by = led.leader and v.area = led.area
        and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
) q
group by q.leader;

-- name: measure.diary.records
select 'visit' as kind, v.id, v.no, v.visited_at as at, substr(v.text, 1, 60) as text, v.valid as counted,
    case v.valid when 1 then '' else 'too short' end as note
from visit v
where v.created_by = $leader and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
    and v.area in (select l.area from led_area l
        where l.leader = $leader and l.from_on <= $last and l.until >= $last)
order by counted, v.visited_at, v.id;
