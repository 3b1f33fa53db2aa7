-- Text messages (work/intake.h, work/outbox.h).

-- name: message_out.add
insert into message_out (id, at, phone, text, kind, case_file, area, state, next_try)
values ($id, $now, $phone, $text, $kind, cast($case as bigint),
    (select c.area from case_file c where c.id = cast($case as bigint)), 'queued', $now);

-- name: message_in.find
select id, state from message_in where mark = $mark;

-- The same words of the same number, where nothing else tells messages apart.
-- name: message_in.again
select id from message_in where phone = $phone and at >= $since and text = $text limit 1;

-- name: message_in.add
insert into message_in (id, mark, at, phone, text, parts, state)
values ($id, $mark, $at, $phone, $text, $parts, 'new');

-- name: message_in.open
select id, at, phone, text, state, host, pid, started from message_in
where state = 'new' or state = 'routing'
order by id limit 500;

-- name: message_in.claim
-- Messages of one number go one after the other.
update message_in set state = 'routing', host = $host, pid = $pid, started = $started
where id = $id and (state = 'new' or (state = 'routing' and host = $old_host and pid = $old_pid))
    and not exists (select 1 from message_in o
        where o.phone = message_in.phone and o.id < $id and (o.state = 'new' or o.state = 'routing'));

-- name: message_in.release
update message_in set state = 'new', pid = 0, host = '', note = $note where id = $id and state = 'routing';

-- name: message_in.end
update message_in set state = $state, case_file = cast($case as bigint), person = cast($person as bigint),
    area = (select c.area from case_file c where c.id = cast($case as bigint)), note = $note, pid = 0, host = ''
where id = $id;

-- The case that was made of a message by the program itself; what somebody wrote into a form is not meant.
-- name: message_in.case
select id, no, area from case_file where source_no = $no and source_no <> '' and source = '3' and created_by = 0;

-- Cases that a message can belong to: the one that it names, if it is of this number; or the one that the number's last
-- message went to.
-- name: message_in.named
select c.id, c.no, c.closed_at, c.reporter_phone, c.household from case_file c where c.no = $no;

-- name: message_in.last
select c.id, c.no, c.closed_at from message_in m join case_file c on c.id = m.case_file
where m.phone = $phone and m.at >= $since and m.id < $id
order by m.at desc, m.id desc limit 1;

-- Who has the number: people (but those who moved out or died) and households. One seek an area.
-- name: intake.people
select k.kind, k.object, coalesce(p.name, '') as name, coalesce(p.household, h.id, 0) as household,
    coalesce(p.area, h.area) as area, a.path, coalesce(p.verified_on, h.verified_on, '') as verified_on
from area n
cross join search_entry k
left join person p on k.kind = 2 and p.id = k.object
left join household h on k.kind = 1 and h.id = k.object
join area a on a.id = coalesce(p.area, h.area)
where k.area = n.id and k.key = $key and k.why = $why
    and p.deleted_at is null and h.deleted_at is null and coalesce(p.state, '') not in ('2', '3')
order by coalesce(p.verified_on, h.verified_on, '') desc, k.kind desc, k.object;

-- name: intake.area_of_code
select id, path, level, name from area where code = $code;

-- name: intake.area_top
select id, path, level, name from area order by level, path limit 1;

-- name: intake.area_of_path
select id, path, level, name from area where path = $path;

-- Areas above grids whose name stands in the text.
-- name: intake.area_named
select id, path, level, name from area
where path >= $lo and path < $hi and ended_on is null and level < 5 and path <> $lo and $text like '%' || name || '%'
order by length(path) desc, path limit 2;

-- name: message_out.case
select c.no, c.title,
    (select b.name from area b where a.path >= b.path and a.path < b.path || '~' and (b.level = 4 or b.id = a.id)
        order by b.level limit 1) as area
from case_file c join area a on a.id = c.area
where c.id = $id;

-- name: message_out.due
select id, phone, text, state, tries, host, pid, started from message_out
where (state = 'queued' or state = 'sending') and next_try <= $now
order by next_try, id limit $limit;

-- name: message_out.claim
update message_out set state = 'sending', tries = $tries, host = $host, pid = $pid, started = $started
where id = $id and (state = 'queued' or state = 'sending') and tries = $tries - 1;

