/* How much a list has to look at, and so which way it goes: area by area where the scope holds few rows, along the
 * index of its order where it holds many. */
#ifndef WANGGE_SRC_TABLE_WIDTH_H
#define WANGGE_SRC_TABLE_WIDTH_H

#include "wangge/db/db.h"
#include "wangge/table/list.h"

#include <stdbool.h>

struct field;
struct table;

struct width {
    struct bind lo, hi;         /* of the paths; name NULL when the statement has no scope */
    size_t folded;              /* the filter of the query that these hold already; LIST_FILTERS: none */
    bool plain;                 /* nothing narrows the list but the scope */
    bool wide;                  /* along the order */
    const struct field *walked; /* the link whose rows hold the order, or NULL */
    bool vast;                  /* so many rows that a page which looks at all takes seconds */
    int64_t here;               /* living rows of the scope */
};

/* binds: of the statement; sort: the field that the list is sorted by. */
enum err width_find(struct db *db, struct pool *pool, const struct table *table, const struct list_query *query,
                    const struct field *sort, const struct bind *binds, struct width *out, struct error *e);

#endif
