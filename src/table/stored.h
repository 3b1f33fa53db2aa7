/* The columns of a table whose storage is described: what people fill in, then what the program keeps. */
#ifndef WANGGE_SRC_TABLE_STORED_H
#define WANGGE_SRC_TABLE_STORED_H

#include "wangge/table/describe.h"

struct pool;

/* Takes them down in the table, once its fields are read. */
void stored_settle(struct pool *pool, struct table *table);
size_t stored_count(const struct table *table);
const struct field *stored_column(const struct table *table, size_t i);
/* The stored field that lists of the table are ordered by; NULL when it is another table's. */
const struct field *stored_order(const struct table *table);
/* Does an index give the rows in the order of this field? */
bool stored_is_walked(const struct table *table, const struct field *field);
/* All of them, for a select of the table t. */
const char *stored_columns(struct pool *pool, const struct table *table);

#endif
