-- What users keep for themselves on the screens: small settings by name (columns of a list, values chosen last), and
-- filters of lists under a name, which may be shared with a role in the area and below it.
create table setting (
    account @INT@ not null references account (id),
    name text not null,
    value text not null,
    primary key (account, name)
) @CLUSTERED@;

create table saved_filter (
    id @ID@,
    account @INT@ not null references account (id),
    table_name text not null,
    name text not null,
    conditions text not null,
    role text not null default '',
    area @INT@ references area (id)
) @STRICT@;
create unique index saved_filter_name on saved_filter (account, table_name, name);
create index saved_filter_role on saved_filter (table_name, role) where role <> '';
