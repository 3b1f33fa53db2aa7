-- Figures of cases. $lo $hi $own $me: the range of case.statistics within the area that was asked for; $secret_lo
-- $secret_hi: of case.confidential; $from $until: instants of the report. $category with all below it, $source, $level:
-- '' is any; $unit counts when $one_unit is 1.

-- Every case of the selection in numbers: what each figure adds up. (Parts are put in by the order of names, so that the
-- statements behind this one have it whole.)
-- name: statistics.cases
select c.id, a.path, c.category, c.unit, c.source, c.level, (c.reported_at + 28800) / 86400 as day, c.reported_at,
    case when c.closed_at is not null then 1 else 0 end as closed,
    case when c.closed_at is null and c.due_at < coalesce(c.stopped_at, $now) then 1 else 0 end as overdue,
    case when c.closed_at is not null and c.due_at is not null then 1 else 0 end as limited,
    case when c.closed_at <= c.due_at then 1 else 0 end as timely,
    case when c.closed_at is not null and c.rework > 0 then 1 else 0 end as reworked,
    case when c.returns > 0 then 1 else 0 end as returned,
    case when c.satisfaction in ('1', '2', '3') then 1 else 0 end as called,
    case when c.satisfaction = '1' then 1 else 0 end as satisfied,
    case when c.satisfaction = '2' then 1 else 0 end as basically,
    case when c.self_handled = 1 and c.closed_at is not null then 1 else 0 end as settled,
    coalesce(c.closed_at - c.reported_at, 0) as seconds
from area a
cross join case_file c
where a.path >= $lo and a.path < $hi and c.area = a.id and c.reported_at >= $from and c.reported_at < $until
    and c.state not in ('draft', 'void') and c.merged_into is null and c.outcome not in ('refused', 'merged')
    and (cast($category as text) = '' or (c.category >= $category and c.category < $category || '~'))
    and (cast($source as text) = '' or c.source = $source)
    and (cast($level as text) = '' or c.level = $level)
    and (cast($one_unit as integer) = 0 or c.unit = $unit)
    and (cast($own as integer) = 0 or {case.mine})
    and {case.seen};

-- $by: what the rows are; of areas and categories the key is the beginning of so many characters ($width). Days are
-- added up to months by the program.
-- name: statistics.divided
select q.key, count(*) as reported, sum(q.closed) as closed, sum(q.overdue) as overdue, sum(q.limited) as limited,
    sum(q.timely) as timely, sum(q.reworked) as reworked, sum(q.returned) as returned, sum(q.called) as called,
    sum(q.satisfied) as satisfied, sum(q.basically) as basically, sum(q.settled) as settled, sum(q.seconds) as seconds
from (
    select case cast($by as text)
            when 'area' then substr(r.path, 1, cast($width as integer))
            when 'category' then substr(r.category, 1, cast($width as integer))
            when 'unit' then r.unit
            when 'source' then r.source
            when 'level' then r.level
            else cast(r.day as text) end as key, r.*
    from ({statistics.cases}) r
) q
group by q.key
order by q.key;

-- name: statistics.areas
select a.id, a.name, a.path,
    case when exists (select 1 from area b where b.path > a.path and b.path < a.path || '~') then 1 else 0 end as deeper
from area a
where a.path >= $lo and a.path < $hi and (length(a.path) = cast($width as integer) or a.id = $area)
order by a.path;

-- name: statistics.records
select c.id, c.no, c.title, (select a.name from area a where a.id = c.area) as area_name, c.unit, c.state,
    {case.light} as light,
    c.reported_at, c.due_at, c.closed_at
from ({statistics.cases}) r
join case_file c on c.id = r.id
order by r.reported_at desc, r.id desc
limit $limit offset $offset;

-- name: statistics.count
select count(*) as total from ({statistics.cases}) r;
