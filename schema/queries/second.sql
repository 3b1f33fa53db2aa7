-- name: second.read
select secret, coalesce(confirmed_at, 0) as confirmed_at, last_step, failures, coalesce(waits_until, 0) as waits_until
from account_second where account = $account;

-- name: second.roles
-- Every role that the account may work in today: of its posts, and of those that it acts for.
select p.role from post p
where p.account = $account and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
union
select p.role from deputy d join post p on p.id = d.post
where d.acting = $account and d.ended_at is null and d.from_on <= $today and d.to_on >= $today
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today);

-- name: second.begin
insert into account_second (account, secret, last_step, failures) values ($account, $secret, 0, 0)
on conflict (account) do update set secret = excluded.secret, confirmed_at = null, last_step = 0;

-- name: second.confirm
update account_second set confirmed_at = $at, last_step = $step, failures = 0, waits_until = null
where account = $account and confirmed_at is null and secret <> '';

-- name: second.step
-- A code that was taken is used up, also when two come at once.
update account_second set last_step = $step, failures = 0, waits_until = null
where account = $account and last_step < $step;

-- name: second.failed
insert into account_second (account, secret, last_step, failures) values ($account, '', 0, 1)
on conflict (account) do update set failures = account_second.failures + 1,
    waits_until = case when account_second.failures + 1 >= $most then cast($until as bigint)
        else account_second.waits_until end;

-- name: second.succeeded
update account_second set failures = 0, waits_until = null where account = $account;

-- name: second.remove
delete from account_second where account = $account;

-- name: second.recovery_insert
insert into account_recovery (account, digest) values ($account, $digest);

-- name: second.recovery_use
update account_recovery set used_at = $at where account = $account and digest = $digest and used_at is null;

-- name: second.recovery_left
select count(*) as n from account_recovery where account = $account and used_at is null;

-- name: second.recovery_remove
delete from account_recovery where account = $account;

-- name: second.account
select id, login, state, password from account where id = $id;
