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

-- Later moves of what a move has touched, which have to be undone first.
-- name: move.later
select min(f.move) as later from move_effect e join move_effect f on f.kind = e.kind and f.object = e.object
join move m on m.id = f.move
where e.move = $move and f.move > $move and m.undone_on is null;

-- Who leads the grid on a day.
-- name: move.leaders
select distinct p.account from post p
where p.area = $area and p.role = 'grid_leader' and p.from_on <= $today and (p.to_on is null or p.to_on >= $today);

-- Moves that touched a person or household, the newest first.
-- name: move.of
select m.id, m.kind, m.moved_on, m.persons, m.result, m.undone_on, a.name as area_name
from move_effect e join move m on m.id = e.move join area a on a.id = m.area
where e.kind = $kind and e.object = $object and a.path >= $lo and a.path < $hi
order by m.moved_on desc, m.id desc;
