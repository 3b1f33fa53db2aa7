-- name: person.list
select {columns}, a.name as area_name, h.address as household_name
from person t join area a on a.id = t.area left join household h on h.id = t.household
where t.deleted_at is null and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or t.created_by = $me) and {where}
order by {order};
