-- The clocks of cases (work/case_clock.h, work/working_time.h).

-- Whether the table of holidays is another one than before: every change raises a version or makes a row.
-- name: holiday.mark
-- scan: some hundred rows
select count(case when t.deleted_at is null then 1 end) as there, count(*) as ever, coalesce(max(t.id), 0) as last,
    coalesce(sum(t.version), 0) as versions
from holiday t;

-- name: holiday.all
select t.date, t.kind from holiday t where t.deleted_at is null; -- scan: some hundred rows

-- name: holiday.root
select id from area where parent is null order by id limit 1;

-- name: holiday.years
select year from holiday_laid; -- scan: a row a year

-- name: holiday.lay
insert into holiday_laid (year) values ($year);

-- name: holiday.reckoned
select mark from holiday_mark where id = 1;

-- name: holiday.reckon
update holiday_mark set mark = $mark where id = 1;

-- The whole clock and that of a stage that began last, open or ended.
-- name: clock.last
select k.id, k.stage, k.kind, k.amount, k.spent, k.extended, k.began_at, k.runs_from, k.yellow_at, k.due_at, k.ended_at
from case_clock k
where k.case_file = $case and k.id in (
    (select max(w.id) from case_clock w where w.case_file = $case and w.stage = 'whole'),
    (select max(s.id) from case_clock s where s.case_file = $case and s.stage <> 'whole'))
order by k.id;

-- name: clock.begin
insert into case_clock (id, case_file, stage, kind, amount, spent, extended, began_at, runs_from, yellow_at, due_at)
values ($id, $case, $stage, $kind, $amount, 0, 0, $now, $now, $yellow_at, $due_at);

-- name: clock.set
update case_clock set kind = $kind, amount = $amount, spent = $spent, extended = $extended, runs_from = $runs_from,
    yellow_at = $yellow_at, due_at = $due_at, ended_at = $ended_at
where id = $id;

-- name: clock.runs
select from_at, to_at from case_clock_run where clock = $clock order by id;

-- name: clock.ran
insert into case_clock_run (id, clock, from_at, to_at) values ($id, $clock, $from, $to);

-- Open clocks after a number, to reckon their limits anew.
-- name: clock.open
select k.id, k.case_file, k.stage, k.kind, k.amount, k.spent, k.extended, k.began_at, k.runs_from, k.yellow_at, k.due_at,
    k.ended_at
from case_clock k
where k.ended_at is null and k.id > $after and k.kind in ('hours', 'days') and k.amount > 0
order by k.id limit $limit;

-- The same of every kind, with what their limits go by.
-- name: clock.open_any
select k.id, k.case_file, k.stage, k.kind, k.amount, k.spent, k.extended, k.began_at, k.runs_from, k.yellow_at, k.due_at,
    k.ended_at, c.category, c.urgency
from case_clock k join case_file c on c.id = k.case_file
where k.ended_at is null and k.id > $after
order by k.id limit $limit;

-- name: clock.whole_limit
update case_file set yellow_at = $yellow_at, due_at = $due_at where id = $case;

-- name: clock.stage_limit
update case_file set stage_yellow_at = $yellow_at, stage_due_at = $due_at where id = $case and stage = $stage;

-- name: holiday.of_day
select id from holiday where date = $date;

-- Open cases whose whole clock does not run, with the stage that their state belongs to and when they came into it.
-- name: clock.without
-- scan: once, before the first clocks
select c.id, c.category, c.urgency, c.reported_at,
    case c.state when 'reported' then 'acceptance' when 'awaiting_acceptance' then 'acceptance'
        when 'registered' then 'dispatch' when 'dispatched' then 'signing' when 'handling' then 'handling'
        when 'self_handled' then 'verification' when 'awaiting_verification' then 'verification'
        else 'return_visit' end as stage,
    coalesce((select max(s.at) from case_step s where s.case_file = c.id and s.from_state <> s.to_state), c.reported_at)
        as since
from case_file c
where c.closed_at is null and c.reported_at is not null and c.state not in ('draft', 'void', 'closed', 'archived')
    and not exists (select 1 from case_clock k where k.case_file = c.id)
order by c.id;

-- name: clock.times
update case_file set yellow_at = $yellow_at, due_at = $due_at, stage = $stage, stage_yellow_at = $stage_yellow_at,
    stage_due_at = $stage_due_at
where id = $case;
