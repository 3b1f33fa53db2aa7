-- name: row_count.add
insert into row_count (table_name, area, rows) values ($table, $area, $more)
on conflict (table_name, area) do update set rows = row_count.rows + $more;

-- name: row_count.here
select coalesce(sum(c.rows), 0) as rows
from area a cross join row_count c
where a.path >= $lo and a.path < $hi and c.table_name = $table and c.area = a.id;

-- name: row_count.everywhere
select coalesce(sum(rows), 0) as rows from row_count where table_name = $table;

-- name: row_count.clear
delete from row_count where table_name = $table;
