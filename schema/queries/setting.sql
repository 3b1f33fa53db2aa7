-- name: setting.value
select value from policy_setting where name = $name;

-- name: setting.list
select s.name, s.value, coalesce(c.login, '') as changed_by, s.changed_at
from policy_setting s left join account c on c.id = s.changed_by
order by s.name;

-- name: setting.put
insert into policy_setting (name, value, changed_by, changed_at) values ($name, $value, $by, $at)
on conflict (name) do update set value = excluded.value, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at;

-- name: setting.remove
delete from policy_setting where name = $name;
