-- The monthly evaluation. $subject is a code of the list evaluation_subject, $who an account, a community or a unit of
-- it, 0 for all.

-- States in which figures do not change any more.
-- part: evaluation.closed_states
'frozen', 'reviewed', 'published';

-- Who is judged as what: a row for each time from $begin to $end that somebody answered for a grid, or had a post. Of
-- those who have one in the range all are told.
-- name: evaluation.people.grid_leader
select l.leader as who, u.login, u.name, g.id as area, g.name as area_name, l.grid_path as path, l.grid, l.from_on,
    l.until
from led_grid l
join account u on u.id = l.leader
join area g on g.id = l.grid
where l.from_on <= $end and l.until >= $begin
    and l.leader in (select cast($who as bigint) union all
        select m.leader from led_grid m
        where cast($who as bigint) = 0 and m.grid_path >= $lo and m.grid_path < $hi and m.from_on <= $end
            and m.until >= $begin)
order by l.leader, l.from_on, l.grid_path;

-- part: evaluation.people.having
select p.account as who, u.login, u.name, a.id as area, a.name as area_name, a.path, 0 as grid, p.from_on,
    coalesce(p.to_on, '9999-12-31') as until
from post p
join account u on u.id = p.account
join area a on a.id = p.area
where p.from_on <= $end and coalesce(p.to_on, '9999-12-31') >= $begin
    and coalesce(p.to_on, '9999-12-31') >= p.from_on;

-- part: evaluation.people.there
select q.account from area b cross join post q
    where cast($who as bigint) = 0 and b.path >= $lo and b.path < $hi and q.area = b.id and q.from_on <= $end
        and coalesce(q.to_on, '9999-12-31') >= $begin;

-- A part-time member is judged as an informant.
-- name: evaluation.people.informant
{evaluation.people.having} and p.role in ('informant', 'part_time')
    and p.account in (select cast($who as bigint) union all
        {evaluation.people.there} and q.role in ('informant', 'part_time'))
order by p.account, p.from_on, a.path;

-- name: evaluation.people.sunk
{evaluation.people.having} and p.role = 'sunk'
    and p.account in (select cast($who as bigint) union all
        {evaluation.people.there} and q.role = 'sunk')
order by p.account, p.from_on, a.path;

-- Communities that have grids with leaders in the month.
-- name: evaluation.people.station
select c.id as who, c.code as login, c.name, c.id as area, c.name as area_name, c.path, 0 as grid, '' as from_on,
    '' as until
from area c
where c.path >= $lo and c.path < $hi and (cast($who as integer) = 0 or c.id = $who)
    and exists (select 1 from led_grid l where l.community = c.id and l.from_on <= $end and l.until >= $begin)
order by c.id;

-- name: evaluation.people.department
select n.id as who, cast(n.id as text) as login, n.name, a.id as area, a.name as area_name, a.path, 0 as grid,
    '' as from_on, '' as until
from unit n
join area a on a.id = n.area
where n.deleted_at is null and a.path >= $lo and a.path < $hi and (cast($who as integer) = 0 or n.id = $who)
order by n.id;

-- Who had somebody acting for them, on which days.
-- name: evaluation.deputies
select d.account, d.from_on, d.to_on, d.ended_at
from deputy d
where d.from_on <= $end and d.to_on >= $begin and (d.ended_at is null or d.ended_at >= $from);

-- The unit that somebody works in.
-- name: evaluation.unit_of
select m.unit from unit_member m
where m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
    and (m.to_on is null or m.to_on >= $today)
order by m.unit
limit 1;

-- Colour of each grid of the range, and how many households it has.
-- name: evaluation.sizes
select g.id as grid,
    coalesce((select f.grade from grid f where f.area = g.id and f.deleted_at is null), '') as grade,
    (select coalesce(sum(c.rows), 0) from area b join row_count c on c.table_name = 'household' and c.area = b.id
        where b.path >= g.path and b.path < g.path || '~') as households
