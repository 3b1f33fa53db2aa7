/* Computed fields: age(DATE), months(DATE), LINK.FIELD. */
#ifndef WANGGE_SRC_TABLE_COMPUTE_H
#define WANGGE_SRC_TABLE_COMPUTE_H

#include "wangge/table/describe.h"

struct pool;

/* Fills computes, from and joined of a computed field of that table, when all tables are loaded, and what it has of
 * the field that it leads to: codes, masked, searched. False with a reason when that cannot be. */
bool compute_resolve(struct pool *pool, const struct table *table, struct field *field, char *why, size_t room);

#endif
