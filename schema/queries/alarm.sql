-- What falls due by itself (work/alarm.h).

-- name: alarm.lay
insert into case_alarm (id, case_file, clock, kind, at) values ($id, $case, $clock, $kind, $at);

-- name: alarm.take_back
delete from case_alarm where case_file = $case and clock = $clock and done_at is null;

-- name: alarm.take_back_kind
delete from case_alarm where case_file = $case and kind = $kind and done_at is null;

-- name: alarm.told
select kind, max(at) as at from case_alarm
where case_file = $case and clock = $clock and done_at is not null
group by kind;

-- name: alarm.next
select min(at) as at from case_alarm where done_at is null;

-- name: alarm.due
select id from case_alarm where done_at is null and at <= $now order by at, id limit $limit;

-- Nothing is changed when another process has done it.
-- name: alarm.claim
update case_alarm set done_at = $now where id = $id and done_at is null;

-- What an alarm is about. A clock's alarm holds while the clock runs.
-- name: alarm.read
select x.id, x.kind, x.case_file, x.at, c.no, c.title, c.confidential, c.level, c.waits,
    case when x.clock is null then 1 else
        (select count(*) from case_clock k where k.id = x.clock and k.runs_from is not null) end as holds,
    case when c.supervised_at is not null and c.replied_at is null then 1 else 0 end as unanswered,
    case when c.stopped_at is not null then 1 else 0 end as suspended
from case_alarm x join case_file c on c.id = x.case_file
where x.id = $id;

-- The people that the words mean, each once.
-- name: alarm.people
select distinct u.id as account, u.language from (
    select c.created_by as account from case_file c where c.id = $case and $words like '% author %'
    union all
    select c.handler from case_file c where c.id = $case and c.handler is not null and $words like '% handler %'
    union all
    select m.member from case_unit n
    join case_file c on c.id = n.case_file
    join unit_member m on m.unit = n.unit and m.deleted_at is null and coalesce(m.from_on, '') <= $today
        and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
    where n.case_file = $case and n.to_at is null
        and ((n.kind = 'lead' and c.handler is null and $words like '% handler %')
            or (n.kind = 'assist' and $words like '% assist %'))
    union all
    select s.account from case_step s
    where $words like '% supervisor %' and s.id = (
        select max(l.id) from case_step l where l.case_file = $case and l.command = 'supervise')
    union all
    select p.account from case_file c
    join area a on a.id = c.area
    join area up on up.path in (substr(a.path, 1, 4), substr(a.path, 1, 8), substr(a.path, 1, 12), substr(a.path, 1, 16),
        substr(a.path, 1, 20), substr(a.path, 1, 24))
    join post p on p.area = up.id and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
        and $words like '% ' || p.role || ' %'
    where c.id = $case
) q
join account u on u.id = q.account and u.state = 'active'
order by u.id;

-- Of the whole clock: how far it is told.
-- name: alarm.escalate
update case_file set escalated = $percent where id = $case and escalated < $percent;

-- name: alarm.secretary
update case_file set secretary_at = $now where id = $case and secretary_at is null;

-- What fell due before anybody could be told.
-- name: alarm.past
select kind, at from case_alarm where case_file = $case and done_at is null and at <= $now order by at;

-- name: alarm.past_cases
select distinct case_file as id from case_alarm where done_at is null and at <= $now order by case_file;

-- name: alarm.pass_over
update case_alarm set done_at = $now where case_file = $case and done_at is null and at <= $now;
