-- Schemes of the evaluation (work/scheme.h).

-- The shipped scheme of a subject, the newest, and how many of its items cannot be measured.
-- name: scheme.shipped
select s.id, s.version,
    (select count(*) from scheme_item i where i.scheme = s.id and i.formula = '') as unmeasured
from scheme s
where s.subject = $subject and s.area is null
order by s.from_month desc
limit 1;

-- name: scheme.insert
insert into scheme (id, name, subject, area, from_month, version, cap, least_days, made_by, made_at)
values ($id, $name, $subject, $area, $from_month, $version, $cap, $least_days, $by, $now);

-- name: scheme_item.insert
insert into scheme_item (scheme, position, item, formula, weight, target, label_en, label_zh, help_en, help_zh)
values ($scheme, $position, $item, $formula, $weight, $target, $label_en, $label_zh, $help_en, $help_zh);

-- name: scheme_target.insert
insert into scheme_target (scheme, item, grade, households_from, target)
values ($scheme, $item, $grade, $households_from, $target);

-- What is told of a scheme.
-- part: scheme.columns
s.id, s.name, s.subject, s.area, coalesce(a.name, '') as area_name, coalesce(a.path, '') as path, s.from_month,
    s.version, s.cap, s.least_days,
    (select count(*) from scheme_item i where i.scheme = s.id) as items,
    case when exists (select 1 from evaluation e where e.scheme = s.id and e.state in ({evaluation.closed_states}))
        then 1 else 0 end as used;

-- Of every area the newest that is valid in the month.
-- name: scheme.of_month
select s.id, s.name, s.subject, s.area, coalesce(a.name, '') as area_name, coalesce(a.path, '') as path, s.from_month,
    s.version, s.cap, s.least_days, 0 as used
from scheme s left join area a on a.id = s.area
where s.subject = $subject
    and s.from_month = (select max(t.from_month) from scheme t
        where t.subject = s.subject and coalesce(t.area, 0) = coalesce(s.area, 0) and t.from_month <= $month)
order by s.id;

-- name: scheme.items
select i.item, i.formula, i.weight, i.target, i.label_en, i.label_zh, i.help_en, i.help_zh
from scheme_item i where i.scheme = $id
order by i.position;

-- name: scheme.targets
select t.item, t.grade, t.households_from, t.target
from scheme_target t where t.scheme = $id
order by t.item, t.grade, t.households_from;

-- name: scheme.get
select {scheme.columns}
from scheme s left join area a on a.id = s.area
where s.id = $id;

-- Those of the areas below, of the own, and of all above it.
-- name: scheme.list
select {scheme.columns}
from scheme s left join area a on a.id = s.area
where (cast($subject as text) = '' or s.subject = $subject)
    and (s.area is null or (a.path >= $lo and a.path < $hi) or substr($path, 1, length(a.path)) = a.path)
order by s.subject, coalesce(a.path, ''), s.from_month desc;

-- name: scheme.next_version
select coalesce(max(s.version), 0) + 1 as version from scheme s
where s.subject = $subject and coalesce(s.area, 0) = $area;

-- name: scheme.of_area
select s.id from scheme s
where s.subject = $subject and coalesce(s.area, 0) = $area and s.from_month = $month;

-- Is the month, or one after it, frozen for anybody of the subject there?
-- name: scheme.frozen
select max(e.month) as month from evaluation e
join area a on a.id = e.area
where e.subject = $subject and e.month >= $month and e.state in ({evaluation.closed_states})
    and a.path >= $lo and a.path < $hi;

-- name: scheme.change
update scheme set name = $name, cap = $cap, least_days = $least_days where id = $id;

-- name: scheme_item.clear
delete from scheme_item where scheme = $id;

-- name: scheme_target.clear
delete from scheme_target where scheme = $id;

-- Whether anything was judged by it, be it a trial.
-- name: scheme.tried
select e.id from evaluation e where e.scheme = $id limit 1;

-- name: scheme.delete
delete from scheme where id = $id;
