-- The lists of tables whose columns are described (table/list.h). A table that shows more has lists of its own.

-- name: stored.list
select {columns}, a.name as area_name
from {table} t join area a on a.id = t.area
where t.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me) and {where}
order by {order};

-- name: stored.list.deleted
select {columns}, a.name as area_name
from {table} t join area a on a.id = t.area
where t.deleted_at is not null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me) and {where}
order by {order};
