#include "links.h"

#include "rows.h"
#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/work/area.h"
#include "wangge/work/household.h"
#include "wangge/work/user.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES   50
#define EVERYBODY 2000 /* colleagues in reach of one user */

static const char *const CHOICE_COLUMNS[] = {"id", "text", "detail"};

static void choices_make(struct pool *pool, struct rows *out, const struct rows *found, const char *text)
{
    rows_make(pool, out, found->count, COUNT_OF(CHOICE_COLUMNS), CHOICE_COLUMNS);
    for (size_t i = 0; i < found->count; i++) {
        rows_put(out, i, 0, rows_text(found, i, "id"));
        rows_put(out, i, 1, rows_text(found, i, text));
    }
}

static enum err household_choices(struct work *work, const char *typed, struct pool *pool, struct rows *out)
{
    struct rows found;
    enum err err = household_search(work, pool, typed, CHOICES, &found, NULL);
    if (err != ERR_NONE)
        return err;
    choices_make(pool, out, &found, "address");
    for (size_t i = 0; i < found.count; i++) {
        const char *last = rows_text(&found, i, "last_visit");
        rows_put(out, i, 2,
                 pool_format(pool, "%s  %s", rows_text(&found, i, "head"), *last ? last : _("never visited")));
    }
    return ERR_NONE;
}

static void household_show(struct work *work, struct pool *pool, const char *value, struct buffer *out)
{
    struct rows found;
    if (household_find(work, pool, atoll(value), &found, NULL) == ERR_NONE && found.count)
        buffer_format(out, "%s  %s", rows_text(&found, 0, "address"), rows_text_or_empty(&found, 0, "head"));
}

static enum err area_choices(struct work *work, const char *typed, struct pool *pool, struct rows *out)
{
    struct rows found;
    enum err err = area_search(work, pool, typed, 0, CHOICES, &found, NULL);
    if (err != ERR_NONE)
        return err;
    choices_make(pool, out, &found, "name");
    for (size_t i = 0; i < found.count; i++)
        rows_put(out, i, 2,
                 pool_format(pool, "%s  %s", area_level_name((int)rows_int(&found, i, "level")),
                             rows_text(&found, i, "code")));
    return ERR_NONE;
}

static void area_show(struct work *work, struct pool *pool, const char *value, struct buffer *out)
{
    struct rows found;
    if (area_find(work, pool, value, &found, NULL) == ERR_NONE && found.count)
        buffer_add_text(out, rows_text(&found, 0, "name"));
}

void user_choices(struct pool *pool, const struct rows *found, bool (*with)(const char *role), struct rows *out)
{
    size_t count = 0;
    rows_make(pool, out, found->count, COUNT_OF(CHOICE_COLUMNS), CHOICE_COLUMNS);
    for (size_t i = 0; i < found->count; i++) {
        const char *role = rows_text(found, i, "role");
        if (with && !with(role))
            continue;
        rows_put(out, count, 0, rows_text(found, i, "id"));
        rows_put(out, count, 1, rows_text(found, i, "name"));
        rows_put(out, count++, 2,
                 pool_format(pool, "%s  %s  %s", code_text("role", role), rows_text(found, i, "area_name"),
                             rows_text(found, i, "login")));
    }
    out->count = count;
}

static enum err find_users(struct work *work, const char *typed, struct pool *pool, struct rows *out)
{
    struct rows found;
    enum err err = user_search(work, pool, typed, NULL, CHOICES, &found, NULL);
    if (err == ERR_NONE)
        user_choices(pool, &found, NULL, out);
    return err;
}

static void user_show(struct work *work, struct pool *pool, const char *value, struct buffer *out)
{
    struct rows found;
    if (user_search(work, pool, "", NULL, EVERYBODY, &found, NULL) != ERR_NONE)
        return;
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(rows_text(&found, i, "id"), value) == 0)
            buffer_add_text(out, rows_text(&found, i, "name"));
}

static const struct link {
    const char *table;
    enum err (*choices)(struct work *work, const char *typed, struct pool *pool, struct rows *out);
    void (*show)(struct work *work, struct pool *pool, const char *value, struct buffer *out);
} LINKS[] = {
    {"household", household_choices, household_show},
    {"area",      area_choices,      area_show     },
    {"user",      find_users,        user_show     },
};

static const struct link *link_of(const struct field *field)
{
    for (size_t i = 0; field->link && i < COUNT_OF(LINKS); i++)
        if (strcmp(LINKS[i].table, field->link) == 0)
            return &LINKS[i];
    return NULL;
}

bool link_choices(struct work *work, const struct field *field, const char *typed, struct pool *pool, struct rows *out)
{
    const struct link *link = link_of(field);
    return link && link->choices(work, typed, pool, out) == ERR_NONE;
}

void link_show(struct work *work, const struct field *field, const char *value, struct buffer *out)
{
    const struct link *link = link_of(field);
    size_t before = out->length;
    if (link && *value) {
        struct pool *pool = pool_new();
        link->show(work, pool, value, out);
        pool_free(&pool);
    }
    if (out->length == before)
        buffer_add_text(out, *value == '?' ? value + 1 : value); /* typed, not yet chosen */
}
