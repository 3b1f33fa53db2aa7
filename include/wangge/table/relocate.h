/* Rows of any table that name an area in a column: counted, and put into another area. Statements are composed and
 * carry neither scope nor rights: work/area_change.h asks them. */
#ifndef WANGGE_TABLE_RELOCATE_H
#define WANGGE_TABLE_RELOCATE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct db;
struct pool;
struct rows;
struct table;

/* where is one more condition of columns, "" for none. A table that is not there has no rows. All in the caller's
 * transaction. */
enum err relocate_rows(struct db *db, const char *table, const char *column, const char *where, int64_t from,
                       int64_t into, int64_t *moved, struct error *e);
/* Of a described table, with the figures of its areas; *moved is the number of living ones. */
enum err relocate_table(struct db *db, const struct table *table, int64_t from, int64_t into, int64_t *moved,
                        struct error *e);
/* Living rows in an area; rows: id, version. */
enum err relocate_list(struct db *db, struct pool *pool, const struct table *table, int64_t area, struct rows *out,
                       struct error *e);
/* How many they are. */
enum err relocate_living(struct db *db, const struct table *table, int64_t area, int64_t *out, struct error *e);

#endif
