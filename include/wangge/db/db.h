/* The one door to SQL. Statements are named, stand in schema/queries/, and take bound parameters only.
 * A query fetches all its rows into a pool, so no statement is ever left unfinished. One connection is used by one
 * process, opened after the fork. Times out after 10 s of waiting for a lock with ERR_AGAIN. */
#ifndef WANGGE_DB_DB_H
#define WANGGE_DB_DB_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct pool;

enum value_type { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT };

struct bind {
    const char *name; /* without the dollar; an array of binds ends with name NULL */
    enum value_type type;
    int64_t number;
    double real;
    const char *text;
};

#define BIND_INT(n, v)  ((struct bind){.name = (n), .type = VALUE_INT, .number = (v)})
#define BIND_REAL(n, v) ((struct bind){.name = (n), .type = VALUE_REAL, .real = (v)})
#define BIND_TEXT(n, v) db_bind_text((n), (v)) /* NULL binds null */
#define BIND_NULL(n)    ((struct bind){.name = (n), .type = VALUE_NULL})
#define BINDS(...)      ((const struct bind[]){__VA_ARGS__, {.name = NULL}})
struct bind db_bind_text(const char *name, const char *text);

struct value {
    enum value_type type;
    int64_t number;
    double real;
    const char *text; /* of numbers too; NULL of null */
};

struct rows {
    size_t count;
    size_t columns;
    const char **names;
    struct value *values; /* row by row */
    bool at_least;        /* of a page of a list: there are more rows than its total says (table/list.h) */
};

/* For a process that is forked into many sessions: what the database takes is apart from the heap, and all of it is
 * given back when the last connection of a process is closed. Before db_load_statements. */
void db_stay_small(void);

/* Statements: every -- name: NAME in DIR/queries/ *.sql, checked for doubles. "{NAME.PART}" in a statement is the text
 * of the statement of that name, or of the "-- part: NAME", a piece that is no statement by itself (a condition that
 * many have); neither holds such a place itself. Before the first db_open; kept for ever. */
enum err db_load_statements(const char *schema_dir, struct error *e);
/* The text of a named statement, NULL when unknown; all names in order (for the test that prepares each). */
const char *db_statement_text(const char *name);
/* Another text for a statement that was loaded, composed of what else was read at the start ("{NAME.PART}" as there).
 * Before the first db_open. */
enum err db_put_statement(const char *name, const char *text, struct error *e);
size_t db_statement_count(void);
const char *db_statement_name(size_t i);

enum db_mode {
    DB_EXISTING,
    DB_CREATE, /* made when it is missing, for its owner only */
    DB_READ_ONLY,
    DB_SCRATCH /* as DB_CREATE, but a commit does not wait for the disk: drafts, which may lose a second */
};

enum err db_open(const char *path, enum db_mode mode, struct db **out, struct error *e);
void db_close(struct db **db);
/* Gives back all that the connection takes, for a session that falls idle: it is closed, and opened again by whatever
 * asks the database next. Does nothing within a transaction. */
void db_rest(struct db *db);
/* Around the loading of much at once into a database that is nothing worth yet: memory for speed, no waiting for the
 * disk, and at the end all of it is safe there, with statistics, so that plans are made for what is there now. */
void db_bulk_begin(struct db *db);
enum err db_bulk_end(struct db *db, struct error *e);
/* Around the long work of a process that nobody waits for at a screen: more statements and pages are kept, some MB. */
void db_long_begin(struct db *db);
void db_long_end(struct db *db);
/* Nothing of what was deleted or written over is left in the file and its WAL. Nobody else may be connected. */
enum err db_scrub(struct db *db, struct error *e);
/* The statistics of db_bulk_end from a sample, in a moment: for a database that grows from day to day. */
enum err db_upkeep(struct db *db, struct error *e);

/* What was removed is gone from the files too, as far as nobody is reading there: deleted content is overwritten, the
 * write-ahead log is emptied. Outside of a transaction; *whole is false when somebody's reading kept it from the end.
 */
enum err db_forget_removed(struct db *db, bool *whole, struct error *e);

