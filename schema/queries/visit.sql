-- Visits. $lo $hi $own $me are the actor's scope (work/right.h). A plus before a column keeps its index out of the plan.

-- Own entries only.
-- name: visit.list.own
select q.* from visit_row q
where q.created_by = $me and q.deleted_at is null
    and +q.area in (select a.id from area a where a.path >= $lo and a.path < $hi) and {where}
order by {order};

-- Few areas: each one's entries are sought.
-- name: visit.list
select q.* from visit_row q
where q.area in (select a.id from area a where a.path >= $lo and a.path < $hi) and q.deleted_at is null and {where}
order by {order};

-- Many areas: entries are read in the order of time and those of the areas are taken.
-- name: visit.list.wide
select q.* from visit_row q -- scan: from the newest on, until the page is full
where +q.area in (select a.id from area a where a.path >= $lo and a.path < $hi) and q.deleted_at is null and {where}
order by {order};

-- How many that are is known sooner from the index of each area.
-- name: visit.list.wide.count
select q.* from visit_row q
where q.area in (select a.id from area a where a.path >= $lo and a.path < $hi) and q.deleted_at is null and {where}
order by {order};

-- name: visit.list.deleted
select q.* from visit_row q -- scan: of the index that holds deleted ones only
where q.deleted_at is not null and +q.area in (select a.id from area a where a.path >= $lo and a.path < $hi)
    and (cast($own as integer) = 0 or q.created_by = $me) and {where}
order by {order};

-- name: visit.read
select q.* from visit_row q
where q.id = coalesce((select v.id from visit v where v.no = $no), $id)
    and ((q.path >= $lo and q.path < $hi and cast($own as integer) = 0) or q.created_by = $me);

-- name: visit.people
select p.id, p.name from person p where p.household = $household and p.deleted_at is null order by p.id;

-- Who visits a special place sees where it lies.
-- name: visit.place
select p.id, p.area, p.name, p.address from special_place p
join area a on a.id = p.area
where p.id = $place and p.deleted_at is null and a.path >= $lo and a.path < $hi;

-- name: visit.insert
insert into visit (id, no, area, household, address, persons, visited_at, channel, kinds, text, outcome, next_on, valid,
    kind, companions, needs, crowds, place, version, created_by, created_at, updated_by, updated_at)
values ($id, $no, $area, $household, $address, $persons, $visited_at, $channel, $kinds, $text, $outcome, $next_on,
    $valid, $kind, $companions, $needs, $crowds, $place, 1, $me, $now, $me, $now);

-- What was given back for completion is no longer, once it was changed.
-- name: visit.update
update visit set area = $area, household = $household, address = $address, persons = $persons,
    visited_at = $visited_at, channel = $channel, kinds = $kinds, text = $text, outcome = $outcome, next_on = $next_on,
    valid = $valid, kind = $kind, companions = $companions, needs = $needs, crowds = $crowds, place = $place,
    returned_at = null, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version and deleted_at is null;

-- name: visit.delete
update visit set deleted_at = $now, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version and deleted_at is null;

-- name: visit.restore
update visit set deleted_at = null, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and deleted_at is not null;

-- name: visit_person.insert
insert into visit_person (visit, position, person, name) values ($visit, $position, $person, $name);

-- name: visit_person.clear
delete from visit_person where visit = $visit;

-- The points that patrols of an area pass, in the order in which they were registered: people know them by number.
-- name: visit.patrol_points
select p.id, p.name, coalesce(p.no, '') as no, p.kind from patrol_point p
join area a on a.id = p.area
where p.area = $area and p.deleted_at is null and a.path >= $lo and a.path < $hi
order by p.id;

-- name: visit_point.of_visit
select vp.position, vp.point, vp.name, vp.found from visit_point vp where vp.visit = $visit order by vp.position;

-- name: visit_point.clear
delete from visit_point where visit = $visit;

-- name: visit_point.insert
insert into visit_point (visit, position, point, name, found) values ($visit, $position, $point, $name, $found);

-- Patrols of the actor since an instant, and entries that wait to be completed.
-- name: visit.mine
select (select count(*) from visit v
        where v.created_by = $me and v.visited_at >= $since and v.deleted_at is null and v.kind = 'patrol'
            and v.counts = 1) as patrols,
    (select count(*) from area a
        cross join visit v
        where a.path >= $lo and a.path < $hi and v.area = a.id and v.returned_at is not null
            and v.created_by = $me and v.deleted_at is null) as returned;

-- The households of an area, or of the one that this household lies in, from door to door: of numbers the shorter is
-- the less.
-- name: visit.doors
select h.id, h.area, h.address, h.address as address_only, h.building, h.unit, h.room, h.kinds,
    coalesce((select p.name from person p
        where p.household = h.id and p.relation = '02' and p.deleted_at is null order by p.id limit 1), '') as head,
    (select max(v.visited_at) from visit v
        where v.household = h.id and v.deleted_at is null and v.counts = 1 and v.kind = 'visit') as visited_at,
    coalesce((select v.next_on from visit v
        where v.household = h.id and v.deleted_at is null and v.counts = 1 and v.kind = 'visit'
        order by v.visited_at desc, v.id desc limit 1), '') as next_on
from area a
join household h on h.area = a.id and h.deleted_at is null
where a.id = coalesce((select g.area from household g where g.id = $household), $area)
    and a.path >= $lo and a.path < $hi
order by h.address, length(h.building), h.building, length(h.unit), h.unit, length(h.room), h.room, h.id;
