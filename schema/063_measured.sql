-- The evaluation of a city is measured within indexes, without a look at the rows: what somebody wrote, what was reviewed
-- in an area, what a unit closed. The index of households is made anew with the tables (dated, etc/tables/household.ini).
drop index visit_author;
create index visit_author
    on visit (created_by, visited_at, kind, counts, valid, grade, area, household, kinds, deleted_at)
    where deleted_at is null;
drop index visit_area;
create index visit_area on visit (area, deleted_at, visited_at, grade);
create index case_lead_closed on case_file (lead, closed_at, state, due_at, rework) where lead is not null;
drop index if exists household_area;
