-- Keys: written by work/search_index.c.

-- name: search_entry.clear
delete from search_entry;

-- name: search_home.clear
delete from search_home;

-- name: search_place.clear
delete from search_place;

-- name: search_place.restart
delete from sequence_number where name = 'search_place';

-- name: search_entry.areas
select id from area order by id;

-- name: search_entry.any
-- scan: to the first row
select area from search_entry limit 1;

-- name: search_entry.doors_of_area
select id, address, building, unit, room, phone from household where area = $area and deleted_at is null
order by address, id;

-- name: search_entry.people_of_area
select id, household, name, former_name, citizen_id, phone from person where area = $area and deleted_at is null;

-- name: search_entry.insert
insert into search_entry (area, key, kind, object, household, why)
values ($area, $key, $kind, $object, $household, $why);

-- name: search_entry.delete
delete from search_entry where area = $area and key = $key and kind = $kind and object = $object;

-- name: search_place.find
select id from search_place where area = $area and address = $address;

-- name: search_place.insert
insert into search_place (id, area, address) values ($id, $area, $address);

-- name: search_place.delete_empty
delete from search_place
where id = $place and not exists (select 1 from search_home m where m.place = search_place.id);

-- name: search_home.insert
insert into search_home (place, household) values ($place, $household);

-- name: search_home.delete
delete from search_home where place = $place and household = $household;

-- What all words hit, at most $most rows: those of the area $mine first, so that what is cut off is farther away. Of
-- further words only the areas count that know them, and there the household (or the person) that the first word hit;
-- no more than $reach hits of the first word are asked so. An address stands for each of its households.
-- name: search.hits
with near as (
    select a.id from area a
    where a.path >= $lo and a.path < $hi
        and (cast($words as integer) < 2 or exists (
            select 1 from search_entry k where k.area = a.id and k.key >= $two and k.key < $two_to))
        and (cast($words as integer) < 3 or exists (
            select 1 from search_entry k where k.area = a.id and k.key >= $three and k.key < $three_to))
    order by case when a.id = $mine then 0 else 1 end, a.path
), first as (
    select k.area, k.kind, k.object, k.household, k.key, k.why
    from near cross join search_entry k
    where k.area = near.id and k.key >= $one and k.key < $one_to
    limit $reach
)
select k.area, case when k.kind = 2 then 2 else 1 end as kind, coalesce(m.household, k.object) as object,
    coalesce(m.household, k.household) as household, k.key, k.why
from first k
left join search_home m on m.place = case when k.kind = 3 then k.object end
where (cast($words as integer) < 2 or exists (
        select 1 from search_entry o
        left join search_home h on h.place = case when o.kind = 3 then o.object end
            and h.household = coalesce(m.household, k.household)
        where o.area = k.area and o.key >= $two and o.key < $two_to
            and (h.household is not null or o.household > 0 and o.household = coalesce(m.household, k.household)
                or o.kind = 2 and k.kind = 2 and o.object = k.object)))
    and (cast($words as integer) < 3 or exists (
        select 1 from search_entry o
        left join search_home h on h.place = case when o.kind = 3 then o.object end
            and h.household = coalesce(m.household, k.household)
        where o.area = k.area and o.key >= $three and o.key < $three_to
            and (h.household is not null or o.household > 0 and o.household = coalesce(m.household, k.household)
                or o.kind = 2 and k.kind = 2 and o.object = k.object)))
limit $most;

-- The people whom the words mean, for lists: each word hits the person or the person's household.
-- name: search.people
select p.id from (
    select hit.object as id from ({search.hits}) hit where hit.kind = 2
    union
    select q.id from ({search.hits}) hit join person q on q.household = hit.household
    where hit.kind = 1 and q.deleted_at is null
) p
where cast($words as integer) < 2 or exists (
    select 1 from person q where q.id = p.id
        and exists (
            select 1 from search_entry o
            left join search_home h on h.place = case when o.kind = 3 then o.object end and h.household = q.household
            where o.area = q.area and o.key >= $two and o.key < $two_to
                and (h.household is not null or o.kind = 1 and o.object = q.household
                    or o.kind = 2 and o.object = q.id))
        and (cast($words as integer) < 3 or exists (
            select 1 from search_entry o
            left join search_home h on h.place = case when o.kind = 3 then o.object end and h.household = q.household
            where o.area = q.area and o.key >= $three and o.key < $three_to
                and (h.household is not null or o.kind = 1 and o.object = q.household
                    or o.kind = 2 and o.object = q.id))));

