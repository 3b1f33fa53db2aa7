-- Areas and the people who work in them: users, keys, posts, sessions, the audit, and the keys that households are
-- found by.

-- One tree. The path is made of parts of 4 characters, so a subtree is one range: path >= P and path < P || '~'.
create table area (
    id @ID@,
    parent @INT@ references area (id),
    level @INT@ not null,
    code text not null unique,
    name text not null,
    initials text not null,
    path text not null unique,
    households_target @INT@ not null default 0,
    version @INT@ not null default 1,
    created_by @INT@ not null,
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null
) @STRICT@;
create index area_parent on area (parent);

-- password is empty until one is set: nobody can log in with it.
create table account (
    id @ID@,
    login text not null unique,
    name text not null,
    initials text not null,
    phone text not null default '',
    language text not null default '',
    state text not null default 'active',
    password text not null default '',
    must_change @INT@ not null default 0,
    failures @INT@ not null default 0,
    waits_until @INT@,
    last_login @INT@,
    version @INT@ not null default 1,
    created_by @INT@ not null,
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null
) @STRICT@;

create table account_key (
    id @ID@,
    account @INT@ not null references account (id),
    type text not null,
    blob text not null unique,
    fingerprint text not null,
    comment text not null default '',
    created_by @INT@ not null,
    created_at @INT@ not null,
    last_used @INT@
) @STRICT@;
create index account_key_account on account_key (account);

-- A user in a role in an area, from a day to a day (both included; no end while to_on is null).
create table post (
    id @ID@,
    account @INT@ not null references account (id),
    role text not null,
    area @INT@ not null references area (id),
    from_on text not null,
    to_on text,
    created_by @INT@ not null,
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null
) @STRICT@;
create index post_account on post (account);
create index post_area on post (area, role);

-- Who is on. started is the process's start in the kernel's ticks: a number used again is not the same process.
create table session (
    id @ID@,
    account @INT@ not null,
    post @INT@,
    kind text not null,
    source text not null,
    host text not null,
    pid @INT@ not null,
    started @INT@ not null,
    since @INT@ not null
) @STRICT@;

-- Written once, never changed. login and role are kept as they were.
create table audit (
    id @ID@,
    at @INT@ not null,
    account @INT@ not null,
    login text not null,
    role text not null,
    source text not null,
    session @INT@ not null,
    action text not null,
    kind text not null,
    object @INT@ not null,
    success @INT@ not null,
    note text not null
) @STRICT@;
create index audit_at on audit (at);
create index audit_account on audit (account, at);
create index audit_object on audit (kind, object);

-- What a household is found by: door number, address and its later parts, names and initials, the last digits of
-- phones and ID numbers. Kept by area, so that a search seeks once in each area of its scope.
create table search_key (
    area @INT@ not null,
    key text not null,
    household @INT@ not null,
    weight @INT@ not null,
    primary key (area, key, household)
) @CLUSTERED@;
