-- name: login_place.seen
insert into login_place (account, source, last_at) values ($account, $source, $at)
on conflict (account, source) do update set last_at = excluded.last_at, failures = 0, waits_until = null;

-- name: login_place.failed
update login_place set failures = failures + 1,
    waits_until = case when failures + 1 >= $most then cast($until as bigint) else waits_until end
where account = $account and source = $source;

-- name: login_place.unlock
update login_place set failures = 0, waits_until = null where account = $account;

-- name: login_place.forget
delete from login_place where account = $account and last_at < $before;
