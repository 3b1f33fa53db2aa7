-- Special sweeps (work/sweep.h). A sweep is seen by those whose area lies in its area or holds it, and by those where
-- somebody of its list lives now.

-- part: sweep.seen
((sa.path >= $lo and sa.path < $hi) or (sa.path <= $lo and sa.path || '~' > $lo)
    or exists (select 1 from area b join sweep_item bi on bi.sweep = s.id and bi.area = b.id
        where b.path >= $lo and b.path < $hi))
    and (s.state <> 'making' or s.created_by = $me);

-- Where a row lies in the order in which one walks: 2 before 10.
-- part: sweep.door_order
coalesce(h.address, '') || ' ' || length(coalesce(h.building, '')) || coalesce(h.building, '') || ' '
    || length(coalesce(h.unit, '')) || coalesce(h.unit, '') || ' '
    || length(coalesce(h.room, '')) || coalesce(h.room, '');

-- What of the sweeps is to be done at doors, for the list of all that is due there.
-- part: due.sweep
select 'sweep' as kind, i.household, i.place, i.person, i.id as object,
    case when s.secret = 1 then s.name else s.name || ' ' || i.title end as text, s.from_on, s.until_on
from area a
cross join sweep_item i
join sweep s on s.id = i.sweep
where a.path >= $lo and a.path < $hi and i.area = a.id and i.open = 1 and s.state = 'open';

-- name: sweep.list
select q.* from (
    select s.id, s.version, s.no, s.name, s.text, s.table_name, s.conditions, s.search, s.secret, s.area,
        sa.name as area_name, s.from_on, s.until_on, s.state, s.reason, u.name as by_name, s.created_by,
        (select count(*) from area b join sweep_item i on i.sweep = s.id and i.area = b.id
            where b.path >= $lo and b.path < $hi) as total,
        (select count(*) from area b join sweep_item i on i.sweep = s.id and i.area = b.id
            where b.path >= $lo and b.path < $hi and i.open = 1) as open,
        (select count(*) from area b join sweep_item i on i.sweep = s.id and i.area = b.id
            where b.path >= $lo and b.path < $hi and i.outcome = 'hit') as hits
    from sweep s
    join area sa on sa.id = s.area
    join account u on u.id = s.created_by
    where {sweep.seen}
) q
where {where}
order by {order};

-- name: sweep.read
select s.id, s.version, s.no, s.name, s.text, s.table_name, s.conditions, s.search, s.secret, s.area,
    sa.name as area_name, sa.path, s.from_on, s.until_on, s.state, s.reason, u.name as by_name, s.created_by,
    (select count(*) from area b join sweep_item i on i.sweep = s.id and i.area = b.id
        where b.path >= $lo and b.path < $hi) as total,
    (select count(*) from area b join sweep_item i on i.sweep = s.id and i.area = b.id
        where b.path >= $lo and b.path < $hi and i.open = 1) as open,
    (select count(*) from area b join sweep_item i on i.sweep = s.id and i.area = b.id
        where b.path >= $lo and b.path < $hi and i.outcome = 'hit') as hits
from sweep s
join area sa on sa.id = s.area
join account u on u.id = s.created_by
where (s.no = $no or s.id = $id) and {sweep.seen};

-- name: sweep.insert
insert into sweep (id, no, name, text, table_name, conditions, search, secret, area, from_on, until_on, state,
    created_by, created_at, updated_by, updated_at)
values ($id, $no, $name, $text, $table, $conditions, $search, $secret, $area, $from_on, $until_on, 'making',
    $me, $now, $me, $now);

-- name: sweep.open
update sweep set state = 'open', version = version + 1, updated_at = $now where id = $id and state = 'making';

-- A later last day is reminded of anew.
-- name: sweep.change
update sweep set name = $name, text = $text, reminded = case when $until_on > until_on then 0 else reminded end,
    until_on = $until_on, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and state = 'open';

