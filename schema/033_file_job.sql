-- Files kept for people, jobs that go on without a session, and the inbox.

-- One file of the folder beside the database; size is null until it is written.
create table stored_file (
    id @ID@,
    account @INT@ not null references account (id),
    name text not null,
    type text not null,
    size @INT@,
    made_at @INT@ not null,
    expires_at @INT@ not null
) @STRICT@;
create index stored_file_account on stored_file (account, made_at);
create index stored_file_expires on stored_file (expires_at);

-- host, pid and started tell the process that works on it (as in session); tries counts processes since a row was done.
create table job (
    id @ID@,
    account @INT@ not null references account (id),
    kind text not null,
    table_name text not null,
    title text not null,
    state text not null,
    phase text not null,
    options text not null,
    file @INT@,
    errors @INT@,
    at @INT@ not null,
    total @INT@ not null,
    added @INT@ not null,
    changed @INT@ not null,
    same @INT@ not null,
    bad @INT@ not null,
    phase_at @INT@ not null,
    phase_row @INT@ not null,
    cancel @INT@ not null,
    message text not null,
    host text not null,
    pid @INT@ not null,
    started @INT@ not null,
    tries @INT@ not null,
    made_at @INT@ not null,
    ended_at @INT@
) @STRICT@;
create index job_account on job (account, made_at);
create index job_open on job (state, id);

-- What a job has written, in order: the version that each row has by it. By this it is taken back.
create table job_row (
    job @INT@ not null references job (id),
    seq @INT@ not null,
    kind text not null,
    object @INT@ not null,
    version @INT@ not null,
    primary key (job, seq)
) @CLUSTERED@;

-- Rows of the file that are not taken, and why.
create table job_fault (
    job @INT@ not null references job (id),
    line @INT@ not null,
    field text not null,
    text text not null,
    primary key (job, line)
) @CLUSTERED@;

create table inbox_line (
    id @ID@,
    account @INT@ not null references account (id),
    at @INT@ not null,
    kind text not null,
    object @INT@ not null,
    file @INT@,
    text text not null,
    read_at @INT@
) @STRICT@;
create index inbox_line_account on inbox_line (account, at);
create index inbox_line_unread on inbox_line (account) where read_at is null;
