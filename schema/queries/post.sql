-- name: post.insert
insert into post (id, account, role, custom, area, from_on, to_on, created_by, created_at, updated_by, updated_at)
values ($id, $account, $role, $custom, $area, $from_on, $to_on, $by, $at, $by, $at);

-- name: post.end
update post set to_on = $to_on, updated_by = $by, updated_at = $at where id = $id and account = $account;

-- name: post.ends_on
select to_on from post where id = $id and account = $account and to_on is not null;

-- name: post.of_account
select p.id, p.role, p.area, a.name as area_name, p.from_on, p.to_on, p.custom
from post p join area a on a.id = p.area
where p.account = $account
order by p.from_on, p.id;

-- name: post.holding
select id, role, area, from_on, custom from post
where account = $account and from_on <= $today and (to_on is null or to_on >= $today)
order by from_on, id
limit 1;

-- name: post.holding_text
select p.id, coalesce(r.code, p.role) as role, p.area from post p left join role_custom r on r.id = p.custom
where p.account = $account and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
order by p.from_on, p.id;

-- name: post.of_area
select c.login, c.name, p.role, p.from_on, p.to_on, c.state
from post p
join account c on c.id = p.account
join area a on a.id = p.area
where p.area = $area and ((a.path >= $lo and a.path < $hi and cast($own as integer) = 0) or c.id = $me)
order by p.from_on desc, p.id desc
limit 1000;

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

-- name: post.search_all
-- For who watches: whoever has an account, also without a post, or disabled.
select c.id, c.name, c.login, coalesce(p.role, '') as role, coalesce(a.name, '') as area_name
from account c
left join post p on p.id = (select max(q.id) from post q where q.account = c.id)
left join area a on a.id = p.area
where (cast($role as text) = '' or p.role = $role)
    and (lower(c.name) like $contains escape '\' or lower(c.login) like $prefix escape '\'
        or c.initials like $prefix escape '\')
order by c.login
limit $limit;

-- name: post.mine
select p.id, p.role, p.custom, p.area, a.name as area_name, p.from_on, p.to_on
from post p join area a on a.id = p.area
where p.account = $me and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
order by p.from_on, p.id;

-- name: post.keep
update account set post = $post where id = $me;

-- name: post.duties
-- Posts of the account that hold on the day or later.
select p.id, p.role, p.area, p.custom from post p
where p.account = $account and (p.to_on is null or p.to_on >= $day);

-- name: post.deciders
-- Who is told that a post is asked for: not again while the same line is unread, as when many users are imported.
select distinct p.account from post p join account c on c.id = p.account and c.state = 'active'
where p.role = 'security' and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
  and not exists (select 1 from inbox_line i where i.account = p.account and i.read_at is null
                  and i.kind = 'post_request' and i.text = $line);

-- name: post.ask
insert into post_request (id, account, role, custom, area, from_on, to_on, ends_post, reason, state, created_by,
    created_at)
values ($id, $account, $role, $custom, $area, $from_on, $to_on, $instead, $reason, 'asked', $by, $at);

-- name: post.asked
select q.id from post_request q
where q.account = $account and q.state = 'asked' and q.role = $role and coalesce(q.custom, 0) = $custom
    and q.area = $area
limit 1;

-- name: post.request
select q.id, q.account, q.role, q.custom, q.area, q.from_on, q.to_on, q.ends_post, q.state, q.created_by, q.reason,
    c.name, c.login, a.name as area_name
from post_request q join account c on c.id = q.account join area a on a.id = q.area
where q.id = $id;

-- name: post.decide
update post_request set state = $state, post = $post, answer = $answer, decided_by = $by, decided_at = $at
where id = $id and state = 'asked';

-- part: post.request_rows
select q.id, q.account, c.login, c.name, q.role, q.custom, q.area, a.name as area_name, q.from_on, q.to_on, q.reason,
    q.state, q.answer, coalesce(b.login, '') as asked_by, q.created_at as asked_at,
    coalesce(d.login, '') as decided_by, q.decided_at, q.ends_post as instead, e.role as ends_role,
    e.custom as ends_custom, coalesce(f.name, '') as ends_area
from post_request q
join account c on c.id = q.account
join area a on a.id = q.area
left join account b on b.id = q.created_by
left join account d on d.id = q.decided_by
left join post e on e.id = q.ends_post
left join area f on f.id = e.area;

-- name: post.requests
{post.request_rows}
where q.state = 'asked'
order by q.created_at, q.id;

-- name: post.requests_all
-- scan: the newest are read first, two hundred at most
{post.request_rows}
order by q.id desc
limit 200;

-- name: post.waiting
select count(*) as waiting from post_request where state = 'asked';
