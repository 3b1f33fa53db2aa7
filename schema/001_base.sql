-- What the engine itself needs: numbers, and the history of every row that people change.
-- Words between @ are put by the engine (db.h, db_execute_script).

-- The next number of a sequence: ids of a table, case numbers of a day.
create table sequence_number (
    name text not null primary key,
    next @INT@ not null
) @STRICT@;

-- Every version of a row of an information table, as the record that was saved.
create table row_history (
    kind text not null,
    object @INT@ not null,
    version @INT@ not null,
    by_account @INT@ not null,
    at @INT@ not null,
    record text not null,
    primary key (kind, object, version)
) @STRICT@;
