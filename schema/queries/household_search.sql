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

-- Up to three words, each as the range of keys that begin with it; a household must be hit by all of them. First come
-- those for which the first word is a whole key, then those of the own grid, then the lighter keys.
-- name: household.search
with hit as (
    select k.household, k.area, 1 as word, k.weight + case when k.key = $key then 0 else 40 end as weight
    from area a cross join search_key k
    where a.path >= $lo and a.path < $hi and k.area = a.id and k.key >= $key and k.key < $key_hi
    union all
    select k.household, k.area, 2, k.weight
    from area a cross join search_key k
    where cast($words as integer) >= 2
        and a.path >= $lo and a.path < $hi and k.area = a.id and k.key >= $second and k.key < $second_hi
    union all
    select k.household, k.area, 3, k.weight
    from area a cross join search_key k
    where cast($words as integer) >= 3
        and a.path >= $lo and a.path < $hi and k.area = a.id and k.key >= $third and k.key < $third_hi
), page as (
    select hit.household, min(hit.weight + case when hit.area = $mine then 0 else 20 end) as rank
    from hit
    group by hit.household
    having 1 + max(case when hit.word = 2 then 1 else 0 end) + max(case when hit.word = 3 then 1 else 0 end) = $words
        and min(hit.word) = 1
    order by rank, hit.household
    limit $limit
)
select h.id, h.address, h.building, h.unit, h.room, h.area, b.name as area_name, h.kinds,
    coalesce((select p.name from person p where p.household = h.id and p.relation = '02' and p.deleted_at is null
        order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = h.id and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = h.id and v.deleted_at is null) as last_visit
from page
join household h on h.id = page.household
join area b on b.id = h.area
order by page.rank, h.address, length(h.building), h.building, length(h.unit), h.unit, length(h.room), h.room, h.id;

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

