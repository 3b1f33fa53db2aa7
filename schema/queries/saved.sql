-- What users keep for themselves (work/saved.h).

-- name: setting.read
select value from setting where account = $me and name = $name;

-- name: setting.write
insert into setting (account, name, value) values ($me, $name, $value)
on conflict (account, name) do update set value = excluded.value;

-- Own ones, then those that somebody above shares with the role. The path of who reads begins with that of who shares.
-- name: saved_filter.list
select f.id, f.name, f.conditions, f.role, 1 as own, '' as owner
from saved_filter f
where f.account = $me and f.table_name = $table
union all
select f.id, f.name, f.conditions, f.role, 0 as own, u.name as owner
from saved_filter f
join area a on a.id = f.area
join account u on u.id = f.account
where f.table_name = $table and f.role = $role and f.role <> '' and f.account <> $me
    and a.path <= $path and a.path || '~' > $path
order by own desc, name, id;

-- name: saved_filter.save
insert into saved_filter (id, account, table_name, name, conditions) values ($id, $me, $table, $name, $conditions)
on conflict (account, table_name, name) do update set conditions = excluded.conditions;

-- name: saved_filter.share
update saved_filter set role = $role, area = $area where id = $id and account = $me;

-- name: saved_filter.delete
delete from saved_filter where id = $id and account = $me;
