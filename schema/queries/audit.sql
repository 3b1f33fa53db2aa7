-- The next number of the audit and the hash of the row before it, null when there is none. The numbers follow each
-- other without a gap, since they are taken in the transaction that writes the row.
-- name: audit.next
insert into sequence_number (name, next) values ('audit', 2)
on conflict (name) do update set next = sequence_number.next + 1
returning next - 1 as number, (select a.hash from audit a where a.id = next - 2) as previous;

-- name: audit.insert
insert into audit (id, at, account, login, role, post, area, source, session, action, kind, object, success, note,
    acting_for, hash)
values ($id, $at, $account, $login, $role, $post, $area, $source, $session, $action, $kind, $object, $success, $note,
    $acting_for, $hash);

-- part: audit.listed
u.id, 1 as version, u.at, u.login, u.account as "user", u.area,
    (select a.name from area a where a.id = u.area) as area_name, u.role as post, u.source, u.action, u.kind,
    u.object, u.success, u.note, (select c.login from account c where c.id = u.acting_for) as acting_for, u.session;

-- name: audit.list
-- scan: the newest are read first, as many as a page has
select {audit.listed} from audit u
where {where}
order by {order};

-- One row with what its numbers are called; $lo and $hi: of which areas, as they are now; $me: of whom, 0 anybody's.
-- name: audit.read
select u.id, u.at, u.account as "user", u.login, u.role as post, u.area, u.source, u.session, u.action, u.kind,
    u.object, u.success, u.note, u.hash, coalesce(c.login, '') as acting_for, coalesce(a.name, '') as area_name,
    coalesce(w.name, '') as user_name
from audit u
left join account c on c.id = u.acting_for
left join account w on w.id = u.account
left join area a on a.id = u.area
where u.id = $id and (cast($all as integer) = 1 or (a.path >= $lo and a.path < $hi))
    and (cast($own as integer) = 0 or u.account = $me);

-- What was done just before it in the same session, newest first.
-- name: audit.before
select {audit.listed} from audit u where u.session = $session and (u.at, u.id) < ($at, $id)
order by u.at desc, u.id desc limit $limit;

-- name: audit.after
select {audit.listed} from audit u where u.session = $session and (u.at, u.id) > ($at, $id)
order by u.at, u.id limit $limit;

-- The rows with all that the chain is made of, in the order in which it is made.
-- part: audit.row
u.id, u.at, u.account, u.login, u.role, u.post, u.area, u.source, u.session, u.action, u.kind, u.object, u.success,
    u.note, u.acting_for, u.hash;

-- name: audit.chain
select {audit.row} from audit u where u.id > $after order by u.id limit $limit;

-- name: audit.put_hash
update audit set hash = $hash where id = $id;

-- name: audit.head
-- scan: one row, from the end of the key
select u.id, u.at, u.hash from audit u order by u.id desc limit 1;

-- name: audit.first
-- scan: one row, from the beginning of the key
select u.id, u.at, u.hash from audit u order by u.id limit 1;

-- The row that tells of the removal up to that one.
-- name: audit.prune_row
select u.id, u.at, u.note from audit u
where u.kind = 'audit' and u.object = $object and u.action = 'audit.prune' and u.success = 1
order by u.id limit 1;

-- name: audit.hash_of
select hash from audit where id = $id;

-- When the chain began.
-- name: audit.began
select applied_at from schema_version where number = 69;

-- The newest of the rows that are older, at most so many at a time.
-- name: audit.old
select max(u.id) as id from audit u where u.at < $before and u.id < $within;

-- name: audit.remove
-- scan: what goes are the rows at the beginning of the key
delete from audit where id <= $id;

-- name: looked.remove
-- scan: what goes are those of the rows at the beginning of the audit
delete from person_look where audit <= $id;

-- name: audit.sequence
select n.next from sequence_number n where n.name = 'audit';
