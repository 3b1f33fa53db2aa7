-- Spot checks. $lo $hi $own $me are the actor's scope; $own: a leader sees what was found in the areas led today.

-- The items i of a check s that the actor may see, in areas below the scope.
-- part: spot_check.seen
i.area in (select sa.id from area sa where sa.path >= $lo and sa.path < $hi)
    and (cast($own as integer) = 0 or (i.at is not null and i.area in (select l.area from led_area l
        where l.leader = $me and l.from_on <= $today and l.until >= $today)));

-- Checks of the area, and those from above that reach into it: of these only what lies within is counted.
-- name: spot_check.list
select s.id, 1 as version, s.no, s.name, s.area, a.name as area_name, s.how, s.amount, s.fields, s.per_door, s.blind,
    s.seed, s.method, s.frame, s.frame_sum, s.drawn_at, u.name as by_name,
    case when s.ended_at is null then 'open' else 'ended' end as state,
    case when {spot_check.whole} then s.doors else (select count(distinct i.door) from spot_check_item i
        where i.spot_check = s.id and {spot_check.seen}) end as doors,
    case when {spot_check.whole} then s.items else (select count(*) from spot_check_item i
        where i.spot_check = s.id and {spot_check.seen}) end as items,
    case when {spot_check.whole} then s.checked else (select count(*) from spot_check_item i
        where i.spot_check = s.id and i.at is not null and {spot_check.seen}) end as checked,
    case when {spot_check.whole} then s.counted else (select count(*) from spot_check_item i
        where i.spot_check = s.id and i.verdict in ('correct', 'wrong', 'missing') and {spot_check.seen}) end as counted,
    case when {spot_check.whole} then s.correct else (select count(*) from spot_check_item i
        where i.spot_check = s.id and i.verdict = 'correct' and {spot_check.seen}) end as correct
from spot_check s -- scan: a few a month
join area a on a.id = s.area
join account u on u.id = s.drawn_by
where ({spot_check.whole} or exists (select 1 from spot_check_item i where i.spot_check = s.id and {spot_check.seen}))
    and {where}
order by {order};

-- part: spot_check.whole
(cast($own as integer) = 0 and a.path >= $lo and a.path < $hi);

-- name: spot_check.find
select s.id, s.no, s.name, s.area, a.path, s.blind, s.ended_at
from spot_check s join area a on a.id = s.area
where s.id = coalesce((select n.id from spot_check n where n.no = $no), $id)
    and ({spot_check.whole} or exists (select 1 from spot_check_item i where i.spot_check = s.id and {spot_check.seen}));

-- Who takes part in a draw, in the order of the draw; a grid is what the first 20 letters of a path name.
-- name: spot_check.frame
select h.id, h.area, substr(a.path, 1, 20) as grid
from area a cross join household h
where a.path >= $lo and a.path < $hi and h.area = a.id and h.deleted_at is null
order by a.path, h.id;

-- name: spot_check.insert
insert into spot_check (id, no, name, area, how, amount, fields, per_door, blind, seed, method, frame, frame_sum, doors,
    items, checked, counted, correct, drawn_by, drawn_at)
values ($id, $no, $name, $area, $how, $amount, $fields, $per_door, $blind, $seed, $method, $frame, $sum, 0, 0, 0, 0, 0,
    $by, $at);

-- name: spot_check_item.insert
insert into spot_check_item (id, spot_check, door, position, area, household, person, kind, object, field, value, truth,
    verdict, corrected, problem)
values ($id, $check, $door, $position, $area, $household, $person, $kind, $object, $field, $value, null, '', 0, '');

-- name: spot_check.count
update spot_check set
    doors = (select count(distinct i.door) from spot_check_item i where i.spot_check = spot_check.id),
    items = (select count(*) from spot_check_item i where i.spot_check = spot_check.id),
    checked = (select count(*) from spot_check_item i where i.spot_check = spot_check.id and i.at is not null),
    counted = (select count(*) from spot_check_item i
        where i.spot_check = spot_check.id and i.verdict in ('correct', 'wrong', 'missing')),
    correct = (select count(*) from spot_check_item i where i.spot_check = spot_check.id and i.verdict = 'correct')
where id = $id;

-- name: spot_check.end
update spot_check set ended_by = $by, ended_at = $at where id = $id and ended_at is null;

-- name: spot_check.doors
select i.door, i.household, min(i.area) as area, min(a.name) as area_name, h.address, h.building, h.unit, h.room,
    count(*) as items, sum(case when i.at is null then 0 else 1 end) as checked,
    sum(case when i.verdict in ('correct', 'wrong', 'missing') then 1 else 0 end) as counted,
    sum(case when i.verdict = 'correct' then 1 else 0 end) as correct
from spot_check_item i
join household h on h.id = i.household
join area a on a.id = i.area
where i.spot_check = $id and {spot_check.seen}
group by i.door, i.household, h.address, h.building, h.unit, h.room
order by i.door;

-- name: spot_check.items
select i.id, s.no, s.blind, i.door, i.position, i.household, i.area, a.name as area_name, i.person,
    coalesce(p.name, '') as person_name, i.kind, i.object, i.field, i.value, i.truth, i.verdict, i.corrected, i.problem,
    i.at, coalesce(u.name, '') as by_name, h.address, h.building, h.unit, h.room, h.no as household_no
from spot_check_item i
join spot_check s on s.id = i.spot_check
join area a on a.id = i.area
join household h on h.id = i.household
left join person p on p.id = i.person
left join account u on u.id = i.checked_by
where i.spot_check = $id and (cast($door as integer) = 0 or i.door = $door)
    and (cast($grid as integer) = 0 or i.area in (select g.id from area g join area t on t.id = $grid
        where g.path >= t.path and g.path < t.path || '~'))
    and (cast($leader as integer) = 0 or i.area in (select l.area from led_area l
        where l.leader = $leader and l.from_on <= $today and l.until >= $today))
    and (cast($field as text) = '' or i.kind || '.' || i.field = $field)
    and {spot_check.seen}
order by i.door, i.position
limit $limit;

-- name: spot_check.result.grid
select a.id as "key", a.name as text, {spot_check.figures}
from spot_check_item i join area a on a.id = i.area
where i.spot_check = $id and {spot_check.seen}
group by a.id, a.path, a.name
order by a.path;

-- name: spot_check.result.leader
select u.id as "key", u.name as text, {spot_check.figures}
from spot_check_item i
join led_area l on l.area = i.area and l.from_on <= $today and l.until >= $today
join account u on u.id = l.leader
where i.spot_check = $id and {spot_check.seen}
group by u.id, u.name
order by u.id;

-- name: spot_check.result.field
select i.kind || '.' || i.field as "key", i.kind || '.' || i.field as text, {spot_check.figures}
from spot_check_item i
where i.spot_check = $id and {spot_check.seen}
group by i.kind, i.field
order by i.kind, i.field;

-- part: spot_check.figures
count(*) as items, sum(case when i.at is null then 0 else 1 end) as checked,
sum(case when i.verdict in ('correct', 'wrong', 'missing') then 1 else 0 end) as counted,
sum(case when i.verdict = 'correct' then 1 else 0 end) as correct, sum(i.corrected) as corrected;

-- name: spot_check_item.found
update spot_check_item set truth = $truth, verdict = $verdict, corrected = $corrected, problem = $problem,
    checked_by = $by, at = coalesce(at, $at)
where id = $id;

-- Who leads the area now.
-- name: spot_check.leaders
select distinct l.leader from led_area l where l.area = $area and l.from_on <= $today and l.until >= $today;
