-- Who is under which rule (schema/060_visit_need.sql, src/work/need.c). What a rule finds is composed there.

-- name: visit_rule.all
select a.path, r.rule, coalesce(r.period, '') as period, r.days, coalesce(r.channel, '') as channel,
    coalesce(r.off, 0) as off, r.updated_at as since
from visit_rule r
join area a on a.id = r.area
where r.deleted_at is null
order by length(a.path) desc, r.id;

-- name: need.of_household
select area, household, place, rule, person, since, period, days, channel, must, again, rule_since from visit_need
where household = $household and place = $place
order by rule, person;

-- name: need.of_area
select area, household, place, rule, person, since, period, days, channel, must, again, rule_since from visit_need
where area = $area
order by household, place, rule, person;

-- name: need.add
insert into visit_need (area, household, place, rule, person, since, period, days, channel, must, again,
    rule_since)
values ($area, $household, $place, $rule, $person, $since, $period, $days, $channel, $must, $again, $rule_since);

-- name: need.drop
delete from visit_need
where area = $area and household = $household and place = $place and rule = $rule and person = $person;

-- name: need.kinds_of_household
select h.id, coalesce(h.kinds, '') as kinds from household h where h.id = $household and h.deleted_at is null;

-- name: need.kinds_of_area
select h.id, coalesce(h.kinds, '') as kinds from household h where h.area = $area and h.deleted_at is null;

-- The kinds follow the registers: no version of the household is made of it.
-- name: need.put_kinds
update household set kinds = $kinds where id = $household;

-- name: need.household_area
select h.area, a.path from household h join area a on a.id = h.area where h.id = $household and h.deleted_at is null;

-- name: need.place_area
select s.area, a.path from special_place s join area a on a.id = s.area where s.id = $place and s.deleted_at is null;

-- name: need.areas
select a.id, a.path from area a where a.path >= $lo and a.path < $hi order by a.path;

-- name: need.areas_of_rule
select distinct n.area, a.path from area a
cross join visit_need n
where a.path >= $lo and a.path < $hi and n.area = a.id and n.rule = $rule;

-- name: need.put_rhythm
update visit_need set period = $period, days = $days, channel = $channel, rule_since = $rule_since
where area = $area and rule = $rule;

-- name: need.any
select 1 as found from visit_need limit 1;

-- name: need.day
select max(done_on) as done_on from visit_need_day;

-- name: need.forget_day
delete from visit_need_day;

-- name: need.put_day
insert into visit_need_day (done_on) values ($day);

-- name: need.follow_ups_of_household
update follow_up set area = $area where household = $household and area <> $area;

-- name: need.follow_ups_of_place
update follow_up set area = $area where place = $place and area <> $area;

-- name: need.home
select coalesce(household, 0) as household from person where id = $person;
