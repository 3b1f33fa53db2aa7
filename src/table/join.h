/* What a row of a described table shows of the rows that it links to: fields like person.name, and the title of each
 * linked row. The table is t; the linked rows have names like "of.person" and "of.person.household". */
#ifndef WANGGE_SRC_TABLE_JOIN_H
#define WANGGE_SRC_TABLE_JOIN_H

#include "wangge/table/describe.h"

struct pool;

/* The SQL expression of a field; of an age, that of the date which it is counted from. NULL: it has none. */
const char *join_column(struct pool *pool, const struct field *field);
/* "left join ... on ..." of all links of the table; a link that no column asks for costs nothing. */
const char *join_tables(struct pool *pool, const struct table *table);
/* The columns that a list has besides the stored ones, each with ", " before it: computed fields, and LINK_name of
 * links (less area, whose name every list tells). */
const char *join_columns(struct pool *pool, const struct table *table);
/* The same link's SQL name and table, for a list that begins with the linked rows; NULL when it leads to no table. */
const char *join_name(struct pool *pool, const struct field *link);
const char *join_target(const struct field *link);
/* As join_tables without that link. */
const char *join_tables_but(struct pool *pool, const struct table *table, const struct field *but);
/* Is name LINK_name of a link of the table? */
bool join_is_title(const struct table *table, const char *name);

#endif
