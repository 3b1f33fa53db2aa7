-- name: deputy.list
select d.id, 1 as version, d.account, d.acting, d.from_on, d.to_on, d.reason,
    case when d.ended_at is not null or d.to_on < $today then 'over'
        when d.from_on > $today then 'soon' else 'now' end as state,
    c.name as account_name, c.login as account_login, b.name as acting_name, b.login as acting_login, p.role,
    a.name as area_name
from deputy d
join account c on c.id = d.account
join account b on b.id = d.acting
join post p on p.id = d.post
join area a on a.id = p.area
where (d.account = $me or d.acting = $me or (cast($own as integer) = 0 and a.path >= $lo and a.path < $hi))
    and {where}
order by {order};

-- name: deputy.open
-- For whom the user may act today; an empty login is everybody.
select d.id, c.id as account, c.login, c.name, p.id as post, p.role, p.custom, p.area, a.name as area_name, a.path, d.to_on
from deputy d
join account c on c.id = d.account and c.state = 'active'
join post p on p.id = d.post and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
join area a on a.id = p.area
where d.acting = $me and d.ended_at is null and d.from_on <= $today and d.to_on >= $today
    and (cast($login as text) = '' or c.login = $login)
order by d.to_on, d.id;

-- name: deputy.holds
select d.id from deputy d
join account c on c.id = d.account and c.state = 'active'
where d.id = $id and d.acting = $me and d.ended_at is null and d.from_on <= $today and d.to_on >= $today;

-- name: deputy.post
-- The post that the account holds on a day.
select p.id, p.role, a.path, c.name, c.login
from account c
join post p on p.account = c.id and p.from_on <= $day and (p.to_on is null or p.to_on >= $day)
join area a on a.id = p.area
where c.id = $account and c.state = 'active'
order by p.from_on, p.id
limit 1;

-- name: deputy.people
-- Who may be chosen: whoever holds a post in the area, or above it.
select c.id, c.name, c.login, p.role, a.name as area_name
from post p
join account c on c.id = p.account
join area a on a.id = p.area
where ((a.path >= $lo and a.path < $hi) or (a.path <> '' and substr($lo, 1, length(a.path)) = a.path))
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today) and c.state = 'active' and c.id <> $me
    and (lower(c.name) like $contains escape '\' or lower(c.login) like $prefix escape '\'
        or c.initials like $prefix escape '\')
order by a.path desc, c.login
limit $limit;

-- name: deputy.overlap
select d.id, d.from_on, d.to_on, b.name
from deputy d join account b on b.id = d.acting
where d.account = $account and d.ended_at is null and d.from_on <= $to and d.to_on >= $from
order by d.from_on
limit 1;

-- name: deputy.insert
insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at)
values ($id, $account, $post, $acting, $from, $to, $reason, $by, $at);

-- name: deputy.find
select d.id, d.account, d.acting, d.to_on, d.ended_at, a.path
from deputy d join post p on p.id = d.post join area a on a.id = p.area
where d.id = $id;

-- name: deputy.end
update deputy set ended_by = $by, ended_at = $at where id = $id and ended_at is null;
