-- Who writes a draft knows its id. Another session that takes it gives it a new one, so that a session whose line was
-- lost cannot write over what was typed since.

-- name: draft.begin
insert into draft (id, account, form, object, title, field, caret, record, saved_at, sealed)
values ($id, $account, $form, $object, $title, $field, $caret, $record, $at, 1)
on conflict (account, form, object) where discarded_at is null
do update set id = excluded.id, title = excluded.title, field = excluded.field, caret = excluded.caret,
    record = excluded.record, saved_at = excluded.saved_at, sealed = 1;

-- name: draft.save
update draft set title = $title, field = $field, caret = $caret, record = $record, saved_at = $at,
    sealed = 1
where id = $id and account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.take
update draft set id = $fresh where id = $id and account = $account and discarded_at is null;

-- name: draft.list
select id, form, object, title, field, caret, saved_at from draft
where account = $account and discarded_at is null
order by saved_at desc, id desc;

-- name: draft.read
select id, form, object, title, field, caret, record, saved_at from draft
where account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.unsealed
select id, account, title, record from draft where sealed = 0;

-- name: draft.put_sealed
update draft set title = $title, record = $record, sealed = 1 where id = $id;

-- name: draft.done
delete from draft where account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.discard
update draft set discarded_at = $at
where account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.forget
delete from draft where discarded_at < $before;

-- name: draft.retain.count
select count(*) as rows from draft where discarded_at < $before;

-- name: draft.retain.do
delete from draft where id in (select id from draft where discarded_at < $before order by discarded_at limit $limit);

-- Of everybody, for a deletion that searches them (work/erasure.h).
-- name: draft.all
select id, account, title, record from draft where id > $after order by id limit $limit;

-- name: draft.clear
update draft set title = $title, record = $record where id = $id and record = $former;

-- Of rows that are nobody's any more.
-- name: draft.of_row
delete from draft where form = $form and object = $object;
