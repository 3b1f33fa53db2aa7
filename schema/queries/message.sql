-- Text messages (work/intake.h, work/outbox.h).

-- name: message_out.add
insert into message_out (id, at, phone, text, kind, case_file, area, state, next_try)
values ($id, $now, $phone, $text, $kind, cast($case as bigint),
    (select c.area from case_file c where c.id = cast($case as bigint)), 'queued', $now);
