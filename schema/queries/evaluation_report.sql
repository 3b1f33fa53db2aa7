-- Reports of the monthly evaluation: of what is stored, within the actor's scope. A corrected total counts as corrected.

-- name: evaluation_report.trend
select q.month, count(*) as judged, avg(q.total) as total, max(q.total) as best, min(q.total) as least,
    min(q.rank) as rank, min(q.grade) as grade,
    sum(case when q.grade = 'A' then 1 else 0 end) as a, sum(case when q.grade = 'B' then 1 else 0 end) as b,
    sum(case when q.grade = 'C' then 1 else 0 end) as c, sum(case when q.grade = 'D' then 1 else 0 end) as d,
    sum(case when q.grade = 'E' then 1 else 0 end) as e
from (
    select e.month, e.rank,
        coalesce((select x.total from evaluation_correction x
            where x.evaluation = e.id order by x.position desc limit 1), e.total) as total,
        coalesce((select x.grade from evaluation_correction x
            where x.evaluation = e.id order by x.position desc limit 1), e.grade) as grade
    from area a
    cross join evaluation e
    where a.path >= $lo and a.path < $hi and e.area = a.id and e.month >= $first and e.month <= $month
        and e.subject = $subject and e.judged = 1 and (cast($who as integer) = 0 or e.who = $who)
) q
group by q.month
order by q.month;

-- Additions and deductions of the month that were not withdrawn.
-- name: evaluation_report.points
select p.who, a.name as area_name, p.kind, p.points, p.reason, p.evidence, u.name as by_name, p.made_at
from area a
cross join evaluation_point p
join account u on u.id = p.made_by
where a.path >= $lo and a.path < $hi and p.area = a.id and p.month = $month and p.subject = $subject and p.withdrawn_at is null
order by a.path, p.who, p.id;

-- name: evaluation_report.corrections
select e.who, a.name as area_name, e.total as before, e.grade as grade_before, c.total, c.grade, c.reason,
    u.name as by_name, c.made_at
from area a
cross join evaluation e
join evaluation_correction c on c.evaluation = e.id
join account u on u.id = c.made_by
where a.path >= $lo and a.path < $hi and e.area = a.id and e.month = $month and e.subject = $subject
order by a.path, e.who, c.position;
