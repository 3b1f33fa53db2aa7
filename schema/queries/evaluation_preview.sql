-- What can still be done in a month that runs (work/evaluation_preview.h).

-- Open cases whose time is not over: of the areas that somebody answers for, of a unit.
-- name: preview.cases.grid_leader
select 'timely' as measure, 'case' as kind, c.id, c.no, c.due_at as "on",
    case when c.confidential = 0 then c.title else '' end as text, 0.0 as counted, 1.0 as due, '' as note, c.rework
from led_area l cross join case_file c
where l.leader = $who and l.from_on <= $today and l.until >= $today
    and c.area = l.area and c.closed_at is null and c.state not in ('draft', 'void')
    and (c.due_at is null or c.due_at >= $now)
order by c.due_at, c.id;

-- name: preview.cases.department
select 'unit_timely' as measure, 'case' as kind, c.id, c.no, c.due_at as "on",
    case when c.confidential = 0 then c.title else '' end as text, 0.0 as counted, 1.0 as due, '' as note, c.rework
from case_unit cu cross join case_file c
where cu.unit = $who and cu.kind = 'lead' and cu.to_at is null
    and c.id = cu.case_file and c.closed_at is null and c.state not in ('draft', 'void')
    and cast($today as text) <> '' and (c.due_at is null or c.due_at >= $now)
order by c.due_at, c.id;
