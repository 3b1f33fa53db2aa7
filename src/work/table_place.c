/* Where a row lies. */
#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <string.h>

/* Tables that place the rows that link to them by a field of their name; the first that is filled decides. */

static const char *const places[PLACE_LINKS] = {"person", "household", "house", "building", "unit"};

const struct field *place_link(const struct table *table, const char *place)
{
    const struct field *field = table->journal ? NULL : table_field(table, place);
    return field != NULL && field->type == FIELD_LINK && strcmp(field->link, place) == 0 ? field : NULL;
}

bool is_place(const struct table *table)
{
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (strcmp(places[i], table->name) == 0)
            return true;
    return false;
}

size_t place_links(const struct table *table, const struct field *out[PLACE_LINKS])
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (place_link(table, places[i]) != NULL)
            out[n++] = place_link(table, places[i]);
    return n;
}

/* The area of what the row links to, if the actor may write there. */
static enum err area_of_link(struct change *c, const struct field *link, int64_t *area, struct error *e)
{
    struct record *target = record_new();
    enum err r = store_read(c->work->db, table_find(link->link), record_int(c->after, link->name), c->range.lo,
                            c->range.hi, target, e);
    if (r == ERR_NOT_FOUND)
        r = error_set(e, r, link->name, _("%s: there is no such entry where you work."), field_label(link));
    *area = record_int(target, "area");
    record_free(&target);
    return r;
}

/* Of a table that says nothing of areas, a row is whose who enters it. */
static bool is_of_whoever_enters(const struct table *table)
{
    return table_field(table, "area")->hidden;
}

static enum err own_area(struct change *c, int64_t *area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const struct actor *actor = &c->work->actor;

    if (*area == 0)
        *area = record_int(c->after, "area");
    if (*area == 0 && (strlen(actor->path) == LEVEL_GRID * AREA_PART || is_of_whoever_enters(c->table)))
        *area = actor->area;
    enum err r = db_query(c->work->db, pool, "area.present", BINDS(BIND_INT("id", *area)), &rows, e);
    if (r == ERR_NONE) {
        *area = rows.count == 0 ? *area : rows_int(&rows, 0, "area");
        const char *path = rows.count == 0 ? "" : rows_text(&rows, 0, "path");
        if (rows.count == 0 || strcmp(path, c->range.lo) < 0 || strcmp(path, c->range.hi) >= 0)
            r = error_set(e, ERR_NOT_FOUND, "area", _("There is no such area where you work."));
    }
    pool_free(&pool);
    return r;
}

enum err table_place(struct change *c, struct error *e)
{
    const struct field *links[PLACE_LINKS];
    size_t count = place_links(c->table, links), i = 0;
    int64_t area = c->person_area;
    enum err r = ERR_NONE;

    while (i < count && record_int(c->after, links[i]->name) == 0)
        i++;
    if (c->person_area != 0 || i == count)
        r = own_area(c, &area, e);
    else
        r = area_of_link(c, links[i], &area, e);
    if (r == ERR_NONE)
        record_set_int(c->after, "area", area);
    return r;
}
