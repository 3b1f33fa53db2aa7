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
