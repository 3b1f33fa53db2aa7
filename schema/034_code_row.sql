-- What administrators change in the code lists of schema/codes: a code that is added, named anew or retired. Read over
-- the lists when a session opens the database.
create table code_row (
    list text not null,
    code text not null,
    zh text not null,
    en text not null,
    initials text not null,
    retired @INT@ not null, -- 1: stays readable, is not offered nor taken for new values
    updated_by @INT@ not null,
    updated_at @INT@ not null,
    primary key (list, code)
) @CLUSTERED@;
