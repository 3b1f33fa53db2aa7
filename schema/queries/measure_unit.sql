-- Measures of stations (the cases and diaries of a community) and departments (the cases that a unit is in charge of).
-- The form of the statements: measure.sql.

-- The areas of each community of the range.
-- part: measure.of_community
select c.id as community, a.id as area
from area c cross join area a
where c.level = 4 and c.path >= $lo and c.path < $hi and (cast($who as integer) = 0 or c.id = $who)
    and a.path >= c.path and a.path < c.path || '~';

-- part: measure.in_community
select a.id from area c cross join area a where c.id = $who and a.path >= c.path and a.path < c.path || '~';

-- A clock k of a stage that ended in the days, or was over and still ran: in time or not.
-- part: measure.clock_days
k.due_at is not null
    and ((k.ended_at >= $from and k.ended_at < $until)
        or (k.due_at < $asof and k.due_at >= $from and (k.ended_at is null or k.ended_at >= $until)));

-- part: measure.clock_timely
case when k.ended_at >= $from and k.ended_at < $until and k.ended_at <= k.due_at then 1 else 0 end;

-- part: measure.clock_records
select 'case' as kind, c.id, c.no, coalesce(k.ended_at, k.due_at) as at,
    case when c.confidential = 0 then c.title else '' end as text, {measure.clock_timely} as counted, 1 as due,
    case when {measure.clock_timely} = 1 then '' when k.ended_at is null then 'overdue' else 'too late' end as note
from case_file c cross join case_clock k
where c.area in ({measure.in_community}) and (+c.closed_at >= $from or +c.closed_at is null) and c.state <> 'void'
    and k.case_file = c.id and {measure.clock_days};

-- name: measure.acceptance
select o.community as leader, sum({measure.clock_timely}) as numerator, count(*) as denominator
from ({measure.of_community}) o cross join case_file c cross join case_clock k
where c.area = o.area and (c.closed_at >= $from or c.closed_at is null) and c.state <> 'void'
    and k.case_file = c.id and k.stage = 'acceptance' and {measure.clock_days}
group by o.community;

-- name: measure.acceptance.records
{measure.clock_records} and k.stage = 'acceptance'
order by counted, at, k.id;

-- name: measure.verification
select o.community as leader, sum({measure.clock_timely}) as numerator, count(*) as denominator
from ({measure.of_community}) o cross join case_file c cross join case_clock k
where c.area = o.area and (c.closed_at >= $from or c.closed_at is null) and c.state <> 'void'
    and k.case_file = c.id and k.stage = 'verification' and {measure.clock_days}
group by o.community;

-- name: measure.verification.records
{measure.clock_records} and k.stage = 'verification'
order by counted, at, k.id;

-- name: measure.reviewed
select o.community as leader, sum(case when v.grade <> '' then 1 else 0 end) as numerator, count(*) as denominator
from ({measure.of_community}) o cross join visit v
where v.area = o.area and v.deleted_at is null and v.visited_at >= $from and v.visited_at < $until
group by o.community;

-- name: measure.reviewed.records
select 'visit' as kind, v.id, v.no, v.visited_at as at, substr(v.text, 1, 60) as text,
    case when v.grade <> '' then 1 else 0 end as counted, 1 as due,
    case when v.grade <> '' then '' else 'not reviewed' end as note
from visit v
where v.area in ({measure.in_community}) and v.deleted_at is null and v.visited_at >= $from and v.visited_at < $until
order by counted, v.visited_at, v.id;

-- The units of the range.
-- part: measure.of_unit
select n.id as unit from unit n join area a on a.id = n.area
where n.deleted_at is null and a.path >= $lo and a.path < $hi and (cast($who as integer) = 0 or n.id = $who);

-- Cases that were closed in the days, and those that were overdue at their end; closed ones are found by the day, open
-- ones by their limit.
-- part: measure.unit_cases
select c.id, c.lead, c.due_at, c.closed_at, 1 as closed from case_file c
    where c.closed_at >= $from and c.closed_at < $until and c.lead is not null and c.state <> 'void'
    union all
    select c.id, c.lead, c.due_at, c.closed_at, 0 from case_file c
    where c.closed_at is null and c.due_at < $asof and c.lead is not null and c.state <> 'void'
    union all
    select c.id, c.lead, c.due_at, c.closed_at, 0 from case_file c
    where c.closed_at >= $until and c.due_at < $asof and c.lead is not null and c.state <> 'void';

-- name: measure.unit_timely
select q.lead as leader,
    sum(case when q.closed = 1 and (q.due_at is null or q.closed_at <= q.due_at) then 1 else 0 end) as numerator,
    count(*) as denominator
from ({measure.unit_cases}) q
where q.lead in ({measure.of_unit})
group by q.lead;

-- name: measure.unit_timely.records
select 'case' as kind, c.id, c.no, coalesce(q.closed_at, q.due_at) as at,
    case when c.confidential = 0 then c.title else '' end as text,
    case when q.closed = 1 and (q.due_at is null or q.closed_at <= q.due_at) then 1 else 0 end as counted, 1 as due,
    case when q.closed = 0 then 'overdue' when q.closed_at > q.due_at then 'closed late' else '' end as note
from ({measure.unit_cases}) q
join case_file c on c.id = q.id
where q.lead = $who
order by counted, at, c.id;

-- name: measure.unit_unreworked
select c.lead as leader, sum(case when c.rework = 0 then 1 else 0 end) as numerator, count(*) as denominator
from case_file c
where c.closed_at >= $from and c.closed_at < $until and c.state <> 'void' and c.lead in ({measure.of_unit})
group by c.lead;

-- name: measure.unit_unreworked.records
select 'case' as kind, c.id, c.no, c.closed_at as at, case when c.confidential = 0 then c.title else '' end as text,
    case when c.rework = 0 then 1 else 0 end as counted, 1 as due,
    case when c.rework = 0 then '' else 'sent back' end as note
from case_file c
where c.closed_at >= $from and c.closed_at < $until and c.state <> 'void' and c.lead = $who
order by counted, c.closed_at, c.id;

-- name: measure.unit_satisfaction
select c.lead as leader, sum({measure.satisfied}) as numerator, count(*) as denominator
from case_step s
join case_file c on c.id = s.case_file
where s.command = 'call_back' and s.at >= $from and s.at < $until and c.lead in ({measure.of_unit})
group by c.lead;

-- name: measure.unit_satisfaction.records
select 'case' as kind, c.id, c.no, s.at, case when c.confidential = 0 then c.title else '' end as text,
    {measure.satisfied} as counted, 1 as due,
    case s.satisfaction when '1' then '' when '2' then 'basically satisfied' else 'not satisfied' end as note
from case_step s
join case_file c on c.id = s.case_file
where s.command = 'call_back' and s.at >= $from and s.at < $until and c.lead = $who
order by counted, s.at, s.id;
