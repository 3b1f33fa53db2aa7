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
