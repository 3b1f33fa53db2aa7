-- Areas that change (work/area_change.h).

-- name: area.row
select a.id, coalesce(a.parent, 0) as parent, a.level, a.code, a.name, a.path, coalesce(a.ended_on, '') as ended_on,
    coalesce(a.into_area, 0) as into_area, coalesce((select b.code from area b where b.id = a.parent), '') as parent_code
from area a
where a.id = $id;

-- name: area.rename
update area set name = $name, initials = $initials, version = version + 1, updated_by = $by, updated_at = $at
where id = $id;

-- In two steps, so that codes can change places.
-- name: area.free_code
update area set code = '~' || cast(id as text) where id = $id;

-- name: area.recode
update area set code = $code, version = version + 1, updated_by = $by, updated_at = $at where id = $id;

-- Those at and below an area whose codes begin with the same.
-- name: area.of_code
select a.id, a.level, a.code, a.name from area a
where a.path >= $lo and a.path < $hi and substr(a.code, 1, length($stem)) = $stem and a.ended_on is null
order by a.path;

-- name: area.repath
update area set path = $to || substr(path, length($path) + 1) where path >= $path and path < $path || '~';

-- name: area.reparent
update area set parent = $parent, version = version + 1, updated_by = $by, updated_at = $at where id = $id;

-- Those that ended inside stay beside the one that they went into.
-- name: area.reparent_ended
update area set parent = $parent where path >= $lo and path < $hi and ended_on is not null and parent = $was;

-- name: area.children_of
select id, path from area where parent = $id and ended_on is null order by path;

-- Ended ones that lie inside.
-- name: area.ended_in
select id, path from area
where path >= $lo and path < $hi and length(path) = $length and ended_on is not null
order by path;

-- name: area.below
select count(*) as number from area where path >= $lo and path < $hi and ended_on is null;

-- name: area.end
update area set ended_on = $on, into_area = $into, parent = $parent, version = version + 1, updated_by = $by,
    updated_at = $at
where id = $id;

-- What went into one that ends is in the other one now.
-- name: area.into
update area set into_area = $into where into_area = $from;

-- Where something new is put that was to go into an area: one that ended has another one in its place.
-- name: area.present
select coalesce(i.id, a.id) as area, coalesce(i.path, a.path) as path
from area a
left join area i on a.ended_on is not null and i.id = a.into_area
where a.id = $id;

-- name: area_change.insert
insert into area_change (id, area, kind, from_code, from_name, from_parent, to_code, to_name, to_parent, other,
    rows_moved, on_day, why, changed_by, changed_at)
values ($id, $area, $kind, $from_code, $from_name, $from_parent, $to_code, $to_name, $to_parent, $other, $rows, $on,
    $why, $by, $at);

-- name: area_change.list
select c.id, c.area, c.kind, c.from_code, c.from_name, coalesce(f.name, '') as from_parent_name, c.to_code, c.to_name,
    coalesce(t.name, '') as to_parent_name, c.other, coalesce(o.name, '') as other_name,
    coalesce(o.code, '') as other_code, c.rows_moved, c.on_day, c.why, coalesce(u.name, '') as by_name,
    c.changed_at as at, a.name, a.code
from area_change c -- scan: one for each change of an area
join area a on a.id = c.area and a.path >= $lo and a.path < $hi
left join area f on f.id = c.from_parent
left join area t on t.id = c.to_parent
left join area o on o.id = c.other
left join account u on u.id = c.changed_by
where cast($area as bigint) = 0 or c.area = $area or c.other = $area
order by c.id desc
limit $limit;

-- The areas right below one, as the tree shows them. An area that ended stands beside the one that it went into.
-- name: area.children
select a.id, a.code, a.name, a.level, a.path, a.parent, coalesce(a.ended_on, '') as ended_on,
    coalesce((select b.name from area b where b.id = a.into_area), '') as into_name,
    (select count(*) from area b where b.parent = a.id and (b.ended_on is null or cast($ended as integer) = 1)) as below,
    (select coalesce(sum(n.rows), 0) from area b cross join row_count n
        where b.path >= a.path and b.path < a.path || '~' and n.area = b.id and n.table_name = 'household') as households,
    (select count(*) from post p where p.area = a.id and p.from_on <= $today
        and (p.to_on is null or p.to_on >= $today)) as posts,
    coalesce((select c.name from post p join account c on c.id = p.account
        where p.area = a.id and p.role = 'grid_leader' and p.from_on <= $today
            and (p.to_on is null or p.to_on >= $today)
        order by p.from_on, p.id limit 1), '') as leader
from area a
where a.parent = $parent and a.path >= $lo and a.path < $hi
    and (a.ended_on is null or cast($ended as integer) = 1)
order by a.code;

