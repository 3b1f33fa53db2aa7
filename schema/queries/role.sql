-- Roles of the place.

-- name: role.list
-- With how many hold each today.
select r.id, r.code, r.name_zh, r.name_en, r.base, r.note, r.version, r.created_at,
    (select count(*) from post p where p.custom = r.id and p.from_on <= $today
        and (p.to_on is null or p.to_on >= $today)) as holders
from role_custom r
where r.deleted_at is null
order by r.code;

-- name: role.read
select r.id, r.code, r.name_zh, r.name_en, r.base, r.note, r.version
from role_custom r
where (r.code = $code or r.id = $id) and r.deleted_at is null;

-- name: role.by_id
select id, code, name_zh, name_en, base from role_custom where id = $id;

-- name: role.code
select id, deleted_at from role_custom where code = $code;

-- name: role.insert
insert into role_custom (id, code, name_zh, name_en, base, note, created_by, created_at, updated_by, updated_at)
values ($id, $code, $name_zh, $name_en, $base, $note, $by, $at, $by, $at);

-- name: role.change
update role_custom set name_zh = $name_zh, name_en = $name_en, note = $note, version = version + 1, updated_by = $by,
    updated_at = $at
where id = $id and version = $version and deleted_at is null;

-- name: role.delete
update role_custom set deleted_at = $at, updated_by = $by, updated_at = $at where id = $id and deleted_at is null;

-- name: role.held
-- Today or later; or asked for.
select p.id from post p where p.custom = $id and (p.to_on is null or p.to_on >= $today)
union all
select q.id from post_request q where q.custom = $id and q.state = 'asked'
limit 1;

-- name: role.holds
-- Does the account hold it, today or later?
select p.id from post p where p.custom = $id and p.account = $account and (p.to_on is null or p.to_on >= $today)
limit 1;

-- name: role.cells
select action, scope from role_cell where custom = $id order by action;

-- name: role.cell_put
insert into role_cell (custom, action, scope) values ($id, $action, $scope)
on conflict (custom, action) do update set scope = excluded.scope;

-- name: role.cell_remove
delete from role_cell where custom = $id and action = $action;

-- name: role.count
-- How many hold each of the shipped roles today.
-- scan: posts are counted once, by the administrators' list of roles
select p.role, count(*) as holders from post p
where p.custom is null and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
group by p.role;
