-- The duty wall (work/wall.h). $lo $hi: the range of case.wall; the rest is the part case.seen's.

-- What is kept of a case c: numbers only; what is counted, sorted and told in time from now on needs no more.
-- part: wall.numbers
c.id, c.state, c.urgency, c.confidential, coalesce(c.reported_at, c.created_at) as reported_at,
    coalesce(c.due_at, 0) as due_at,
    coalesce(c.yellow_at, c.reported_at + (c.due_at - c.reported_at) * 4 / 5, 0) as yellow_at,
    coalesce(c.stopped_at, 0) as stopped_at,
    case when c.supervised_at is not null and c.replied_at is null then 1 else 0 end as supervised,
    case when c.secretary_at is not null then 1 else 0 end as secretary;

-- Every open case of the scope.
-- name: wall.open
select {wall.numbers}, 1 as here
from area a
cross join case_file c
where a.path >= $lo and a.path < $hi and c.area = a.id and c.closed_at is null and c.state <> 'draft' and {case.seen};

-- name: wall.step
select coalesce((select n.next - 1 from sequence_number n where n.name = 'case_step'), 0) as step;

-- The cases that took a step after $step, wherever they are; here: it is one of wall.open.
-- name: wall.changed
select {wall.numbers}, case when a.path >= $lo and a.path < $hi and c.closed_at is null and c.state <> 'draft'
        and {case.seen} then 1 else 0 end as here
from case_file c
join area a on a.id = c.area
where c.id in (select s.case_file from case_step s where s.id > $step);

-- What stands on the rows that are shown: so many at once. Which they are, wall.open has said. The title of a
-- confidential case is nobody's to read in passing.
-- name: wall.rows
select c.id, c.no, case when c.confidential = 0 then c.title else '' end as title, a.name as area_name, c.unit,
    coalesce((select u.name from account u where u.id = c.handler), '') as handler_name
from case_file c
join area a on a.id = c.area
where a.path >= $lo and a.path < $hi
    and c.id in ($c1, $c2, $c3, $c4, $c5, $c6, $c7, $c8, $c9, $c10, $c11, $c12, $c13, $c14, $c15, $c16);

-- name: wall.closed
select count(*) as closed
from case_file c
join area a on a.id = c.area
where c.closed_at >= $day and c.state in ('closed', 'archived') and c.merged_into is null
    and a.path >= $lo and a.path < $hi
    and (c.confidential = 0 or (a.path >= $secret_lo and a.path < $secret_hi));

-- Who of the office has a screen open now.
-- name: wall.present
select distinct u.id, u.name, p.role
from session s
cross join post p
join account u on u.id = s.account
where s.kind = 'screen' and p.id = s.post and p.area = $area
order by u.id;

-- The roster of the office for a day.
-- name: wall.roster
select d.shift, coalesce((select u.name from account u where u.id = d.person), d.name) as name, d.phone
from duty d
where d.area = $area and d.day = $today and d.deleted_at is null
order by d.shift, d.id;
