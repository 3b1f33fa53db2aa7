-- Cases. What the actor sees of them is told once, in the parts case.mine and case.seen: $lo $hi $own $me are the actor's
-- scope (work/right.h), $secret_lo $secret_hi that of the right to confidential cases. A draft is seen by its author
-- only; a case is seen by its author, its handler and the units that it was handed to wherever it is; and a confidential
-- one by nobody else, unless with the right.

-- Of the case c: it is the actor's, whatever the area.
-- With $own 1 not what a unit of the actor's has in hand.
-- part: case.mine
(c.created_by = $me or c.handler = $me or c.id in (
    select cu.case_file from unit_member m
    join case_unit cu on cu.unit = m.unit and cu.to_at is null
    where cast($own as integer) <> 1 and m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
        and (coalesce(m.to_on, '') = '' or m.to_on >= $today)));

-- The ids of those.
-- part: case.mine_ids
select m.id from case_file m where m.created_by = $me
union
select m.id from case_file m where m.handler = $me
union
select cu.case_file from unit_member m
join case_unit cu on cu.unit = m.unit and cu.to_at is null
where cast($own as integer) <> 1 and m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
    and (coalesce(m.to_on, '') = '' or m.to_on >= $today);

-- And of those that are open, by indexes that hold nothing else.
-- part: case.mine_open
select m.id from case_file m where m.created_by = $me and m.closed_at is null
union
select m.id from case_file m where m.handler = $me and m.closed_at is null
union
select cu.case_file from unit_member m
join case_unit cu on cu.unit = m.unit and cu.to_at is null
where cast($own as integer) <> 1 and m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
    and (coalesce(m.to_on, '') = '' or m.to_on >= $today);

-- Of the case c, in whose area the actor may read: it is not confidential, or the actor may see it all the same.
-- part: case.seen
(c.confidential = 0 or exists (select 1 from area sa where sa.id = c.area and sa.path >= $secret_lo
        and sa.path < $secret_hi)
    or c.created_by = $me or c.handler = $me or c.id in (
        select cu.case_file from unit_member m
        join case_unit cu on cu.unit = m.unit and cu.to_at is null
        where m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
            and (coalesce(m.to_on, '') = '' or m.to_on >= $today)));

-- Of the case c: what waits for approval was asked for by the actor, or by the actor's hand in the place of another; such
-- a request another person decides.
-- part: case.asked_by_me
exists (select 1 from case_request r
    where r.case_file = c.id and r.decision = '' and (r.asked_by = $me or exists (select 1 from case_step s
        where s.case_file = r.case_file and s.command = r.command and s.at = r.asked_at and s.account = $me)));

-- Of the case c: a request waits for the word of the actor, who may approve it at its level ($approvals: COMMAND/LEVEL,
-- each between blanks).
-- part: case.asked_of_me
(c.asked <> '' and $approvals like '% ' || c.asked || '/' || c.level || ' %' and not {case.asked_by_me});

-- Of the case c: green below 80% of its time, yellow to the end of it, red above; it keeps its light while its clocks
-- stand still.
-- part: case.light
case when c.closed_at is not null or c.due_at is null then 'none'
    when coalesce(c.stopped_at, $now) > c.due_at then 'red'
    when coalesce(c.stopped_at, $now) >= c.yellow_at then 'yellow'
    else 'green' end;

-- The same of the stage that it is in.
-- part: case.stage_light
case when c.closed_at is not null or c.stage_due_at is null then 'none'
    when coalesce(c.stopped_at, $now) > c.stage_due_at then 'red'
    when coalesce(c.stopped_at, $now) >= c.stage_yellow_at then 'yellow'
    else 'green' end;

-- Of the case c: sorts by light and then by the time that is left: red, yellow, green, and last what is closed or has no
-- limit.
-- part: case.heat
case when c.closed_at is not null or c.due_at is null then 300000000000 - c.created_at
    when coalesce(c.stopped_at, $now) > c.due_at then c.due_at
    when coalesce(c.stopped_at, $now) >= c.yellow_at then 100000000000 + c.due_at
    else 200000000000 + c.due_at end;

-- Of the case c: it is in $view, one of those that are views of what is open.
-- part: case.in_view
cast($view as text) not in ('mine', 'queue', 'asked') and c.closed_at is null and c.state <> 'draft'
and (cast($view as text) <> 'overdue' or c.due_at < coalesce(c.stopped_at, $now))
and (cast($view as text) <> 'supervised' or (c.supervised_at is not null and c.replied_at is null))
and (cast($view as text) <> 'secretary' or c.secretary_at is not null)
and (cast($view as text) <> 'suspended' or c.stopped_at is not null)
and (cast($view as text) <> 'confidential' or c.confidential = 1);

