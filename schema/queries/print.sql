-- What printed pages tell beside the lists of work/. $lo and $hi are an area that the actor may read, and what the right
-- reaches of it.

-- The areas that lie one in the other: $path_1 .. are the paths of them all.
-- name: print.area_line
select a.name, a.level, a.path from area a
where a.path in ($path_1, $path_2, $path_3, $path_4, $path_5, $path_6, $path_7) and a.path <> ''
order by a.path;

-- Who holds a post in the area, or in the grid or community that it lies in.
-- name: print.posts
select c.name, c.phone, p.role, a.name as area_name, a.path, p.from_on
from area a
cross join post p
cross join account c
where ((a.path >= $lo and a.path < $hi) or a.path in ($grid, $community)) and p.area = a.id
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
    and c.id = p.account and c.state = 'active'
order by a.path desc, p.role, c.login;

-- Who lives there, by sex: born after the days $after_4 (under 4 years old) .., and not after $by_60, $by_80.
-- name: print.people
select p.sex, count(*) as people,
    sum(case when p.birth > $after_4 then 1 else 0 end) as to_3,
    sum(case when p.birth > $after_15 then 1 else 0 end) as to_14,
    sum(case when p.birth <= $after_15 and p.birth > $by_60 and p.birth <> '' then 1 else 0 end) as to_59,
    sum(case when p.birth <= $by_60 and p.birth <> '' then 1 else 0 end) as from_60,
    sum(case when p.birth <= $by_80 and p.birth <> '' then 1 else 0 end) as from_80
from area a
cross join person p
where a.path >= $lo and a.path < $hi and p.area = a.id and p.deleted_at is null and p.household is not null
    and (cast($own as integer) = 0 or p.created_by = $me)
group by p.sex
order by p.sex;

-- What was done from an instant until another.
-- name: print.visits
select count(*) as visits, count(distinct v.household) as households
from area a
cross join visit v
where a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or v.created_by = $me)
    and v.area = a.id and v.visited_at >= $from and v.visited_at < $until and v.deleted_at is null;

-- name: print.cases
select
    (select count(*) from area a cross join case_file c
        where a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or c.created_by = $me)
            and c.area = a.id and c.reported_at >= $from and c.reported_at < $until and c.state <> 'draft'
            and {case.seen}) as reported,
    (select count(*) from area a cross join case_file c
        where a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or c.created_by = $me)
            and c.area = a.id and c.closed_at >= $from and c.closed_at < $until and c.state <> 'void' and {case.seen}) as closed;

-- The same as print.posts with the street above: whom residents may call.
-- name: print.plate
select c.name, c.phone, p.role, a.name as area_name, a.path, p.from_on
from area a
cross join post p
cross join account c
where ((a.path >= $lo and a.path < $hi) or a.path in ($grid, $community, $street)) and p.area = a.id
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
    and c.id = p.account and c.state = 'active'
order by a.path desc, p.role, c.login;
