-- Time limits that a site has changed (work/limit.h).

-- name: limit.mark
select changes, reckoned from limit_mark where id = 1;

-- name: limit.changed
update limit_mark set changes = changes + 1 where id = 1;

-- name: limit.reckoned
update limit_mark set reckoned = $changes where id = 1;

-- name: limit.rows
select l.category, l.urgency, l.stage, l.clock, l.amount, coalesce(c.login, '') as login, l.changed_at
from limit_row l left join account c on c.id = l.changed_by
order by l.category, l.urgency, l.stage;

-- name: limit.put
insert into limit_row (category, urgency, stage, clock, amount, changed_by, changed_at)
values ($category, $urgency, $stage, $clock, $amount, $by, $at)
on conflict (category, urgency, stage) do update set clock = excluded.clock, amount = excluded.amount,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: limit.remove
delete from limit_row where category = $category and urgency = $urgency and stage = $stage;
