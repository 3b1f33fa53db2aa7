/* The SQL of a list: a named statement with its words put in. */
#ifndef WANGGE_SRC_TABLE_COMPOSE_H
#define WANGGE_SRC_TABLE_COMPOSE_H

struct pool;
struct table;

/* The text of the statement name (NULL: TABLE.list). A table whose storage is described and that has no statement of
 * its own takes the one of all such tables: stored.list for TABLE.list. */
const char *list_statement(const struct table *table, const char *name);
/* Puts {columns}, {table}, {where} and {order} in. order NULL: in no order, which makes counting cheap. */
const char *list_compose(struct pool *pool, const struct table *table, const char *statement, const char *where,
                         const char *order);

#endif
