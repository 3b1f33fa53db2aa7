-- Notices to the staff of an area, and who has read them. area: who works there or below it is told; roles: codes of
-- the list role, parted by commas, empty is everybody.
create table notice (
    id @ID@,
    title text not null,
    text text not null,
    area @INT@ not null references area (id),
    roles text not null default '',
    from_on text not null,
    to_on text,
    version @INT@ not null,
    created_by @INT@ not null references account (id),
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null,
    deleted_at @INT@
) @STRICT@;
create index notice_area on notice (area, from_on);

create table notice_read (
    notice @INT@ not null references notice (id),
    account @INT@ not null references account (id),
    at @INT@ not null,
    primary key (notice, account)
) @CLUSTERED@;
