-- Who lived in which household, which household lived where, and which grid a house lay in: from a day (included) to a
-- day (not included), so that one span ends on the day on which the next begins. from_on is empty where nobody knows
-- since when; to_on is null as long as it holds. The spans are numbered for each person, household and house. begun and
-- ended are kinds of moves, or what else changed the row; a move that can be undone is named beside them.
create table residence (
    person @INT@ not null,
    number @INT@ not null,
    household @INT@ not null,
    area @INT@ not null references area (id),
    from_on text not null,
    to_on text,
    begun text not null,
    ended text,
    begun_move @INT@,
    ended_move @INT@,
    primary key (person, number),
    check (to_on is null or to_on >= from_on)
) @CLUSTERED@;
create index residence_household on residence (household, from_on);
create unique index residence_open on residence (person) where to_on is null;

-- house is null for a door that is in no register of houses; the address is what the door was called then.
create table occupancy (
    household @INT@ not null,
    number @INT@ not null,
    house @INT@,
    address text not null,
    building text not null,
    unit text not null,
    room text not null,
    area @INT@ not null references area (id),
    from_on text not null,
    to_on text,
    begun text not null,
    ended text,
    begun_move @INT@,
    ended_move @INT@,
    primary key (household, number),
    check (to_on is null or to_on >= from_on)
) @CLUSTERED@;
create index occupancy_house on occupancy (house, from_on) where house is not null;
create unique index occupancy_open on occupancy (household) where to_on is null;

create table house_place (
    house @INT@ not null,
    number @INT@ not null,
    area @INT@ not null references area (id),
    from_on text not null,
    to_on text,
    begun text not null,
    ended text,
    begun_move @INT@,
    ended_move @INT@,
    primary key (house, number),
    check (to_on is null or to_on >= from_on)
) @CLUSTERED@;
create unique index house_place_open on house_place (house) where to_on is null;

-- What a move did, row by row, in its order: the row as it was before ("" when the move made it) and the version that
-- the move left behind. As long as that is still the row's version, the move can be undone.
create table move_effect (
    move @INT@ not null,
    number @INT@ not null,
    kind text not null,
    object @INT@ not null,
    version @INT@ not null,
    before text not null,
    primary key (move, number)
) @CLUSTERED@;
create index move_effect_object on move_effect (kind, object);
