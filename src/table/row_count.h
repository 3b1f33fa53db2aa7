/* How many living rows of each described table lie in each area (schema/031_row_count.sql), how many of their fields
 * are asked for, and how many of those are filled (completeness.h). */
#ifndef WANGGE_SRC_TABLE_ROW_COUNT_H
#define WANGGE_SRC_TABLE_ROW_COUNT_H

#include "wangge/db/db.h"

#include <stdbool.h>

struct table;

/* All but the last four in the transaction that changes the rows. After the row has come to life, or was changed: */
enum err row_count_enter(struct db *db, const struct table *table, int64_t id, struct error *e);
/* Before the living rows for which where (of columns, with binds) is true go to area; 0: nowhere, or are changed. */
enum err row_count_move(struct db *db, const struct table *table, const char *where, const struct bind *binds,
                        int64_t area, struct error *e);
/* Counted anew. */
enum err row_count_all(struct db *db, const struct table *table, struct error *e);
/* Do the figures mean what the description asks for now? */
enum err row_count_is_current(struct db *db, const struct table *table, bool *out, struct error *e);
/* The sums over the areas with paths from lo to before hi, and over all. */
enum err row_count_here(struct db *db, const struct table *table, const char *lo, const char *hi, int64_t *out,
                        struct error *e);
enum err row_count_everywhere(struct db *db, const struct table *table, int64_t *out, struct error *e);
/* How many areas are told wrong. */
enum err row_count_faults(struct db *db, const struct table *table, int64_t *out, struct error *e);

#endif
