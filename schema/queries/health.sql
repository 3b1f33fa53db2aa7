-- How the installation is (work/health.h, work/weakness.c).

-- name: health.counts
-- scan: small tables and partial indexes
select (select count(*) from session) as sessions,
    (select count(*) from job where state = 'queued') as jobs_waiting,
    (select count(*) from job where state = 'running') as jobs_running,
    (select count(*) from job where state = 'failed' and ended_at >= $since) as jobs_failed,
    (select count(*) from message_out where state = 'queued' or state = 'sending') as messages_out,
    (select count(*) from message_out where at >= $since and state = 'failed') as messages_failed,
    (select count(*) from message_in where state = 'new' or state = 'routing') as messages_in,
    (select count(*) from case_alarm where done_at is null and at < $late) as alarms_late,
    (select coalesce(max(red), 0) from weakness_count) as weak,
    (select coalesce(max(name), '') from schema_version
        where number = (select max(number) from schema_version)) as schema;

-- Accounts of administrators first: whose passwords are tried. $most of them.
-- name: weakness.passwords
select c.login, c.password from account c
where c.state = 'active' and c.password <> ''
    and c.login in ('admin', 'security', 'audit', 'grid01', 'station01', 'street01', 'district01', 'department01')
order by case when c.login in ('admin', 'security', 'audit') then 0 else 1 end, c.id limit 8;

-- name: weakness.demo
select c.login from account c
where c.state = 'active' and c.login in ('grid01', 'grid01b', 'member01', 'station01', 'station02', 'street01',
    'department01', 'district01', 'inspector01') and substr(c.name, 1, 2) = '示例'
order by c.id limit 20;

-- name: weakness.two_posts
select c.login from account c
where c.state = 'active' and (select count(distinct p.role) from post p where p.account = c.id
    and p.role in ('system', 'security', 'audit') and p.from_on <= $today
    and (p.to_on is null or p.to_on >= $today)) > 1
order by c.login limit 20;

-- name: weakness.roles_held
select p.role, count(*) as number from post p join account c on c.id = p.account
where p.role in ('system', 'security', 'audit') and c.state = 'active' and p.from_on <= $today
    and (p.to_on is null or p.to_on >= $today)
group by p.role order by p.role;

-- name: weakness.never_used
select c.login from account c
where c.state = 'active' and c.last_login is null and c.created_at < $before
order by c.login limit 20;

-- name: weakness.long_unused
select c.login from account c
where c.state = 'active' and c.last_login < $before
order by c.login limit 20;

-- Whoever had a post, and has none any more.
-- name: weakness.no_post
select c.login from account c
where c.state = 'active' and exists (select 1 from post p where p.account = c.id)
    and not exists (select 1 from post p where p.account = c.id and (p.to_on is null or p.to_on >= $today))
order by c.login limit 20;

-- name: weakness.old_keys
select c.login from account_key k join account c on c.id = k.account
where c.state = 'active' and coalesce(k.last_used, k.created_at) < $before
order by c.login limit 20;

-- name: weakness.old_sessions
select c.login from session s join account c on c.id = s.account
where s.since < $before
order by s.since limit 20;

-- Who holds one of these roles today and has no code.
-- name: weakness.unproved
select c.login from account c
where c.state = 'active' and exists (select 1 from post p where p.account = c.id and p.from_on <= $today
        and (p.to_on is null or p.to_on >= $today) and $roles like '% ' || p.role || ' %')
    and not exists (select 1 from account_second s where s.account = c.id and s.confirmed_at is not null)
order by c.login limit 20;

-- RSA below 3072 bits, by the length of what is kept of it.
-- name: weakness.weak_keys
select c.login from account_key k join account c on c.id = k.account
where c.state = 'active' and k.type = 'ssh-rsa' and length(k.blob) < 540
order by c.login limit 20;

-- name: weakness.unseen
select u.at from audit u where u.at > $seen and u.at < $before order by u.at limit 1;

-- name: weakness.verified
select u.id from audit u
where u.kind = 'audit' and u.object = 0 and u.action = 'audit.verify' and u.note = 'good' and u.at >= $since
limit 1;

-- name: weakness.take_down
insert into weakness_count (id, at, red, yellow) values (1, $at, $red, $yellow)
on conflict (id) do update set at = excluded.at, red = excluded.red, yellow = excluded.yellow;
