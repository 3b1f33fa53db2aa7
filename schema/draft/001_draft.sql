-- The draft database: what was typed and not saved yet. discarded_at is set when the user threw the draft away.
create table draft (
    id @ID@,
    account @INT@ not null,
    form text not null,
    object @INT@ not null,
    title text not null,
    field text not null,
    caret @INT@ not null,
    record text not null,
    saved_at @INT@ not null,
    discarded_at @INT@
) @STRICT@;
create unique index draft_one on draft (account, form, object) where discarded_at is null;
create index draft_discarded on draft (discarded_at) where discarded_at is not null;
