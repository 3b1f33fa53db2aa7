-- The lists of tables whose columns are described (table/list.h). A table that shows more has lists of its own.

-- Area by area: for a scope that holds few rows.
-- name: stored.list
select {columns}, a.name as area_name
from area a cross join {table} t{joins}
where t.area = a.id and t.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me) and {where}
order by {order};

-- From the first row in the order of the list until the page is full: for a scope that holds many.
-- name: stored.list.wide
-- scan: ends with the page
select {columns}, a.name as area_name
from {rows} cross join area a{joins}
where a.id = t.area and t.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me) and {where}
order by {order};

-- name: stored.list.deleted
select {columns}, a.name as area_name
from area a cross join {table} t{joins}
where t.area = a.id and t.deleted_at is not null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me) and {where}
order by {order};
