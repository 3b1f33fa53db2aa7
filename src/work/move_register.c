/* Rows of the registers that a person or a household has. */
#include "move_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

#define ROWS_MOST 100 /* of one register and one person */

/* Dates on which what a row tells came to its end: the first that the table has. */
static const char *const closing[] = {"to_on", "served_to", "left_on"};

static const struct field *closing_date(const struct table *table)
{
    for (size_t i = 0; i < COUNT_OF(closing); i++) {
        const struct field *field = table_field(table, closing[i]);
        if (field != NULL && field->type == FIELD_DATE)
            return field;
    }
    return NULL;
}

/* The link of a register to whom its rows belong; NULL when the table is none of theirs. */
static const struct field *owner_link(const struct table *table, const char *link)
{
    const struct field *field = table_field(table, link);
    bool own = table->own_storage || strcmp(table->name, "person") == 0 || strcmp(table->name, "household") == 0 ||
               strcmp(table->name, "move") == 0;
    return own || field == NULL || field->type != FIELD_LINK ? NULL : field;
}

/* What was done is read by whoever may read people: of sensitive registers it is silent. */
static bool may_tell(const struct mover *m, const struct table *table)
{
    return !table->sensitive && table_may(m->work, table, "read");
}

static enum err rows_of(struct mover *m, const struct table *table, const struct field *link, int64_t id,
                        struct rows *out, struct error *e)
{
    struct record *key = record_new();
    record_set_int(key, link->name, id);
    enum err r = relate_find(m->work->db, m->pool, table, &link, 1, key, ROWS_MOST, out, e);
    record_free(&key);
    return r;
}

static enum err close_rows(struct mover *m, const struct table *table, const struct field *date,
                           const struct rows *rows, struct error *e)
{
    struct record *changes = record_new(), *row = record_new();
    size_t closed = 0;
    enum err r = ERR_NONE;

    record_set(changes, date->name, m->on);
    for (size_t i = 0; r == ERR_NONE && i < rows->count; i++) {
        r = store_read(m->work->db, table, rows_int(rows, i, "id"), "", "~", row, e);
        if (r != ERR_NONE || *record_get(row, date->name) != '\0')
            continue;
        r = move_row_change(m, table, rows_int(rows, i, "id"), changes, e);
        closed++;
    }
    if (closed > 0 && may_tell(m, table))
        move_tell(m, _("%s: ends on %s"), table_label(table), m->on);
    record_free(&row);
    record_free(&changes);
    return r;
}

enum err move_close_registers(struct mover *m, const char *link, int64_t id, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        const struct field *owner = owner_link(table, link), *date = closing_date(table);
        struct rows rows = {0};
        if (owner == NULL || date == NULL)
            continue;
        r = rows_of(m, table, owner, id, &rows, e);
        if (r == ERR_NONE)
            r = close_rows(m, table, date, &rows, e);
    }
    return r;
}

enum err move_hand_registers(struct mover *m, int64_t from, int64_t to, struct error *e)
{
    struct record *changes = record_new();
    enum err r = ERR_NONE;

    record_set_int(changes, "household", to);
    record_set_int(changes, "area", m->area);
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        const struct field *owner = owner_link(table, "household");
        struct rows rows = {0};
        if (owner == NULL)
            continue;
        r = rows_of(m, table, owner, from, &rows, e);
        for (size_t k = 0; r == ERR_NONE && k < rows.count; k++)
            r = move_row_change(m, table, rows_int(&rows, k, "id"), changes, e);
        if (rows.count > 0 && may_tell(m, table))
            move_tell(m, _("%s: %zu go to the other household"), table_label(table), rows.count);
    }
    record_free(&changes);
    return r;
}

enum err move_count_registers(struct mover *m, const struct members *who, const char **out, struct error *e)
{
    enum err r = ERR_NONE;
    *out = "";
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        const struct field *owner = owner_link(table, "person");
        int64_t count = 0, total = 0;
        for (size_t k = 0; owner != NULL && may_tell(m, table) && r == ERR_NONE && k < who->count; k++, total += count)
            r = relate_count(m->work->db, table, owner, who->list[k].id, &count, e);
        if (total > 0)
            *out = pool_format(m->pool, "%s%s%s %lld", *out, **out == '\0' ? "" : ", ", table_label(table),
                               (long long)total);
    }
    return r;
}
