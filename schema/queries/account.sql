-- name: account.become
-- Of several posts that hold the one that is asked for, else the one that was worked in last, else the oldest.
select c.id, c.login, c.name, c.language, c.must_change, c.access, p.id as post, coalesce(p.role, '') as role,
    p.custom, p.area, coalesce(a.name, '') as area_name, coalesce(a.path, '') as path
from account c
left join post p on p.id = coalesce(
    (select q.id from post q where q.id = $post and q.account = c.id and q.from_on <= $today
        and (q.to_on is null or q.to_on >= $today)),
    (select q.id from post q where q.id = c.post and q.account = c.id and q.from_on <= $today
        and (q.to_on is null or q.to_on >= $today)),
    (select q.id from post q where q.account = c.id and q.from_on <= $today
        and (q.to_on is null or q.to_on >= $today)
    order by q.from_on, q.id limit 1))
left join area a on a.id = p.area
where c.login = $login and c.state = 'active';

-- name: account.still_holds
-- The account may do what it might when the session read it.
select c.id from account c
where c.id = $me and c.state = 'active' and c.access <= $access
    and not exists (select 1 from session s where s.id = $session and s.end_at is not null)
    and (cast($post as bigint) = 0 or exists (select 1 from post p
        where p.id = $post and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)));

-- name: account.proof
select c.id, c.login, c.state, c.password, c.password_at, case when p.account is null then 0 else 1 end as known_here,
    case when p.account is null then c.waits_until else p.waits_until end as waits_until
from account c
left join login_place p on p.account = c.id and p.source = $source and p.last_at >= $since
where c.login = $login;

-- name: account.login
select id, login, state, password, waits_until, password_at from account where login = $login;

-- name: account.named
select id from account where login = $login and name = $name;

-- name: account.language
select language from account where id = $id;

-- name: account.name
select name from account where id = $id;

-- name: account.active
select id, login, name from account where login = $login and state = 'active';

-- name: account.failed
update account set failures = failures + 1,
    waits_until = case when failures + 1 >= $most then cast($until as bigint) else waits_until end
where id = $id;

-- name: account.succeeded
update account set failures = 0, waits_until = null, last_login = $at where id = $id;

-- name: account.password
update account set password = $password, must_change = $must_change, password_at = $password_at, failures = 0,
    waits_until = null, updated_by = $by, updated_at = $at
where id = $id;

-- name: account.new
select c.id, c.login, c.name from account c
left join post p on p.id = (select q.id from post q
    where q.account = c.id and q.from_on <= $today and (q.to_on is null or q.to_on >= $today)
    order by q.from_on, q.id limit 1)
left join area a on a.id = p.area
where c.password = '' and c.state = 'active' and c.last_login is null
    and not exists (select 1 from account_key k where k.account = c.id)
    and coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi
order by a.path, c.login;

-- name: account.watches
select p.id from post p
where p.account = $account and p.role in ('security', 'audit') and (p.to_on is null or p.to_on >= $today)
limit 1;

-- name: account.last_watch
-- A role of those who watch that nobody else holds today.
select p.role from post p
where p.account = $account and p.role in ('security', 'audit') and p.from_on <= $today
    and (p.to_on is null or p.to_on >= $today)
    and not exists (select 1 from post q join account c on c.id = q.account
        where q.role = p.role and q.account <> p.account and c.state = 'active' and q.from_on <= $today
            and (q.to_on is null or q.to_on >= $today))
limit 1;

-- name: account.foreign_proof
-- What somebody else knows or has that would log in as the account. What was made on the server is the owner's.
select c.id from account c
where c.id = $account and (c.must_change <> 0
    or exists (select 1 from account_key k where k.account = c.id and k.created_by not in (0, c.id))
    or exists (select 1 from invite i where i.account = c.id and i.made_by <> 0 and i.used_at is null
        and i.withdrawn_at is null and i.expires_at > $now));

-- name: account.former
select password from account_password where account = $account order by id desc limit $limit;

