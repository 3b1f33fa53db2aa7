-- name: session.insert
insert into session (id, account, post, kind, source, host, tty, client, pid, started, since, access, login_key)
values ($id, $account, $post, $kind, $source, $host, $tty, $client, $pid, $started, $since, $access,
    cast($key as bigint));

-- name: session.delete
delete from session where id = $id;

-- name: session.of_host
select s.id, s.pid, s.started, s.source, s.account, c.login, coalesce(s.post, 0) as post, coalesce(p.area, 0) as area,
    coalesce(r.code, p.role, '') as role
from session s
join account c on c.id = s.account
left join post p on p.id = s.post
left join role_custom r on r.id = p.custom
where s.host = $host;

-- name: session.list
select s.id, c.login, c.name, coalesce(p.role, '') as role, coalesce(a.name, '') as area, s.source, s.since, s.kind,
    s.tty as idle, s.client, s.host, s.pid
from session s
join account c on c.id = s.account
left join post p on p.id = s.post
left join area a on a.id = p.area
where coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi
order by s.since, s.id;

-- name: session.why
update session set end_why = $why where id = $id;

-- name: session.account
select s.account from session s
left join post p on p.id = s.post
left join area a on a.id = p.area
where s.id = $id and coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi;

-- name: session.of_account
select id, tty, host, since from session where account = $account and kind = $kind and end_at is null order by id;