from area g
where g.path >= $lo and g.path < $hi and g.level = 5
order by g.id;

-- Lines of the ledger that hold, in the order in which they were written.
-- name: evaluation_point.of_month
select p.id, p.who, p.kind, p.points, p.reason
from evaluation_point p
where p.month = $month and p.subject = $subject and p.withdrawn_at is null
    and (cast($who as integer) = 0 or p.who = $who)
order by p.who, p.id;

-- name: evaluation_appeal.accepted
select p.id, p.who, p.item, p.measure, p.kind, p.object, p.no, p.effect, p.points
from evaluation_appeal p
where p.month = $month and p.subject = $subject and p.state = 'accepted'
    and (cast($who as integer) = 0 or p.who = $who)
order by p.who, p.id;

-- Streets of the range, and the area that is the range.
-- name: evaluation.streets
select a.id, a.path from area a where a.path >= $lo and a.path < $hi and a.level = 3 order by a.path;

-- name: evaluation.area
select a.id, a.path from area a where a.path >= $lo and a.path < $hi order by a.path limit 1;

-- What is told of a stored one.
-- part: evaluation.columns
e.id, e.subject, e.who, e.login, e.name, e.area, a.name as area_name, a.path, e.scheme, e.base, e.points, e.cap,
    e.total, e.veto, e.grade, e.rank, e.days, e.days_away, e.judged, e.state,
    (select c.total from evaluation_correction c where c.evaluation = e.id order by c.position desc limit 1)
        as corrected_total,
    (select c.grade from evaluation_correction c where c.evaluation = e.id order by c.position desc limit 1)
        as corrected_grade;

-- Who is asked for: one, or those of the range. Sought, so that one is found without a look at the others.
-- part: evaluation.stored_who
select cast($who as bigint) union all
    select o.who from area b cross join evaluation o
    where cast($who as bigint) = 0 and b.path >= $lo and b.path < $hi and o.area = b.id and o.month = $month
        and o.subject = $subject;

-- name: evaluation.stored
select {evaluation.columns}
from evaluation e
cross join area a
where a.id = e.area and e.month = $month and e.subject = $subject and e.who in ({evaluation.stored_who})
    and a.path >= $lo and a.path < $hi
order by e.id;

-- name: evaluation.stored.totals
select e.who, e.total, e.veto, case when e.judged <> 0 and (e.veto <> 0 or e.grade <> '') then 1 else 0 end as ranked,
    a.path
from evaluation e
join area a on a.id = e.area
where e.month = $month and e.subject = $subject and a.path >= $lo and a.path < $hi;

-- part: evaluation.line_columns
n.evaluation, n.item, n.numerator, n.denominator, n.rate, n.target, n.full_weight, n.weight, n.score,
    i.label_en, i.label_zh;

-- name: evaluation.stored.lines
select {evaluation.line_columns}
from evaluation e
cross join area a
cross join evaluation_line n
join scheme_item i on i.scheme = e.scheme and i.item = n.item
where e.month = $month and e.subject = $subject and e.who in ({evaluation.stored_who})
    and n.evaluation = e.id and a.id = e.area
    and a.path >= $lo and a.path < $hi and e.state in ({evaluation.closed_states})
order by e.id, n.position;

-- name: evaluation.stored.parts
select n.evaluation, n.item, n.measure, n.factor, n.amount, n.numerator, n.denominator, n.rate
from evaluation e
cross join area a
cross join evaluation_part n
where e.month = $month and e.subject = $subject and e.who in ({evaluation.stored_who})
    and n.evaluation = e.id and a.id = e.area
    and a.path >= $lo and a.path < $hi and e.state in ({evaluation.closed_states})
order by e.id, n.item, n.position;

-- All that was kept with one of them.
-- name: evaluation.kept
select {evaluation.columns}
from evaluation e
join area a on a.id = e.area
where e.id = $id;

