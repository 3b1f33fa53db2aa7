-- The review of the diary (work/visit_review.h): what a reviewer reads and what he writes. $lo $hi are the areas that he
-- may review.

-- How much of a full entry the entry v is worth by its grade, code list diary_grade: the one place of these factors.
-- Whoever has not been reviewed yet loses nothing.
-- part: visit.grade_factor
(case v.grade when '1' then 1.0 when '2' then 0.9 when '3' then 0.7 when '4' then 0.4 else 1.0 end);

-- The factor of every grade, for people.
-- name: visit.grade_factors
select v.grade, {visit.grade_factor} as factor
from (select '1' as grade union all select '2' union all select '3' union all select '4') v
order by v.grade;
