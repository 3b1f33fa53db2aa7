/* The SQL of a list: a named statement with its words put in. */
#ifndef WANGGE_SRC_TABLE_COMPOSE_H
#define WANGGE_SRC_TABLE_COMPOSE_H

#include <stdbool.h>

struct field;
struct pool;
struct table;

#define LIST_WIDE "stored.list.wide"

/* Has the table a statement TABLE.list of its own? */
bool list_has_own(const struct table *table);
/* The text of the statement name (NULL: TABLE.list). A table whose storage is described and that has no statement of
 * its own takes the one of all such tables: stored.list for TABLE.list. */
const char *list_statement(const struct table *table, const char *name);

/* What is put into a statement. */
struct list_words {
    const char *where;
    const char *order;          /* NULL: in no order, which makes counting cheap */
    const struct field *walked; /* the link whose rows come first, in their order, or NULL */
    bool counted;               /* the rows are counted: {columns} are their ids alone */
};
/* Puts {columns}, {table}, {rows}, {joins}, {where} and {order} in. */
const char *list_compose(struct pool *pool, const struct table *table, const char *statement,
                         const struct list_words *words);

#endif
