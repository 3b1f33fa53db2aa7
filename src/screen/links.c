#include "links.h"

#include "rows.h"
#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/area.h"
#include "wangge/work/household.h"
#include "wangge/work/search.h"
#include "wangge/work/table.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES    50
#define UNRESOLVED '?'  /* typed, not yet chosen */
#define EVERYBODY  2000 /* colleagues in reach of one user */

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

static enum err person_choices(struct work *work, const char *typed, struct pool *pool, struct rows *out)
{
    struct rows found;
    size_t count = 0;
    enum err err = search_find(work, pool, typed, CHOICES, &found, NULL);
    if (err != ERR_NONE)
        return err;
    rows_make(pool, out, found.count, COUNT_OF(CHOICE_COLUMNS), CHOICE_COLUMNS);
    for (size_t i = 0; i < found.count; i++) {
        if (strcmp(rows_text(&found, i, "kind"), "person") != 0)
            continue;
        rows_put(out, count, 0, rows_text(&found, i, "id"));
        rows_put(out, count, 1, rows_text(&found, i, "text"));
        rows_put(out, count++, 2, rows_text(&found, i, "detail"));
    }
    out->count = count;
    return ERR_NONE;
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

bool names_of_household(struct work *work, struct pool *pool, int64_t household, const char *typed, struct rows *out)
{
    struct rows people;
    size_t count = 0;
    if (!household || household_people(work, pool, household, &people, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, people.count, COUNT_OF(CHOICE_COLUMNS), CHOICE_COLUMNS);
    for (size_t i = 0; i < people.count; i++) {
        const char *name = rows_text(&people, i, "name");
        if (!strstr(name, typed))
            continue;
        rows_put(out, count, 0, name);
        rows_put(out, count, 1, name);
        rows_put(out, count++, 2,
                 pool_format(pool, "%s %s", code_text("relation", rows_text(&people, i, "relation")),
                             pool_format(pool, _("aged %s"), rows_text(&people, i, "age"))));
    }
    out->count = count;
    return true;
}

/* The nearest first: rows come from the whole city down. */
bool names_of_colleagues(struct work *work, struct pool *pool, const char *typed, struct rows *out)
{
    struct rows found;
    size_t count = 0;
    if (user_search(work, pool, typed, NULL, EVERYBODY, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(CHOICE_COLUMNS), CHOICE_COLUMNS);
    for (size_t i = found.count; i-- > 0;) {
        const char *name = rows_text(&found, i, "name");
        if (rows_int(&found, i, "id") == work_me(work))
            continue;
        rows_put(out, count, 0, name);
        rows_put(out, count, 1, name);
        rows_put(out, count++, 2,
                 pool_format(pool, "%s  %s", code_text("role", rows_text(&found, i, "role")),
                             rows_text(&found, i, "area_name")));
    }
    out->count = count;
    return true;
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
    buffer_add_text(out, user_name(work, pool, strtoll(value, NULL, 10)));
}

void link_title(struct work *work, const struct table *table, const struct record *record, struct buffer *out)
{
    const struct field *title = table_title(table);
    buffer_clear(out);
    if (title->type == FIELD_LINK) {
        link_show(work, title, record_get(record, title->name), out);
        return;
    }
    struct pool *pool = pool_new();
    buffer_add_text(out, title_text(pool, table, record));
    pool_free(&pool);
}

/* Rows of any described table, by its title; where they lie beside it. */
static bool described_choices(struct work *work, const struct table *table, const char *typed, struct pool *pool,
                              struct rows *out)
{
    struct list_query query = {.limit = CHOICES};
    struct rows found;
    text_copy(query.search, sizeof query.search, typed);
    if (table_list(work, pool, table, &query, &found, NULL, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(CHOICE_COLUMNS), CHOICE_COLUMNS);
    struct buffer title = {0};
    for (size_t i = 0; i < found.count; i++) {
        struct record *record = record_new();
        record_from_row(record, table, &found, i);
        link_title(work, table, record, &title);
        rows_put(out, i, 0, rows_text(&found, i, "id"));
        rows_put(out, i, 1, pool_text(pool, buffer_text(&title)));
        rows_put(out, i, 2, rows_text_or_empty(&found, i, "area_name"));
        record_free(&record);
    }
    buffer_free(&title);
    return true;
}

static void described_show(struct work *work, const struct table *table, const char *value, struct buffer *out)
{
    struct record *record = record_new();
    struct buffer title = {0};
    if (table_read(work, table, atoll(value), record, NULL) == ERR_NONE)
        link_title(work, table, record, &title);
    buffer_add_text(out, buffer_text(&title));
    buffer_free(&title);
    record_free(&record);
}

/* The described table that a field links to, NULL when there is none that the user may see. */
static const struct table *described_of(const struct work *work, const struct field *field)
{
    const struct table *table = field->link ? table_find(field->link) : NULL;
    return table && table_may(work, table, "read") ? table : NULL;
}

static const struct link {
    const char *table;
    enum err (*choices)(struct work *work, const char *typed, struct pool *pool, struct rows *out);
    void (*show)(struct work *work, struct pool *pool, const char *value, struct buffer *out); /* NULL: its title */
} LINKS[] = {
    {"household", household_choices, household_show},
    {"person",    person_choices,    NULL          },
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
    const struct table *described = described_of(work, field);
    if (link && (*typed || !described || link->show)) /* people are searched for; before that the first of the list */
        return link->choices(work, typed, pool, out) == ERR_NONE;
    return described && described_choices(work, described, typed, pool, out);
}

void link_show(struct work *work, const struct field *field, const char *value, struct buffer *out)
{
    const struct link *link = link_of(field);
    const struct table *described = described_of(work, field);
    size_t before = out->length;
    bool chosen = *value && *value != UNRESOLVED;
    if (chosen && link && link->show) {
        struct pool *pool = pool_new();
        link->show(work, pool, value, out);
        pool_free(&pool);
    } else if (chosen && described) {
        described_show(work, described, value, out);
    }
    if (out->length == before)
        buffer_add_text(out, *value == UNRESOLVED ? value + 1 : value);
}