-- Where the actor's part of the tree begins.
-- name: area.top
select a.id, a.code, a.name, a.level, a.path, a.parent, coalesce(a.ended_on, '') as ended_on, '' as into_name,
    (select count(*) from area b where b.parent = a.id and (b.ended_on is null or cast($ended as integer) = 1)) as below,
    (select coalesce(sum(n.rows), 0) from area b cross join row_count n
        where b.path >= a.path and b.path < a.path || '~' and n.area = b.id and n.table_name = 'household') as households,
    (select count(*) from post p where p.area = a.id and p.from_on <= $today
        and (p.to_on is null or p.to_on >= $today)) as posts,
    coalesce((select c.name from post p join account c on c.id = p.account
        where p.area = a.id and p.role = 'grid_leader' and p.from_on <= $today
            and (p.to_on is null or p.to_on >= $today)
        order by p.from_on, p.id limit 1), '') as leader
from area a
where (a.path = $lo or (cast($lo as text) = '' and a.parent is null)) and a.ended_on is null
order by a.code;

-- name: area.grid_file
select id from grid where area = $area and deleted_at is null;

-- Posts that hold or will.
-- name: area.posts
select p.id, p.account, p.role, p.from_on, p.to_on from post p
where p.area = $area and (p.to_on is null or p.to_on >= $today)
order by p.id;

-- name: area.accounts
select distinct p.account from area a cross join post p
where a.path >= $lo and a.path < $hi and p.area = a.id and (p.to_on is null or p.to_on >= $today)
order by p.account;

-- name: area.same_post
select p.id from post p
where p.area = $area and p.account = $account and p.role = $role and (p.to_on is null or p.to_on >= $today);

-- name: area.leader
select p.account from post p
where p.area = $area and p.role = 'grid_leader' and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
order by p.from_on, p.id
limit 1;

-- name: area.post_later
update post set area = $area, updated_by = $by, updated_at = $at where id = $id;

-- name: area.post_copy
insert into post (id, account, role, custom, area, from_on, to_on, created_by, created_at, updated_by, updated_at)
select $new, account, role, custom, $area, $today, to_on, $by, $at, $by, $at from post where id = $id;

-- name: area.deputy_goes
update deputy set post = $new where post = $post and ended_at is null and to_on >= $today;

-- name: area.deputy_ends
update deputy set ended_by = $by, ended_at = $at where post = $post and ended_at is null and to_on >= $today;

-- Open cases in the hand of somebody who has no post there any more.
-- name: area.handler
update case_file set handler = $leader
where area = $area and closed_at is null and handler is not null
    and handler in (select p.account from post p where p.area = $from and p.role = 'grid_leader')
    and handler not in (select p.account from post p
        where p.area = $area and p.from_on <= $today and (p.to_on is null or p.to_on >= $today));

-- Spans of who lives where: they end and begin anew. First those that hold,
-- name: area.end_residence
update residence set to_on = $on, ended = 'area', ended_move = null
where to_on is null and area = $from and household in (select h.id from household h where h.area = $into);

-- then each of them goes on in the other area.
-- name: area.begin_residence
insert into residence (person, number, household, area, from_on, begun)
select r.person, r.number + 1, r.household, $into, $on, 'area'
from household h cross join residence r
where h.area = $into and r.household = h.id and r.area = $from and r.to_on = $on and r.ended = 'area'
    and not exists (select 1 from residence x where x.person = r.person and x.number > r.number);

-- name: area.end_occupancy
update occupancy set to_on = $on, ended = 'area', ended_move = null
where to_on is null and area = $from and household in (select h.id from household h where h.area = $into);

-- name: area.begin_occupancy
insert into occupancy (household, number, house, address, building, unit, room, area, from_on, begun)
select r.household, r.number + 1, r.house, r.address, r.building, r.unit, r.room, $into, $on, 'area'
from household h cross join occupancy r
where h.area = $into and r.household = h.id and r.area = $from and r.to_on = $on and r.ended = 'area'
    and not exists (select 1 from occupancy x where x.household = r.household and x.number > r.number);

-- name: area.end_house_place
update house_place set to_on = $on, ended = 'area', ended_move = null
where to_on is null and area = $from and house in (select h.id from house h where h.area = $into);

-- name: area.begin_house_place
insert into house_place (house, number, area, from_on, begun)
select r.house, r.number + 1, $into, $on, 'area'
from house h cross join house_place r
where h.area = $into and r.house = h.id and r.area = $from and r.to_on = $on and r.ended = 'area'
    and not exists (select 1 from house_place x where x.house = r.house and x.number > r.number);

-- The search: a place that both areas have is one afterwards.
-- part: area.place_of_both
select f.id from search_place f join search_place t on t.area = $into and t.address = f.address where f.area = $from;

