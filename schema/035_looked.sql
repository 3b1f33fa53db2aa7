-- At whom a row of the audit looked: a reveal, the opening of a sensitive row, an export.
create table person_look (
    person @INT@ not null,
    audit @INT@ not null references audit (id),
    primary key (person, audit)
) @CLUSTERED@;
