-- Roles of the place, posts that are asked for and granted, and what a session may do as of now.

-- Raised whenever what the account may do changes: a session that was entered with another number reads itself anew.
alter table account add column access @INT@ not null default 0;
alter table account add column post @INT@; -- of several, the one that was worked in last
alter table session add column access @INT@ not null default 0;
alter table session add column end_at @INT@; -- somebody has ended it
alter table session add column ended_by @INT@;

-- A role made at the place: base is a shipped one, and what it has no cell for is as there. Never deleted while a post
-- names it; one that is over keeps its name.
create table role_custom (
    id @ID@,
    code text not null unique,
    name_zh text not null,
    name_en text not null,
    base text not null,
    note text not null default '',
    version @INT@ not null default 1,
    created_by @INT@ not null,
    created_at @INT@ not null,
    updated_by @INT@ not null,
    updated_at @INT@ not null,
    deleted_at @INT@
) @STRICT@;

create table role_cell (
    custom @INT@ not null references role_custom (id),
    action text not null,
    scope text not null, -- own, unit, subtree, all; empty for not at all
    primary key (custom, action)
) @CLUSTERED@;

-- post.role stays the code of the base, so that whatever names roles holds.
alter table post add column custom @INT@;
create index post_custom on post (custom) where custom is not null;

-- The system administrator asks for a post, the security administrator grants or refuses it.
create table post_request (
    id @ID@,
    account @INT@ not null references account (id),
    role text not null,
    custom @INT@,
    area @INT@ not null references area (id),
    from_on text not null,
    to_on text,
    ends_post @INT@, -- the post that a granted request ends: a change of the grid
    reason text not null default '',
    state text not null, -- asked, granted, refused, taken_back
    post @INT@,          -- that it became
    answer text not null default '',
    created_by @INT@ not null,
    created_at @INT@ not null,
    decided_by @INT@,
    decided_at @INT@
) @STRICT@;
create index post_request_open on post_request (created_at, id) where state = 'asked';
create index post_request_account on post_request (account, id);
