-- What the items of the evaluation are measured by (etc/measures.csv). measure.NAME gives rows of leader (account, area or
-- unit), numerator and denominator (of amounts the target is the denominator, and who has none has no row);
-- measure.NAME.records the very rows behind the figures of one of them: kind, id, no, at, text, counted, due, note, of
-- which "counted" adds up to the numerator and "due" to the denominator (0 for amounts). Where there are address,
-- building, unit and room, the program puts the door into their text. The title of a confidential case is not told: the
-- rows are kept for years, and read by all who read the evaluation.
--
-- Binds, of which a statement takes what it needs: $lo $hi the range, $begin $end the first and last day that are
-- measured, $from and $until its first instant and the one after its end, $asof the end or now when that comes first,
-- $since the earliest visit that keeps a household from being due, $month, $subject, $who and $grid (0 for all).
--
-- Due is no household that was registered after the days.

-- Which areas each leader answers for, all of $begin to $end: every area below the grids, also of grids outside of the
-- range. $who and $grid are 0 for all. A leader who had a grid for a part of the month is measured by runs of his own,
-- in which $begin and $end are those of the part. The list of leaders is one that posts are sought by, of one leader as
-- of all: with "$who = 0 or" they would be read from end to end for one.
-- part: measure.led
select distinct l.leader, l.area from led_area l
where l.from_on <= $begin and l.until >= $end
    and (cast($grid as integer) = 0 or l.grid = $grid)
    and l.leader in (select cast($who as bigint) union all
        select m.leader from led_grid m
        where cast($who as bigint) = 0 and m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $end
            and m.until >= $begin);

-- The same of one leader.
-- part: measure.led_one
select l.area from led_area l
where l.leader = $who and l.from_on <= $begin and l.until >= $end
    and (cast($grid as integer) = 0 or l.grid = $grid);

-- The first visit since the quarter began tells both: one before the days keeps the household from being due, one in them
-- is what was asked for. Materialized: it is sought once.
-- name: measure.entry
with led as ({measure.led}), seen as materialized (
    select led.leader,
        (select v.visited_at from visit v
            where v.household = h.id and v.visited_at >= $since and v.visited_at < $until and v.deleted_at is null
                and v.counts = 1 and v.kind = 'visit'
            order by v.visited_at limit 1) as first
    from led cross join household h
    where h.area = led.area and h.deleted_at is null and h.created_at < $until
)
select s.leader, sum(case when s.first is null then 0 else 1 end) as numerator, count(*) as denominator
from seen s
where s.first is null or s.first >= $from
group by s.leader;

-- name: measure.entry.records
select q.kind, q.id, q.no, q.at, '' as text, q.address, q.building, q.unit, q.room,
    case when q.at is null then 0 else 1 end as counted, 1 as due,
    case when q.at is null then 'not visited' else '' end as note
from (
    select 'household' as kind, h.id, h.no, h.address, h.building, h.unit, h.room,
        (select max(v.visited_at) from visit v
            where v.household = h.id and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
                and v.counts = 1 and v.kind = 'visit') as at
    from household h
    where h.area in ({measure.led_one})
        and h.deleted_at is null and h.created_at < $until
        and not exists (select 1 from visit v
            where v.household = h.id and v.visited_at >= $since and v.visited_at < $from and v.deleted_at is null
                and v.counts = 1 and v.kind = 'visit')
) q
order by counted, q.at, q.id;

-- name: measure.timely
with led as ({measure.led})
select q.leader, sum(q.timely) as numerator, count(*) as denominator
from (
    select led.leader,
        case when c.closed_at >= $from and c.closed_at < $until and (c.due_at is null or c.closed_at <= c.due_at)
            then 1 else 0 end as timely
    from led cross join case_file c
    where c.area = led.area and (c.closed_at >= $from or c.closed_at is null) and c.state <> 'void'
        and ((c.closed_at >= $from and c.closed_at < $until)
            or (c.due_at < $asof and (c.closed_at is null or c.closed_at >= $until)))
) q
group by q.leader;

-- The signs keep to the areas: one grid has fewer cases than the city closes in a month.
-- name: measure.timely.records
select 'case' as kind, r.id, r.no, r.at, r.title as text,
    case when r.closed = 1 and r.late = 0 then 1 else 0 end as counted, 1 as due,
    case when r.closed = 0 then 'overdue' when r.late = 1 then 'closed late' else '' end as note
from (
    select c.id, c.no, case when c.confidential = 0 then c.title else '' end as title,
        coalesce(c.closed_at, c.due_at) as at,
        case when c.closed_at >= $from and c.closed_at < $until then 1 else 0 end as closed,
        case when c.closed_at > c.due_at then 1 else 0 end as late
    from case_file c
    where c.area in ({measure.led_one}) and (+c.closed_at >= $from or +c.closed_at is null) and c.state <> 'void'
        and ((+c.closed_at >= $from and +c.closed_at < $until)
            or (+c.due_at < $asof and (+c.closed_at is null or +c.closed_at >= $until)))
) r
order by counted, r.at, r.id;

