-- The diary in full: what kind of entry it is, who came along, what was needed, which place was visited, what the
-- reviewer said. An entry that was found untrue (a return visit, a review) counts for nothing and stays readable.
alter table visit add column kind text not null default 'visit';   -- code list diary_kind
alter table visit add column companions text not null default '';  -- names, separated by commas
alter table visit add column needs text not null default '';       -- code list need
alter table visit add column crowds text not null default '';      -- code list crowd, as they were that day
alter table visit add column place @INT@;                          -- a special place, instead of a household
alter table visit add column grade text not null default '';       -- code list diary_grade; empty: not reviewed
alter table visit add column review text not null default '';      -- the reviewer's comment
alter table visit add column reviewed_by @INT@;
alter table visit add column reviewed_at @INT@;
alter table visit add column returned_at @INT@;                    -- given back for completion, until it is completed
alter table visit add column counts @INT@ not null default 1;      -- 0: found untrue

drop index visit_household;
create index visit_household on visit (household, visited_at, counts) where deleted_at is null;
create index visit_place on visit (place, visited_at) where deleted_at is null and place is not null;
create index visit_returned on visit (area, returned_at) where returned_at is not null;

drop view visit_row;
create view visit_row as
select v.id, v.no, v.kind, v.visited_at, v.visited_at as "on", v.channel, v.area,
    (select a.name from area a where a.id = v.area) as area_name,
    (select a.path from area a where a.id = v.area) as path,
    v.household, v.place, v.address, v.persons, v.companions, v.kinds, v.crowds, v.needs, v.text, v.outcome, v.next_on,
    v.valid, v.counts, v.grade, v.review, v.reviewed_by, v.reviewed_at, v.returned_at,
    (select min(c.no) from case_file c where c.visit = v.id) as case_no,
    (select u.login from account u where u.id = v.created_by) as author,
    (select u.login from account u where u.id = v.created_by) as "by",
    (select u.name from account u where u.id = v.created_by) as by_name,
    (select u.name from account u where u.id = v.reviewed_by) as reviewer_name,
    v.version, v.created_by, v.created_at, v.updated_by, v.updated_at, v.deleted_at
from visit v;

-- The points that a patrol passed, in their order, and what was found there.
create table visit_point (
    visit @INT@ not null references visit (id),
    position @INT@ not null,
    point @INT@,          -- of the register of patrol points; null for another place
    name text not null,
    found text not null,  -- empty: nothing
    primary key (visit, position)
) @STRICT@;
