-- name: access.raise
-- Of the account, and of those who act for it today.
update account set access = access + 1
where id = $account or id in (select d.acting from deputy d
    where d.account = $account and d.ended_at is null and d.from_on <= $today and d.to_on >= $today);

-- name: access.raise_acting
-- Of those who act today in a post that has ended.
update account set access = access + 1
where id in (select d.acting from deputy d
    join post p on p.id = d.post and p.to_on < $today
    where d.account = $account and d.post = $post and d.ended_at is null and d.from_on <= $today and d.to_on >= $today);

-- name: access.raise_custom
-- Of all who hold the role, and of those who act for them.
update account set access = access + 1
where id in (select p.account from post p where p.custom = $custom)
    or id in (select d.acting from post p
        join deputy d on d.account = p.account and d.ended_at is null and d.from_on <= $today and d.to_on >= $today
        where p.custom = $custom);

-- name: access.of_account
select access from account where id = $account;

-- name: access.of_session
select s.end_at, s.end_why, case when s.ended_by = s.account then 1 else 0 end as by_self, s.access as entered, c.state,
    c.access, c.must_change, c.login,
    case when s.login_key is not null and not exists (select 1 from account_key k where k.id = s.login_key)
        then 1 else 0 end as key_gone
from session s join account c on c.id = s.account
where s.id = $session;

-- name: access.entered
update session set access = $access, post = $post where id = $session;

-- name: access.end_session
update session set end_at = $at, ended_by = $by where id = $session and end_at is null;

-- name: access.stale
-- Sessions of the host whose process has to look again.
select s.id, s.pid, s.started
from session s
join account c on c.id = s.account
left join post p on p.id = s.post
where s.host = $host
    and (s.end_at is not null or c.access <> s.access or c.state <> 'active'
        or (s.login_key is not null and not exists (select 1 from account_key k where k.id = s.login_key))
        or (coalesce(s.post, 0) <> 0
            and (p.id is null or p.from_on > $today or coalesce(p.to_on, $today) < $today)));
