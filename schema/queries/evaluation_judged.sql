-- Whom the monthly evaluation judges (src/work/evaluation_judged.h). Rights are asked by who calls.

-- Somebody who held a post of the role in the month; of several grids the first.
-- name: judged.person
select c.id as who, c.name, a.id as area, a.path
from account c
join post p on p.account = c.id
    and p.role in ($role, case when cast($role as text) = 'informant' then 'part_time' else $role end)
    and p.from_on <= $last and (p.to_on is null or p.to_on >= $first)
join area a on a.id = p.area
where c.id = $id or c.login = $key
order by a.path, p.id
limit 1;

-- name: judged.station
select a.id as who, a.name, a.id as area, a.path from area a
where a.level = 4 and (a.code = $key or a.id = $id);

-- name: judged.department
select u.id as who, u.name, a.id as area, a.path
from unit u join area a on a.id = u.area
where (u.name = $key or u.id = $id) and u.deleted_at is null
order by u.id
limit 1;

-- name: judged.station.people
select p.account from post p
where p.area = $who and p.role = 'station' and p.from_on <= $today and (p.to_on is null or p.to_on >= $today);

-- name: judged.department.people
select distinct m.member as account from unit_member m
where m.unit = $who and m.deleted_at is null and coalesce(m.from_on, '') <= $today
    and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
order by m.member;

-- name: judged.stored
select e.id, e.area, a.path, e.state from evaluation e join area a on a.id = e.area
where e.month = $month and e.subject = $subject and e.who = $who;

-- Posts of the area and of those above it, nearest first.
-- name: judged.above
select p.account, p.role, a.path
from area a
join post p on p.area = a.id and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
join account u on u.id = p.account and u.state = 'active'
where a.path in (substr($path, 1, 4), substr($path, 1, 8), substr($path, 1, 12), substr($path, 1, 16),
    substr($path, 1, 20), $path)
order by length(a.path) desc, p.account;

-- What belongs to the actor among the rows "j" of the ledger, of appeals, of evaluations.
-- part: judged.mine
((j.subject in ('grid_leader', 'informant', 'sunk') and j.who = $me)
    or (j.subject = 'department' and j.who in (select m.unit from unit_member m
        where m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
            and (coalesce(m.to_on, '') = '' or m.to_on >= $today)))
    or (j.subject = 'station' and j.who in (select p.area from post p
        where p.account = $me and p.role = 'station' and p.from_on <= $today
            and (p.to_on is null or p.to_on >= $today))));

-- part: judged.seen
((cast($own as integer) = 0 and a.path >= $lo and a.path < $hi) or {judged.mine});

-- How such a row calls whom it judges.
-- part: judged.name
case j.subject when 'station' then (select g.name from area g where g.id = j.who)
    when 'department' then (select u.name from unit u where u.id = j.who)
    else (select c.name from account c where c.id = j.who) end;

-- part: judged.login
case j.subject when 'station' then (select g.code from area g where g.id = j.who)
    when 'department' then cast(j.who as text)
    else (select c.login from account c where c.id = j.who) end;
