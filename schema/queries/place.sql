-- Where a visit or a case can belong, within the actor's area.

-- name: place.area
select case when a.ended_on is not null then coalesce(a.into_area, a.id) else a.id end as id
from area a where a.id = $area and a.path >= $lo and a.path < $hi;

-- name: place.household
select h.id, h.area, h.address, h.building, h.unit, h.room, h.kinds from household h
join area a on a.id = h.area
where h.id = $household and h.deleted_at is null and a.path >= $lo and a.path < $hi;