-- name: measure.unreworked
with led as ({measure.led})
select led.leader, sum(case when c.rework = 0 then 1 else 0 end) as numerator, count(*) as denominator
from led cross join case_file c
where c.area = led.area and c.closed_at >= $from and c.closed_at < $until and c.state <> 'void'
group by led.leader;

-- name: measure.unreworked.records
select 'case' as kind, c.id, c.no, c.closed_at as at, case when c.confidential = 0 then c.title else '' end as text,
    case when c.rework = 0 then 1 else 0 end as counted, 1 as due,
    case when c.rework = 0 then '' else 'sent back' end as note
from case_file c
where c.area in ({measure.led_one}) and c.closed_at >= $from and c.closed_at < $until and c.state <> 'void'
order by counted, c.closed_at, c.id;

-- name: measure.solved
with led as ({measure.led})
select q.leader, sum(q.solved) as numerator, count(*) as denominator
from (
    select led.leader,
        case when c.self_handled = 1 and c.closed_at is not null then 1 else 0 end as solved
    from led join case_file c on c.area = led.area
    where c.reported_at >= $from and c.reported_at < $until and c.state <> 'void'
) q
group by q.leader;

-- name: measure.solved.records
select 'case' as kind, c.id, c.no, c.reported_at as at, case when c.confidential = 0 then c.title else '' end as text,
    case when c.self_handled = 1 and c.closed_at is not null then 1 else 0 end as counted, 1 as due,
    case when c.self_handled = 0 then 'not settled in the grid'
        when c.closed_at is null then 'not closed yet'
        else '' end as note
from case_file c
where c.area in ({measure.led_one}) and c.reported_at >= $from and c.reported_at < $until and c.state <> 'void'
order by counted, c.reported_at, c.id;

-- What an answer of a return visit is worth.
-- part: measure.satisfied
case s.satisfaction when '1' then 1.0 when '2' then 0.8 else 0.0 end;

-- What an entry of the diary counts: nothing when it is too short or was found untrue, else by its grade.
-- part: measure.entry_counts
(v.valid * v.counts * {visit.grade_factor});

-- part: measure.entry_note
case when v.valid = 0 then 'too short' when v.counts = 0 then 'found untrue'
    when v.grade in ('2', '3', '4') then 'graded' else '' end;

-- name: measure.diary
with led as ({measure.led})
select led.leader, sum({measure.entry_counts}) as numerator, 0 as denominator
from led cross join visit v
where v.created_by = led.leader and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
    and +v.area = led.area and v.kind = 'visit'
group by led.leader;

-- The own entries of a kind, of one leader.
-- part: measure.diary_records
select 'visit' as kind, v.id, v.no, v.visited_at as at, substr(v.text, 1, 60) as text,
    {measure.entry_counts} as counted, 0 as due, {measure.entry_note} as note
from visit v
where v.created_by = $who and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null;

-- name: measure.diary.records
{measure.diary_records} and v.kind = 'visit' and +v.area in ({measure.led_one})
order by counted, v.visited_at, v.id;

-- name: measure.patrol
with led as ({measure.led})
select led.leader, sum({measure.entry_counts}) as numerator, 0 as denominator
from led cross join visit v
where v.created_by = led.leader and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
    and +v.area = led.area and v.kind = 'patrol'
group by led.leader;

-- name: measure.patrol.records
{measure.diary_records} and v.kind = 'patrol' and +v.area in ({measure.led_one})
order by counted, v.visited_at, v.id;

-- name: measure.meeting
with led as ({measure.led})
select led.leader, sum({measure.entry_counts}) as numerator, 0 as denominator
from led cross join visit v
where v.created_by = led.leader and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null
    and +v.area = led.area and v.kind = 'meeting'
group by led.leader;

-- name: measure.meeting.records
{measure.diary_records} and v.kind = 'meeting' and +v.area in ({measure.led_one})
order by counted, v.visited_at, v.id;

-- Was the case found right? Neither refused nor made void.
-- part: measure.case_right
case when c.state = 'void' or c.outcome = 'refused' then 0 else 1 end;

-- name: measure.reported
with led as ({measure.led})
select led.leader, sum({measure.case_right}) as numerator, 0 as denominator
from led join case_file c on c.area = led.area
where c.created_by = led.leader and c.reported_at >= $from and c.reported_at < $until
group by led.leader;

-- name: measure.reported.records
select 'case' as kind, c.id, c.no, c.reported_at as at, case when c.confidential = 0 then c.title else '' end as text,
    {measure.case_right} as counted, 0 as due,
    case when {measure.case_right} = 0 then 'refused or void' else '' end as note
from case_file c
where c.area in ({measure.led_one}) and c.created_by = $who and c.reported_at >= $from and c.reported_at < $until
order by counted, c.reported_at, c.id;
