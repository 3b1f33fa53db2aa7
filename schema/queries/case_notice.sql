-- Results of cases for the notice board (work/publish.h). What has become confidential since is not shown.

-- name: case_notice.list
select {columns}, a.name as area_name
from case_notice t join area a on a.id = t.area{joins}
where t.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me)
    and not exists (select 1 from case_file f where f.no = t.case_no and f.confidential = 1) and {where}
order by {order};

-- name: case_notice.case
select c.id, c.no, c.title, c.place, c.result, c.category, c.area, c.state, c.confidential, c.merged_into, c.outcome,
    c.closed_at, c.household, c.person, c.reporter
from case_file c
join area a on a.id = c.area
where c.no = $no and a.path >= $lo and a.path < $hi;

-- Whose names must not be published: who reported, the household, whom it is about.
-- name: case_notice.names
select c.reporter as name from case_file c where c.no = $no and c.reporter <> ''
union
select p.name from case_file c join person p on p.household = c.household where c.no = $no
union
select p.name from case_file c join person p on p.id = c.person where c.no = $no;

-- name: case_notice.candidates
select c.id, c.no, c.title, a.name as area_name, c.closed_at -- scan: the newest closed, until there are enough
from case_file c
join area a on a.id = c.area
where c.closed_at is not null and c.state in ('closed', 'archived') and c.confidential = 0 and c.merged_into is null
    and c.outcome <> 'refused' and a.path >= $lo and a.path < $hi
    and (lower(c.no) like $contains escape '\' or lower(c.title) like $contains escape '\')
    and not exists (select 1 from case_notice t where t.case_no = c.no and t.deleted_at is null)
order by c.closed_at desc
limit $limit;

-- name: case_notice.published
select t.id, t.case_no as no, t.title, t.place, t.result, t.category, t.closed_on, t.published_on, a.name as area_name
from area a
cross join case_notice t
where a.path >= $lo and a.path < $hi and t.area = a.id and t.deleted_at is null
    and t.published_on >= $first and t.published_on <= $last and t.published_on <= $today
    and not exists (select 1 from case_file f where f.no = t.case_no and f.confidential = 1)
order by t.published_on desc, t.id desc
limit $limit;
