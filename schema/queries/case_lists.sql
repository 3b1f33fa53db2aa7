-- Three lists in one. $lo $hi $own $me: the range of case.read within the area that was asked for; $secret_lo $secret_hi:
-- of case.confidential; $from $until: instants.

-- name: case_lists.problem
select c.id, c.no, c.reported_at, c.source, coalesce(u.name, '') as by_name, c.reporter, a.name as area_name, c.place,
    c.title, c.text, c.category, c.state
from area a
cross join case_file c
left join account u on u.id = c.created_by
where a.path >= $lo and a.path < $hi and c.area = a.id and c.reported_at >= $from and c.reported_at < $until
    and c.state not in ('draft', 'void')
    and (cast($own as integer) = 0 or {case.mine})
    and {case.seen}
order by c.reported_at, c.id
limit $limit;

-- By the command: its steps of a period are few.
-- name: case_lists.discussion
select c.id, c.no, s.at, a.name as area_name, c.title, s.given, s.text, c.unit, coalesce(u.name, '') as by_name, c.state
from case_step s
cross join case_file c
cross join area a
left join account u on u.id = s.account
where s.command = 'discuss' and s.at >= $from and s.at < $until and c.id = s.case_file and a.id = c.area
    and a.path >= $lo and a.path < $hi and c.state not in ('draft', 'void')
    and (cast($own as integer) = 0 or {case.mine})
    and {case.seen}
order by s.at, s.id
limit $limit;

-- name: case_lists.feedback
select c.id, c.no, a.name as area_name, c.title, c.outcome, c.result, c.closed_at, c.satisfaction, c.source, c.reporter,
    coalesce(u.name, '') as by_name, case when c.closed_at <= c.due_at then 1 else 0 end as timely, c.due_at
from area a
cross join case_file c
left join account u on u.id = c.created_by
where a.path >= $lo and a.path < $hi and c.area = a.id and c.closed_at >= $from and c.closed_at < $until
    and c.state <> 'void'
    and (cast($own as integer) = 0 or {case.mine})
    and {case.seen}
order by c.closed_at, c.id
limit $limit;
