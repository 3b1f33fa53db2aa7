-- How long what is kept (etc/retention.csv), where security has laid down something else; and what was done.
create table retention_rule (
    rule text not null primary key,
    keep @INT@ not null,       -- in the unit of the rule; 0: for ever
    changed_by @INT@ not null,
    changed_at @INT@ not null
) @STRICT@;
create table retention_run (
    id @ID@,
    at @INT@ not null,
    account @INT@ not null,    -- 0: the daily upkeep
    rule text not null,
    before @INT@ not null,     -- what is older than that
    rows @INT@ not null
) @STRICT@;
create index retention_run_at on retention_run (at);

-- Requests that the data of a person be deleted, and the certificate of it: without any of these data. person stays the
-- number of a row that is nobody's any more.
create table erasure (
    id @ID@,
    no text not null unique,
    person @INT@ not null,
    area @INT@ not null references area (id),
    reason text not null,
    state text not null,       -- code list erasure_state
    asked_by @INT@ not null references account (id),
    asked_at @INT@ not null,
    decided_by @INT@,
    decided_at @INT@,
    decision text not null default '',
    job @INT@,
    rows @INT@ not null default 0, -- changed or removed
    files @INT@ not null default 0,
    done_at @INT@
) @STRICT@;
create index erasure_area on erasure (area, asked_at);
create index erasure_person on erasure (person);

-- What is old is found along these.
create index case_alarm_done on case_alarm (done_at) where done_at is not null;
create index row_history_at on row_history (at);
create index inbox_line_read on inbox_line (read_at) where read_at is not null;
create index job_ended on job (ended_at) where ended_at is not null;
