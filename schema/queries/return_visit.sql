-- Return visits to households. $lo $hi $own $me are the actor's scope; $own: what came of one's own entries, without
-- what was said.

-- name: return_visit.list
select r.id, 1 as version, r.visit, v.no, v.visited_at as "on", v.address, v.household, u.name as by_name, r.area,
    a.name as area_name, r.state, case when r.at is not null then 1 when r.tries > 0 then 0 else null end as reached,
    case when cast($own as integer) = 0 then r.phone else '' end as phone, r.visited, r.satisfaction,
    case when cast($own as integer) = 0 then r.text else '' end as text, r.again_on, r.tries, r.at,
    c.name as caller, l.name as looker, r.look_text, v.text as entry, v.channel
from return_visit r
join visit v on v.id = r.visit
join account u on u.id = v.created_by
join area a on a.id = r.area
left join account c on c.id = r.called_by
left join account l on l.id = r.looked_by
where r.area in (select sa.id from area sa where sa.path >= $lo and sa.path < $hi)
    and (cast($own as integer) = 0 or (v.created_by = $me and r.state in ('done', 'struck', 'kept')))
    and {where}
order by {order};

-- name: return_visit.find
select r.id, r.state, r.visit, r.called_by, r.at, r.area, v.no, v.household, v.visited_at, v.created_by, v.address
from return_visit r join visit v on v.id = r.visit join area a on a.id = r.area
where r.id = coalesce((select x.id from return_visit x join visit w on w.id = x.visit where w.no = $no), $id)
    and a.path >= $lo and a.path < $hi
    and (cast($own as integer) = 0 or (v.created_by = $me and r.state in ('done', 'struck', 'kept')));

-- Who can be drawn, in the order of the draw.
-- name: return_visit.frame
select v.id, v.area, substr(a.path, 1, 20) as grid
from area a cross join visit v
where a.path >= $lo and a.path < $hi and v.area = a.id and v.deleted_at is null and v.visited_at >= $from
    and v.visited_at < $until and v.kind = 'visit' and v.household is not null and v.counts = 1
    and (cast($channels as text) = '' or ',' || $channels || ',' like '%,' || v.channel || ',%')
    and not exists (select 1 from return_visit r where r.visit = v.id)
order by a.path, v.id;

-- name: return_visit.visit
select v.id, v.area, v.no, v.counts from visit v join area a on a.id = v.area
where v.id = coalesce((select n.id from visit n where n.no = $no), $id) and v.deleted_at is null and v.kind = 'visit'
    and v.household is not null and a.path >= $lo and a.path < $hi;

-- name: return_visit.of_visit
select r.id, r.state from return_visit r where r.visit = $visit;

-- name: return_draw.insert
insert into return_draw (id, month, area, how, amount, channels, seed, method, frame, frame_sum, drawn_by, drawn_at)
values ($id, $month, $area, $how, $amount, $channels, $seed, $method, $frame, $sum, $by, $at);

-- name: return_draw.list
select d.id, d.month, d.area, a.name as area_name, d.how, d.amount, d.channels, d.seed, d.method, d.frame, d.frame_sum,
    u.name as by_name, d.drawn_at, (select count(*) from return_visit r where r.draw = d.id) as drawn,
    (select count(*) from return_visit r where r.draw = d.id and r.at is not null) as done
from return_draw d -- scan: a few a month
join area a on a.id = d.area
join account u on u.id = d.drawn_by
where cast($own as integer) = 0 and a.path >= $lo and a.path < $hi
order by d.drawn_at desc, d.id desc
limit 200;

-- name: return_visit.insert
insert into return_visit (id, visit, draw, area, state, tries, again_on, phone, visited, satisfaction, text, look_text,
    made_by, made_at)
values ($id, $visit, $draw, $area, 'open', 0, null, '', '', '', '', '', $by, $at);

-- name: return_visit.phones
select 'household' as kind, h.id as object, '' as name, h.phone from return_visit r
join visit v on v.id = r.visit join household h on h.id = v.household
where r.id = $id and h.phone <> ''
union all
select 'person' as kind, p.id as object, p.name, p.phone from return_visit r
join visit v on v.id = r.visit join person p on p.household = v.household
where r.id = $id and p.deleted_at is null and p.phone <> ''
order by kind, object;

-- name: return_visit.missed
update return_visit set tries = tries + 1, again_on = $again where id = $id;

-- name: return_visit.called
update return_visit set state = $state, tries = tries + case when at is null then 1 else 0 end, again_on = null,
    phone = $phone, visited = $visited, satisfaction = $satisfaction, text = $text, called_by = $by,
    at = coalesce(at, $at)
where id = $id;

-- name: return_visit.looked
update return_visit set state = $state, looked_by = $by, looked_at = $at, look_text = $text
where id = $id and state = $before;

-- name: return_visit.counts
update visit set counts = $counts, version = version + 1, updated_by = $by, updated_at = $at where id = $visit;

-- name: return_visit.entry
select q.* from visit_row q where q.id = $visit;
