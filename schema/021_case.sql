-- Cases and their timeline. States and the ways between them are rows of etc/workflow.csv.
create table case_file (
    id @ID@,
    no text not null unique,
    title text not null,
    text text not null,
    category text not null,
    area @INT@ not null references area (id),
    household @INT@,
    place text not null,
    urgency text not null,
    state text not null,
    handler @INT@ references account (id),
    unit text not null,
    result text not null,
    satisfaction text not null,
    rework @INT@ not null,       -- how often it was sent back
    self_handled @INT@ not null, -- 1 when the grid did it itself
    visit @INT@ references visit (id),
    reported_at @INT@,
    due_at @INT@,
    closed_at @INT@,             -- set in every state that nothing more is done in
    version @INT@ not null,
    created_by @INT@ not null,
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null
) @STRICT@;

create index case_area on case_file (area, reported_at);
create index case_area_closed on case_file (area, closed_at);
create index case_open on case_file (due_at) where closed_at is null;
create index case_handler on case_file (handler) where handler is not null;
create index case_author on case_file (created_by);
create index case_visit on case_file (visit) where visit is not null;
create index case_household on case_file (household) where household is not null;

create table case_step (
    id @ID@,
    case_file @INT@ not null references case_file (id),
    at @INT@ not null,
    account @INT@ not null,
    post @INT@,
    command text not null,
    from_state text not null,
    to_state text not null,
    text text not null,
    handler @INT@ references account (id), -- to whom it went
    satisfaction text not null             -- what the reporter said when called back
) @STRICT@;

create index case_step_case on case_step (case_file, id);
create index case_step_command on case_step (command, at);
