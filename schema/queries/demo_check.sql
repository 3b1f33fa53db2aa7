-- Samples of spot checks and return visits for the demo.

-- Phones of the people of some households of a grid, as an inspector found them: one of twenty wrong, one not met.
-- name: demo.check_items
insert into spot_check_item (id, spot_check, door, position, area, household, person, kind, object, field, value, truth,
    verdict, corrected, problem, checked_by, at)
select $last + row_number() over (order by p.household, p.id), $check,
    $doors + dense_rank() over (order by p.household), row_number() over (partition by p.household order by p.id),
    p.area, p.household, p.id, 'person', p.id, 'phone', coalesce(p.phone, ''),
    case when (p.id * 31 + $check) % 20 < 2 then '' else coalesce(p.phone, '') end,
    case (p.id * 31 + $check) % 20 when 0 then 'wrong' when 1 then 'not_met' else 'correct' end, 0, '', $by, $at
from person p
where p.deleted_at is null and p.household in (select h.id from household h
    where h.area = $area and h.deleted_at is null order by (h.id * 7919 + $check * 4801) % 10007, h.id limit $most);

-- name: demo.check_last
select coalesce(max(i.id), 0) as item, coalesce(max(case when i.spot_check = $check then i.door else 0 end), 0) as door
from spot_check_item i; -- scan: once for each grid of a small sample

-- Visits of a grid that were asked about: six of ten are satisfied, three basically.
-- name: demo.returned
insert into return_visit (id, visit, draw, area, state, tries, again_on, phone, visited, satisfaction, text, called_by, at,
    looked_by, looked_at, look_text, made_by, made_at)
select $last + row_number() over (order by v.id), v.id, null, v.area, 'done', 1, null, '', 'yes',
    case when v.id % 10 < 6 then '1' when v.id % 10 < 9 then '2' else '3' end, '', $by, $at, null, null, '', $by, $at
from visit v
where v.id in (select w.id from visit w
    where w.area = $area and w.deleted_at is null and w.visited_at >= $from and w.visited_at < $until
        and w.kind = 'visit' and w.household is not null and w.counts = 1
    order by (w.id * 7919) % 10007, w.id limit $most);

-- name: demo.returned_last
select coalesce(max(r.id), 0) as id from return_visit r;

-- name: demo.area_of_account
select p.area from post p where p.account = $account order by p.id limit 1;
