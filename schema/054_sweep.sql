-- Special sweeps: a filter over one information table, frozen into a checklist. What was frozen stays on the list; rows
-- that match later are added as late ones, each once.
create table sweep (
    id @ID@,
    no text not null unique,
    name text not null,
    text text not null default '',       -- what is to be done, what to ask
    table_name text not null,
    conditions text not null default '', -- a line each: FIELD:VALUE, as lists take them
    search text not null default '',
    secret @INT@ not null,               -- not everybody who goes from door to door may read that table
    area @INT@ not null references area (id),
    from_on text not null,
    until_on text not null,
    state text not null,                 -- code list sweep_state; making: the checklist is still being written
    reason text not null default '',     -- why it was closed with open ones
    reminded @INT@ not null default 0,   -- 1: of its last day, 2: its maker of its end
    version @INT@ not null default 1,
    created_by @INT@ not null references account (id),
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null
) @STRICT@;
create index sweep_state on sweep (state, until_on);

-- One row of the checklist. household and area are those of now as long as it is open: it goes where its person goes.
create table sweep_item (
    id @ID@,
    sweep @INT@ not null references sweep (id),
    object @INT@ not null,          -- the row of the table
    person @INT@,
    household @INT@,
    place @INT@,                    -- a special place
    area @INT@ not null references area (id),
    area_then @INT@ not null,       -- where it lay when it came onto the list
    title text not null,            -- as the row was called then
    late @INT@ not null,
    open @INT@ not null,            -- 1 until it is answered; who was not met stays open
    outcome text not null default '', -- code list sweep_outcome
    note text not null default '',
    visit @INT@,
    done_by @INT@,
    done_at @INT@,
    unique (sweep, object)
) @STRICT@;
create index sweep_item_sweep on sweep_item (sweep, area, open, outcome);
create index sweep_item_area on sweep_item (area, sweep) where open = 1;
create index sweep_item_person on sweep_item (person) where open = 1;
create index sweep_item_household on sweep_item (household) where open = 1;
