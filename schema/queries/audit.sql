-- name: audit.insert
insert into audit (id, at, account, login, role, source, session, action, kind, object, success, note)
values ($id, $at, $account, $login, $role, $source, $session, $action, $kind, $object, $success, $note);

-- name: audit.list
-- scan: the newest are read first, as many as a page has
select u.id, 1 as version, u.at, u.login, u.role as post, u.source, u.action, u.kind, u.object, u.success, u.note
from audit u
where {where}
order by {order};
