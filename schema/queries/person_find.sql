-- Whoever has the number, wherever: a person is registered once. What is told of it depends on the path.
-- name: person.by_citizen_id
select p.id, p.name, a.name as area_name, a.path
from person p join area a on a.id = p.area
where p.citizen_id = $citizen_id and p.deleted_at is null
order by p.id limit 1;

-- name: person.by_name
select p.id from person p join area a on a.id = p.area
where p.name = $name and p.deleted_at is null and a.path >= $lo and a.path < $hi
order by p.id limit 2;

-- name: person.duplicates
select p.id, p.name, p.sex, p.birth, p.household, a.name as area_name
from person p join area a on a.id = p.area
where p.name = $name and p.id <> $id and p.deleted_at is null and a.path >= $lo and a.path < $hi
    and ((cast($birth as text) <> '' and p.birth = $birth) or (cast($phone as text) <> '' and p.phone = $phone))
order by p.id limit 20;
