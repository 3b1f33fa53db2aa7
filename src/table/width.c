#include "width.h"

#include "row_count.h"
#include "stored.h"

#include "wangge/base/pool.h"
#include "wangge/table/describe.h"

#include <stdlib.h>
#include <string.h>

#define FEW 5000 /* rows that are sorted in a moment, whatever the list asks */
#define FILTERED                                                                                                       \
    50000 /* up to here a filter looks at all of the scope; beyond, it may meet many rows that it leaves               \
           */

static struct bind bound(const struct bind *binds, const char *name)
{
    for (; binds != NULL && binds->name != NULL; binds++)
        if (strcmp(binds->name, name) == 0)
            return *binds;
    return (struct bind){.name = NULL};
}

static bool is_area(const struct table *table, const struct list_filter *filter)
{
    const struct field *field = strcmp(filter->field, "area") == 0 ? table_field(table, "area") : NULL;
    return field != NULL && field->type == FIELD_LINK && strspn(filter->value, "0123456789") == strlen(filter->value) &&
           *filter->value != '\0';
}

/* A filter by area makes the scope narrower, and is then no filter any more. */
static enum err fold(struct db *db, struct pool *pool, const struct list_query *query, size_t at, struct width *out,
                     struct error *e)
{
    struct rows rows = {0};
    enum err r =
        db_query(db, pool, "area.place", BINDS(BIND_INT("id", strtoll(query->filters[at].value, NULL, 10))), &rows, e);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    const char *path = rows_text(&rows, 0, "path");
    if (strcmp(path, out->lo.text) >= 0 && strcmp(path, out->hi.text) < 0) {
        out->lo = BIND_TEXT("lo", path);
        out->hi = BIND_TEXT("hi", pool_format(pool, "%s~", path));
        out->folded = at;
    }
    return ERR_NONE;
}

/* The link whose rows the order is taken from; every row has one. */
static const struct field *walked(const struct field *sort)
{
    bool joined = sort->computes == COMPUTE_JOINED && sort->joined->computes == COMPUTE_NONE;
    return joined && sort->from->required ? sort->from : NULL;
}

/* How many rows pass before the page is full, when they lie in the order as they may. */
static enum err along_order(struct db *db, const struct table *table, const struct list_query *query,
                            const struct width *width, int64_t *out, struct error *e)
{
    int64_t all = 0, upto = query->offset + (query->limit > 0 ? query->limit : 100);
    enum err r = row_count_everywhere(db, width->walked == NULL ? table : table_find(width->walked->link), &all, e);
    *out = width->here == 0 ? 0 : (upto < width->here ? upto : width->here) * (all / width->here + 1);
    return r;
}

enum err width_find(struct db *db, struct pool *pool, const struct table *table, const struct list_query *query,
                    const struct field *sort, const struct bind *binds, struct width *out, struct error *e)
{
    enum err r = ERR_NONE;
    int64_t steps = 0;

    *out = (struct width){.lo = bound(binds, "lo"), .hi = bound(binds, "hi"), .folded = LIST_FILTERS};
    if (out->lo.text == NULL || out->hi.text == NULL)
        return ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < query->filter_count && out->folded == LIST_FILTERS; i++)
        if (is_area(table, &query->filters[i]))
            r = fold(db, pool, query, i, out, e);
    size_t filters = query->filter_count - (out->folded == LIST_FILTERS ? 0 : 1);
    out->plain = filters == 0 && *query->search == '\0' && bound(binds, "own").number == 0;
    out->walked = walked(sort);
    if (r == ERR_NONE)
        r = row_count_here(db, table, out->lo.text, out->hi.text, &out->here, e);
    out->vast = out->here > FILTERED;
    if (r != ERR_NONE || out->here <= (out->plain || *query->search != '\0' ? FEW : FILTERED))
        return r;
    if (out->plain && out->walked == NULL && !stored_is_walked(table, sort))
        return ERR_NONE;
    if (out->plain)
        r = along_order(db, table, query, out, &steps, e);
    out->wide = steps < out->here;
    return r;
}