-- $view: what of it. queue is what waits for me ($turn: '% ROLE %'); mine is that and what I reported; asked are
-- requests that I may approve ($approvals: their commands between blanks). The arms of the other views cost nothing.
-- name: case.list
-- scan: the open ones, by an index that holds nothing else
select q.* from (
    select c.*, {case.light} as light, {case.stage_light} as stage_light, {case.heat} as heat
    from case_row c
    where c.id in (
        select c.id from case_file c where cast($view as text) = 'mine' and c.created_by = $me
        union
        select c.id from case_file c
        where cast($view as text) in ('mine', 'queue') and c.handler = $me and c.closed_at is null
            and c.waits like '% handler %'
        union
        select c.id from unit_member m
        join case_unit cu on cu.unit = m.unit and cu.to_at is null and cu.kind = 'lead'
        join case_file c on c.id = cu.case_file
        where cast($view as text) in ('mine', 'queue') and m.member = $me and m.deleted_at is null
            and coalesce(m.from_on, '') <= $today and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
            and c.handler is null and c.closed_at is null and c.waits like '% handler %'
        union
        select c.id from case_file c
        where cast($view as text) = 'queue' and c.created_by = $me and c.closed_at is null
            and c.waits like '% author %'
        union
        select c.id from area a join case_file c on c.area = a.id and c.closed_at is null
        where cast($view as text) in ('mine', 'queue') and a.path >= $lo and a.path < $hi
            and cast($own as integer) = 0 and c.waits like $turn and {case.seen}
        union
        select c.id from area a join case_file c on c.area = a.id and c.closed_at is null
        where cast($view as text) in ('mine', 'queue', 'asked') and a.path >= $lo and a.path < $hi
            and cast($own as integer) = 0 and {case.asked_of_me} and {case.seen}
        union
        select c.id from area a cross join case_file c
        where {case.in_view} and c.area = a.id and a.path >= $lo and a.path < $hi and cast($own as integer) = 0
            and {case.seen}
        union
        select c.id from case_file c where {case.in_view} and c.id in ({case.mine_open})
    )
) q
where {where}
order by {order};

-- name: case.list.area
select q.* from ( -- scan: from the newest on, until the page is full
    select c.*, {case.light} as light, {case.stage_light} as stage_light, {case.heat} as heat
    from case_row c
    where (cast($own as integer) = 0 or {case.mine}) and {case.seen}
) q
where +q.area in (select a.id from area a where a.path >= $lo and a.path < $hi)
    and (q.state <> 'draft' or q.created_by = $me) and {where}
order by {order};

-- The same of a small area, where the newest are far between: all that it has.
-- name: case.list.near
select q.* from (
    select c.*, {case.light} as light, {case.stage_light} as stage_light, {case.heat} as heat
    from case_row c
    where c.id in (
        select c.id from area a cross join case_file c
        where a.path >= $lo and a.path < $hi and c.area = a.id and cast($own as integer) = 0
            and (c.state <> 'draft' or c.created_by = $me) and {case.seen}
        union
        select c.id from case_file c cross join area a
        where cast($own as integer) <> 0 and c.id in ({case.mine_ids}) and a.id = c.area
            and a.path >= $lo and a.path < $hi and (c.state <> 'draft' or c.created_by = $me)
    )
) q
where {where}
order by {order};

-- How many that are, be the area small or large.
-- name: case.list.area.count
{case.list.near};

-- name: case.read
select c.* from case_row c
where c.id = coalesce((select f.id from case_file f where f.no = $no), $id)
    and ((c.path >= $lo and c.path < $hi and cast($own as integer) = 0 and {case.seen}) or {case.mine})
    and (c.state <> 'draft' or c.created_by = $me);

-- One, whoever may see it.
-- name: case.any
select c.* from case_row c where c.id = $id;

-- name: case.path
select a.path from area a where a.id = $area;

-- What was reported near an instant in a community, $near_lo to $near_hi: any of it may be the same matter.
-- name: case.near
select c.id, c.no, c.title, c.state, c.household, c.place, c.reported_at, '' as why, c.title || ' ' || c.text as words
from area a
cross join case_file c
where a.path >= $near_lo and a.path < $near_hi and c.area = a.id and c.reported_at >= $from and c.reported_at <= $until
    and c.id <> $id and c.merged_into is null and c.state not in ('draft', 'void')
    and ((a.path >= $lo and a.path < $hi and cast($own as integer) = 0 and {case.seen}) or {case.mine})
order by c.reported_at desc, c.id desc
limit 500;

