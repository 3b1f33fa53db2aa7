/* The door of a household that links to a house is the door of the house. */
#include "search_index.h"
#include "table_inside.h"
#include "table_rule.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

#include <string.h>

static const char *const door_fields[] = {"address", "building", "unit", "room"};

/* A door's part that is itself a link (the building of a house) is told by the title of what it links to. */
static enum err part_of_house(struct work *work, const struct record *house, const char *name, struct buffer *out,
                              struct error *e)
{
    const struct field *field = table_field(table_find("house"), name);
    const struct table *target = field != NULL && field->type == FIELD_LINK ? table_find(field->link) : NULL;
    struct record *row = record_new();
    enum err r = ERR_NONE;

    buffer_clear(out);
    if (target == NULL) {
        buffer_add_text(out, record_get(house, name));
    } else if (record_int(house, name) != 0 && target->title != NULL) {
        r = store_read(work->db, target, record_int(house, name), "", "~", row, e);
        buffer_add_text(out, record_get(row, target->title));
    }
    record_free(&row);
    return r;
}

static enum err copy_door(struct work *work, const struct record *house, struct record *household, struct error *e)
{
    struct buffer part = {0};
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(door_fields); i++) {
        if (table_field(table_find("house"), door_fields[i]) == NULL)
            continue;
        r = part_of_house(work, house, door_fields[i], &part, e);
        if (r == ERR_NONE)
            record_set(household, door_fields[i], buffer_text(&part));
    }
    buffer_free(&part);
    return r;
}

/* Where the house is, and whether the actor may say so, is table_place's question: here a house that is not there
 * changes nothing. */
enum err household_fill(struct change *c, struct error *e)
{
    struct record *house = record_new();
    int64_t id = table_field(c->table, "house") == NULL ? 0 : record_int(c->after, "house");
    enum err r = ERR_NONE;

    if (id != 0 && store_read(c->work->db, table_find("house"), id, c->range.lo, c->range.hi, house, NULL) == ERR_NONE)
        r = copy_door(c->work, house, c->after, e);
    record_free(&house);
    return r;
}

static enum err renew_door(struct change *c, const struct table *household, int64_t id, struct error *e)
{
    struct record *row = record_new();
    enum err r = store_read(c->work->db, household, id, "", "~", row, e);
    struct record *before = record_copy(row);

    if (r == ERR_NONE)
        r = copy_door(c->work, c->after, row, e);
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

    for (size_t i = 0; i < COUNT_OF(door_fields); i++)
        changed = changed || (c->before != NULL && change_of(c, door_fields[i]));
    record_set_int(key, "house", c->id);
    if (changed && link != NULL)
        r = relate_find(c->work->db, pool, household, &link, 1, key, 1000, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = renew_door(c, household, rows_int(&rows, i, "id"), e);
    record_free(&key);
    pool_free(&pool);
    return r;
}
