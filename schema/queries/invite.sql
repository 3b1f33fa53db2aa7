-- name: invite.insert
insert into invite (id, account, digest, made_by, made_at, expires_at) values ($id, $account, $digest, $by, $at, $expires);

-- name: invite.withdraw_open
update invite set withdrawn_by = $by, withdrawn_at = $at
where account = $account and used_at is null and withdrawn_at is null and expires_at > $at;

-- name: invite.withdraw
update invite set withdrawn_by = $by, withdrawn_at = $at
where id = $id and used_at is null and withdrawn_at is null and expires_at > $at;

-- name: invite.account
select account from invite where id = $id;

-- name: invite.open
select i.id from invite i join account c on c.id = i.account
where c.login = $login and c.state = 'active' and i.used_at is null and i.withdrawn_at is null and i.expires_at > $now
order by i.id desc limit 1;

-- name: invite.find
select i.id from invite i
where i.digest = $digest and i.account = $account and i.used_at is null and i.withdrawn_at is null
    and i.expires_at > $now;

-- name: invite.use
update invite set used_at = $at, used_from = $from, fingerprint = $fingerprint where id = $id and used_at is null and withdrawn_at is null and expires_at > $at;

-- name: invite.list
select i.id, c.login, c.name,
    case when i.used_at is not null then 'used' when i.withdrawn_at is not null then 'withdrawn'
        when i.expires_at <= $now then 'expired' else 'open' end as state,
    coalesce(m.login, 'local') as made_by, i.made_at, i.expires_at, i.used_at, i.used_from, i.fingerprint
from invite i
join account c on c.id = i.account
left join account m on m.id = i.made_by
left join post p on p.id = (select q.id from post q
    where q.account = c.id and q.from_on <= $today and (q.to_on is null or q.to_on >= $today)
    order by q.from_on, q.id limit 1)
left join area a on a.id = p.area
where (cast($account as bigint) = 0 or i.account = $account)
    and coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi
order by i.id desc
limit 500;
