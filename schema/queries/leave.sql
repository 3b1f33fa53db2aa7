-- Days on which somebody is away (etc/tables/leave.ini). Whoever sees only what is their own sees their own leaves.

-- name: leave.list
select {columns}, a.name as area_name
from area a cross join leave t{joins}
where t.area = a.id and t.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.account = $me) and {where}
order by {order};

-- The leaves that touch the days from $begin to $end, cut to them: account, from_on, to_on. Two of one account share no
-- day.
-- part: leave.days
select t.account,
    case when t.from_on < $begin then $begin else t.from_on end as from_on,
    case when t.to_on > $end then $end else t.to_on end as to_on
from leave t
where t.deleted_at is null and t.from_on <= $end and t.to_on >= $begin;

-- name: leave.of_month
-- Of one account, or of all those with a post in the range ($who 0).
select d.account, d.from_on, d.to_on
from ({leave.days}) d
where (cast($who as integer) = 0 or d.account = $who)
    and exists (select 1 from post p join area a on a.id = p.area
        where p.account = d.account and a.path >= $lo and a.path < $hi)
order by d.account, d.from_on;

-- name: leave.overlap
select t.id, t.from_on, t.to_on from leave t
where t.account = $account and t.deleted_at is null and t.from_on <= $to and t.to_on >= $from and t.id <> $id
order by t.from_on
limit 1;
