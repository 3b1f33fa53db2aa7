-- The familiarity drill: questions from the leader's own grid, kept as they were asked. At most one is open for each
-- leader: it goes on where it was cut. The seed tells which questions were drawn.
create table drill (
    id @ID@,
    leader @INT@ not null references account (id), -- whose grid it is about
    made_by @INT@ not null references account (id), -- who sat there: the leader, or a deputy
    area @INT@ not null references area (id),
    seed @INT@ not null,
    asked @INT@ not null,
    right_count @INT@ not null default 0,
    started_at @INT@ not null,
    put_at @INT@ not null,                          -- since when the question that is not answered yet is on the screen
    ended_at @INT@
) @STRICT@;
create unique index drill_open on drill (leader) where ended_at is null;
create index drill_leader on drill (leader, ended_at);
create index drill_area on drill (area, ended_at);

create table drill_item (
    drill @INT@ not null references drill (id),
    position @INT@ not null,
    code text not null,    -- row of etc/drill_questions.csv
    kind text not null,    -- table of the object that it is about
    object @INT@ not null,
    question text not null,
    options text not null, -- lines; empty: the answer is typed
    answer text not null,  -- the number of the option, or the words (lines, when there are several) that are right
    given text,            -- null: not answered yet; empty: passed over
    correct @INT@ not null default 0,
    seconds @INT@ not null default 0,
    answered_at @INT@,
    primary key (drill, position)
) @CLUSTERED@;

-- Of the living rows of a table in an area: how many fields are asked for ("wanted" in its description), how many of
-- them are filled. Kept with the number of rows.
alter table row_count add column asked @INT@ not null default 0;
alter table row_count add column filled @INT@ not null default 0;
create index row_count_asked on row_count (area, asked, filled) where asked > 0;

-- What the figures of a table were counted by: counted anew when its description asks for other fields.
create table row_count_by (
    table_name text primary key,
    fields text not null
) @STRICT@;