/* Runs a named statement. A parameter of the statement that has no bind, or the other way round, is a programming
 * error and ends the process. rows->values live in pool. */
enum err db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                  struct error *e);
/* For a statement without rows to read; *changed (may be NULL) gets the number of rows changed. */
enum err db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed, struct error *e);

/* The same with SQL text that the program composed of a named statement and fragments of a description (table/list.h,
 * table/store.h are the only callers). Binds that the text does not use are passed over. */
enum err db_query_text(struct db *db, struct pool *pool, const char *sql, const struct bind *binds, struct rows *out,
                       struct error *e);
/* A composed query that may give up: after about so many steps of the engine (a row looked at takes some 20) *whole is
 * false and there are no rows. */
enum err db_query_within(struct db *db, struct pool *pool, int64_t steps, const char *sql, const struct bind *binds,
                         struct rows *out, bool *whole, struct error *e);
enum err db_execute_text(struct db *db, const char *sql, const struct bind *binds, int64_t *changed, struct error *e);
/* Several statements of a migration. DDL is written with the words @INT@ (a 64-bit integer), @REAL@ (a double), @ID@
 * (an integer that is the primary key) and, after the closing parenthesis of a table, @STRICT@ or @CLUSTERED@ (rows
 * kept in the order of the primary key), which each engine puts in its own way. */
enum err db_execute_script(struct db *db, const char *sql, struct error *e);

/* The columns that a table has, as rows of "name"; none when there is no such table. */
enum err db_columns(struct db *db, struct pool *pool, const char *table, struct rows *out, struct error *e);
/* Every column of every table, in their order; rows: table_name, name, is_text, pk (its place in the table's key, or
 * 0). */
enum err db_catalog(struct db *db, struct pool *pool, struct rows *out, struct error *e);
enum err db_indexes(struct db *db, struct pool *pool, const char *table, struct rows *out, struct error *e);

/* How large it is, and how much of that holds nothing any more. */
enum err db_size(struct db *db, int64_t *bytes, int64_t *unused, struct error *e);

/* A write transaction (BEGIN IMMEDIATE). One at a time; db_rollback after a commit or without a begin does nothing,
 * so a function can end with one cleanup label. */
enum err db_begin(struct db *db, struct error *e);
/* The same for what may be lost when the power fails, such as who is on: its commit does not wait for the disk. */
enum err db_begin_light(struct db *db, struct error *e);
enum err db_commit(struct db *db, struct error *e);
void db_rollback(struct db *db);
/* What anybody has committed until now outlasts a loss of power when this returns, light transactions too. */
enum err db_settle(struct db *db, struct error *e);
bool db_in_transaction(const struct db *db);
/* A change that is made of several, each of which begins and ends by itself, within the transaction that is open: after
 * db_join what begins takes part in it, its commit is the end of its part only, and its rollback is that of all. After
 * db_part (or such a rollback) a commit is one again. */
void db_join(struct db *db);
void db_part(struct db *db);

/* The next number of a sequence (ids, case numbers of a day): 1, 2, 3 ... Inside a write transaction only. */
enum err db_next(struct db *db, const char *sequence, int64_t *out, struct error *e);

/* Changes whenever another connection has changed the database (and may change after a rest); cheap enough for each key
 * press, and does not end a rest as long as nothing has changed. */
int64_t db_change_mark(struct db *db);
/* How many named statements of this connection were to change something: the mark does not tell of own ones. */
int64_t db_writes(const struct db *db);

/* Reading rows. Column names that do not exist are a programming error and end the process. */
const struct value *rows_value(const struct rows *rows, size_t row, const char *column);
int64_t rows_int(const struct rows *rows, size_t row, const char *column);      /* null is 0 */
double rows_real(const struct rows *rows, size_t row, const char *column);      /* null is 0 */
const char *rows_text(const struct rows *rows, size_t row, const char *column); /* null is ""; numbers as text too */
bool rows_null(const struct rows *rows, size_t row, const char *column);
int rows_column(const struct rows *rows, const char *column); /* -1 when absent */

#endif
