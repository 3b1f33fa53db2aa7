-- How many living rows of a described table lie in an area: what lists and boards tell without counting. Kept by
-- src/table/row_count.c in the transaction that changes the rows.
create table row_count (
    table_name text not null,
    area @INT@ not null references area (id),
    rows @INT@ not null,
    primary key (table_name, area)
) @CLUSTERED@;
