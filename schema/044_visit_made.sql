-- What the marks of a diary text have made (work/mark.h): of which mark, so that no mark makes anything twice.
create table visit_made (
    visit @INT@ not null references visit (id),
    mark text not null,   -- the mark as it is compared
    kind text not null,   -- case, again, person, member, out, death, hazard
    object @INT@ not null, -- of the case, visit, person, move or hazard
    made_by @INT@ not null references account (id),
    made_at @INT@ not null,
    primary key (visit, mark)
) @STRICT@;
