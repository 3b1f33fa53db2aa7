-- Text messages: what residents wrote, and what left to them.

-- mark tells the same message from another one, however often it is handed in. A message is stored first (new) and then
-- made a case; host, pid and started tell the process that does so (as in job).
create table message_in (
    id @ID@,
    mark text not null,
    at @INT@ not null,
    phone text not null,
    text text not null,
    parts @INT@ not null default 1,
    state text not null,              -- new, routing, case, added, empty
    case_file @INT@ references case_file (id),
    person @INT@,
    area @INT@ references area (id),
    note text not null default '',    -- how it found its way, or why not
    host text not null default '',
    pid @INT@ not null default 0,
    started @INT@ not null default 0
) @STRICT@;
create unique index message_in_mark on message_in (mark);
create index message_in_open on message_in (id) where state = 'new' or state = 'routing';
create index message_in_at on message_in (at);
create index message_in_phone on message_in (phone, at);
create index message_in_area on message_in (area, at);
create index message_in_case on message_in (case_file) where case_file is not null;

-- Whichever process sets state from queued to sending sends it. next_try: not before then.
create table message_out (
    id @ID@,
    at @INT@ not null,
    phone text not null,
    text text not null,
    kind text not null,               -- receipt, added, result ...: a row of etc/messages.csv
    case_file @INT@ references case_file (id),
    area @INT@ references area (id),
    state text not null,              -- queued, sending, sent, failed
    tries @INT@ not null default 0,
    next_try @INT@ not null,
    sent_at @INT@,
    error text not null default '',
    host text not null default '',
    pid @INT@ not null default 0,
    started @INT@ not null default 0
) @STRICT@;
create index message_out_open on message_out (next_try) where state = 'queued' or state = 'sending';
create index message_out_at on message_out (at);
create index message_out_area on message_out (area, at);
create index message_out_case on message_out (case_file, kind) where case_file is not null;
