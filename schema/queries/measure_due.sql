-- Visits that were asked for and made in time (binds and form: measure.sql). What is asked for is fixed by the calendar:
-- by each rule with "must" a visit in every period whose last day lies in the span, by each promise, follow-up and sweep
-- one until its day. So nobody loses by visiting more. A row of a register that was made when a period had begun asks
-- for nothing in that period. Civil days are UTC+8; the span lies within a month.

-- The span in days since 1970, and the month that it lies in. 1970-01-01 was a Thursday: (day + 3) % 7 is 0 on Mondays.
-- part: must.span
select q.first, q.last, q.month, q.month + case
        when q.m in (4, 6, 9, 11) then 30
        when q.m <> 2 then 31
        when q.y % 4 = 0 and (q.y % 100 <> 0 or q.y % 400 = 0) then 29
        else 28 end - 1 as month_end
from (
    select ($from + 28800) / 86400 as first, ($until + 28800) / 86400 - 1 as last,
        ($from + 28800) / 86400 - cast(substr($begin, 9, 2) as integer) + 1 as month,
        cast(substr($begin, 1, 4) as integer) as y, cast(substr($begin, 6, 2) as integer) as m
) q;

-- Periods of the calendar whose last day lies in the span: first day, and the day after.
-- part: must.period
select 'week' as period, s.first + 6 - (s.first + 3) % 7 + 7 * n.n - 6 as first,
    s.first + 6 - (s.first + 3) % 7 + 7 * n.n + 1 as behind
from span s cross join (select 0 as n union all select 1 union all select 2 union all select 3 union all select 4) n
where s.first + 6 - (s.first + 3) % 7 + 7 * n.n <= s.last
union all
select 'half_month', s.month, s.month + 15 from span s where s.month + 14 between s.first and s.last
union all
select 'half_month', s.month + 15, s.month_end + 1 from span s where s.month_end between s.first and s.last
union all
select 'month', s.month, s.month_end + 1 from span s where s.month_end between s.first and s.last;

-- Leaves without a deputy, in days since 1970: year and month counted from March.
-- part: must.leave
select d.id, d.account, max(case when d.side = 1 then d.day end) as first, max(case when d.side = 2 then d.day end) as last
from (
    select p.id, p.account, p.side,
        365 * p.y + p.y / 4 - p.y / 100 + p.y / 400 + (153 * p.m + 2) / 5 + p.d - 719469 as day
    from (
        select o.id, o.account, o.side,
            cast(substr(o.at, 1, 4) as integer) - case when substr(o.at, 6, 2) in ('01', '02') then 1 else 0 end as y,
            (cast(substr(o.at, 6, 2) as integer) + 9) % 12 as m, cast(substr(o.at, 9, 2) as integer) as d
        from (
            select l.id, l.account, e.side, case e.side when 1 then l.from_on else l.to_on end as at
            from leave l cross join (select 1 as side union all select 2) e
            where l.deleted_at is null and l.from_on <= $end and l.to_on >= $begin
                and not exists (select 1 from deputy d where d.account = l.account
                    and d.from_on <= l.to_on and d.to_on >= l.from_on and d.ended_at is null)
        ) o
    ) p
) d
group by d.id, d.account;

-- What was asked for: by whom it is answered, where, why, and between which instants a visit does it; done_at: when it
-- was done otherwise (a sweep). Needs led (leader, area), span, period and away before it. The areas lead, so that one
-- leader's are found by an index and the city's in one pass.
-- part: must.asked
select w.leader, w.why, w.household, w.place, w.channel, w.from_at, w.until_at, null as done_at
from (
    select led.leader, n.period as why, n.household, n.place, n.channel, p.first * 86400 - 28800 as from_at,
        p.behind * 86400 - 28800 as until_at, p.first, p.behind
    from visit_need n cross join period p cross join led
    where n.area in (select o.area from led o) and n.must = 1 and n.again = 0 and p.period = n.period
        and n.since <= p.first * 86400 - 28800 and n.rule_since <= p.first * 86400 - 28800 and led.area = n.area
    union all
    select led.leader, 'once', n.household, n.place, n.channel, (n.since + 28800) / 86400 * 86400 - 28800,
        ((n.since + 28800) / 86400 + n.days + 1) * 86400 - 28800, (n.since + 28800) / 86400,
        (n.since + 28800) / 86400 + n.days + 1
    from visit_need n cross join led
    where n.area in (select o.area from led o) and n.must = 1 and n.again = 0 and n.period = 'once'
        and (n.since + 28800) / 86400 + n.days >= ($from + 28800) / 86400
        and (n.since + 28800) / 86400 + n.days < ($until + 28800) / 86400 and led.area = n.area
) w
where not exists (select 1 from away a where a.account = w.leader and a.first <= w.first and a.last >= w.behind - 1)
union all
select led.leader, 'promised', v.household, 0, '', v.visited_at + 1,
    $from + (cast(substr(v.next_on, 9, 2) as integer) - cast(substr($begin, 9, 2) as integer) + 1) * 86400, null
