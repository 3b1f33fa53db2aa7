-- Cases in full: who holds a case, its clocks, requests that wait for approval, supervision, merging, units.

alter table case_file add column level text not null default 'grid';     -- who holds it: grid station street district
alter table case_file add column waits text not null default '';         -- whose turn it is, each word between spaces
alter table case_file add column source text not null default '1';
alter table case_file add column source_no text not null default '';     -- the number that it has there: of the hotline
alter table case_file add column reporter text not null default '';      -- on whose behalf: name,
alter table case_file add column reporter_phone text not null default '';
alter table case_file add column person @INT@;                           -- and who it is in the registers
alter table case_file add column confidential @INT@ not null default 0;
alter table case_file add column lead @INT@;                             -- the unit in charge, a row of the table unit
alter table case_file add column stage text not null default '';         -- whose clock runs beside the whole
alter table case_file add column stage_yellow_at @INT@;
alter table case_file add column stage_due_at @INT@;
alter table case_file add column yellow_at @INT@;                        -- of the whole, as due_at
alter table case_file add column stopped_at @INT@;                       -- suspended since: the clocks stand
alter table case_file add column suspended_until @INT@;
alter table case_file add column asked text not null default '';         -- the command that waits for approval
alter table case_file add column supervised_at @INT@;
alter table case_file add column supervise_reason text not null default '';
alter table case_file add column reply_by @INT@;
alter table case_file add column replied_at @INT@;
alter table case_file add column merged_into @INT@ references case_file (id);
alter table case_file add column returns @INT@ not null default 0;       -- how often a unit gave it back
alter table case_file add column escalated @INT@ not null default 0;     -- per cent of the limit that the last alarm told
alter table case_file add column secretary_at @INT@;                     -- in the secretary's queue since
alter table case_file add column outcome text not null default '';       -- of closed ones: case_outcome
alter table case_file add column archived_at @INT@;

create index case_merged on case_file (merged_into) where merged_into is not null;
create index case_lead on case_file (lead) where lead is not null and closed_at is null;
create index case_source_no on case_file (source_no) where source_no <> '';
create index case_secretary on case_file (secretary_at) where secretary_at is not null and closed_at is null;
create index case_closed on case_file (closed_at) where closed_at is not null;

-- What else was given with the step, as a record: until, lead, assist, people, into ...
alter table case_step add column given text not null default '';
alter table case_step add column acting_for @INT@;                       -- the account whose deputy took the step
alter table case_step add column level text not null default '';         -- who held the case before the step
alter table case_step add column handler_before @INT@;                   -- what an undo brings back
alter table case_step add column lead_before @INT@;
alter table case_step add column unit_before text not null default '';

-- Requests that wait for another's word, or had it. At most one of a case is open.
create table case_request (
    id @ID@,
    case_file @INT@ not null references case_file (id),
    command text not null,
    asked_by @INT@ not null references account (id),
    asked_at @INT@ not null,
    text text not null,
    given text not null,              -- a record, as of case_step
    decision text not null default '', -- approve, reject, withdrawn
    decided_by @INT@,
    decided_at @INT@,
    decided_text text not null default ''
) @STRICT@;
create index case_request_case on case_request (case_file, id);
create unique index case_request_open on case_request (case_file) where decision = '';

-- Units that work on a case: one lead, any number of assistants, from when to when.
create table case_unit (
    case_file @INT@ not null references case_file (id),
    unit @INT@ not null,
    kind text not null,               -- lead, assist
    from_at @INT@ not null,
    to_at @INT@,
    primary key (case_file, unit, from_at)
) @STRICT@;
create index case_unit_unit on case_unit (unit, to_at);

-- Every clock that ever ran for a case: the whole and one for each stage. amount and spent are seconds of the clock's
-- kind (work/working_time.h); spent is what was used up before the clock stood still the last time.
create table case_clock (
    id @ID@,
    case_file @INT@ not null references case_file (id),
    stage text not null,              -- whole, or a row of the list case_stage
    kind text not null,               -- urgent, hours, days, calendar
    amount @INT@ not null,
    spent @INT@ not null default 0,
    began_at @INT@ not null,
    runs_from @INT@,                  -- null while it stands still or has ended
    yellow_at @INT@,
    due_at @INT@,
    ended_at @INT@
) @STRICT@;
create index case_clock_case on case_clock (case_file, id);
create index case_clock_running on case_clock (due_at) where runs_from is not null;

-- What falls due by itself: rows of etc/alarms.csv of a running clock, the end of a suspension, a reply. Whichever keeper
-- sets done_at first does it.
create table case_alarm (
    id @ID@,
    case_file @INT@ not null references case_file (id),
    clock @INT@ references case_clock (id),
    kind text not null,
    at @INT@ not null,
    done_at @INT@
) @STRICT@;
create index case_alarm_due on case_alarm (at) where done_at is null;
create index case_alarm_case on case_alarm (case_file);

update case_file set yellow_at = reported_at + (due_at - reported_at) * 4 / 5 where due_at is not null;
-- Who held the cases of before: whoever it waits for now.
update case_file set level = case when state in ('draft', 'reported', 'self_handled', 'void') then 'grid' else 'station' end;
update case_file set stage = case state when 'reported' then 'acceptance' when 'awaiting_acceptance' then 'acceptance'
    when 'registered' then 'dispatch' when 'dispatched' then 'signing' when 'handling' then 'handling'
    when 'self_handled' then 'verification' when 'awaiting_verification' then 'verification'
    when 'awaiting_return_visit' then 'return_visit' else '' end;
update case_file set outcome = case when self_handled = 1 then 'settled' else 'solved' end
where state in ('closed', 'archived');

drop view case_row;
create view case_row as
select c.id, c.no, c.title, c.text, c.category, c.area,
    (select a.name from area a where a.id = c.area) as area_name,
    (select a.path from area a where a.id = c.area) as path,
    c.household, c.place, c.urgency, c.state, c.level, c.waits, c.handler,
    (select u.name from account u where u.id = c.handler) as handler_name,
    (select u.login from account u where u.id = c.handler) as handler_login,
    c.lead, c.unit, c.result, c.satisfaction, c.rework, c.returns, c.self_handled, c.visit,
    c.source, c.source_no, c.reporter, c.reporter_phone, c.person, c.confidential,
    c.reported_at, c.due_at, c.closed_at,
    coalesce(c.yellow_at, c.reported_at + (c.due_at - c.reported_at) * 4 / 5) as yellow_at,
    c.stage, c.stage_yellow_at, c.stage_due_at,
    c.stopped_at, c.suspended_until, c.asked, c.supervised_at, c.supervise_reason, c.reply_by, c.replied_at,
    c.merged_into, (select m.no from case_file m where m.id = c.merged_into) as merged_no,
    c.escalated, c.secretary_at, c.outcome, c.archived_at,
    (select u.login from account u where u.id = c.created_by) as author,
    (select u.login from account u where u.id = c.created_by) as "by",
    (select u.name from account u where u.id = c.created_by) as by_name,
    c.version, c.created_by, c.created_at, c.updated_by, c.updated_at
from case_file c;
