-- What is to be visited (src/work/due.c): the doors of some areas with their last visits, and what asks for more.
-- $lo $hi is the range of the areas, $household one of them or 0 for all.

-- The last visit that counts. Joined to the household h or the place s.
-- part: due.last_of_household
(select w.id from visit w
        where w.household = h.id and w.deleted_at is null and w.counts = 1 and w.kind = 'visit'
        order by w.visited_at desc, w.id desc limit 1);

-- Households that anything may be due at: not visited since $seen_before, a promise until $until, or another reason.
-- name: due.households
select h.id as household, h.area, a.path, a.name as area_name, h.address, h.building, h.unit, h.room, h.created_at,
    coalesce(h.kinds, '') as kinds,
    coalesce((select p.name from person p
        where p.household = h.id and p.relation = '02' and p.deleted_at is null order by p.id limit 1), '') as head,
    v.id as visit, v.visited_at, v.next_on, substr(v.text, 1, 80) as words,
    (select u.name from account u where u.id = v.created_by) as by_name
from area a
cross join household h
left join visit v on v.id = {due.last_of_household}
where a.path >= $lo and a.path < $hi and h.area = a.id and h.deleted_at is null
    and (cast($household as bigint) = 0 or h.id = $household)
    and (cast($household as bigint) <> 0
        or coalesce(v.visited_at, h.created_at) < $seen_before
        or (v.next_on <> '' and v.next_on <= $until)
        or h.id in (select n.household from area b cross join visit_need n
            where b.path >= $lo and b.path < $hi and n.area = b.id and n.period <> '')
        or h.id in (select f.household from area b cross join follow_up f
            where b.path >= $lo and b.path < $hi and f.area = b.id and f.ended_at is null and f.household is not null)
        or h.id in (select w.household from ({due.sweep}) w where w.household is not null))
order by h.id;

-- name: due.places
select s.id as place, s.area, a.path, a.name as area_name, s.name, coalesce(s.head, '') as head,
    coalesce(s.address, '') as address, s.created_at, v.id as visit, v.visited_at, v.next_on,
    substr(v.text, 1, 80) as words, (select u.name from account u where u.id = v.created_by) as by_name
from area a
cross join special_place s
left join visit v on v.id = (select w.id from visit w
    where w.place = s.id and w.deleted_at is null and w.counts = 1 and w.kind = 'visit'
    order by w.visited_at desc, w.id desc limit 1)
where a.path >= $lo and a.path < $hi and s.area = a.id and s.deleted_at is null
order by s.id;

-- seen: the last visit of the only kind that counts, where the rule asks for one.
-- name: due.needs
select n.household, n.place, n.rule, n.person,
    case when n.rule_since > n.since and n.period in ('week', 'half_month', 'month') then n.rule_since else n.since end
        as since, n.period, n.days, n.channel, coalesce(p.name, '') as person_name,
    case when n.channel <> '' then coalesce((select max(v.visited_at) from visit v
        where v.household = n.household and v.channel = n.channel and v.deleted_at is null and v.counts = 1
            and v.kind = 'visit'), 0) end as seen
from area a
cross join visit_need n
left join person p on p.id = n.person
where a.path >= $lo and a.path < $hi and n.area = a.id and n.period <> ''
    and (cast($household as bigint) = 0 or n.household = $household)
order by n.household, n.place, n.rule, n.person;

-- name: due.follow_ups
select f.household, f.place, f.person, f.id as object, f.text, f.due_on as until_on, f.made_at,
    coalesce((select p.name from person p where p.id = f.person), '') as person_name
from area a
cross join follow_up f
where a.path >= $lo and a.path < $hi and f.area = a.id and (cast($household as bigint) = 0 or f.household = $household)
    and {follow_up.open}
order by f.household, f.place, f.id;

-- name: due.sweeps
select w.household, w.place, w.person, w.object, w.text, w.from_on, w.until_on
from ({due.sweep}) w
where cast($household as bigint) = 0 or w.household = $household
order by w.household, w.place, w.object;

-- name: due.rules_of_household
select n.rule, n.person, coalesce(p.name, '') as person_name
from visit_need n
left join person p on p.id = n.person
where n.household = $household and n.place = $place
order by n.rule, n.person;

-- How many households lie in the areas.
-- name: due.size
select coalesce(sum(c.rows), 0) as number from area a
cross join row_count c
where a.path >= $lo and a.path < $hi and c.area = a.id and c.table_name = 'household';

-- name: due.area_of
select a.path from household h join area a on a.id = h.area
where h.id = $household and h.deleted_at is null and a.path >= $lo and a.path < $hi;
