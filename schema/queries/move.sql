-- Moves (work/move.h). Who may move whom is asked before, by scope; what follows is of one household or person.

-- The head first, then by age.
-- name: move.people
select p.id, p.name, p.sex, p.birth, p.relation, p.household, p.area from person p
where p.household = $household and p.deleted_at is null
order by case when p.relation = '02' then 0 else 1 end, p.birth, p.id;

-- name: move.person
select p.id, p.name, p.household, p.area, a.path from person p join area a on a.id = p.area
where p.id = $id and p.deleted_at is null;

-- name: move.household
select h.id, h.area, a.path from household h join area a on a.id = h.area where h.id = $id and h.deleted_at is null;

-- Whoever has the number, wherever: who knows it whole, and the name with it, may take the person in.
-- name: move.by_number
select p.id, p.name, p.household, p.area from person p where p.citizen_id = $citizen_id and p.deleted_at is null;

-- name: move.effect
insert into move_effect (move, number, kind, object, version, before)
values ($move, $number, $kind, $object, $version, $before);

-- The newest first, as they are taken back; each object once.
-- name: move.effects
select number, kind, object, version, before from move_effect where move = $move order by number desc;

-- name: move.effect_of
select number from move_effect where move = $move and kind = $kind and object = $object;

-- name: move.effect_again
update move_effect set version = $version where move = $move and number = $number;

-- Who leads the grid on a day.
-- name: move.leaders
select distinct p.account from post p
where p.area = $area and p.role = 'grid_leader' and p.from_on <= $today and (p.to_on is null or p.to_on >= $today);
