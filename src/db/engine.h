/* What an engine does for db.c: one file for each engine. It knows connections and prepared statements, not names. */
#ifndef WANGGE_SRC_DB_ENGINE_H
#define WANGGE_SRC_DB_ENGINE_H

#include "wangge/db/db.h"

struct buffer;
struct engine;
struct prepared;

/* Once, before the first fork; a second time does nothing. */
void engine_start(void);

enum err engine_open(const char *path, enum db_mode mode, struct engine **out, struct error *e);
void engine_close(struct engine *engine);

/* text has its parameters numbered in the order of their first appearance: $1, $2 ... */
enum err engine_prepare(struct engine *engine, const char *text, struct prepared **out, struct error *e);
void engine_forget(struct prepared *prepared);

/* Binds values[0..n-1] to $1 .. $n, runs to the end and lets go of every lock. Rows come into pool; rows and changed
 * may be NULL. */
enum err engine_run(struct engine *engine, struct prepared *prepared, const struct bind *const *values, size_t n,
                    struct pool *pool, struct rows *rows, int64_t *changed, struct error *e);
/* What runs from now on is given up, with an error, after about so many steps; 0 is no limit. */
void engine_limit(struct engine *engine, int64_t steps);
bool engine_gave_up(const struct engine *engine);
enum err engine_script(struct engine *engine, const char *sql, struct error *e);

/* Keeps more pages, for long work. */
void engine_set_roomy(struct engine *engine, bool roomy);
/* Whether commits wait for the disk; a scratch database's never do. */
void engine_set_waiting(struct engine *engine, bool waiting);
enum err engine_begin(struct engine *engine, struct error *e);
enum err engine_commit(struct engine *engine, struct error *e);
void engine_rollback(struct engine *engine);
bool engine_in_transaction(const struct engine *engine);

int64_t engine_change_mark(struct engine *engine);
const char *engine_scrub_script(void);
enum err engine_settle(const char *path, struct error *e); /* see db_settle */
/* Without a connection: another number whenever anybody has changed the database, 0 when that cannot be told. */
uint64_t engine_glance(const char *path);
void engine_bulk_begin(struct engine *engine);
enum err engine_bulk_end(struct engine *engine, struct error *e);
enum err engine_upkeep(struct engine *engine, struct error *e);
enum err engine_check(struct engine *engine, void (*report)(void *to, const char *line), void *to, struct error *e);
enum err engine_backup(struct engine *engine, const char *to_path, struct error *e);

/* SQL that gives the columns, and the indexes, of the table $table, each as a row "name". */
const char *engine_columns_query(void);
const char *engine_catalog_query(void);
enum err engine_forget_removed(struct engine *engine, bool *whole, struct error *e);
const char *engine_size_query(void);
const char *engine_indexes_query(void);

/* The engine's own spelling of a DDL word ("ID" of @ID@), NULL when there is no such word. */
const char *engine_ddl_word(const char *word, size_t n);

#endif
