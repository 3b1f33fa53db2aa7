-- Lines of the inbox (work/job.h): each belongs to one user.

-- name: inbox.add
insert into inbox_line (id, account, at, kind, object, file, text, read_at)
values ($id, $account, $at, $kind, $object, cast($file as bigint), $text, null);

-- name: inbox.lines
select id, at, kind, object, coalesce(file, 0) as file, text, coalesce(read_at, 0) as read_at from inbox_line
where account = $me and (read_at is null or cast($all as integer) = 1)
order by at desc, id desc limit 500;

-- name: inbox.unread
select count(*) as unread from inbox_line where account = $me and read_at is null;

-- name: inbox.read
update inbox_line set read_at = $at where id = $id and account = $me and read_at is null;

-- name: inbox.read_all
update inbox_line set read_at = $at where account = $me and read_at is null;

-- name: inbox.expire
delete from inbox_line where at < $before and read_at is not null; -- scan: a few lines a user, once in some hours