-- name: area.search_homes
insert into search_home (place, household)
select t.id, h.household
from search_place f
join search_place t on t.area = $into and t.address = f.address
join search_home h on h.place = f.id
where f.area = $from;

-- name: area.search_homes_gone
delete from search_home where place in ({area.place_of_both});

-- name: area.search_entries_gone
delete from search_entry where area = $from and kind = 3 and object in ({area.place_of_both});

-- name: area.search_places_gone
delete from search_place where area = $from and address in (select t.address from search_place t where t.area = $into);

-- name: area.search_places
update search_place set area = $into where area = $from;

-- name: area.search_entries
update search_entry set area = $into where area = $from;

-- name: area.needs
update visit_need set area = $into where area = $from;

-- What is open of those who went to a new area.
-- name: area.split_cases
update case_file set area = $into
where area = $from and closed_at is null
    and (household in (select h.id from household h where h.area = $into)
        or (household is null and person in (select p.id from person p where p.area = $into)));

-- What stands in the way of an area's end.
-- name: area.in_use
select (select count(*) from area b where b.parent = $id and b.ended_on is null) as areas,
    (select count(*) from post p where p.area = $id and (p.to_on is null or p.to_on >= $today)) as posts,
    (select count(*) from case_file c where c.area = $id and c.closed_at is null) as cases,
    (select coalesce(sum(n.rows), 0) from row_count n where n.area = $id and n.table_name <> 'grid') as rows;

-- A move that people entered cannot be undone over the change of an area: neither when somebody's span has begun anew by
-- it, nor when the household that somebody would come back to lies elsewhere now, though the move did not take it there.
-- name: area.changed_since_move
select 1 as found
from move_effect f
join residence r on r.person = f.object and (r.begun_move = $move or r.ended_move = $move)
join residence x on x.person = r.person and x.number > r.number and x.begun = 'area'
where f.move = $move and f.kind = 'person'
union all
select 1 as found
from move_effect f
join residence r on r.person = f.object and r.ended_move = $move
join household h on h.id = r.household and h.area <> r.area
where f.move = $move and f.kind = 'person'
    and not exists (select 1 from move_effect g
        where g.move = $move and g.kind = 'household' and g.object = r.household)
limit 1;

-- What lies in an area and below it, for the preview of a move: households, people, open cases, posts.
-- name: area.holds
select q.kind, q.number from (
    select 1 as kind, coalesce(sum(n.rows), 0) as number
    from area a cross join row_count n
    where a.path >= $lo and a.path < $hi and n.area = a.id and n.table_name = 'household'
    union all
    select 2, coalesce(sum(n.rows), 0)
    from area a cross join row_count n
    where a.path >= $lo and a.path < $hi and n.area = a.id and n.table_name = 'person'
    union all
    select 3, count(*)
    from area a cross join case_file c
    where a.path >= $lo and a.path < $hi and c.area = a.id and c.closed_at is null
    union all
    select 4, count(*)
    from area a cross join post p
    where a.path >= $lo and a.path < $hi and p.area = a.id and (p.to_on is null or p.to_on >= $today)
) q
order by q.kind;

-- Doors, for whoever draws the line between two grids and may see no residents.
-- name: area.doors
select trim(coalesce(h.address, '') || ' ' || coalesce(h.building, '')) as door, coalesce(h.address, '') as address,
    coalesce(h.building, '') as building, count(*) as households
from household h join area a on a.id = h.area
where h.area = $area and h.deleted_at is null and a.path >= $lo and a.path < $hi
group by coalesce(h.address, ''), coalesce(h.building, '')
order by coalesce(h.address, ''), length(coalesce(h.building, '')), coalesce(h.building, '');

-- name: area.homes
select h.id, trim(coalesce(h.address, '') || ' ' || coalesce(h.building, '')) as door, coalesce(h.address, '') as address
from household h join area a on a.id = h.area
where h.area = $area and h.deleted_at is null and a.path >= $lo and a.path < $hi
order by h.id;

-- name: area.posts_of
select u.name, u.login, p.role, p.from_on, p.to_on
from area a
cross join post p
join account u on u.id = p.account
where a.id = $area and a.path >= $lo and a.path < $hi and p.area = a.id and p.from_on <= $today
    and (p.to_on is null or p.to_on >= $today)
order by case when p.role = 'grid_leader' then 0 else 1 end, p.role, p.from_on, p.id;

-- Who works where, area by area from above.
-- name: area.posts_below
select a.id as area, a.name as area_name, a.path, u.name, p.role, p.from_on
from area a
cross join post p
join account u on u.id = p.account and u.state = 'active'
where a.path >= $lo and a.path < $hi and p.area = a.id and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
order by a.path, case when p.role = 'grid_leader' then 0 else 1 end, p.role, p.from_on, p.id;
