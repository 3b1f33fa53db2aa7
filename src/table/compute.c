#include "compute.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEEPEST 4 /* links on the way of one field; a circle of computed fields is found by this */

/* Which of a table's fields: computed ones are completed on the way. */
struct way {
    struct pool *pool;
    int depth;
    char *why;
    size_t room;
};

__attribute__((format(printf, 2, 3))) static bool refuse(const struct way *way, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(way->why, way->room, format, args);
    va_end(args);
    return false;
}

static bool resolve(const struct way *way, const struct table *table, struct field *field);

/* The field of that name, completed; NULL with a reason. */
static const struct field *find(const struct way *way, const struct table *table, const char *name)
{
    struct way on = *way;
    on.depth++;
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->fields[i].name, name) == 0)
            return resolve(&on, table, &table->fields[i]) ? &table->fields[i] : NULL;
    refuse(way, _("\"compute\" leads to \"%s\", which is no field"), name);
    return NULL;
}

static bool resolve_joined(const struct way *way, const struct table *table, struct field *field, const char *link,
                           const char *name)
{
    field->from = find(way, table, link);
    if (field->from == NULL)
        return false;
    const struct table *target = field->from->type == FIELD_LINK ? table_find(field->from->link) : NULL;
    if (target == NULL)
        return refuse(way, _("\"%s\" is no link to a table that is described"), link);
    field->joined = find(way, target, name);
    if (field->joined == NULL)
        return false;
    field->computes = COMPUTE_JOINED;
    field->codes = field->joined->codes;
    field->masked = field->masked || field->joined->masked;
    field->searched = field->joined->searched;
    return true;
}

static bool resolve_since(const struct way *way, const struct table *table, struct field *field, enum compute computes,
                          const char *name)
{
    field->from = find(way, table, name);
    if (field->from == NULL)
        return false;
    if (field_shown_type(field->from) != FIELD_DATE)
        return refuse(way, _("\"%s\" is no date"), name);
    field->computes = computes;
    return true;
}

static bool resolve(const struct way *way, const struct table *table, struct field *field)
{
    static const struct {
        const char *begin;
        enum compute computes;
    } functions[] = {
        {"age(",    COMPUTE_AGE   },
        {"months(", COMPUTE_MONTHS}
    };
    const char *text = field->compute;
    if (text == NULL || field->computes != COMPUTE_NONE)
        return true;
    size_t length = strlen(text);
    if (field->type != FIELD_COMPUTED || table->own_storage)
        return refuse(way, _("the key \"compute\" belongs to a computed field of a described table"));
    if (way->depth > DEEPEST)
        return refuse(way, _("\"compute\" goes in a circle at \"%s\""), field->name);
    for (size_t i = 0; i < COUNT_OF(functions); i++) {
        size_t n = strlen(functions[i].begin);
        if (strncmp(text, functions[i].begin, n) == 0 && text[length - 1] == ')')
            return resolve_since(way, table, field, functions[i].computes,
                                 pool_text_n(way->pool, text + n, length - n - 1));
    }
    const char *dot = strchr(text, '.');
    if (dot == NULL)
        return refuse(way, _("\"%s\" is neither age(DATE) nor months(DATE) nor LINK.FIELD"), text);
    return resolve_joined(way, table, field, pool_text_n(way->pool, text, (size_t)(dot - text)), dot + 1);
}

bool compute_resolve(struct pool *pool, const struct table *table, struct field *field, char *why, size_t room)
{
    struct way way = {.pool = pool, .why = why, .room = room};
    return resolve(&way, table, field);
}
