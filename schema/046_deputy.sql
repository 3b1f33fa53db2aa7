-- Acting leaders: who holds a post names somebody who does its work for a time. Ends by itself on the day after to_on, or
-- when somebody ends it. Never deleted: it tells who did what in whose place.
create table deputy (
    id @ID@,
    account @INT@ not null references account (id), -- who is represented,
    post @INT@ not null references post (id),       -- in which post,
    acting @INT@ not null references account (id),  -- and by whom
    from_on text not null,
    to_on text not null,
    reason text not null,
    created_by @INT@ not null,
    created_at @INT@ not null,
    ended_by @INT@,
    ended_at @INT@
) @STRICT@;
create index deputy_account on deputy (account);
create index deputy_acting on deputy (acting);

alter table audit add column acting_for @INT@; -- the account in whose place it was done
