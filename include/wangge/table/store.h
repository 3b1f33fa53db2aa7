/* Rows of an information table whose DDL comes from its description (not "storage = own"). */
#ifndef WANGGE_TABLE_STORE_H
#define WANGGE_TABLE_STORE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct db;
struct pool;
struct record;
struct table;

/* Makes tables and adds columns that are missing; never drops. dry only reports. */
enum err store_migrate(struct db *db, int dry, void (*report)(void *to, const char *line), void *to, struct error *e);

/* Before a bulk load: an index is made many times faster from all rows at once. store_migrate makes them again. */
enum err store_drop_indexes(struct db *db, struct error *e);

/* Many generated rows of one table: the statement is composed once (and lives in pool), ids are the caller's, nothing
 * is checked, no history is written. Everything about the table as a whole is to be made anew at the end. */
struct loader;
struct loader *store_loader(struct pool *pool, const struct table *table);
enum err store_load(struct db *db, struct loader *loader, const struct record *record, int64_t id, int64_t by,
                    struct error *e);

/* Links that point nowhere, and ids that their sequence would give a second time. report is told each finding. */
enum err store_check(struct db *db, void (*report)(void *to, const char *line), void *to, struct error *e);

/* After rows were loaded past these functions: how many lie in each area, counted anew. In a transaction of its own. */
enum err store_count_all(struct db *db, struct error *e);

/* All inside the caller's write transaction; each writes the row's history. by is the user's id. */
enum err store_add(struct db *db, const struct table *table, const struct record *record, int64_t by, int64_t *id,
                   struct error *e);
/* record must hold "version" as it was read: another version gives ERR_CONFLICT. */
enum err store_change(struct db *db, const struct table *table, int64_t id, const struct record *record, int64_t by,
                      struct error *e);
enum err store_delete(struct db *db, const struct table *table, int64_t id, int64_t version, int64_t by,
                      struct error *e);
enum err store_restore(struct db *db, const struct table *table, int64_t id, int64_t by, struct error *e);
/* The version of a row, deleted or not. */
enum err store_version(struct db *db, const struct table *table, int64_t id, int64_t *out, struct error *e);
/* seen is told of every version of a row that is written from here on, within the transaction: a job takes down what it
 * has written, to take it back. NULL ends it. */
void store_watch(void (*seen)(void *to, const struct table *table, int64_t id, int64_t version), void *to);
/* record gets every field, "id", "version", "area", "created_by" ...; ERR_NOT_FOUND when absent. Scope is the
 * caller's: path range [lo, hi). */
enum err store_read(struct db *db, const struct table *table, int64_t id, const char *lo, const char *hi,
                    struct record *record, struct error *e);
/* The same of a row that may be deleted. */
enum err store_read_any(struct db *db, const struct table *table, int64_t id, const char *lo, const char *hi,
                        struct record *record, struct error *e);

#endif