from visit v cross join led
where v.area in (select o.area from led o) and v.next_on between $begin and $end and v.deleted_at is null
    and v.counts = 1 and v.kind = 'visit' and led.area = v.area
    and exists (select 1 from household h where h.id = v.household and h.area = v.area and h.deleted_at is null)
union all
select led.leader, 'follow_up', coalesce(f.household, 0), coalesce(f.place, 0), '', f.made_at,
    $from + (cast(substr(f.due_on, 9, 2) as integer) - cast(substr($begin, 9, 2) as integer) + 1) * 86400, null
from follow_up f cross join led
where f.area in (select o.area from led o) and f.due_on between $begin and $end and f.ended_at is null
    and led.area = f.area
union all
select led.leader, 'sweep', coalesce(i.household, 0), coalesce(i.place, 0), '', 0,
    $from + (cast(substr(s.until_on, 9, 2) as integer) - cast(substr($begin, 9, 2) as integer) + 1) * 86400,
    case when i.open = 0 then i.done_at end
from sweep s cross join sweep_item i cross join led
where s.until_on between $begin and $end and s.state <> 'making' and i.sweep = s.id
    and i.area in (select o.area from led o) and i.late = 0 and led.area = i.area;

-- When what w asks for was done in time; null: it was not.
-- part: must.done
case when w.why = 'sweep' then case when w.done_at < w.until_at then w.done_at end
    when w.household <> 0 then (select min(v.visited_at) from visit v
        where v.household = w.household and v.visited_at >= w.from_at and v.visited_at < w.until_at
            and v.deleted_at is null and v.counts = 1 and v.kind = 'visit'
            and (w.channel = '' or v.channel = w.channel))
    else (select min(v.visited_at) from visit v
        where v.place = w.place and v.visited_at >= w.from_at and v.visited_at < w.until_at
            and v.deleted_at is null and v.counts = 1 and v.kind = 'visit'
            and (w.channel = '' or v.channel = w.channel)) end;

-- name: measure.must_visit
with led as ({measure.led}), span as ({must.span}), period as ({must.period}), away as ({must.leave})
select q.leader, sum(q.done) as numerator, count(*) as denominator
from (select w.leader, case when {must.done} is null then 0 else 1 end as done from ({must.asked}) w) q
group by q.leader;

-- The number tells the last day, so that an appeal is about this visit alone.
-- name: measure.must_visit.records
with led as (select $who as leader, o.area from ({measure.led_one}) o),
    span as ({must.span}), period as ({must.period}), away as ({must.leave})
select case when q.household <> 0 then 'household' else 'special_place' end as kind,
    case when q.household <> 0 then q.household else q.place end as id, coalesce(h.no, cast(s.id as text), '') || '/' || substr($begin, 6, 3) || case when q.day < 10 then '0' else '' end
        || q.day as no,
    coalesce(q.at, q.until_at - 1) as at, '' as text, coalesce(h.address, s.name, '') as address, h.building, h.unit, h.room,
    case when q.at is null then 0 else 1 end as counted, 1 as due,
    case when q.at is not null then '' when q.until_at > $asof then 'to come: ' else 'missed: ' end || case q.why
        when 'week' then 'weekly visit' when 'half_month' then 'half-monthly visit' when 'month' then 'monthly visit'
        when 'once' then 'new resident' when 'promised' then 'promised visit' when 'follow_up' then 'visit asked for'
        else 'sweep visit' end as note
from (select w.household, w.place, w.why, w.until_at, {must.done} as at,
        (w.until_at - $from) / 86400 - 1 + cast(substr($begin, 9, 2) as integer) as day
    from ({must.asked}) w) q
left join household h on h.id = q.household
left join special_place s on s.id = q.place
order by counted, q.until_at, q.household, q.place;
