-- The familiarity drill. Facts that its questions (etc/drill_questions.csv) are drawn from: rows of an own grid that the
-- leader may read, with object (what the question is about), its door, and the columns that questions name. Binds, of
-- which a statement takes what it needs: $lo $hi $own $me, $today, $secret_lo $secret_hi (case.sql), $now.

-- Who lives in the grid.
-- name: drill.people
select p.id as object, p.id as person, h.id as household, h.address, h.building, h.unit, h.room, p.name, p.birth,
    p.relation, p.politics, p.education, '' as kinds
from area a
cross join household h
cross join person p
where a.path >= $lo and a.path < $hi and h.area = a.id and h.deleted_at is null
    and p.household = h.id and p.deleted_at is null
    and (cast($own as integer) = 0 or p.created_by = $me)
order by p.id;

-- name: drill.households
select h.id as object, h.id as household, h.address, h.building, h.unit, h.room, h.kinds, h.no
from area a cross join household h
where a.path >= $lo and a.path < $hi and h.area = a.id and h.deleted_at is null
    and (cast($own as integer) = 0 or h.created_by = $me)
order by h.id;

-- The last visit to each household, as long as it was one.
-- name: drill.visits
select v.id as object, h.id as household, h.address, h.building, h.unit, h.room, v.visited_at as at,
    case when v.next_on >= $today then v.next_on else '' end as next_on, v.text
from area a
cross join household h
join visit v on v.id = (select w.id from visit w
    where w.household = h.id and w.deleted_at is null and w.counts = 1 and w.kind = 'visit'
    order by w.visited_at desc, w.id desc limit 1)
where a.path >= $lo and a.path < $hi and h.area = a.id and h.deleted_at is null
    and (cast($own as integer) = 0 or v.created_by = $me)
order by v.id;

-- Confidential cases are left out for everybody: what was asked is read by others later.
-- name: drill.cases
select c.id as object, c.no, c.title, c.state, c.category, coalesce(c.unit, '') as office, h.id as household,
    case when h.id is null then '' else '1' end as door, h.address, h.building, h.unit, h.room
from area a
cross join case_file c
left join household h on h.id = c.household and h.deleted_at is null and h.area = a.id
where a.path >= $lo and a.path < $hi and c.area = a.id and c.closed_at is null and c.state not in ('draft', 'void')
    and c.confidential = 0 and c.merged_into is null
    and (cast($own as integer) = 0 or {case.mine}) and {case.seen}
order by c.id;

-- name: drill.insert
insert into drill (id, leader, made_by, area, seed, asked, started_at, put_at)
values ($id, $leader, $by, $area, $seed, $asked, $at, $at);

-- name: drill.insert_item
insert into drill_item (drill, position, code, kind, object, question, options, answer)
values ($drill, $position, $code, $kind, $object, $question, $options, $answer);

-- name: drill.open
select d.id, d.area, d.started_at from drill d where d.leader = $leader and d.ended_at is null;

-- name: drill.drop_items
delete from drill_item where drill in (select d.id from drill d where d.leader = $leader and d.ended_at is null);

-- name: drill.drop
delete from drill where leader = $leader and ended_at is null;

-- The question that is to be answered now; none when all are.
-- name: drill.next
select i.drill, i.position, i.code, i.kind, i.object, i.question, i.options, i.answer, d.asked, d.right_count, d.put_at,
    d.leader
from drill d join drill_item i on i.drill = d.id
where d.id = $id and d.leader = $leader and d.ended_at is null and i.given is null
order by i.position
limit 1;

-- name: drill.put
update drill set put_at = $at where id = $id and leader = $leader and ended_at is null;

-- name: drill.answer
update drill_item set given = $given, correct = $correct, seconds = $seconds, answered_at = $at
where drill = $id and position = $position and given is null;

-- After an answer: what is right so far, and the end when none is left.
-- name: drill.count
update drill set put_at = $at, right_count = (select sum(i.correct) from drill_item i where i.drill = $id),
    ended_at = case when exists (select 1 from drill_item i where i.drill = $id and i.given is null) then null
        else cast($at as bigint) end
where id = $id;

-- name: drill.find
select d.id, d.leader, c.login, c.name, b.name as by_name, d.area, a.name as area_name, d.asked, d.right_count,
    d.started_at, d.ended_at, d.seed
from drill d
join area a on a.id = d.area
join account c on c.id = d.leader
join account b on b.id = d.made_by
where d.id = $id and a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or d.leader = $me);

-- name: drill.items
select i.position, i.code, i.kind, i.object, i.question, i.options, i.answer, i.given, i.correct, i.seconds,
    i.answered_at
from drill_item i
where i.drill = $id and i.given is not null
order by i.position;

-- Drills that ended from $from to before $until, with the best of each leader marked; and one that is open.
-- name: drill.list
select d.id, c.login, c.name, a.name as area_name, d.asked, d.right_count, d.started_at, d.ended_at,
    (select sum(i.seconds) from drill_item i where i.drill = d.id) as seconds,
    case when d.ended_at is not null and d.asked >= 10 and row_number() over (
            partition by d.leader, case when d.ended_at is null or d.asked < 10 then 1 else 0 end
            order by 1.0 * d.right_count / d.asked desc, d.asked desc, d.ended_at, d.id) = 1
        then 1 else 0 end as best
from area a
cross join drill d
join account c on c.id = d.leader
where d.area = a.id and a.path >= $lo and a.path < $hi and (cast($own as integer) = 0 or d.leader = $me)
    and (d.ended_at is null or (d.ended_at >= $from and d.ended_at < $until))
order by d.started_at desc, d.id desc
limit $limit;