-- name: message_out.sent
update message_out set state = 'sent', sent_at = $now, error = '', host = '', pid = 0 where id = $id;

-- name: message_out.failed
update message_out set state = $state, next_try = $next, error = $error, host = '', pid = 0 where id = $id;

-- Who is told that a message could not be sent: the people of the station in charge, or where there is none those above
-- it, unless a line of that kind waits to be read already.
-- name: message_out.watchers
select distinct p.account
from message_out m join area a on a.id = m.area
join area b on a.path >= b.path and a.path < b.path || '~'
join post p on p.area = b.id and p.role in ('station', 'street', 'district')
    and p.from_on <= $today and (p.to_on is null or p.to_on >= $today)
where m.id = $id and b.level = (select max(x.level) from area x
        join post o on o.area = x.id and o.role in ('station', 'street', 'district')
            and o.from_on <= $today and (o.to_on is null or o.to_on >= $today)
        where a.path >= x.path and a.path < x.path || '~')
    and not exists (select 1 from inbox_line i
        where i.account = p.account and i.kind = 'message' and i.read_at is null);

-- What came in and left, in the scope. Of what came in and has no case yet the area is not known: only the whole tree
-- sees it.
-- name: message.rows
select 2 * m.id as id, 1 as version, 'in-' || m.id as no, m.at, 'in' as way, m.phone, m.text, m.state,
    case when m.case_file is null then '' else m.note end as kind, coalesce(c.no, '') as case_no, m.case_file,
    coalesce(a.name, '') as area_name, 0 as tries, case when m.case_file is null then m.note else '' end as error
from message_in m
left join case_file c on c.id = m.case_file
left join area a on a.id = m.area
where coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi
    and (c.id is null or {case.seen})
union all
select 2 * o.id + 1, 1, 'out-' || o.id, o.at, 'out', o.phone, o.text, o.state, o.kind, coalesce(c.no, ''),
    o.case_file, coalesce(a.name, ''), o.tries, o.error
from message_out o
left join case_file c on c.id = o.case_file
left join area a on a.id = o.area
where coalesce(a.path, '') >= $lo and coalesce(a.path, '') < $hi
    and (c.id is null or {case.seen});

-- name: message.list
select q.* from ({message.rows}) q
where {where}
order by {order};

-- name: message.read
select q.* from ({message.rows}) q where q.no = $no;

-- Orders of a hotline (work/import_case.c).

-- name: case_import.find
select id from case_file where source_no = $no and source_no <> '' and source = $source limit 1;

-- name: case_import.step
insert into case_step (id, case_file, at, account, post, command, from_state, to_state, text, satisfaction, level)
select $step, c.id, $at, $me, cast($post as bigint), $command, $from, $to, $text, '', c.level
from case_file c where c.id = $id;

-- name: case_import.closed
update case_file set state = 'closed', outcome = 'solved', waits = '', reported_at = $reported, due_at = $due,
    yellow_at = $reported + ($due - $reported) * 4 / 5, closed_at = $closed, unit = $unit, result = $result,
    satisfaction = $satisfaction
where id = $id;

-- name: case_import.open
update case_file set reported_at = $reported, unit = $unit where id = $id;

-- From the limit that the whole clock was laid with to the given one.
-- name: case_import.alarms
update case_alarm set at = $from + (at - (select k.began_at from case_clock k where k.id = case_alarm.clock))
        * ($due - $from) / (select k.due_at - k.began_at from case_clock k where k.id = case_alarm.clock)
where case_file = $id and done_at is null
    and clock in (select k.id from case_clock k where k.case_file = $id and k.stage = 'whole' and k.ended_at is null
        and k.due_at > k.began_at);

-- name: case_import.clock
update case_clock set kind = 'calendar', amount = $due - $from, spent = 0, began_at = $from, runs_from = $from,
    yellow_at = $from + ($due - $from) * 4 / 5, due_at = $due
where case_file = $id and stage = 'whole' and ended_at is null;

-- name: case_import.limit
update case_file set yellow_at = $from + ($due - $from) * 4 / 5, due_at = $due where id = $id;
