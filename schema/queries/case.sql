-- Cases. $lo $hi $own $me are the actor's scope (work/right.h). A draft is seen by its author only; a case is seen by
-- its author and its handler wherever it is. heat sorts by light and then by the time that is left: red, yellow, green,
-- and last what is closed or has no limit.

-- $view: what of it. mine is what I reported and what waits for me ($turns: states that wait for my role,
-- $handler_turns: for the handler; each between spaces). The arms of the other views cost nothing.
-- name: case.list
-- scan: the open ones, by an index that holds nothing else
select q.* from (
    select r.*,
        case when r.closed_at is not null or r.due_at is null then 'none'
            when $now > r.due_at then 'red'
            when $now >= r.yellow_at then 'yellow'
            else 'green' end as light,
        case when r.closed_at is not null or r.due_at is null then 300000000000 - r.created_at
            when $now > r.due_at then r.due_at
            when $now >= r.yellow_at then 100000000000 + r.due_at
            else 200000000000 + r.due_at end as heat
    from case_row r
    where r.id in (
        select c.id from case_file c where cast($view as text) = 'mine' and c.created_by = $me
        union
        select c.id from case_file c
        where cast($view as text) = 'mine' and c.handler = $me and $handler_turns like '% ' || c.state || ' %'
        union
        select c.id from area a join case_file c on c.area = a.id and c.closed_at is null
        where cast($view as text) = 'mine' and a.path >= $lo and a.path < $hi and cast($own as integer) = 0
            and $turns like '% ' || c.state || ' %'
        union
        select c.id from case_file c join area a on a.id = c.area
        where cast($view as text) <> 'mine' and c.closed_at is null and c.state <> 'draft'
            and (cast($view as text) <> 'overdue' or c.due_at < $now)
            and ((a.path >= $lo and a.path < $hi and cast($own as integer) = 0) or c.handler = $me
                or c.created_by = $me)
    )
) q
where {where}
order by {order};

-- name: case.list.area
select q.* from ( -- scan: from the newest on, until the page is full
    select r.*,
        case when r.closed_at is not null or r.due_at is null then 'none'
            when $now > r.due_at then 'red'
            when $now >= r.yellow_at then 'yellow'
            else 'green' end as light,
        case when r.closed_at is not null or r.due_at is null then 300000000000 - r.created_at
            when $now > r.due_at then r.due_at
            when $now >= r.yellow_at then 100000000000 + r.due_at
            else 200000000000 + r.due_at end as heat
    from case_row r
) q
where (cast($own as integer) = 0 or q.created_by = $me or q.handler = $me)
    and +q.area in (select a.id from area a where a.path >= $lo and a.path < $hi)
    and (q.state <> 'draft' or q.created_by = $me) and {where}
order by {order};

-- name: case.read
select q.* from case_row q
where q.id = coalesce((select c.id from case_file c where c.no = $no), $id)
    and ((q.path >= $lo and q.path < $hi and cast($own as integer) = 0) or q.handler = $me or q.created_by = $me)
    and (q.state <> 'draft' or q.created_by = $me);

-- name: case.insert
insert into case_file (id, no, title, text, category, area, household, place, urgency, state, unit, result,
    satisfaction, rework, self_handled, visit, version, created_by, created_at, updated_by, updated_at)
values ($id, $no, $title, $text, $category, $area, $household, $place, $urgency, 'draft', '', '', '', 0, 0, $visit, 1,
    $me, $now, $me, $now);

-- name: case.update
update case_file set title = $title, text = $text, category = $category, area = $area, household = $household,
    place = $place, urgency = $urgency, due_at = $due_at, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version;

-- name: case.move
update case_file set state = $to, handler = $handler, unit = $unit, result = $result, satisfaction = $satisfaction,
    rework = $rework, self_handled = $self_handled, reported_at = $reported_at, due_at = $due_at,
    closed_at = $closed_at, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version and state = $from;

-- Who a case can be handed to: somebody active who holds a post today; a row for each post.
-- name: case.handler
select u.id, u.name, p.role from account u
join post p on p.account = u.id and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
where (u.id = $id or u.login = $login) and u.state = 'active';

-- name: case_step.insert
insert into case_step (id, case_file, at, account, post, command, from_state, to_state, text, handler, satisfaction)
values ($id, $case_file, $at, $me, $post, $command, $from, $to, $text, $handler, $satisfaction);

-- name: case_step.list
select s.id, s.at, s.at as at_text, u.login as "by", u.name as by_name, s.command, s.from_state, s.to_state, s.text,
    coalesce(h.name, '') as handler_name, s.satisfaction
from case_step s
left join account u on u.id = s.account
left join account h on h.id = s.handler
where s.case_file = $id
order by s.id;
