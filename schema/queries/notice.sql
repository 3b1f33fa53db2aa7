-- Notices (work/notice.h). One is for who works in its area or below it ($path begins with the area's path) in one of
-- its roles; who may post in the area sees it too ($lo $hi: the range of notice.write), and takes it back.

-- name: notice.list
select q.* from (
    select n.id, n.version, n.title, n.text, n.area, a.name as area_name, n.roles, n.from_on, n.to_on,
        u.login as author, u.name as by_name, n.created_by, n.created_at,
        (select d.at from notice_read d where d.notice = n.id and d.account = $me) as read_at,
        case when (a.path <= $path and a.path || '~' > $path
            and (n.roles = '' or ',' || n.roles || ',' like '%,' || $role || ',%')) then 1 else 0 end as for_me
    from notice n
    join area a on a.id = n.area
    join account u on u.id = n.created_by
    where n.deleted_at is null
        and (cast($ended as integer) = 1 or n.to_on is null or n.to_on >= $today)
        and ((a.path >= $lo and a.path < $hi)
            or (n.from_on <= $today and a.path <= $path and a.path || '~' > $path
                and (n.roles = '' or ',' || n.roles || ',' like '%,' || $role || ',%')))
) q
where {where}
order by {order};

-- name: notice.read
select n.id, n.version, n.title, n.text, n.area, a.name as area_name, a.path, n.roles, n.from_on, n.to_on,
    u.login as author, u.name as by_name, n.created_by, n.created_at
from notice n
join area a on a.id = n.area
join account u on u.id = n.created_by
where n.id = $id and n.deleted_at is null
    and ((a.path >= $lo and a.path < $hi)
        or (n.from_on <= $today and a.path <= $path and a.path || '~' > $path
            and (n.roles = '' or ',' || n.roles || ',' like '%,' || $role || ',%')));

-- How many that are for the actor have not been read, and were not written by the actor. The areas above a path are few.
-- name: notice.unread
select count(*) as unread
from area a
join notice n on n.area = a.id
where a.path in (substr($path, 1, 4), substr($path, 1, 8), substr($path, 1, 12), substr($path, 1, 16),
        substr($path, 1, 20), substr($path, 1, 24), substr($path, 1, 28))
    and n.deleted_at is null and n.from_on <= $today and (n.to_on is null or n.to_on >= $today)
    and n.created_by <> $me and (n.roles = '' or ',' || n.roles || ',' like '%,' || $role || ',%')
    and not exists (select 1 from notice_read d where d.notice = n.id and d.account = $me);

-- name: notice.insert
insert into notice (id, title, text, area, roles, from_on, to_on, version, created_by, created_at, updated_by, updated_at)
values ($id, $title, $text, $area, $roles, $from_on, $to_on, 1, $me, $now, $me, $now);

-- name: notice.withdraw
update notice set deleted_at = $now, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and deleted_at is null and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- name: notice.mark
insert into notice_read (notice, account, at) values ($id, $me, $now)
on conflict (notice, account) do nothing;

-- Who it is for, and how many of them have read it.
-- name: notice.readers
select count(distinct p.account) as people,
    count(distinct case when d.account is not null then p.account end) as readers
from area b
join post p on p.area = b.id and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
join account u on u.id = p.account and u.state = 'active'
join notice n on n.id = $id
left join notice_read d on d.notice = n.id and d.account = p.account
where b.path >= $lo and b.path < $hi and p.account <> n.created_by
    and (n.roles = '' or ',' || n.roles || ',' like '%,' || p.role || ',%');
