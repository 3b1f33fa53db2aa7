-- What is to be seen to again. It is done by the next visit there after it was made.

-- part: follow_up.open
f.ended_at is null
    and not exists (select 1 from visit v
        where v.household = f.household and v.visited_at >= f.made_at and v.deleted_at is null and v.counts = 1
            and v.kind = 'visit')
    and not exists (select 1 from visit v
        where v.place = f.place and v.visited_at >= f.made_at and v.deleted_at is null and v.counts = 1
            and v.kind = 'visit');

-- name: follow_up.place
select h.area, 1 as found from household h join area a on a.id = h.area
where h.id = $household and h.deleted_at is null and a.path >= $lo and a.path < $hi
union all
select s.area, 1 as found from special_place s join area a on a.id = s.area
where s.id = $place and s.deleted_at is null and a.path >= $lo and a.path < $hi;

-- name: follow_up.insert
insert into follow_up (id, area, household, place, person, kind, object, text, due_on, made_by, made_at)
values ($id, $area, $household, $place, $person, $kind, $object, $text, $due_on, $me, $now);

-- name: follow_up.end_of
update follow_up set ended_by = $me, ended_at = $now where kind = $kind and object = $object and ended_at is null;

-- name: follow_up.take_back
update follow_up set ended_by = $me, ended_at = $now
where id = $id and ended_at is null
    and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- name: follow_up.list
select f.id, f.kind, f.object, f.household, f.place, f.person, f.text, f.due_on, f.made_at,
    (select u.name from account u where u.id = f.made_by) as by_name,
    coalesce(h.address, s.name) as address, coalesce(h.building, '') as building, coalesce(h.unit, '') as unit,
    coalesce(h.room, '') as room
from area a
cross join follow_up f
left join household h on h.id = f.household
left join special_place s on s.id = f.place
where a.path >= $lo and a.path < $hi and f.area = a.id and (cast($household as bigint) = 0 or f.household = $household)
    and {follow_up.open}
order by f.due_on, f.id
limit $limit;
