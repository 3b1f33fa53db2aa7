-- name: audit.insert
insert into audit (id, at, account, login, role, source, session, action, kind, object, success, note,
    acting_for)
values ($id, $at, $account, $login, $role, $source, $session, $action, $kind, $object, $success, $note, $acting_for);

-- name: audit.list
-- scan: the newest are read first, as many as a page has
select u.id, 1 as version, u.at, u.login, u.role as post, u.source, u.action, u.kind, u.object, u.success, u.note,
    (select c.login from account c where c.id = u.acting_for) as acting_for
from audit u
where {where}
order by {order};
