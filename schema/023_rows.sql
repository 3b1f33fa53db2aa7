-- Visits and cases as lists and forms see them: with the names behind the numbers. They are sought one by one, so that
-- what a list does not show and what a count does not need costs nothing.
create view visit_row as
select v.id, v.no, v.visited_at, v.visited_at as "on", v.channel, v.area,
    (select a.name from area a where a.id = v.area) as area_name,
    (select a.path from area a where a.id = v.area) as path,
    v.household, v.address, v.persons, v.kinds, v.text, v.outcome, v.next_on, v.valid,
    (select min(c.no) from case_file c where c.visit = v.id) as case_no,
    (select u.login from account u where u.id = v.created_by) as author,
    (select u.login from account u where u.id = v.created_by) as "by",
    (select u.name from account u where u.id = v.created_by) as by_name,
    v.version, v.created_by, v.created_at, v.updated_by, v.updated_at, v.deleted_at
from visit v;

-- yellow_at is when 80% of the time is used up.
create view case_row as
select c.id, c.no, c.title, c.text, c.category, c.area,
    (select a.name from area a where a.id = c.area) as area_name,
    (select a.path from area a where a.id = c.area) as path,
    c.household, c.place, c.urgency, c.state, c.handler,
    (select u.name from account u where u.id = c.handler) as handler_name,
    (select u.login from account u where u.id = c.handler) as handler_login,
    c.unit, c.result, c.satisfaction, c.rework, c.self_handled, c.visit, c.reported_at, c.due_at, c.closed_at,
    c.reported_at + (c.due_at - c.reported_at) * 4 / 5 as yellow_at,
    (select u.login from account u where u.id = c.created_by) as author,
    (select u.login from account u where u.id = c.created_by) as "by",
    (select u.name from account u where u.id = c.created_by) as by_name,
    c.version, c.created_by, c.created_at, c.updated_by, c.updated_at
from case_file c;
