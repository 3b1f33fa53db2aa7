-- The second factor of an account (work/second.h). secret is sealed, '' while there is none; until confirmed_at is set it
-- is only being set up. last_step: the time step of the last code that was taken, so that a code works once. failures and
-- waits_until count what is asked for after a first proof, apart from passwords that strangers guess.
create table account_second (
    account @INT@ not null primary key references account (id),
    secret text not null,
    confirmed_at @INT@,
    last_step @INT@ not null,
    failures @INT@ not null,
    waits_until @INT@
) @STRICT@;

-- Recovery codes, each good for one login without the telephone; only a digest is kept.
create table account_recovery (
    account @INT@ not null references account (id),
    digest text not null,
    used_at @INT@,
    primary key (account, digest)
) @STRICT@;
