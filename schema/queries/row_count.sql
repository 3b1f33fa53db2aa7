-- name: row_count.add
insert into row_count (table_name, area, rows, asked, filled) values ($table, $area, $more, $asked, $filled)
on conflict (table_name, area) do update set rows = row_count.rows + $more, asked = row_count.asked + $asked,
    filled = row_count.filled + $filled;

-- name: row_count.here
select coalesce(sum(c.rows), 0) as rows
from area a cross join row_count c
where a.path >= $lo and a.path < $hi and c.table_name = $table and c.area = a.id;

-- name: row_count.everywhere
select coalesce(sum(rows), 0) as rows from row_count where table_name = $table;

-- name: row_count.clear
delete from row_count where table_name = $table;

-- name: row_count.by
select fields from row_count_by where table_name = $table;

-- name: row_count.set_by
insert into row_count_by (table_name, fields) values ($table, $fields)
on conflict (table_name) do update set fields = $fields;
