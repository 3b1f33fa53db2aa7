/* The title of a linked row as a column of a list. */
#ifndef WANGGE_SRC_TABLE_TITLE_SQL_H
#define WANGGE_SRC_TABLE_TITLE_SQL_H

#include "wangge/table/describe.h"

#include <stdbool.h>

struct pool;

/* Does the title name as many fields as a title has: one, the four of a door, or none? */
bool title_is_whole(const struct table *table);
/* Is there a title that everybody may see, made of stored fields? */
bool title_is_told(const struct table *table);
/* The column of one field of the rows called so. */
typedef const char *title_part(struct pool *pool, const char *rows, const struct field *field);
/* The same of the title, when it is told; null where there is no row. */
const char *title_sql(struct pool *pool, const struct table *table, title_part *column, const char *rows);
#endif
