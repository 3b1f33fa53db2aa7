-- What the marks of diary entries have made. Callers have read the entry in the actor's scope; $secret_lo $secret_hi $me
-- $today are the part case.seen's.

-- name: mark.made
select m.mark, m.kind, m.object as id, m.made_at, coalesce((select c.no from case_file c where m.kind = 'case' and c.id = m.object
        and {case.seen}), '') as no
from visit_made m where m.visit = $visit
order by m.made_at, m.mark;

-- name: mark.insert
insert into visit_made (visit, mark, kind, object, made_by, made_at) values ($visit, $mark, $kind, $object, $me, $now);

-- name: mark.people
select p.id, p.name from person p where p.household = $household and p.deleted_at is null order by p.id;

-- name: mark.door
select h.address from household h where h.id = $household;
