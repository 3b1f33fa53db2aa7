-- The monthly evaluation.

-- name: scheme.count
select count(*) as schemes from scheme;

-- name: scheme.insert
insert into scheme (id, name, from_month) values ($id, $name, $from_month);

-- name: scheme_item.insert
insert into scheme_item (scheme, position, item, measure, weight, target, label_en, label_zh, help_en, help_zh)
values ($scheme, $position, $item, $measure, $weight, $target, $label_en, $label_zh, $help_en, $help_zh);

-- The scheme that a month is judged by: the newest that was valid then.
-- name: scheme.of_month
select i.scheme, i.item, i.measure, i.weight, i.target, i.label_en, i.label_zh, i.help_en, i.help_zh
from scheme s join scheme_item i on i.scheme = s.id
where s.from_month = (select max(t.from_month) from scheme t where t.from_month <= $month)
order by i.position;

-- Leaders of the month whose (first) grid lies in the range and who are not frozen yet; neither is one shown whose grid
-- was frozen under the leader that it had then.
-- name: evaluation.leaders
select u.id as leader, u.login, u.name, g.id as area, g.name as area_name, g.path,
    case when exists (select 1 from evaluation e where e.month = $month and e.leader = u.id) then 'computed'
        else 'open' end as state
from (
    select l.leader, min(l.grid_path) as path from led_grid l
    where l.from_on <= $last and l.until >= $last
        and l.leader in (select m.leader from led_grid m where m.grid_path >= $lo and m.grid_path < $hi)
    group by l.leader
) f
join account u on u.id = f.leader
join area g on g.path = f.path
where f.path >= $lo and f.path < $hi
    and not exists (select 1 from evaluation e
        where e.month = $month and e.state in ('frozen', 'published') and (e.leader = u.id or e.area = g.id))
order by u.id;

-- Communities that have grids with leaders in the month.
-- name: evaluation.communities
select distinct c.id, c.path from led_grid l
join area c on c.id = l.community
where l.from_on <= $last and l.until >= $last and l.grid_path >= $lo and l.grid_path < $hi
order by c.path;

-- name: evaluation.stored
select e.id, e.leader, u.login, u.name, e.area, a.name as area_name, a.path, e.total, e.grade, e.rank, e.state
from evaluation e
join area a on a.id = e.area
join account u on u.id = e.leader
where e.month = $month and a.path >= $lo and a.path < $hi
order by e.leader;

-- name: evaluation.stored.lines
select e.leader, n.item, n.numerator, n.denominator, n.rate, n.weight, n.score, i.label_en, i.label_zh
from evaluation e
join area a on a.id = e.area
join evaluation_line n on n.evaluation = e.id
join scheme_item i on i.scheme = e.scheme and i.item = n.item
where e.month = $month and a.path >= $lo and a.path < $hi and e.state in ('frozen', 'published')
order by e.leader, n.position;

-- name: evaluation.stored.records
select r.kind, r.object as id, r.no, r.at, r.text, r.counted, r.note
from evaluation_record r
join evaluation e on e.id = r.evaluation
where e.month = $month and e.leader = $leader and r.item = $item
order by r.position;

-- name: evaluation.find
select e.id, e.state from evaluation e where e.month = $month and e.leader = $leader;

-- name: evaluation.insert
insert into evaluation (id, month, leader, area, scheme, total, grade, rank, state, computed_at)
values ($id, $month, $leader, $area, $scheme, $total, $grade, $rank, $state, $now);

-- name: evaluation.clear
delete from evaluation where id = $id and state = 'computed';

-- name: evaluation_line.clear
delete from evaluation_line where evaluation = $id;

-- name: evaluation_line.insert
insert into evaluation_line (evaluation, position, item, numerator, denominator, rate, weight, score)
values ($evaluation, $position, $item, $numerator, $denominator, $rate, $weight, $score);

-- name: evaluation_record.insert
insert into evaluation_record (evaluation, item, position, kind, object, no, at, text, counted, note)
values ($evaluation, $item, $position, $kind, $object, $no, $at, $text, $counted, $note);

-- name: evaluation.publish
update evaluation set state = 'published'
where month = $month and state = 'frozen'
    and area in (select a.id from area a where a.path >= $lo and a.path < $hi);

-- Is the month frozen for the area: for the grid that it lies in, or for who led it then? Nothing of a month is, as a
-- rule, so the evaluations of the month come first.
-- name: evaluation.closed
select e.id from evaluation e
join area g on g.id = e.area
join area a on a.id = $area and a.path >= g.path and a.path < g.path || '~'
where e.month = $month and e.state in ('frozen', 'published')
union all
select e.id from evaluation e
cross join led_area l
where e.month = $month and e.state in ('frozen', 'published')
    and l.leader = e.leader and l.area = $area and l.from_on <= $last and l.until >= $last;
