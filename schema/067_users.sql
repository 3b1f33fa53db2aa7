-- Accounts as administrators keep them: how old a password is, which ones were before, why somebody may not log in,
-- one-time codes that bind a login key; where from and on which terminal a session is.
alter table account add column password_at @INT@; -- the user's own last change; null does not age
alter table account add column state_reason text not null default '';
alter table account add column state_at @INT@;

alter table session add column tty text not null default ''; -- its access time tells how long nobody has typed
alter table session add column client text not null default '';
alter table session add column end_why text not null default ''; -- what the user reads when somebody ends it
create index session_account on session (account);

-- Former passwords, as they were kept: none of them may come again.
create table account_password (
    id @ID@,
    account @INT@ not null references account (id),
    password text not null,
    at @INT@ not null
) @STRICT@;
create index account_password_account on account_password (account);

-- The digest of a one-time code (base/seal.h); the code itself is shown once and kept nowhere.
create table invite (
    id @ID@,
    account @INT@ not null references account (id),
    digest text not null unique,
    made_by @INT@ not null,
    made_at @INT@ not null,
    expires_at @INT@ not null,
    used_at @INT@,
    used_from text not null default '',
    fingerprint text not null default '', -- of the key that it has bound
    withdrawn_by @INT@,
    withdrawn_at @INT@
) @STRICT@;
create index invite_account on invite (account);
create index invite_expires_at on invite (expires_at);
