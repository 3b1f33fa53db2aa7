-- The visit diary. An entry belongs to an area for ever; its address is what the door was called that day.
create table visit (
    id @ID@,
    no text not null unique,
    area @INT@ not null references area (id),
    household @INT@,
    address text not null,
    persons text not null, -- names as they were written, separated by commas
    visited_at @INT@ not null,
    channel text not null,
    kinds text not null,
    text text not null,
    outcome text not null,
    next_on text,
    valid @INT@ not null, -- 1 when there is enough text to count as a diary entry
    version @INT@ not null,
    created_by @INT@ not null,
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null,
    deleted_at @INT@
) @STRICT@;

-- deleted_at in the middle: an area's diary is counted within the index, without a look at its entries.
create index visit_area on visit (area, deleted_at, visited_at);
create index visit_time on visit (visited_at, area) where deleted_at is null;
create index visit_household on visit (household, visited_at) where deleted_at is null;
create index visit_author on visit (created_by, visited_at) where deleted_at is null;
create index visit_deleted on visit (deleted_at) where deleted_at is not null;

-- Who was met, in the order they were named; person is set when it is one of the household's.
create table visit_person (
    visit @INT@ not null references visit (id),
    position @INT@ not null,
    person @INT@,
    name text not null,
    primary key (visit, position)
) @STRICT@;

create index visit_person_person on visit_person (person) where person is not null;
