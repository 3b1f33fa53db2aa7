-- Where people have logged in from. Who guesses somebody's password elsewhere makes that account wait there, not here;
-- wrong passwords from a known place are counted by themselves.
create table login_place (
    account @INT@ not null references account (id),
    source text not null,
    last_at @INT@ not null,
    failures @INT@ not null default 0,
    waits_until @INT@,
    primary key (account, source)
) @CLUSTERED@;
