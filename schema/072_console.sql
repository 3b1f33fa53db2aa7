-- Backups that the server makes (work/backup.h), what came of looking at them, and time limits that a site changed.

-- how: asked, scheduled, program. slot: the day of a scheduled one. state: running, good, failed, bad (it was good once),
-- removed. host, pid and started tell the process that makes it (as in session). The numbers are those of the copy.
create table backup (
    id @ID@,
    at @INT@ not null,
    account @INT@ references account (id),
    how text not null,
    slot text,
    file text not null,
    state text not null,
    host text not null,
    pid @INT@ not null,
    started @INT@ not null,
    milliseconds @INT@ not null default 0,
    bytes @INT@ not null default 0,
    sha256 text not null default '',
    drafts_bytes @INT@ not null default 0,
    drafts_sha256 text not null default '',
    people @INT@ not null default 0,
    households @INT@ not null default 0,
    visits @INT@ not null default 0,
    cases @INT@ not null default 0,
    accounts @INT@ not null default 0,
    audited @INT@ not null default 0,
    why text not null default ''
) @STRICT@;
create index backup_state on backup (state, at);
create index backup_slot on backup (slot) where slot is not null;

-- kind: verify, drill.
create table backup_try (
    id @ID@,
    backup @INT@ not null references backup (id),
    kind text not null,
    at @INT@ not null,
    account @INT@ references account (id),
    good @INT@ not null,
    milliseconds @INT@ not null,
    why text not null
) @STRICT@;
create index backup_try_backup on backup_try (backup, kind);
create index backup_try_kind on backup_try (kind, good, at);

-- On which days the administrators were told that backups are overdue.
create table backup_told (
    day text not null primary key,
    at @INT@ not null
) @STRICT@;

-- Rows over those of etc/limits.csv; amount 0: no limit. amount is in seconds of the clock.
create table limit_row (
    category text not null,
    urgency text not null,
    stage text not null,
    clock text not null,
    amount @INT@ not null,
    changed_by @INT@ not null,
    changed_at @INT@ not null,
    primary key (category, urgency, stage)
) @STRICT@;

-- changes: raised by each change of the table; reckoned: of which the open clocks are.
create table limit_mark (
    id @ID@,
    changes @INT@ not null,
    reckoned @INT@ not null
) @STRICT@;
insert into limit_mark (id, changes, reckoned) values (1, 0, 0);
