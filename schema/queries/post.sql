-- name: post.insert
insert into post (id, account, role, area, from_on, to_on, created_by, created_at, updated_by, updated_at)
values ($id, $account, $role, $area, $from_on, $to_on, $by, $at, $by, $at);

-- name: post.end
update post set to_on = $to_on, updated_by = $by, updated_at = $at where id = $id and account = $account;

-- name: post.of_account
select p.id, p.role, p.area, a.name as area_name, p.from_on, p.to_on
from post p join area a on a.id = p.area
where p.account = $account
order by p.from_on, p.id;

-- name: post.holding
select id, role, area, from_on from post
where account = $account and from_on <= $today and (to_on is null or to_on >= $today)
order by from_on, id
limit 1;

-- name: post.search
select c.id, c.name, c.login, p.role, a.name as area_name
from post p
join account c on c.id = p.account
join area a on a.id = p.area
where ((a.path >= $lo and a.path < $hi) or (a.path <> '' and substr($path, 1, length(a.path)) = a.path))
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
    and c.state = 'active'
    and (cast($role as text) = '' or p.role = $role)
    and (lower(c.name) like $contains escape '\' or lower(c.login) like $prefix escape '\'
        or c.initials like $prefix escape '\')
order by a.path, c.login
limit $limit;
