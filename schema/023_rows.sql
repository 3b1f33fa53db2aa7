-- Visits and cases as lists and forms see them: with the names behind the numbers.
create view visit_row as
select v.id, v.no, v.visited_at, v.visited_at as "on", v.channel, v.area, a.name as area_name, a.path as path,
    v.household, v.address, v.persons, v.kinds, v.text, v.outcome, v.next_on, v.valid,
    (select min(c.no) from case_file c where c.visit = v.id) as case_no,
    u.login as author, u.login as "by", u.name as by_name,
    v.version, v.created_by, v.created_at, v.updated_by, v.updated_at, v.deleted_at
from visit v
left join area a on a.id = v.area
left join account u on u.id = v.created_by;

-- yellow_at is when 80% of the time is used up.
create view case_row as
select c.id, c.no, c.title, c.text, c.category, c.area, a.name as area_name, a.path as path, c.household, c.place,
    c.urgency, c.state, c.handler, h.name as handler_name, h.login as handler_login, c.unit, c.result, c.satisfaction,
    c.rework, c.self_handled, c.visit, c.reported_at, c.due_at, c.closed_at,
    c.reported_at + (c.due_at - c.reported_at) * 4 / 5 as yellow_at,
    u.login as author, u.login as "by", u.name as by_name,
    c.version, c.created_by, c.created_at, c.updated_by, c.updated_at
from case_file c
left join area a on a.id = c.area
left join account h on h.id = c.handler
left join account u on u.id = c.created_by;
