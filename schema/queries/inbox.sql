-- Lines of the inbox (work/job.h): each belongs to one user.

-- name: inbox.add
insert into inbox_line (id, account, at, kind, object, file, text, read_at)
values ($id, $account, $at, $kind, $object, cast($file as bigint), $text, null);

-- name: inbox.lines
select id, at, kind, object, coalesce(file, 0) as file, text, coalesce(read_at, 0) as read_at from inbox_line
where account = $me and (read_at is null or cast($all as integer) = 1)
order by at desc, id desc limit 500;

-- How many cases wait for a command or a word of the actor: what case.list calls the queue.
-- name: inbox.waiting
select count(*) as waiting
from (
    select c.id from case_file c where c.handler = $me and c.closed_at is null and c.waits like '% handler %'
    union
    select c.id from unit_member m
    join case_unit cu on cu.unit = m.unit and cu.to_at is null and cu.kind = 'lead'
    join case_file c on c.id = cu.case_file
    where m.member = $me and m.deleted_at is null and coalesce(m.from_on, '') <= $today
        and (coalesce(m.to_on, '') = '' or m.to_on >= $today)
        and c.handler is null and c.closed_at is null and c.waits like '% handler %'
    union
    select c.id from case_file c where c.created_by = $me and c.closed_at is null and c.waits like '% author %'
    union
    select c.id from area a
    cross join case_file c
    where a.path >= $lo and a.path < $hi and cast($own as integer) = 0 and c.area = a.id and c.closed_at is null
        and (c.waits like $turn
            or {case.asked_of_me})
        and {case.seen}) q;

-- name: inbox.unread
select count(*) as unread from inbox_line where account = $me and read_at is null;

-- name: inbox.read
update inbox_line set read_at = $at where id = $id and account = $me and read_at is null;

-- name: inbox.read_all
update inbox_line set read_at = $at where account = $me and read_at is null;

-- name: inbox.expire
delete from inbox_line where read_at < $before; -- scan: a few lines a user, once in some hours
