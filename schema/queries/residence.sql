-- Spans of where people, households and houses were (schema/030_residence.sql). Those of one person, household or house
-- follow each other; the last one is open as long as it holds.

-- name: residence.last
select number, household, area, from_on, to_on from residence where person = $object order by number desc limit 1;

-- name: residence.begin
insert into residence (person, number, household, area, from_on, begun, begun_move)
values ($object, $number, $household, $area, $on, $how, $move);

-- name: residence.end
update residence set to_on = $on, ended = $how, ended_move = $move where person = $object and to_on is null;

-- A span of the past, of a row that came without one.
-- name: residence.past
insert into residence (person, number, household, area, from_on, to_on, begun, ended, ended_move)
values ($object, $number, $household, $area, '', $on, 'register', $how, $move);

-- name: residence.living_in
select person from residence where household = $household and to_on is null order by person;

-- name: residence.moved_with
select distinct person from residence where household = $household and (begun_move = $move or ended_move = $move);

-- name: residence.unbegin
delete from residence where begun_move = $move and person = $object;

-- name: residence.unend
update residence set to_on = null, ended = null, ended_move = null where ended_move = $move and person = $object;

-- name: occupancy.last
select number, coalesce(house, 0) as house, area, from_on, to_on from occupancy
where household = $object order by number desc limit 1;

-- name: occupancy.begin
insert into occupancy (household, number, house, address, building, unit, room, area, from_on, begun, begun_move)
values ($object, $number, $house, $address, $building, $unit, $room, $area, $on, $how, $move);

-- name: occupancy.end
update occupancy set to_on = $on, ended = $how, ended_move = $move where household = $object and to_on is null;

-- name: occupancy.past
insert into occupancy (household, number, house, address, building, unit, room, area, from_on, to_on, begun, ended,
    ended_move)
values ($object, $number, $house, $address, $building, $unit, $room, $area, '', $on, 'register', $how, $move);

-- The same door, better written.
-- name: occupancy.rename
update occupancy set address = $address, building = $building, unit = $unit, room = $room
where household = $object and to_on is null;

-- name: occupancy.living_in
select household, area, address, building, unit, room from occupancy where house = $house and to_on is null order by household;

-- name: occupancy.unbegin
delete from occupancy where begun_move = $move and household = $object;

-- name: occupancy.unend
update occupancy set to_on = null, ended = null, ended_move = null where ended_move = $move and household = $object;

-- name: house_place.last
select number, area, from_on, to_on from house_place where house = $object order by number desc limit 1;

-- name: house_place.begin
insert into house_place (house, number, area, from_on, begun) values ($object, $number, $area, $on, $how);

-- name: house_place.end
update house_place set to_on = $on, ended = $how where house = $object and to_on is null;

-- name: house_place.past
insert into house_place (house, number, area, from_on, to_on, begun, ended)
values ($object, $number, $area, '', $on, 'register', $how);

-- Open spans for all rows that have none: after a load of many, or the first time.
-- name: residence.fill
-- scan: after a load of many rows
insert into residence (person, number, household, area, from_on, begun)
select p.id, 1 + coalesce((select max(r.number) from residence r where r.person = p.id), 0), p.household, p.area, '',
    'register'
from person p
where p.household is not null and p.deleted_at is null
    and not exists (select 1 from residence r where r.person = p.id and r.to_on is null);

-- name: occupancy.fill
-- scan: after a load of many rows
insert into occupancy (household, number, house, address, building, unit, room, area, from_on, begun)
select h.id, 1 + coalesce((select max(o.number) from occupancy o where o.household = h.id), 0), h.house, h.address,
    coalesce(h.building, ''), coalesce(h.unit, ''), coalesce(h.room, ''), h.area, '', 'register'
from household h
where h.deleted_at is null
    and not exists (select 1 from occupancy o where o.household = h.id and o.to_on is null);

-- name: house_place.fill
-- scan: after a load of many rows
insert into house_place (house, number, area, from_on, begun)
select h.id, 1 + coalesce((select max(o.number) from house_place o where o.house = h.id), 0), h.area, '', 'register'
from house h
where h.deleted_at is null
    and not exists (select 1 from house_place o where o.house = h.id and o.to_on is null);

-- Where a person lived, the newest first: one row for each door, when the household moved on with its people.
-- name: residence.of_person
select r.household, r.area, b.name as area_name, o.house, o.address, o.building, o.unit, o.room,
    case when o.from_on > r.from_on then o.from_on else r.from_on end as from_on,
    case when r.to_on is null or o.to_on < r.to_on then o.to_on else r.to_on end as to_on,
    case when o.from_on > r.from_on then o.begun else r.begun end as begun,
    case when r.to_on is null or o.to_on < r.to_on then o.ended else r.ended end as ended
from person p
join area a on a.id = p.area
join residence r on r.person = p.id
join area b on b.id = r.area
left join occupancy o on o.household = r.household
    and (r.to_on is null or o.from_on < r.to_on) and (o.to_on is null or o.to_on > r.from_on)
where p.id = $person and p.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or p.created_by = $me) and (r.to_on is null or r.to_on > r.from_on)
order by r.number desc, o.number desc;

-- Who lives and lived in a house, those of today first. near: where the user may read people; of others no more than
-- the first character of the name is shown.
-- name: residence.of_house
select r.person, p.name, coalesce(p.residence, '') as residence, coalesce(p.relation, '') as relation,
    case when coalesce(x.owner_id, '') <> '' then case when x.owner_id = p.citizen_id then '1' else '0' end
        when x.owner = p.name then '1' else '0' end as owner,
    case when o.from_on > r.from_on then o.from_on else r.from_on end as from_on,
    case when r.to_on is null or o.to_on < r.to_on then o.to_on else r.to_on end as to_on,
    case when r.to_on is null or o.to_on < r.to_on then o.ended else r.ended end as ended,
    case when b.path >= $person_lo and b.path < $person_hi then 1 else 0 end as near
from house x
join area a on a.id = x.area
join occupancy o on o.house = x.id
join residence r on r.household = o.household
    and (r.to_on is null or o.from_on < r.to_on) and (o.to_on is null or o.to_on > r.from_on)
join person p on p.id = r.person and p.deleted_at is null
join area b on b.id = p.area
where x.id = $house and x.deleted_at is null and a.path >= $lo and a.path < $hi
    and (r.to_on is null or r.to_on > r.from_on)
order by case when o.to_on is null and r.to_on is null then 0 else 1 end, from_on desc, p.birth, p.id;
