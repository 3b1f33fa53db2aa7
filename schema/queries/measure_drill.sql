-- Measures of what is known and of what is registered: familiarity, completeness (see measure.sql for the binds).

-- The best drill of the span: one more never lowers it. One that was not finished, or had too few questions, is none.
-- name: measure.familiarity
with led as ({measure.led})
select q.leader, q.right_count as numerator, q.asked as denominator
from (
    select d.leader, d.right_count, d.asked,
        row_number() over (partition by d.leader
            order by 1.0 * d.right_count / d.asked desc, d.asked desc, d.ended_at, d.id) as place
    from led cross join drill d
    where d.leader = led.leader and d.area = led.area and d.ended_at >= $from and d.ended_at < $until and d.asked >= 10
) q
where q.place = 1;

-- name: measure.familiarity.records
select 'drill' as kind, q.id, cast(q.id as text) as no, q.ended_at as at, q.right_count || ' / ' || q.asked as text,
    case when q.place = 1 then q.right_count else 0 end as counted,
    case when q.place = 1 then q.asked else 0 end as due,
    case when q.place = 1 then '' else 'another one was better' end as note
from (
    select d.id, d.ended_at, d.right_count, d.asked,
        row_number() over (order by 1.0 * d.right_count / d.asked desc, d.asked desc, d.ended_at, d.id) as place
    from drill d
    where d.leader = $who and d.area in ({measure.led_one})
        and d.ended_at >= $from and d.ended_at < $until and d.asked >= 10
) q
order by q.place;

-- Fields that are filled of those that are asked for, as of now.
-- name: measure.completeness
with led as ({measure.led})
select led.leader, sum(c.filled) as numerator, sum(c.asked) as denominator
from led cross join row_count c
where c.area = led.area and c.asked > 0
group by led.leader;

-- Each row with gaps, and one for all that have none. {gaps} is composed of the descriptions
-- (src/table/completeness.c): of the rows of each table with gaps in the areas of the part "mine" what they are, how
-- many of their fields are filled, how many are asked for, which are missing.
-- name: measure.completeness.records
with mine as ({measure.led_one}),
    gaps as ({gaps}),
    whole as (
        select sum(c.filled) as filled, sum(c.asked) as asked from mine cross join row_count c
        where c.area = mine.area and c.asked > 0
    )
select g.kind, g.id, '' as no, g.at, g.text, g.filled as counted, g.asked as due, g.missing as note
from gaps g
union all
select 'complete', 0, '', null, '', w.filled - coalesce((select sum(g.filled) from gaps g), 0),
    w.asked - coalesce((select sum(g.asked) from gaps g), 0), 'nothing is missing'
from whole w
where w.asked > coalesce((select sum(g.asked) from gaps g), 0);
