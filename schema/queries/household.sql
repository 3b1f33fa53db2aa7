-- Households as cards and choices show them.

-- name: household.find
select h.id, h.address, h.building, h.unit, h.room, h.area, b.name as area_name, h.kinds,
    coalesce((select p.name from person p where p.household = h.id and p.relation = '02' and p.deleted_at is null
        order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = h.id and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = h.id and v.deleted_at is null and v.counts = 1) as last_visit
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
