/* The conditions of a list, made of the descriptions' columns and bound values. */
#ifndef WANGGE_SRC_TABLE_FILTER_H
#define WANGGE_SRC_TABLE_FILTER_H

#include "wangge/base/buffer.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"

#define FILTER_BINDS 96

struct filter {
    struct pool *pool;
    struct bind binds[FILTER_BINDS]; /* the statement's own first; ends with name NULL */
    size_t count;
    struct buffer text;
};

void filter_begin(struct filter *filter, const struct bind *own);
void filter_end(struct filter *filter);
/* Adds a value under a new name, which it returns. */
const char *filter_bind(struct filter *filter, struct bind value);
/* Adds a condition that must be true too. */
void filter_add(struct filter *filter, const char *condition);
/* The whole condition; "1 = 1" when there is none. */
const char *filter_text(struct filter *filter);

enum err filter_field(struct filter *filter, const struct table *table, const struct list_filter *one, struct error *e);
/* Each word, parted by blanks, must be in one of the searched fields. What belongs to a person or a household is found
 * by the search over these too, and in a wide scope, where looking at every row takes too long, by it alone. */
enum err filter_search(struct filter *filter, const struct table *table, const char *search, bool wide,
                       struct error *e);

#endif
