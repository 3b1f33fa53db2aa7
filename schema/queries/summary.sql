-- The numbers of the home screen. A range that the actor has no right to is empty and costs nothing.

-- $visit_lo .. of visit.read, $lo .. of case.read.
-- name: summary.work
select v.today, v.month, c.red + h.red as red, c.yellow + h.yellow as yellow, c.green + h.green as green
from (select coalesce(sum(case when x.visited_at >= $day then 1 else 0 end), 0) as today, count(*) as month
    from area a
    cross join visit x
    where a.path >= $visit_lo and a.path < $visit_hi
        and x.area = a.id and x.visited_at >= $month and x.visited_at < $tomorrow and x.deleted_at is null
        and (cast($visit_own as integer) = 0 or x.created_by = $me)) v
cross join (select
        coalesce(sum(case when coalesce(c.stopped_at, $now) > c.due_at then 1 else 0 end), 0) as red,
        coalesce(sum(case when coalesce(c.stopped_at, $now) between c.yellow_at and c.due_at then 1 else 0 end), 0)
            as yellow,
        coalesce(sum(case when c.due_at is null or coalesce(c.stopped_at, $now) < c.yellow_at then 1 else 0 end), 0)
            as green
    from area a
    cross join case_file c
    where a.path >= $lo and a.path < $hi and cast($own as integer) = 0
        and c.area = a.id and c.closed_at is null and c.state <> 'draft' and {case.seen}) c
cross join (select
        coalesce(sum(case when coalesce(c.stopped_at, $now) > c.due_at then 1 else 0 end), 0) as red,
        coalesce(sum(case when coalesce(c.stopped_at, $now) between c.yellow_at and c.due_at then 1 else 0 end), 0)
            as yellow,
        coalesce(sum(case when c.due_at is null or coalesce(c.stopped_at, $now) < c.yellow_at then 1 else 0 end), 0)
            as green
    from case_file c
    where cast($own as integer) <> 0 and c.closed_at is null and c.state <> 'draft' and c.id in ({case.mine_open})) h;

-- name: summary.scores
select e.month, e.total, e.grade from evaluation e
where e.who = $me and e.subject in ('grid_leader', 'informant', 'sunk') and e.judged = 1 and e.month in ($this, $before);

-- name: summary.office
select (select count(*) from account where state = 'active') as users,
    (select count(*) from account where waits_until > $now) as users_waiting,
    (select count(*) from session) as sessions;

-- What waits for the actor, most urgent first; urgency and measure: src/work/todo.c.
-- name: summary.todo_cases
select c.id, c.no, c.title, c.state, c.reported_at, c.yellow_at, c.due_at, c.stopped_at,
    case when c.due_at is null then 4
        when coalesce(c.stopped_at, $now) > c.due_at then 0
        when coalesce(c.stopped_at, $now) >= c.yellow_at then 1
        else 3 end as urgency,
    case when coalesce(c.stopped_at, $now) > c.due_at
            then -1.0 * ($now - c.due_at) / nullif(c.due_at - c.reported_at, 0)
        else 1.0 * c.due_at end as measure
from case_file c
where c.id in (
        select c.id from case_file c
        where c.handler = $me and c.closed_at is null and c.waits like '% handler %'
        union
        select c.id from unit_member m
        join case_unit cu on cu.unit = m.unit and cu.to_at is null and cu.kind = 'lead'
        join case_file c on c.id = cu.case_file
        where m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
            and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
            and c.handler is null and c.closed_at is null and c.waits like '% handler %'
        union
        select c.id from case_file c where c.created_by = $me and c.waits like '% author %'
        union
        select c.id from area a
        cross join case_file c
        where a.path >= $lo and a.path < $hi and cast($own as integer) = 0
            and c.area = a.id and c.closed_at is null
            and (c.waits like $turn
                or {case.asked_of_me})
            and {case.seen})
order by urgency, measure asc nulls last, c.id
limit $limit;