-- Open ones from before turns were kept with each case.
-- name: case.without_waits
-- scan: the open ones, by an index that holds nothing else
select c.id from case_file c where c.closed_at is null and c.waits = '' order by c.id;

-- name: case.set_waits
update case_file set waits = $waits where id = $id;

-- name: case.all
-- scan: once, of a database that is being made
select c.id from case_file c order by c.id;

-- What its timeline makes of a case (work/case_replay.c).
-- name: case.replayed
update case_file set level = $level, waits = $waits, outcome = $outcome, yellow_at = $yellow_at, due_at = $due_at,
    stage = $stage, stage_yellow_at = $stage_yellow_at, stage_due_at = $stage_due_at
where id = $id;

-- name: case.insert
insert into case_file (id, no, title, text, category, area, household, place, urgency, state, level, waits, unit, result,
    satisfaction, rework, self_handled, visit, source, source_no, reporter, reporter_phone, person, confidential,
    version, created_by, created_at, updated_by, updated_at)
values ($id, $no, $title, $text, $category, $area, $household, $place, $urgency, 'draft', 'grid', ' author ', '', '', '',
    0, 0, $visit, $source, $source_no, $reporter, $reporter_phone, $person, $confidential, 1, $me, $now, $me, $now);

-- name: case.update
update case_file set title = $title, text = $text, category = $category, area = $area, household = $household,
    place = $place, urgency = $urgency, source = $source, source_no = $source_no, reporter = $reporter,
    reporter_phone = $reporter_phone, confidential = $confidential, level = $level, waits = $waits,
    yellow_at = $yellow_at, due_at = $due_at, stage = $stage, stage_yellow_at = $stage_yellow_at,
    stage_due_at = $stage_due_at, stopped_at = $stopped_at, version = version + 1, updated_by = $me, updated_at = $now
where id = $id and version = $version;

-- name: case.move
update case_file set state = $to, level = $level, waits = $waits, handler = $handler, lead = $lead, unit = $unit,
    category = $category, urgency = $urgency, result = $result, satisfaction = $satisfaction, outcome = $outcome,
    asked = $asked, rework = $rework, returns = $returns, self_handled = $self_handled, reported_at = $reported_at,
    area = case when cast($closed_at as bigint) is null -- opened again, it lies where its area went
        then coalesce((select a.into_area from area a where a.id = case_file.area and a.ended_on is not null), area)
        else area end,
    closed_at = $closed_at, archived_at = $archived_at, merged_into = $merged_into, suspended_until = $suspended_until,
    supervised_at = $supervised_at, supervise_reason = $supervise_reason, reply_by = $reply_by,
    replied_at = $replied_at, yellow_at = $yellow_at, due_at = $due_at, stage = $stage,
    stage_yellow_at = $stage_yellow_at, stage_due_at = $stage_due_at, stopped_at = $stopped_at, version = version + 1,
    updated_by = $me, updated_at = $now
where id = $id and version = $version and state = $from;

-- Who a case can be handed to: somebody active who holds a post today; a row for each post.
-- name: case.handler
select u.id, u.name, p.role, p.custom from account u
join post p on p.account = u.id and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
where (u.id = $id or u.login = $login) and u.state = 'active';

-- name: case.unit
select u.id, u.name from unit u where u.id = $id and u.deleted_at is null;

-- Cases that were merged into this one.
-- name: case.merged
select c.id, c.no, c.title, c.created_by, c.reporter_phone from case_file c
where c.merged_into = $id and c.merged_into is not null
order by c.id;

-- Those of them that the actor sees: a confidential one may be among them.
-- name: case.merged_seen
select c.id, c.no, c.title from case_file c
join area a on a.id = c.area
where c.merged_into = $id and c.merged_into is not null
    and ((a.path >= $lo and a.path < $hi and cast($own as integer) = 0 and {case.seen}) or {case.mine})
order by c.id;

-- How a case ended; nothing while it is open.
-- name: case.outcome
select case when c.state in ('closed', 'archived') then c.outcome else '' end as outcome, c.result from case_file c
where c.id = $id;

-- Those that were merged into a case that has come to its end, or has been opened again.
-- name: case.merged_follow
update case_file set outcome = $outcome, result = case when $result = '' then result else $result end,
    version = version + 1, updated_by = $me, updated_at = $now
where merged_into = $id and merged_into is not null and state in ('closed', 'archived');

-- Who holds a post of a role today for an area that the path lies in; each area's path is 4 characters longer than that
-- of the one above it.
-- name: case.posts
select distinct p.account from area a
join post p on p.area = a.id and p.role = $role and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
join account u on u.id = p.account and u.state = 'active'
where a.path in (substr($path, 1, 4), substr($path, 1, 8), substr($path, 1, 12), substr($path, 1, 16),
    substr($path, 1, 20))
