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

-- name: visit.insert
insert into visit (id, no, area, household, address, persons, visited_at, channel, kinds, text, outcome, next_on, valid,
    version, created_by, created_at, updated_by, updated_at)
values ($id, $no, $area, $household, $address, $persons, $visited_at, $channel, $kinds, $text, $outcome, $next_on,
    $valid, 1, $me, $now, $me, $now);

-- name: visit.update
update visit set area = $area, household = $household, address = $address, persons = $persons,
    visited_at = $visited_at, channel = $channel, kinds = $kinds, text = $text, outcome = $outcome, next_on = $next_on,
    valid = $valid, version = version + 1, updated_by = $me, updated_at = $now
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
