-- The diary of a month as one reads or prints it. $lo $hi $own $me are the actor's scope (work/right.h).

-- $author is a login, '' for everybody.
-- name: visit_book.list
select q.id, q.no, q.kind, q.visited_at as "on", q.channel, q.area, q.area_name, q.household, q.address, q.persons,
    q.companions, q.kinds, q.crowds, q.needs, q.text, q.outcome, coalesce(q.next_on, '') as next_on, q.counts, q.grade,
    q.review, q.reviewed_at, q.returned_at, q.reviewer_name, q.author, q.by_name,
    (select count(*) from person p where p.household = q.household and p.deleted_at is null) as people
from visit_row q
where q.area in (select a.id from area a where a.path >= $lo and a.path < $hi) and q.deleted_at is null
    and q.visited_at >= $from and q.visited_at < $until and (cast($own as integer) = 0 or q.created_by = $me)
    and ($author = '' or q.created_by = (select u.id from account u where u.login = $author))
order by q.visited_at, q.id;

-- name: visit_book.points
select p.name, p.found from visit_point p where p.visit = $visit order by p.position;
