-- Files kept for people (work/file.h). A file belongs to who made it, and nobody else reads it.

-- name: file.add
insert into stored_file (id, account, name, type, size, made_at, expires_at)
values ($id, $me, $name, $type, null, $at, $expires);

-- name: file.done
update stored_file set size = $size where id = $id and account = $me;

-- name: file.find
select id, name, type, size from stored_file where id = $id and account = $me;

-- name: file.list
select id, name, type, size, made_at, expires_at from stored_file
where account = $me and size is not null and type <> 'upload'
order by made_at desc, id desc;

-- name: file.remove
delete from stored_file where id = $id and account = $me;

-- name: file.expired
select id from stored_file where expires_at < $now order by id;

-- name: file.forget
delete from stored_file where id = $id;

-- name: file.is_kept
select id from stored_file where id = $id;

-- Everybody's, written to their end.
-- name: file.kept
-- scan: files of 30 days, looked at once in a while
select id, size from stored_file where size is not null order by id;