-- name: sweep.close
update sweep set state = 'closed', reason = $reason, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and state = 'open' and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- name: sweep.in_reach
select s.id from sweep s join area a on a.id = s.area
where s.id = $id and a.path >= $lo and a.path < $hi;

-- Of one that could not be frozen.
-- name: sweep.undo_items
delete from sweep_item where sweep = $id and id in (select i.id from sweep_item i where i.sweep = $id limit $limit);

-- name: sweep.undo
delete from sweep where id = $id and state = 'making';

-- name: sweep.objects
select object from sweep_item where sweep = $id order by object;

-- A person's household and area are those of now.
-- name: sweep_item.insert
insert into sweep_item (id, sweep, object, person, household, place, area, area_then, title, late, open)
values ($id, $sweep, $object, $person,
    coalesce($household, (select p.household from person p where p.id = $person)), $place,
    coalesce((select p.area from person p where p.id = $person), (select h.area from household h where h.id = $household),
        $area),
    coalesce((select p.area from person p where p.id = $person), (select h.area from household h where h.id = $household),
        $area),
    $title, $late, 1)
on conflict (sweep, object) do nothing;

-- name: sweep_item.list
select q.* from (
    select i.id, 1 as version, i.sweep, i.object, i.person, i.household, i.place, i.title, i.area, a.name as area_name,
        i.late, i.open, i.outcome, i.note, i.visit, i.done_at, coalesce(u.name, '') as done_by_name,
        case when i.area <> i.area_then then 1 else 0 end as moved,
        case when p.deleted_at is not null then '' else coalesce(p.state, '') end as person_state,
        trim(coalesce(h.address, '') || ' ' || coalesce(h.building, '') || '-' || coalesce(h.unit, '') || '-'
            || coalesce(h.room, '')) as door,
        coalesce(h.address, '') as address, coalesce(h.building, '') as building, coalesce(h.unit, '') as unit,
        coalesce(h.room, '') as room, {sweep.door_order} as door_order
    from area a
    cross join sweep_item i
    left join household h on h.id = i.household
    left join person p on p.id = i.person
    left join account u on u.id = i.done_by
    where i.sweep = $sweep and i.area = a.id and a.path >= $lo and a.path < $hi
) q
where {where}
order by {order};

-- What is to be answered at one door.
-- name: sweep_item.of_household
select i.id, i.sweep, s.no, s.name, s.text, s.secret, s.table_name, i.object, i.person, i.title, i.outcome, i.late,
    s.from_on, s.until_on
from sweep_item i
join sweep s on s.id = i.sweep
join area a on a.id = i.area
where i.household = $household and i.open = 1 and s.state = 'open' and a.path >= $lo and a.path < $hi
order by s.until_on, i.sweep, i.id;

-- name: sweep_item.read
select i.id, i.sweep, i.person, i.household, i.place, i.title, i.open, i.outcome, s.no, s.name, s.secret, s.state
from sweep_item i
join sweep s on s.id = i.sweep
join area a on a.id = i.area
where i.id = $id and a.path >= $lo and a.path < $hi;

-- name: sweep_item.answer
update sweep_item set outcome = $outcome, open = $open, note = $note, visit = $visit, done_by = $me, done_at = $now
where id = $id and sweep in (select s.id from sweep s where s.state = 'open')
    and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- An open one goes where its person or household is. What cannot be told any more stays where it was.
-- name: sweep_item.follow_person
update sweep_item set
    household = coalesce((select p.household from person p where p.id = sweep_item.person), household),
    area = coalesce((select p.area from person p where p.id = sweep_item.person), area)
where person = $id and open = 1;

-- name: sweep_item.follow_household
update sweep_item set area = coalesce((select h.area from household h where h.id = sweep_item.household), area)
where household = $id and open = 1;

-- name: sweep_item.follow_row
update sweep_item set area = $area
where object = $id and open = 1 and person is null and household is null
    and sweep in (select s.id from sweep s where s.state = 'open' and s.table_name = $table);

