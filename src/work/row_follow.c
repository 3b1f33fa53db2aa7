#include "row_follow.h"

#include "need.h"
#include "search_index.h"
#include "sweep_inside.h"
#include "table_inside.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err take_along(struct work *work, const struct table *place, int64_t id, int64_t area,
                           const struct span_cause *cause, struct error *e);

/* A house that came along with its building: as if it had been changed itself. */
static enum err house_came_along(struct work *work, const struct table *table, int64_t id, int64_t from,
                                 const struct span_cause *cause, struct error *e)
{
    struct record *after = record_new();
    enum err r = store_read(work->db, table, id, "", "~", after, e);
    struct record *before = record_copy(after);

    record_set_int(before, "area", from);
    if (r == ERR_NONE)
        r = row_follow(work, table, id, before, after, cause, e);
    record_free(&before);
    record_free(&after);
    return r;
}

/* Its search keys come too, and who is to be visited there. */
static enum err keys_came_along(struct work *work, const struct table *table, int64_t id, int64_t from, struct error *e)
{
    struct record *after = record_new();
    enum err r = store_read(work->db, table, id, "", "~", after, e);
    struct record *before = record_copy(after);

    record_set_int(before, "area", from);
    if (r == ERR_NONE)
        r = search_index(work, table, id, before, after, e);
    if (r == ERR_NONE)
        r = need_follow(work, table, id, before, after, e);
    record_free(&before);
    record_free(&after);
    return r;
}

/* A row that came along, and what comes along with it. relation_follow has told the spans of a household and its people
 * already, with those of the house. */
static enum err came_along(struct work *work, const struct table *table, int64_t id, int64_t from, int64_t area,
                           const struct span_cause *cause, struct error *e)
{
    if (strcmp(table->name, "house") == 0)
        return house_came_along(work, table, id, from, cause, e);
    if (!is_place(table))
        return sweep_follow(work, table, id, area, e);
    enum err r = take_along(work, table, id, area, cause, e);
    if (r == ERR_NONE)
        r = sweep_follow(work, table, id, area, e);
    return r == ERR_NONE ? keys_came_along(work, table, id, from, e) : r;
}

/* The rows of one table that lie where the row id of the place lies. */
static enum err take_from(struct work *work, const struct table *table, const struct field *link, int64_t id,
                          int64_t area, const struct span_cause *cause, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const struct field *links[PLACE_LINKS];
    size_t first = 0;
    bool told = is_place(table); /* each row by itself */
    enum err r = ERR_NONE;

    place_links(table, links);
    while (links[first] != link)
        first++;
    if (!told)
        r = sweep_lists(work, table, link, &told, e);
    if (r == ERR_NONE && told)
        r = relate_elsewhere(work->db, pool, table, link, id, links, first, area, &rows, e);
    if (r == ERR_NONE)
        r = relate_follow(work->db, table, link, id, links, first, area, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = came_along(work, table, rows_int(&rows, i, "id"), rows_int(&rows, i, "area"), area, cause, e);
    pool_free(&pool);
    return r;
}

static enum err take_along(struct work *work, const struct table *place, int64_t id, int64_t area,
                           const struct span_cause *cause, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && is_place(place) && i < table_count(); i++) {
        const struct table *table = table_at(i);
        const struct field *link = table->own_storage ? NULL : place_link(table, place->name);
        if (link != NULL)
            r = take_from(work, table, link, id, area, cause, e);
    }
    return r;
}

enum err row_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                    const struct record *after, const struct span_cause *cause, struct error *e)
{
    enum err r = relation_follow_cause(work, table, id, before, after, cause, e);
    if (r == ERR_NONE && before != NULL && after != NULL && record_int(before, "area") != record_int(after, "area"))
        r = take_along(work, table, id, record_int(after, "area"), cause, e);
    if (r == ERR_NONE && after != NULL)
        r = sweep_follow(work, table, id, record_int(after, "area"), e);
    if (r == ERR_NONE)
        r = search_index(work, table, id, before, after, e);
    return r == ERR_NONE ? need_follow(work, table, id, before, after, e) : r;
}
