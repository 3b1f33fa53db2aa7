#include "wangge/work/completeness.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

static const char *names[] = {"kind", "id", "area", "area_name", "text", "filled", "asked", "missing", "labels"};

enum { COLUMNS = sizeof names / sizeof names[0], LABELS = COLUMNS - 1 };

static void append(struct pool *pool, struct rows *out, const struct rows *more, const struct table *table)
{
    struct value *values = pool_new_piece(pool, (out->count + more->count) * COLUMNS + 1, sizeof *values);
    if (out->count > 0)
        memcpy(values, out->values, out->count * COLUMNS * sizeof *values);
    for (size_t i = 0; i < more->count; i++) {
        struct value *to = &values[(out->count + i) * COLUMNS];
        for (size_t c = 0; c < LABELS; c++)
            to[c] = *rows_value(more, i, names[c]);
        to[LABELS] =
            (struct value){.type = VALUE_TEXT, .text = completeness_labels(pool, table, rows_text(more, i, "missing"))};
    }
    out->values = values;
    out->count += more->count;
}

static enum err add_table(struct work *work, struct pool *pool, const struct table *table, int limit, struct rows *out,
                          struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    char action[ACTION_ROOM];
    enum err r = right_range(work, table_action(table, "read", action), &range, e);

    if (r == ERR_NONE)
        r = completeness_rows(work->db, pool, table, range.lo, range.hi, range.own, range.me, limit - (int)out->count,
                              &rows, e);
    if (r == ERR_NONE)
        append(pool, out, &rows, table);
    return r;
}

enum err completeness_list(struct work *work, struct pool *pool, const char *table, int limit, struct rows *out,
                           struct error *e)
{
    enum err r = right_need(work, "household.read", e);
    bool known = table == NULL;

    *out = (struct rows){.columns = COLUMNS, .names = names};
    for (size_t i = 0; r == ERR_NONE && i < table_count() && (int)out->count < limit; i++) {
        const struct table *one = table_at(i);
        if (!completeness_is_asked(one) || (table != NULL && strcmp(table, one->name) != 0))
            continue;
        known = true;
        if (table_may(work, one, "read") || table != NULL) /* asked for by name, it says what is missing */
            r = add_table(work, pool, one, limit, out, e);
    }
    if (r == ERR_NONE && !known)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("No table \"%s\" asks for fields to be filled."), table);
    out->at_least = (int)out->count == limit;
    return r;
}
