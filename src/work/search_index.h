/* Keeping the search keys up to date, in the caller's transaction. */
#ifndef WANGGE_SRC_WORK_SEARCH_INDEX_H
#define WANGGE_SRC_WORK_SEARCH_INDEX_H

#include "wangge/base/error.h"

#include <stdint.h>

struct record;
struct table;
struct work;

/* After a row of household or person has changed (other tables: nothing to do): whole records, unmasked; before is
 * NULL when the row is new or restored, after NULL when it is deleted. */
enum err search_index(struct work *work, const struct table *table, int64_t id, const struct record *before,
                      const struct record *after, struct error *e);

#endif