-- name: search.households
select hit.household from ({search.hits}) hit where hit.household > 0;

-- Exact hits first (when $most has cut something off, they are sought once more by themselves), then those of the own
-- area, then what was changed or visited since $recent. Only the best $some hits are looked at so closely. A household
-- that one word hits is told as the person in it whom another word hits. From 20 on
-- why is a part of something, which no word hits exactly (enum search_why); $tail to $tail_to are the numbers that end
-- with the word.
-- name: search.find
with wide as ({search.hits}
), hit as (
    select w.area, w.kind, w.object, w.household, w.key, w.why from wide w
    union all
    select e.area, e.kind, e.object, e.household, e.key, e.why from (
        select k.area, k.kind, k.object, k.household, k.key, k.why
        from area a cross join search_entry k
        where cast($words as integer) = 1 and (select count(*) from wide) >= $most
            and a.path >= $lo and a.path < $hi and k.area = a.id and k.key = $one and k.kind <> 3 and k.why < 20
        limit $most) e
), best as (
    select kind, object, max(household) as household, max(area) as area,
        min(why + case when why < 20 and (key = $one or key >= $tail and key < $tail_to) then 0 else 100 end) as fit
    from hit
    group by kind, object
    order by min(case when why < 20 and (key = $one or key >= $tail and key < $tail_to) then 0 else 1 end),
        case when max(area) = $mine then 0 else 1 end, fit, object
    limit $some
), meant as (
    select best.kind, best.object, best.household, best.area, best.fit, case when best.kind = 2 then best.object
        when cast($words as integer) >= 2 then coalesce(
            (select min(o.object) from search_entry o where o.area = best.area and o.key >= $two and o.key < $two_to
                and o.kind = 2 and o.household = best.household),
            (select min(o.object) from search_entry o where o.area = best.area and o.key >= $three
                and o.key < $three_to and o.kind = 2 and o.household = best.household)) end as person
    from best
), known as (
    select row_number() over (
            order by m.fit / 100, case when m.area = $mine then 0 else 1 end,
                case when coalesce(h.updated_at, 0) >= $recent or coalesce(p.updated_at, 0) >= $recent or exists (
                    select 1 from visit v
                    where v.household = m.household and v.visited_at >= $recent and v.deleted_at is null)
                    then 0 else 1 end,
                m.fit, length(coalesce(p.name, '')), p.name, h.address, length(h.building), h.building,
                length(h.unit), h.unit, length(h.room), h.room, m.object) as place,
        case when p.id is null then 1 else 2 end as kind, coalesce(p.id, m.object) as id, m.household, m.fit, m.area,
        p.name, p.sex, p.birth, h.address, h.building, h.unit, h.room, h.kinds
    from meant m
    left join person p on p.id = m.person
    left join household h on h.id = m.household
)
select known.kind, known.id, known.household, known.name, known.sex, known.birth,
    known.address, known.building, known.unit, known.room, known.kinds, known.area, b.name as area_name,
    known.fit % 100 as why,
    coalesce((select p.name from person p where p.household = known.household and p.relation = '02'
        and p.deleted_at is null order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = known.household and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = known.household and v.deleted_at is null
        and v.counts = 1) as last_visit
from known
join area b on b.id = known.area
where known.place <= $limit
order by known.place;

-- Nothing was typed: the first households of the scope.
-- name: search.first
select 1 as kind, h.id, h.id as household, null as name, null as sex, null as birth, h.address, h.building, h.unit,
    h.room, h.kinds, h.area, b.name as area_name, 0 as why,
    coalesce((select p.name from person p where p.household = h.id and p.relation = '02' and p.deleted_at is null
        order by p.id limit 1), '') as head,
    (select count(*) from person p where p.household = h.id and p.deleted_at is null) as people,
    (select max(v.visited_at) from visit v where v.household = h.id and v.deleted_at is null and v.counts = 1) as last_visit
from area b
cross join household h
where b.path >= $lo and b.path < $hi and h.area = b.id and h.deleted_at is null
order by b.path, h.id
limit $limit;
