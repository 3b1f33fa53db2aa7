-- Spot checks: households and fields drawn at random, and what an inspector found true at the door. The draw can be made
-- again by anybody: seed, method and the frame (how many households, and a sum over their ids) are kept with it.
create table spot_check (
    id @ID@,
    no text not null unique,
    name text not null,
    area @INT@ not null references area (id),
    how text not null,       -- code list draw_kind
    amount @INT@ not null,
    fields text not null,    -- "person.phone,household.phone": of etc/check_fields.csv
    per_door @INT@ not null, -- of the fields of a door at most so many, drawn by their weights; 0: all
    blind @INT@ not null,    -- the inspector does not see what is registered
    seed @INT@ not null,
    method text not null,    -- name of the way in which it was drawn (work/draw.h)
    frame @INT@ not null,
    frame_sum text not null,
    doors @INT@ not null,
    items @INT@ not null,
    checked @INT@ not null,  -- of the items those with a verdict,
    counted @INT@ not null,  -- of these those that were met and apply,
    correct @INT@ not null,  -- and of these the correct ones: renewed with every door
    drawn_by @INT@ not null references account (id),
    drawn_at @INT@ not null,
    ended_by @INT@,
    ended_at @INT@
) @STRICT@;
create index spot_check_area on spot_check (area, drawn_at);

-- One drawn field of one row. Whoever was at the door gives the verdict; at is the first time.
create table spot_check_item (
    id @ID@,
    spot_check @INT@ not null references spot_check (id),
    door @INT@ not null,       -- in the order of the draw
    position @INT@ not null,   -- within the door
    area @INT@ not null references area (id), -- of the household at the draw
    household @INT@ not null,
    person @INT@,
    kind text not null,        -- the table
    object @INT@ not null,     -- its row
    field text not null,
    value text not null,       -- as registered at the draw
    truth text,                -- null while nobody has looked
    verdict text not null,     -- code list check_verdict, empty while nobody has looked
    corrected @INT@ not null,  -- 1: the register has it now
    problem text not null,     -- why the register does not take it
    checked_by @INT@,
    at @INT@
) @STRICT@;
create unique index spot_check_item_door on spot_check_item (spot_check, door, position);
create index spot_check_item_done on spot_check_item (area, at, verdict) where at is not null;
create index spot_check_item_at on spot_check_item (at, area, verdict) where at is not null;

-- Return visits of the centre to visited households: a draw, and each of its visits (or one taken by hand).
create table return_draw (
    id @ID@,
    month text not null,
    area @INT@ not null references area (id),
    how text not null,
    amount @INT@ not null,
    channels text not null, -- of the visits; empty: any
    seed @INT@ not null,
    method text not null,
    frame @INT@ not null,
    frame_sum text not null,
    drawn_by @INT@ not null references account (id),
    drawn_at @INT@ not null
) @STRICT@;

-- A visit is asked about once. visited: what the household says; "no" is looked at by a second person, who strikes
-- the entry out (visit.counts 0) or lets it stand; either is a decision with a reason, and can be taken back.
create table return_visit (
    id @ID@,
    visit @INT@ not null unique references visit (id),
    draw @INT@ references return_draw (id), -- null: by hand
    area @INT@ not null references area (id),
    state text not null,          -- code list return_state
    tries @INT@ not null,
    again_on text,                -- not reached: when to try again
    phone text not null,          -- by which, masked
    visited text not null,        -- code list return_visited
    satisfaction text not null,   -- code list satisfaction; empty: not said
    text text not null,           -- what was said
    called_by @INT@,
    at @INT@,                     -- when somebody was reached
    looked_by @INT@,
    looked_at @INT@,
    look_text text not null,
    made_by @INT@ not null references account (id),
    made_at @INT@ not null
) @STRICT@;
create index return_visit_area on return_visit (area, at, satisfaction);
create index return_visit_at on return_visit (at, area, satisfaction) where at is not null;
create index return_visit_state on return_visit (state, area);
