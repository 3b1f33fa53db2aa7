-- Backups (work/backup.h). Whoever may see them sees all: a backup is of the whole installation.

-- name: backup.list
select b.id, b.at, b.how, coalesce(c.login, '') as login, coalesce(b.slot, '') as slot, b.file, b.state, b.milliseconds,
    b.bytes + b.drafts_bytes as bytes, b.sha256, b.drafts_sha256, b.people, b.households, b.visits, b.cases, b.accounts,
    b.audited, b.why, coalesce(v.at, 0) as verified_at, coalesce(v.good, 0) as verified,
    coalesce(v.why, '') as verify_why, coalesce(d.at, 0) as drilled_at, coalesce(d.good, 0) as drilled,
    coalesce(d.milliseconds, 0) as drill_milliseconds, coalesce(d.why, '') as drill_why
from backup b
left join account c on c.id = b.account
left join backup_try v on v.id = (select max(t.id) from backup_try t where t.backup = b.id and t.kind = 'verify')
left join backup_try d on d.id = (select max(t.id) from backup_try t where t.backup = b.id and t.kind = 'drill')
where cast($id as bigint) = 0 or b.id = $id
order by b.id desc
limit 400;

-- name: backup.running
select id, file, host, pid, started from backup where state = 'running';

-- name: backup.add
insert into backup (id, at, account, how, slot, file, state, host, pid, started)
values ($id, $at, cast($account as bigint), $how, $slot, $file, 'running', $host, $pid, $started);

-- name: backup.end
update backup set state = $state, milliseconds = $milliseconds, bytes = $bytes, sha256 = $sha256,
    drafts_bytes = $drafts_bytes, drafts_sha256 = $drafts_sha256, people = $people, households = $households,
    visits = $visits, cases = $cases, accounts = $accounts, audited = $audited, why = $why
where id = $id;

-- name: backup.state
update backup set state = $state, why = $why where id = $id;

-- name: backup.tried
insert into backup_try (id, backup, kind, at, account, good, milliseconds, why)
values ($id, $backup, $kind, $at, cast($account as bigint), $good, $milliseconds, $why);

-- What a database holds, asked of a copy.
-- name: backup.counts
-- scan: of a copy, by whoever made it
select (select count(*) from person) as people, (select count(*) from household) as households,
    (select count(*) from visit) as visits, (select count(*) from case_file) as cases,
    (select count(*) from account) as accounts, (select coalesce(max(id), 0) from audit) as audited;

-- The newest scheduled one.
-- name: backup.scheduled
select id, at, slot, state from backup where slot is not null order by slot desc, id desc limit 1;

-- name: backup.good
select id, at, file from backup where state = 'good' order by at desc, id desc;

-- name: backup.last_tries
select coalesce(max(case when kind = 'verify' then at end), 0) as verified_at,
    coalesce(max(case when kind = 'drill' then at end), 0) as drilled_at
from backup_try where good = 1 and (kind = 'verify' or kind = 'drill');

-- name: backup.last_failed
select id, at, why from backup where state = 'failed' or state = 'bad' order by at desc, id desc limit 1;

-- From when on backups could be made.
-- name: backup.since
select applied_at from schema_version where number = 72;

-- name: backup.administrators
select distinct p.account from post p join account c on c.id = p.account
where p.role = 'system' and c.state = 'active' and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
order by p.account;

-- name: backup.tell
insert into backup_told (day, at) values ($day, $now) on conflict (day) do nothing;

-- Somebody who works with the data, to look at a restored copy as they would.
-- name: backup.someone
select c.login from account c join post p on p.account = c.id
where c.state = 'active' and p.role in ('station', 'grid_leader', 'street', 'district')
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
order by coalesce(c.last_login, 0) desc, c.id limit 1;
