/* Rows of described tables without what tells of people: texts, numbers and addresses go, codes, days and figures stay,
 * so that nothing that is counted changes. */
#ifndef WANGGE_TABLE_BLANK_H
#define WANGGE_TABLE_BLANK_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct field;
struct pool;
struct record;
struct rows;
struct table;

#define BLANK_TEXT "*" /* in the place of what may not be empty, or is asked for */

/* In the caller's transaction: empties those fields of one row, deleted or not, and forgets its former versions; also
 * (may be NULL) are further fields with what they become. What follows a row (work/row_follow.h) is the caller's. */
enum err blank_row(struct db *db, const struct table *table, int64_t id, const struct record *also, int64_t by,
                   struct error *e);
/* Rows of the table that were deleted before that instant and are not blank yet: their number, and at most limit ids.
 */
enum err blank_deleted_count(struct db *db, const struct table *table, int64_t before, int64_t *out, struct error *e);
enum err blank_deleted(struct db *db, struct pool *pool, const struct table *table, int64_t before, int limit,
                       struct rows *out, struct error *e);
/* Rows whose link leads to the row: their ids. */
enum err blank_linked(struct db *db, struct pool *pool, const struct table *table, const struct field *link, int64_t id,
                      struct rows *out, struct error *e);
/* Of those, the ones that are not deleted. */
enum err blank_linked_alive(struct db *db, struct pool *pool, const struct table *table, const struct field *link,
                            int64_t id, struct rows *out, struct error *e);

#endif
