/* The door of a household that links to a house is the door of the house; its must-visit kinds are those of need.c. */
#include "search_index.h"
#include "table_inside.h"
#include "table_rule.h"

#include "wangge/base/array.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

/* What of a house the household has: its field, the house's. */
static const struct part {
    const char *household, *house;
} parts[] = {
    {"address",  "address"},
    {"building", "block"  },
    {"unit",     "unit"   },
    {"room",     "room"   },
};

static void copy_door(const struct record *house, struct record *household)
{
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        record_set(household, parts[i].household, record_get(house, parts[i].house));
}

/* Where the house is, and whether the actor may say so, is table_place's question: here a house that is not there
 * changes nothing. */
enum err household_fill(struct change *c, struct error *e)
{
    struct record *house = record_new();
    int64_t id = table_field(c->table, "house") == NULL ? 0 : record_int(c->after, "house");

    (void)e;
    if (id != 0 && store_read(c->work->db, table_find("house"), id, c->range.lo, c->range.hi, house, NULL) == ERR_NONE)
        copy_door(house, c->after);
    record_free(&house);
    if (table_field(c->table, "kinds") != NULL) /* whatever was given, or has been read before they changed */
        record_set(c->after, "kinds", c->before == NULL ? "" : record_get(c->before, "kinds"));
    return ERR_NONE;
}

static enum err renew_door(struct change *c, const struct table *household, int64_t id, struct error *e)
{
    struct record *row = record_new();
    enum err r = store_read(c->work->db, household, id, "", "~", row, e);
    struct record *before = record_copy(row);

    copy_door(c->after, row);
    if (r == ERR_NONE)
        r = store_change(c->work->db, household, id, row, c->work->actor.user, e);
    if (r == ERR_NONE)
        r = search_index(c->work, household, id, before, row, e);
    record_free(&before);
    record_free(&row);
    return r;
}

/* A house whose door is told anew tells it to its households. */
enum err house_done(struct change *c, struct error *e)
{
    const struct table *household = table_find("household");
    const struct field *link = household == NULL ? NULL : table_field(household, "house");
    struct pool *pool = pool_new();
    struct record *key = record_new();
    struct rows rows = {0};
    bool changed = false;
    enum err r = ERR_NONE;

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        changed = changed || (c->before != NULL && change_of(c, parts[i].house));
    record_set_int(key, "house", c->id);
    if (changed && link != NULL)
        r = relate_find(c->work->db, pool, household, &link, 1, key, 1000, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = renew_door(c, household, rows_int(&rows, i, "id"), e);
    record_free(&key);
    pool_free(&pool);
    return r;
}
