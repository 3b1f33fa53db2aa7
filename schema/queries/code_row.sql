-- name: code_row.all
select list, code, zh, en, initials, retired from code_row order by list, updated_at, code;

-- name: code_row.put
insert into code_row (list, code, zh, en, initials, retired, updated_by, updated_at)
values ($list, $code, $zh, $en, $initials, $retired, $by, $at)
on conflict (list, code) do update set zh = excluded.zh, en = excluded.en, initials = excluded.initials,
    retired = excluded.retired, updated_by = excluded.updated_by, updated_at = excluded.updated_at;

-- name: code_row.of_list
select code from code_row where list = $list order by code;
