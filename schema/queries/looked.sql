-- Who looked at what of a person.

-- name: looked.add
insert into person_look (person, audit) values ($person, $audit) on conflict (person, audit) do nothing;

-- name: looked.person
select u.at, u.login as "by", coalesce((select n.name from account n where n.id = u.account), '') as by_name,
    u.role, u.kind as what, u.action, u.note as reason
from person_look l cross join audit u
where u.id = l.audit and l.person = $person
order by l.audit desc;

-- Looks at a row that is of no person.
-- name: looked.row
select u.at, u.login as "by", coalesce((select n.name from account n where n.id = u.account), '') as by_name,
    u.role, u.kind as what, u.action, u.note as reason
from audit u
where u.kind = $kind and u.object = $object and u.success = 1 and u.action in ('personal.reveal', 'personal.open')
order by u.id desc;
