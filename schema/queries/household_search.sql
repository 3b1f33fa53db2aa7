-- name: search_key.clear
delete from search_key;

-- name: search_key.areas
-- scan: when all keys are made anew
select distinct area from household where deleted_at is null order by area;

-- name: search_key.doors_of_area
select id, address, building, unit, room, phone from household where area = $area and deleted_at is null;

-- name: search_key.people_of_area
select household, name, citizen_id, phone from person where area = $area and deleted_at is null;

-- name: search_key.door
select id, area, address, building, unit, room, phone from household where id = $household and deleted_at is null;

-- name: search_key.people
select household, name, citizen_id, phone from person where household = $household and deleted_at is null;

-- name: search_key.delete
delete from search_key where area = $area and household = $household;

-- name: search_key.insert
insert into search_key (area, key, household, weight) values ($area, $key, $household, $weight);

-- name: household.search
with hit as (
    select k.household, min(case when k.key = $key then 0 else 20 end + k.weight
        + case when k.area = $mine then 0 else 10 end) as rank
    from area a
    cross join search_key k
    where a.path >= $lo and a.path < $hi
        and k.area = a.id and k.key >= $key and k.key < $key_hi
        and (cast($words as integer) < 2 or exists (select 1 from search_key s
            where s.area = k.area and s.key >= $second and s.key < $second_hi and s.household = k.household))
        and (cast($words as integer) < 3 or exists (select 1 from search_key t
            where t.area = k.area and t.key >= $third and t.key < $third_hi and t.household = k.household))
    group by k.household
    order by rank, k.household
    limit $limit
)
select h.id, h.address, h.building, h.unit, h.room, h.area, b.name as area_name, h.kinds,
    coalesce((select p.name from person p where p.household = h.id and p.relation = '02' and p.deleted_at is null
        order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = h.id and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = h.id and v.deleted_at is null) as last_visit
from hit
join household h on h.id = hit.household
join area b on b.id = h.area
order by hit.rank, h.address, length(h.building), h.building, length(h.unit), h.unit, length(h.room), h.room, h.id;

-- name: household.first
select h.id, h.address, h.building, h.unit, h.room, h.area, b.name as area_name, h.kinds,
    coalesce((select p.name from person p where p.household = h.id and p.relation = '02' and p.deleted_at is null
        order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = h.id and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = h.id and v.deleted_at is null) as last_visit
from area b
cross join household h
where b.path >= $lo and b.path < $hi and h.area = b.id and h.deleted_at is null
order by b.path, h.id
limit $limit;

-- name: household.find
select h.id, h.address, h.building, h.unit, h.room, h.area, b.name as area_name, h.kinds,
    coalesce((select p.name from person p where p.household = h.id and p.relation = '02' and p.deleted_at is null
        order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = h.id and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = h.id and v.deleted_at is null) as last_visit
from household h
join area b on b.id = h.area
where h.id = $id and b.path >= $lo and b.path < $hi and h.deleted_at is null;

-- name: household.people
select p.id, p.name, p.sex, p.birth, p.birth as age, p.relation, p.phone
from person p
join household h on h.id = p.household
join area a on a.id = h.area
where p.household = $household and a.path >= $lo and a.path < $hi and p.deleted_at is null
order by case when p.relation = '02' then 0 else 1 end, p.birth, p.id;

-- name: household.area
select h.area, a.path from household h join area a on a.id = h.area where h.id = $id and h.deleted_at is null;

-- name: household.move_people
update person set area = $area where household = $household and area <> $area;
