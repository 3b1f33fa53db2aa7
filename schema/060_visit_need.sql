-- Who is to be visited by which rule of etc/visit_rules.csv (src/work/need.c), a row a household (or special place),
-- rule and person (0: all of them). Kept like an index in the transactions that change the registers, and renewed once a
-- day, because people stop being new. Rhythm, days, channel are those that hold in the area.
create table visit_need (
    area @INT@ not null,
    household @INT@ not null, -- 0 of a place
    place @INT@ not null,     -- 0 of a household
    rule text not null,
    person @INT@ not null,
    since @INT@ not null,     -- instant from which it is under the rule
    period text not null,     -- code list visit_period; empty: no rhythm
    days @INT@ not null,
    channel text not null,
    must @INT@ not null,
    again @INT@ not null,     -- 1: somebody before in this household is under the same rule, and one visit does both
    primary key (area, household, place, rule, person)
) @CLUSTERED@;
create index visit_need_household on visit_need (household, place);

-- Which day's renewal is done.
create table visit_need_day (
    done_on text not null
) @STRICT@;

-- Was it visited, by whom it counts: told within the index.
drop index visit_household;
create index visit_household on visit (household, visited_at, counts, kind, channel, deleted_at) where deleted_at is null;
drop index visit_place;
create index visit_place on visit (place, visited_at, counts, kind, channel, deleted_at)
    where deleted_at is null and place is not null;
create index visit_next on visit (area, next_on, household, visited_at, counts, kind, deleted_at)
    where deleted_at is null and next_on is not null;
