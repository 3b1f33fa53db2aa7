#include "join.h"

#include "title_sql.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"

#include <string.h>

#define HERE  "t"
#define BEGIN "of"
#define TITLE "_name"

/* Tables that no description tells of, or that are not told by their columns. */
static const struct {
    const char *link, *stored_in, *title;
} others[] = {
    {"area", "area",    "name"},
    {"user", "account", "name"},
};

static const char *other_title(const char *link)
{
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (strcmp(others[i].link, link) == 0)
            return others[i].title;
    return NULL;
}

const char *join_target(const struct field *link)
{
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (strcmp(others[i].link, link->link) == 0)
            return others[i].stored_in;
    const struct table *target = table_find(link->link);
    return target == NULL || target->own_storage ? NULL : target->stored_in;
}

/* The name of the rows that the link leads to from those called so. */
static const char *next(struct pool *pool, const char *from, const struct field *link)
{
    return pool_format(pool, "%s.%s", strcmp(from, HERE) == 0 ? BEGIN : from, link->name);
}

const char *join_name(struct pool *pool, const struct field *link)
{
    return next(pool, HERE, link);
}

static const char *column(struct pool *pool, const char *from, const struct field *field)
{
    if (field->computes == COMPUTE_JOINED)
        return column(pool, next(pool, from, field->from), field->joined);
    if (field->computes != COMPUTE_NONE)
        return column(pool, from, field->from);
    if (field->type == FIELD_COMPUTED)
        return field->column;
    return pool_format(pool, strcmp(from, HERE) == 0 ? "%s.\"%s\"" : "\"%s\".\"%s\"", from, field->name);
}

const char *join_column(struct pool *pool, const struct field *field)
{
    return column(pool, HERE, field);
}

/* The linked table, when its rows have a title that everybody may see. */
static const struct table *titled(const struct field *link)
{
    const struct table *target = table_find(link->link);
    return target != NULL && !target->own_storage && title_is_told(target) ? target : NULL;
}

/* The joins that are there already, by name. */
struct joins {
    struct pool *pool;
    struct buffer text;
    const char *but;
};

/* The rows that the link leads to from those called so. */
static void add_join(struct joins *joins, const char *from, const struct field *link)
{
    const char *target = join_target(link), *name = next(joins->pool, from, link);
    if (target == NULL || strcmp(name, joins->but) == 0)
        return;
    const char *text = pool_format(joins->pool, "left join \"%s\" \"%s\" on", target, name);
    if (strstr(buffer_text(&joins->text), text) == NULL)
        buffer_format(&joins->text, " %s \"%s\".id = %s", text, name, column(joins->pool, from, link));
}

/* All that stand on the way to a field. */
static void add_way(struct joins *joins, const char *from, const struct field *field)
{
    if (field->computes == COMPUTE_JOINED) {
        add_join(joins, from, field->from);
        add_way(joins, next(joins->pool, from, field->from), field->joined);
    } else if (field->computes != COMPUTE_NONE) {
        add_way(joins, from, field->from);
    }
}

static bool tells_title(const struct field *field)
{
    return field->type == FIELD_LINK && strcmp(field->name, "area") != 0 &&
           (other_title(field->link) != NULL || titled(field) != NULL);
}

static void add_field(struct joins *joins, const struct field *field)
{
    add_way(joins, HERE, field);
    if (!tells_title(field))
        return;
    add_join(joins, HERE, field);
    if (titled(field) != NULL)
        add_way(joins, next(joins->pool, HERE, field), table_title(titled(field)));
}

const char *join_tables_but(struct pool *pool, const struct table *table, const struct field *but)
{
    struct joins joins = {.pool = pool, .but = but == NULL ? "" : next(pool, HERE, but)};
    for (size_t i = 0; i < table->count; i++)
        add_field(&joins, &table->fields[i]);
    const char *text = pool_text(pool, buffer_text(&joins.text));
    buffer_free(&joins.text);
    return text;
}

const char *join_tables(struct pool *pool, const struct table *table)
{
    return join_tables_but(pool, table, NULL);
}

static const char *title_column(struct pool *pool, const struct field *link)
{
    const char *rows = next(pool, HERE, link), *other = other_title(link->link);
    return other != NULL ? pool_format(pool, "\"%s\".\"%s\"", rows, other)
                         : title_sql(pool, titled(link), column, rows);
}

const char *join_columns(struct pool *pool, const struct table *table)
{
    struct buffer list = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->type == FIELD_COMPUTED && join_column(pool, field) != NULL)
            buffer_format(&list, ", %s as \"%s\"", join_column(pool, field), field->name);
        if (tells_title(field))
            buffer_format(&list, ", %s as \"%s" TITLE "\"", title_column(pool, field), field->name);
    }
    const char *text = pool_text(pool, buffer_text(&list));
    buffer_free(&list);
    return text;
}

bool join_is_title(const struct table *table, const char *name)
{
    size_t n = strlen(name), end = strlen(TITLE);
    for (size_t i = 0; n > end && strcmp(name + n - end, TITLE) == 0 && i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->type == FIELD_LINK && strlen(field->name) == n - end && strncmp(field->name, name, n - end) == 0)
            return true;
    }
    return false;
}
