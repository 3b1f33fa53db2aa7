-- name: unit.fitting
-- Units that may take a case of the category in the area: those that answer for it first, the narrowest area first.
-- scan: a district has some dozens of units
select u.id, u.name, coalesce(u.short_name, '') as short_name, coalesce(u.categories, '') as categories,
    coalesce(u.head, '') as head, coalesce(u.phone, '') as phone, a.name as area_name, a.path
from unit u join area a on a.id = u.area
join area x on x.id = $area
where u.deleted_at is null and a.path <> '' and substr(x.path, 1, length(a.path)) = a.path
    and (lower(u.name) like $contains escape '\' or lower(coalesce(u.short_name, '')) like $contains escape '\'
        or coalesce(u.categories, '') like $prefix escape '\')
order by length(a.path) desc, u.name, u.id;

-- name: unit.find
select u.id, u.name, coalesce(u.short_name, '') as short_name, coalesce(u.phone, '') as phone, u.area
from unit u where u.id = $id and u.deleted_at is null;

-- name: template.fitting
-- scan: an office has some dozens of templates
select t.id, t.title, t.text, coalesce(t.commands, '') as commands, coalesce(t.category, '') as category, a.path
from response_template t join area a on a.id = t.area
join area x on x.id = $area
where t.deleted_at is null and substr(x.path, 1, length(a.path)) = a.path
    and (coalesce(t.commands, '') = '' or (',' || t.commands || ',') like $command)
    and (coalesce(t.category, '') = '' or substr($category, 1, length(t.category)) = t.category)
    and (lower(t.title) like $contains escape '\' or lower(t.text) like $contains escape '\')
order by length(coalesce(t.category, '')) desc, length(a.path) desc, t.title, t.id;

-- name: template.text
select t.text from response_template t where t.id = $id and t.deleted_at is null;

-- name: template.sex
select p.sex, p.name from person p where p.id = $id and p.deleted_at is null;

-- name: unit.members
select c.id, c.name, c.login, m.role as post, coalesce(p.role, '') as role, a.name as area_name
from unit_member m
join account c on c.id = m.member and c.state = 'active'
left join post p on p.id = (select q.id from post q
    where q.account = c.id and q.from_on <= $today and (q.to_on is null or q.to_on >= $today)
    order by q.from_on, q.id limit 1)
left join area a on a.id = p.area
where m.unit = $unit and m.deleted_at is null and coalesce(m.from_on, '') <= $today
    and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
order by m.id;

-- name: template.area
select a.name from area a where a.id = $id;
