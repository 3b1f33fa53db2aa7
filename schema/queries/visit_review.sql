-- The review of the diary (work/visit_review.h): what a reviewer reads and what he writes. $lo $hi are the areas that he
-- may review.

-- How much of a full entry the entry v is worth by its grade, code list diary_grade: the one place of these factors.
-- Whoever has not been reviewed yet loses nothing.
-- part: visit.grade_factor
(case v.grade when '1' then 1.0 when '2' then 0.9 when '3' then 0.7 when '4' then 0.4 else 1.0 end);

-- The factor of every grade, for people.
-- name: visit.grade_factors
select v.grade, {visit.grade_factor} as factor
from (select '1' as grade union all select '2' union all select '3' union all select '4') v
order by v.grade;

-- Entries of the areas in a month, but those that the reviewer wrote.
-- name: visit_review.list
select q.id, q.no, q.kind, q.visited_at as "on", q.channel, q.area, q.area_name, q.household, q.address, q.persons,
    q.text, q.outcome, q.valid, q.counts, q.grade, q.review, q.reviewer_name, q.reviewed_at, q.returned_at, q.version,
    q.author, q.by_name, q.created_by, q.created_at,
    case when q.reviewed_at is null then 0 when q.updated_at > q.reviewed_at then 1 else 2 end as reviewed
from visit_row q
where q.area in (select a.id from area a where a.path >= $lo and a.path < $hi) and q.deleted_at is null
    and q.visited_at >= $from and q.visited_at < $until and q.created_by <> $me and q.created_by <> $hand
order by q.visited_at, q.id;

-- How many of this month (since $from) and of the one before (since $first) wait; what is frozen does not.
-- name: visit_review.waiting
select coalesce(sum(case when v.visited_at >= $from then 1 else 0 end), 0) as now,
    coalesce(sum(case when v.visited_at < $from then 1 else 0 end), 0) as before
from area a
cross join visit v
where a.path >= $lo and a.path < $hi and v.area = a.id and v.deleted_at is null
    and v.visited_at >= $first and v.visited_at < $until and v.created_by <> $me and v.created_by <> $hand
    and (v.reviewed_at is null or v.updated_at > v.reviewed_at)
    and (v.visited_at >= $from or not exists (select 1 from area g cross join evaluation e
        where g.path >= $lo and g.path < $hi and e.area = g.id and e.month = $month and e.subject = 'grid_leader'
            and e.state in ({evaluation.closed_states})));

-- name: visit_review.find
select q.id, q.no, q.area, q.visited_at, q.created_by, q.version, q.grade, q.counts, q.returned_at from visit_row q
where q.id = coalesce((select v.id from visit v where v.no = $no), $id) and q.path >= $lo and q.path < $hi
    and q.deleted_at is null;

-- name: visit_review.grade
update visit set grade = $grade, review = $review, reviewed_by = $me, reviewed_at = $now, returned_at = null,
    version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version and deleted_at is null;

-- name: visit_review.return
update visit set review = $review, reviewed_by = $me, reviewed_at = $now, returned_at = $now, version = version + 1,
    updated_by = $me, updated_at = $now
where id = $id and version = $version and deleted_at is null;

-- name: visit_review.count
update visit set counts = $counts, review = $review, reviewed_by = $me, reviewed_at = $now, returned_at = null,
    version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version and deleted_at is null;

-- What entries are compared with: those of the areas, oldest first.
-- name: visit_review.compared
select v.id, v.no, v.kind, v.area, v.household, v.place, coalesce(h.building, '') as building, v.address, v.persons,
    v.channel, v.text, v.visited_at, v.created_at, v.created_by, u.name as by_name
from area a
cross join visit v
join account u on u.id = v.created_by
left join household h on h.id = v.household
where a.path >= $lo and a.path < $hi and v.area = a.id and v.deleted_at is null
    and v.visited_at >= $from and v.visited_at < $until
order by v.visited_at, v.id;

-- name: visit_review.areas
select a.id from area a where a.path >= $lo and a.path < $hi;
