/* Links given by name: areas, users, households. */
#include "input.h"

#include "call.h"
#include "link.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/household.h"
#include "wangge/work/link.h"

#include <stdlib.h>
#include <string.h>

static bool is_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

enum err input_area(struct call *call, const char *text, int64_t *id, struct error *e)
{
    return link_find(call->work, "area", text, id, e);
}

enum err link_resolve(struct call *call, const struct field *field, struct record *record, struct error *e)
{
    const char *text = record_get(record, field->name);
    int64_t id = 0;
    enum err r = ERR_NONE;

    if (!*text || field->type != FIELD_LINK) {
        return ERR_NONE;
    }
    if (is_digits(text) && strcmp(field->link, "area") != 0) {
        return ERR_NONE;
    }
    r = link_find(call->work, field->link, text, &id, e);
    if (!r) {
        record_set_int(record, field->name, id);
    } else if (e && !e->field[0]) {
        snprintf(e->field, sizeof e->field, "%s", field->name);
    }
    return r;
}

/* The name of what id is, or NULL when the actor may not see it. */
static const char *name_of(struct call *call, const char *link, const char *id)
{
    struct error unseen = {0};
    struct rows rows = {0};

    if (strcmp(link, "area") == 0 && !area_find(call->work, call->pool, id, &rows, &unseen)) {
        return rows_text(&rows, 0, "name");
    }
    if (strcmp(link, "household") == 0 &&
        !household_find(call->work, call->pool, strtoll(id, NULL, 10), &rows, &unseen)) {
        return rows_text(&rows, 0, "address");
    }
    return NULL;
}

void link_names(struct call *call, struct record *record)
{
    for (size_t i = 0; i < call->table->count; i++) {
        const struct field *field = &call->table->fields[i];
        const char *id = record_get(record, field->name);
        const char *beside = pool_format(call->pool, "%s_name", field->name);
        if (field->type != FIELD_LINK || !*id) {
            continue;
        }
        if (!record_has(record, beside)) {
            const char *name = name_of(call, field->link, id);
            if (name) {
                record_set(record, beside, name);
            }
        }
    }
}
