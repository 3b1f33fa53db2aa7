-- name: area.search
select a.id, a.code, a.name, a.level, a.path, a.parent,
    (select count(*) from household h join area b on b.id = h.area
        where b.path >= a.path and b.path < a.path || '~' and h.deleted_at is null) as households,
    coalesce((select c.name from post p join account c on c.id = p.account
        where p.area = a.id and p.role = 'grid_leader' and p.from_on <= $today
            and (p.to_on is null or p.to_on >= $today)
        order by p.from_on, p.id limit 1), '') as leader
from area a
where a.path >= $lo and a.path < $hi and a.ended_on is null
    and (cast($level as integer) = 0 or a.level = $level)
    and (lower(a.name) like $contains escape '\' or lower(a.code) like $prefix escape '\'
        or a.initials like $prefix escape '\')
order by a.path
limit $limit;

-- A code of before finds the area that has another one now; of several that had it, the last.
-- name: area.find
select a.id, a.code, a.name, a.level, a.path, a.parent, coalesce(a.ended_on, '') as ended_on,
    coalesce((select b.name from area b where b.id = a.into_area), '') as into_name,
    coalesce((select b.code from area b where b.id = a.into_area), '') as into_code,
    case when a.code = $code or a.id = $id then '' else $code end as former_code,
    (select count(*) from household h join area b on b.id = h.area
        where b.path >= a.path and b.path < a.path || '~' and h.deleted_at is null) as households,
    coalesce((select c.name from post p join account c on c.id = p.account
        where p.area = a.id and p.role = 'grid_leader' and p.from_on <= $today
            and (p.to_on is null or p.to_on >= $today)
        order by p.from_on, p.id limit 1), '') as leader
from area a
where a.id in (select b.id from area b where b.code = $code union all select b.id from area b where b.id = $id union all
        select c.area from area_change c where c.kind = 'recode' and c.from_code = $code)
    and a.path >= $lo and a.path < $hi
order by case when a.code = $code then 0 when a.id = $id then 1 else 2 end,
    (select max(c.id) from area_change c where c.area = a.id and c.kind = 'recode' and c.from_code = $code) desc
limit 1;

-- name: area.path
select path, level, name, coalesce(ended_on, '') as ended_on from area where id = $id;

-- name: area.by_code
select id, name, path, level from area where code = $code;

-- name: area.last_path
select coalesce(max(path), '') as path from area where path > $lo and path < $hi and length(path) = $length;

-- name: area.insert
insert into area (id, parent, level, code, name, initials, path, households_target, created_by, created_at, updated_by,
    updated_at)
values ($id, $parent, $level, $code, $name, $initials, $path, $target, $by, $at, $by, $at);

-- name: area.place
select id as area, path, name from area where id = $id;
