/* Which fields of a table are asked for (the key "wanted"), as SQL on a row t: what the counts of row_count.h, the
 * measure and the list of gaps are composed of. */
#ifndef WANGGE_SRC_TABLE_COMPLETENESS_H
#define WANGGE_SRC_TABLE_COMPLETENESS_H

#include <stdbool.h>
#include <stddef.h>

struct pool;
struct table;

/* When all fields of the table are read: fills asked, filled and missing. False with a reason: the key of a field (its
 * index to *at) is none. */
bool completeness_settle(struct pool *pool, struct table *table, size_t *at, char *why, size_t room);

#endif
