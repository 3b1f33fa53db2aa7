-- What spot checks and return visits tell of leaders (schema/queries/measure.sql says what binds and columns are).

-- Of the fields that were looked at in the span: those that were met and apply, by the areas of the leader.
-- name: measure.accuracy
with led as ({measure.led})
select led.leader, sum(case when i.verdict = 'correct' then 1.0 else 0.0 end) as numerator,
    cast(count(*) as double precision) as denominator,
    sum(case when i.verdict = 'correct' then 1.0 else 0.0 end) / count(*) as rate
from led cross join spot_check_item i
where i.area = led.area and i.at >= $from and i.at < $until and i.verdict in ('correct', 'wrong', 'missing')
group by led.leader;

-- The note is the name of the field (work/spot_check.h, check_field_text). The number tells the door and the place on its
-- sheet, so that an appeal is about this field alone.
-- name: measure.accuracy.records
select 'spot_check' as kind, s.id, s.no || '/' || i.door || '.' || i.position as no, i.at, '' as text,
    case when i.verdict = 'correct' then 1.0 else 0.0 end as counted, 1.0 as due,
    i.kind || '.' || i.field as note,
    h.address, h.building, h.unit, h.room
from spot_check_item i
join spot_check s on s.id = i.spot_check
join household h on h.id = i.household
where i.area in ({measure.led_one}) and i.at >= $from and i.at < $until
    and i.verdict in ('correct', 'wrong', 'missing')
order by counted, i.at, i.id;

-- Cases that were called back about, and visited households that said how satisfied they are: satisfied 1, basically
-- 0.8.
-- name: measure.satisfaction
with led as ({measure.led})
select q.leader, sum(q.satisfied) as numerator, cast(count(*) as double precision) as denominator,
    sum(q.satisfied) / count(*) as rate
from (
    select led.leader,
        case s.satisfaction when '1' then 1.0 when '2' then 0.8 else 0.0 end as satisfied
    from led
    cross join case_file c -- one that was called back about since $from has not been closed before
    cross join case_step s
    where c.area = led.area and (c.closed_at >= $from or c.closed_at is null)
        and s.case_file = c.id and s.command = 'call_back' and s.at >= $from and s.at < $until
    union all
    select led.leader, case r.satisfaction when '1' then 1.0 when '2' then 0.8 else 0.0 end as satisfied
    from led cross join return_visit r
    where r.area = led.area and r.at >= $from and r.at < $until and r.satisfaction <> ''
) q
group by q.leader;

-- name: measure.satisfaction.records
select 'case' as kind, c.id as id, c.no, s.at as at, case when c.confidential = 0 then c.title else '' end as text,
    case s.satisfaction when '1' then 1.0 when '2' then 0.8 else 0.0 end as counted, 1.0 as due,
    case s.satisfaction when '1' then '' when '2' then 'basically satisfied' else 'not satisfied' end as note
from case_file c cross join case_step s
where c.area in ({measure.led_one}) and (+c.closed_at >= $from or +c.closed_at is null)
    and s.case_file = c.id and s.command = 'call_back' and s.at >= $from and s.at < $until
union all
select 'return_visit' as kind, r.id as id, v.no, r.at as at, v.address as text,
    case r.satisfaction when '1' then 1.0 when '2' then 0.8 else 0.0 end as counted, 1.0 as due,
    case r.satisfaction when '1' then '' when '2' then 'basically satisfied' else 'not satisfied' end as note
from return_visit r
join visit v on v.id = r.visit
where r.area in ({measure.led_one}) and r.at >= $from and r.at < $until and r.satisfaction <> ''
order by counted, at, id;
