-- What households and people are found by (wangge/table/search_key.h says which keys). Kept by area, so that a search
-- seeks once in each area of its scope. kind 1: object is a household; 2: a person, who lives in household (0: in none);
-- 3: a row of search_place. why: a number of enum search_why.
drop table search_key;
create table search_entry (
    area @INT@ not null,
    key text not null,
    kind @INT@ not null,
    object @INT@ not null,
    household @INT@ not null,
    why @INT@ not null,
    primary key (area, key, kind, object)
) @CLUSTERED@;

-- Hundreds of households share the address of an estate: its keys are kept once for each area, not for each household.
create table search_place (
    id @ID@,
    area @INT@ not null,
    address text not null,
    unique (area, address)
) @STRICT@;

create table search_home (
    place @INT@ not null,
    household @INT@ not null,
    primary key (place, household)
) @CLUSTERED@;