order by p.account;

-- name: case_step.insert
insert into case_step (id, case_file, at, account, post, acting_for, command, from_state, to_state, text, handler,
    satisfaction, given, level, handler_before, lead_before, unit_before)
values ($id, $case_file, $at, $me, $post, $acting_for, $command, $from, $to, $text, $handler, $satisfaction, $given,
    $level, $handler_before, $lead_before, $unit_before);

-- name: case_step.list
select s.id, s.at, s.at as at_text, coalesce(u.login, '') as "by", coalesce(u.name, '') as by_name,
    coalesce(d.name, '') as acting_for, s.command, s.from_state, s.to_state, s.text, coalesce(h.name, '') as handler_name,
    s.satisfaction, s.given, s.level
from case_step s
left join account u on u.id = s.account
left join account h on h.id = s.handler
left join account d on d.id = s.acting_for
where s.case_file = $id
order by s.id;

-- What led to the state that a case is in.
-- name: case_step.past
select s.command, s.from_state, s.to_state, s.level, s.handler_before, s.lead_before, s.unit_before, s.text,
    s.satisfaction, s.given
from case_step s where s.case_file = $id order by s.id;

-- The same with the role of who took each, in the order of the timeline.
-- name: case_step.roles
select s.id, s.at, s.command, s.from_state, s.to_state, coalesce((select p.role from post p where p.account = s.account
    order by p.id limit 1), '') as role
from case_step s where s.case_file = $id order by s.id;

-- name: case_step.set_level
update case_step set level = $level where id = $id;

-- Who supervised it last.
-- name: case_step.supervisor
select s.account from case_step s where s.case_file = $id and s.command = 'supervise' order by s.id desc limit 1;

-- name: case_unit.end
update case_unit set to_at = $now where case_file = $id and to_at is null;

-- name: case_unit.add
insert into case_unit (case_file, unit, kind, from_at, to_at) values ($id, $unit, $kind, $now, null)
on conflict (case_file, unit, from_at) do update set kind = $kind, to_at = null;

-- As what the actor's units have the case.
-- name: case_unit.of_me
select cu.kind from case_unit cu
join unit_member m on m.unit = cu.unit and m.member = $me and m.deleted_at is null
    and coalesce(m.from_on, '') <= $today and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
where cu.case_file = $id and cu.to_at is null;

-- name: case_unit.members
select distinct m.member as account from case_unit cu
join unit_member m on m.unit = cu.unit and m.deleted_at is null and coalesce(m.from_on, '') <= $today
    and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
where cu.case_file = $id and cu.to_at is null and cu.kind = $kind
order by m.member;

-- Every unit that has or had it.
-- name: case_unit.list
select cu.unit, coalesce(u.name, '') as name, cu.kind, cu.from_at, cu.to_at from case_unit cu
left join unit u on u.id = cu.unit
where cu.case_file = $id
order by cu.from_at, cu.kind desc, cu.unit;

-- name: case_request.insert
insert into case_request (id, case_file, command, asked_by, asked_at, text, given)
values ($id, $case_file, $command, $me, $now, $text, $given);

-- name: case_request.open
select r.id, r.command, r.asked_by, r.text, r.given,
    (select s.account from case_step s
        where s.case_file = r.case_file and s.command = r.command and s.at = r.asked_at
        order by s.id desc limit 1) as asked_hand
from case_request r where r.case_file = $id and r.decision = '';

-- name: case_request.end
update case_request set decision = $decision, decided_by = $me, decided_at = $now, decided_text = $text
where case_file = $id and decision = '';

-- name: case_request.list
select r.id, r.command, coalesce(u.login, '') as asked_by, coalesce(u.name, '') as asked_by_name, r.asked_at, r.text,
    r.given, r.decision, coalesce(d.login, '') as decided_by, coalesce(d.name, '') as decided_by_name, r.decided_at,
    r.decided_text
from case_request r
left join account u on u.id = r.asked_by
left join account d on d.id = r.decided_by
where r.case_file = $id
order by r.id;

-- name: case_clock.list
select k.stage, k.kind, k.amount, k.spent, k.began_at, k.runs_from, k.yellow_at, k.due_at, k.ended_at from case_clock k
where k.case_file = $id
order by k.id;

-- name: case.unit_has
select cu.unit from case_unit cu
join unit_member m on m.unit = cu.unit
where cu.case_file = $id and cu.to_at is null and m.member = $me and m.deleted_at is null
    and coalesce(m.from_on, '') <= $today and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
limit 1;