-- name: account.password_keep
insert into account_password (id, account, password, at)
select cast($id as bigint), c.id, c.password, cast($at as bigint) from account c where c.id = $account and c.password <> '';

-- name: account.password_forget
delete from account_password
where account = $account
    and id not in (select k.id from account_password k where k.account = $account order by k.id desc limit $kept);

-- name: account.insert
insert into account (id, login, name, initials, phone, language, state, password, must_change, created_by, created_at,
    updated_by, updated_at)
values ($id, $login, $name, $initials, $phone, $language, 'active', $password, $must_change, $by, $at, $by, $at);

-- name: account.change
update account set name = $name, initials = $initials, phone = $phone, language = $language, version = version + 1,
    updated_by = $by, updated_at = $at
where id = $id and version = $version;

-- name: account.state
update account set state = $state, state_reason = $reason, state_at = $at, version = version + 1, updated_by = $by,
    updated_at = $at
where id = $id;

-- name: account.unlock
update account set failures = 0, waits_until = null, updated_by = $by, updated_at = $at where id = $id;

-- name: account.key_known
select k.id from account_key k join account c on c.id = k.account
where k.blob = $blob and c.login = $login and c.state = 'active';

-- name: account.key_used
update account_key set last_used = $at where id = $id;

-- name: account.key_owner
select c.id, c.login from account_key k join account c on c.id = k.account where k.blob = $blob;

-- name: account.key_insert
insert into account_key (id, account, type, blob, fingerprint, comment, created_by, created_at)
values ($id, $account, $type, $blob, $fingerprint, $comment, $by, $at);

-- name: account.key_delete
delete from account_key where id = $id and account = $account;

-- name: account.logins
select at, success, source, note from audit
where kind = 'user' and object = $account and action = 'login'
order by id desc limit $limit;

-- name: account.keys
select id, type, fingerprint, comment, created_at, last_used from account_key where account = $account order by id;

-- name: user.list
select c.id, c.version, c.login, c.name, c.phone, c.language, c.state, c.must_change, c.failures, c.waits_until,
    c.last_login, c.state_reason, case when c.last_login is null then 1 else 0 end as never,
    case when c.waits_until > $now then 1 else 0 end as waiting, case when c.password = '' then 0 else 1 end as has_password,
    case when exists (select 1 from account_key k where k.account = c.id) then 1 else 0 end as has_key,
    case when exists (select 1 from account_second f where f.account = c.id and f.confirmed_at is not null)
        then 1 else 0 end as has_second,
    p.area as within, p.role, p.area, a.name as area_name
from account c
left join post p on p.id = (select q.id from post q
    where q.account = c.id and q.from_on <= $today and (q.to_on is null or q.to_on >= $today)
    order by q.from_on, q.id limit 1)
left join area a on a.id = p.area
where ((coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi and cast($own as integer) = 0) or c.id = $me)
    and {where}
order by {order};

-- name: user.read
select c.id, c.version, c.login, c.name, c.phone, c.language, c.state, c.must_change, c.failures, c.waits_until,
    c.last_login, c.state_reason, case when c.last_login is null then 1 else 0 end as never,
    case when c.waits_until > $now then 1 else 0 end as waiting, case when c.password = '' then 0 else 1 end as has_password,
    case when exists (select 1 from account_key k where k.account = c.id) then 1 else 0 end as has_key,
    case when exists (select 1 from account_second f where f.account = c.id and f.confirmed_at is not null)
        then 1 else 0 end as has_second,
    p.area as within, p.role, p.area, a.name as area_name
from account c
left join post p on p.id = (select q.id from post q
    where q.account = c.id and q.from_on <= $today and (q.to_on is null or q.to_on >= $today)
    order by q.from_on, q.id limit 1)
left join area a on a.id = p.area
where (c.login = $login or c.id = $id)
    and ((coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi and cast($own as integer) = 0) or c.id = $me)
order by case when c.login = $login then 0 else 1 end
limit 1;
