-- What stands around a case (work/case_about.h).

-- name: case.near
-- Those of the same area within a day of it; what is alike is decided outside.
select c.id, c.no, c.title, c.text, c.state, c.place, c.household, c.category, c.reported_at
from case_file c
where c.area = $area and c.id <> $id and c.reported_at between $from and $to and c.merged_into is null
    and c.state not in ('draft', 'void', 'closed', 'archived')
order by c.reported_at, c.id
limit 200;

-- name: case.number
select c.no from case_file c where c.id = $id;
