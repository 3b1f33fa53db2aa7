-- name: draft.save
insert into draft (id, account, form, object, title, field, caret, record, saved_at)
values ((select coalesce(max(d.id), 0) + 1 from draft d), $account, $form, $object, $title, $field, $caret, $record,
    $at)
on conflict (account, form, object) where discarded_at is null
do update set title = excluded.title, field = excluded.field, caret = excluded.caret, record = excluded.record,
    saved_at = excluded.saved_at;

-- name: draft.list
select id, form, object, title, field, caret, saved_at from draft
where account = $account and discarded_at is null
order by saved_at desc, id desc;

-- name: draft.read
select id, form, object, title, field, caret, record, saved_at from draft
where account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.done
delete from draft where account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.discard
update draft set discarded_at = $at
where account = $account and form = $form and object = $object and discarded_at is null;

-- name: draft.forget
delete from draft where discarded_at < $before;
