/* The texts of a database, whatever table they are in: for a search that forgets none. */
#ifndef WANGGE_TABLE_KEPT_H
#define WANGGE_TABLE_KEPT_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct db;
struct pool;

/* etc/kept_texts.csv: those that are not searched. Before the first fork. */
enum err kept_texts_load(const char *etc_dir, struct error *e);

struct text_column {
    const char *table, *name;
    const char *keys[6]; /* of the table's rows, ends with NULL */
};
/* All columns of texts of the database that are searched. */
enum err text_columns(struct db *db, struct pool *pool, struct text_column **out, size_t *count, struct error *e);
/* Puts "*" in the place of each of the words (ends with NULL) in some rows of a column, at most limit, in a transaction
 * of its own that is as short as these rows; *some gets how many, 0 when none is left. besides (may be NULL) is a
 * condition on rows t that are searched. */
enum err text_column_clear(struct db *db, const struct text_column *column, const char *besides,
                           const char *const *words, int limit, int64_t *some, struct error *e);

#endif
