-- What was given with a step of a case (work/case_about.h).

-- name: case.number
select c.no from case_file c where c.id = $id;