-- name: evaluation.kept.lines
select {evaluation.line_columns}
from evaluation e
join evaluation_line n on n.evaluation = e.id
join scheme_item i on i.scheme = e.scheme and i.item = n.item
where e.id = $id
order by n.position;

-- name: evaluation.kept.parts
select n.evaluation, n.item, n.measure, n.factor, n.amount, n.numerator, n.denominator, n.rate
from evaluation_part n
where n.evaluation = $id
order by n.item, n.position;

-- name: evaluation.kept.records
select r.measure, r.kind, r.object as id, r.no, r.at, r.text, r.counted, r.due, r.note
from evaluation_record r
where r.evaluation = $id and r.item = $item
order by r.position;

-- name: evaluation.kept.points
select p.point, p.kind, p.points, p.reason from evaluation_point_kept p where p.evaluation = $id order by p.position;

-- name: evaluation.kept.appeals
select p.id, p.who, p.item, p.measure, p.kind, p.object, p.no, p.effect, p.points
from evaluation e
join evaluation_appeal p on p.month = e.month and p.subject = e.subject and p.who = e.who
where e.id = $id and p.state = 'accepted'
order by p.id;

-- name: evaluation.find
select e.id, e.state from evaluation e where e.month = $month and e.subject = $subject and e.who = $who;

-- name: evaluation.insert
insert into evaluation (id, month, subject, who, login, name, area, scheme, base, points, cap, total, veto, grade, rank,
    days, days_away, judged, state, computed_at)
values ($id, $month, $subject, $who, $login, $name, $area, $scheme, $base, $points, $cap, $total, $veto, $grade, $rank,
    $days, $days_away, $judged, $state, $now);

-- name: evaluation.clear
delete from evaluation where id = $id and state = 'computed';

-- name: evaluation.renew
update evaluation set base = $base, points = $points, total = $total, veto = $veto, grade = $grade
where id = $id and state in ('frozen', 'reviewed');

-- name: evaluation_line.clear
delete from evaluation_line where evaluation = $id;

-- name: evaluation_line.insert
insert into evaluation_line (evaluation, position, item, numerator, denominator, rate, target, full_weight, weight, score)
values ($evaluation, $position, $item, $numerator, $denominator, $rate, $target, $full_weight, $weight, $score);

-- name: evaluation_part.clear
delete from evaluation_part where evaluation = $id;

-- name: evaluation_part.insert
insert into evaluation_part (evaluation, item, position, measure, factor, amount, target, numerator, denominator, rate)
values ($evaluation, $item, $position, $measure, $factor, $amount, $target, $numerator, $denominator, $rate);

-- name: evaluation_point_kept.insert
insert into evaluation_point_kept (evaluation, position, point, kind, points, reason)
values ($evaluation, $position, $point, $kind, $points, $reason);

-- name: evaluation_record.insert
insert into evaluation_record (evaluation, item, measure, position, kind, object, no, at, text, counted, due, note)
values ($evaluation, $item, $measure, $position, $kind, $object, $no, $at, $text, $counted, $due, $note);

-- name: evaluation.publish
update evaluation set state = 'published'
where month = $month and state in ('frozen', 'reviewed')
    and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- Is the month of the leaders frozen for the area: for the grid that it lies in, or for who led it then? Nothing of a
-- month is, as a rule, so the evaluations of the month come first.
-- name: evaluation.closed
select e.id from evaluation e
join area g on g.id = e.area
join area a on a.id = $area and a.path >= g.path and a.path < g.path || '~'
where e.month = $month and e.subject = 'grid_leader' and e.state in ({evaluation.closed_states})
union all
select e.id from evaluation e
cross join led_area l
where e.month = $month and e.subject = 'grid_leader' and e.state in ({evaluation.closed_states})
    and l.leader = e.who and l.area = $area and l.from_on <= $last and l.until >= $first;
