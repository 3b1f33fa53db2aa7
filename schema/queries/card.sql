-- What the know-at-once card and the page of a person show beside rows of tables.

-- name: card.visits
select v.id, v.visited_at as "on", v.text, v.next_on, v.by_name, v.counts from visit_row v
where v.household = $household and v.deleted_at is null and v.path >= $lo and v.path < $hi
    and (cast($own as integer) = 0 or v.created_by = $me)
order by v.visited_at desc, v.id desc limit $limit;

-- name: card.cases
select c.id, c.no, c.title, c.state, c.unit, c.handler_name, c.reported_at, c.yellow_at,
    c.due_at, c.stopped_at, c.closed_at
from case_row c
where c.household = $household and c.closed_at is null and c.path >= $lo and c.path < $hi
    and (cast($own as integer) = 0 or {case.mine}) and {case.seen} and (c.state <> 'draft' or c.created_by = $me)
order by c.reported_at desc, c.id desc limit $limit;

-- name: card.visits_of_person
select v.id, v.visited_at as "on", v.text, v.by_name
from visit_person m
join visit_row v on v.id = m.visit
where m.person = $person and v.deleted_at is null and v.path >= $lo and v.path < $hi
    and (cast($own as integer) = 0 or v.created_by = $me)
order by v.visited_at desc, v.id desc limit $limit;