-- The areas right below one, and the one itself where rows lie in no area below it.
-- name: sweep.progress
select c.id as area, c.name, c.level, max(length(a.path)) - length(c.path) as deeper, count(*) as total,
    count(case when i.open = 0 then 1 end) as done, count(case when i.outcome = 'hit' then 1 end) as hits,
    count(case when i.open = 1 then 1 end) as open, count(case when i.open = 1 and i.outcome <> '' then 1 end) as tried
from area a
cross join sweep_item i
join area c on c.path = substr(a.path, 1, $length)
where a.path >= $lo and a.path < $hi and i.sweep = $sweep and i.area = a.id
group by c.id, c.name, c.level, c.path
order by c.path;

-- Of the list's rows that lay in the range, those that live elsewhere now.
-- name: sweep.elsewhere
select count(*) as elsewhere
from sweep_item i
join area a on a.id = i.area
where i.sweep = $sweep and i.area <> i.area_then and not (a.path >= $lo and a.path < $hi)
    and i.area_then in (select b.id from area b where b.path >= $lo and b.path < $hi);

-- The names of those that nobody has answered.
-- name: sweep.open_names
select i.title, a.name as area_name
from area a
cross join sweep_item i
where i.sweep = $sweep and i.area = a.id and i.open = 1 and a.path >= $lo and a.path < $hi
order by a.path, i.id
limit $limit;

-- name: sweep.open_total
select count(*) as open from sweep_item where sweep = $sweep and open = 1;

-- Sweeps that the maker or the grids have to be told of: the last day is $tomorrow or past.
-- name: sweep.to_remind
select s.id, s.name, s.until_on, s.created_by, s.reminded,
    case when s.until_on < $today then 2 else 1 end as stage
from sweep s
where s.state = 'open'
    and ((s.until_on >= $today and s.until_on <= $tomorrow and s.reminded < 1) or (s.until_on < $today and s.reminded < 2))
order by s.id;

-- name: sweep.reminded
update sweep set reminded = $stage where id = $id and reminded < $stage;

-- Who works where something is open, and has not been told yet; who was sent down works in all of a community (the first
-- $community characters of a path).
-- name: sweep.to_tell
select distinct p.account
from (select i.area, 0 as above from sweep_item i where i.sweep = $id and i.open = 1
    union
    select c.id, 1
    from sweep_item i
    join area a on a.id = i.area
    join area c on c.path = substr(a.path, 1, $community)
    where i.sweep = $id and i.open = 1) w
join post p on p.area = w.area
where (p.role in ('sunk', 'instructor')
        or (w.above = 0 and p.role in ('grid_leader', 'informant', 'part_time')))
    and p.from_on <= $today
    and (p.to_on is null or p.to_on >= $today)
    and not exists (select 1 from inbox_line l where l.account = p.account and l.kind = 'sweep' and l.object = $id
        and l.at >= $since)
order by p.account
limit $limit;

-- name: sweep.figures
select count(*) as total, count(case when open = 1 then 1 end) as open, count(case when outcome = 'hit' then 1 end) as hits
from sweep_item where sweep = $id;

-- For "wangge check": open ones that lie elsewhere than their person or household.
-- name: check.sweep_items
select i.id, i.sweep from sweep_item i join person p on p.id = i.person
where i.open = 1 and p.deleted_at is null and i.area <> p.area
union all
select i.id, i.sweep from sweep_item i join household h on h.id = i.household
where i.open = 1 and i.person is null and h.deleted_at is null and i.area <> h.area;

-- Ones whose job was dropped before it wrote anything.
-- name: sweep.undo_left
delete from sweep
where state = 'making' and created_at < $before
    and not exists (select 1 from sweep_item i where i.sweep = sweep.id);

-- name: sweep.of_table
select id from sweep where state = 'open' and table_name = $table limit 1;
