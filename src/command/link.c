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
#include "wangge/work/user.h"

#include <stdlib.h>
#include <string.h>

static bool is_digits(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

/* The only row whose column is text itself, else the only row at all. */
static enum err pick(const struct rows *rows, const char *const columns[], const char *text, int64_t *id,
                     struct error *e)
{
    for (size_t c = 0; columns[c]; c++) {
        size_t found = 0;
        for (size_t r = 0; r < rows->count; r++) {
            if (strcmp(rows_text(rows, r, columns[c]), text) == 0) {
                *id = rows_int(rows, r, "id");
                found++;
            }
        }
        if (found == 1) {
            return ERR_NONE;
        }
    }
    if (rows->count == 1) {
        *id = rows_int(rows, 0, "id");
        return ERR_NONE;
    }
    if (rows->count == 0) {
        return error_set(e, ERR_NOT_FOUND, NULL, _("Nothing is called \"%s\" here."), text);
    }
    return error_set(e, ERR_INVALID, NULL, _("More than one is called \"%s\"; say it more exactly."), text);
}

enum err input_area(struct call *call, const char *text, int64_t *id, struct error *e)
{
    static const char *const columns[] = {"code", "name", NULL};
    struct rows rows;

    if (is_digits(text)) {
        enum err r = area_find(call->work, call->pool, text, &rows, e);
        if (!r) {
            *id = rows_int(&rows, 0, "id");
        }
        return r;
    }
    enum err r = area_search(call->work, call->pool, text, 0, 20, &rows, e);
    return r ? r : pick(&rows, columns, text, id, e);
}

static enum err link_user(struct call *call, const char *text, int64_t *id, struct error *e)
{
    static const char *const columns[] = {"login", "name", NULL};
    struct rows rows;
    enum err r = user_search(call->work, call->pool, text, "", 20, &rows, e);

    return r ? r : pick(&rows, columns, text, id, e);
}

static enum err link_household(struct call *call, const char *text, int64_t *id, struct error *e)
{
    static const char *const columns[] = {"address", NULL};
    struct rows rows;
    enum err r = household_search(call->work, call->pool, text, 20, &rows, e);

    return r ? r : pick(&rows, columns, text, id, e);
}

enum err link_resolve(struct call *call, const struct field *field, struct record *record, struct error *e)
{
    const char *text = record_get(record, field->name);
    int64_t id = 0;
    enum err r = ERR_NONE;

    if (!*text || field->type != FIELD_LINK) {
        return ERR_NONE;
    }
    if (strcmp(field->link, "area") == 0) {
        r = input_area(call, text, &id, e);
    } else if (is_digits(text)) {
        return ERR_NONE;
    } else if (strcmp(field->link, "user") == 0) {
        r = link_user(call, text, &id, e);
    } else if (strcmp(field->link, "household") == 0) {
        r = link_household(call, text, &id, e);
    } else {
        r = error_set(e, ERR_INVALID, field->name, _("%s takes a number."), field_label(field));
    }
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
        if (!record_has(record, beside) || strcmp(field->link, "household") == 0) { /* a row tells the street only */
            const char *name = name_of(call, field->link, id);
            if (name) {
                record_set(record, beside, name);
            }
        }
    }
}
