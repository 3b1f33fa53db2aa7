#include "compute.h"

#include "join.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"

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
    if (target == NULL || target->own_storage)
        return refuse(way, _("\"%s\" is no link to a table that is described"), link);
    field->joined = find(way, target, name);
    if (field->joined == NULL)
        return false;
    field->computes = COMPUTE_JOINED;
    field->codes = field->joined->codes;
    field->masked = field->masked || field->joined->masked;
    field->searched = field->joined->searched;
    field->column = join_column(way->pool, field);
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
    field->masked = field->masked || field->from->masked;
    field->column = join_column(way->pool, field);
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
    struct way way = {.pool = pool, .room = room};
    way.why = why;
    return resolve(&way, table, field);
}

bool compute_is_since(const struct field *field)
{
    enum compute computes = field_shown(field)->computes;
    return computes == COMPUTE_AGE || computes == COMPUTE_MONTHS;
}

/* Years or months from the date until today; -1 before it. */
static int since(const struct field *field, day_t from)
{
    int year, month, day, year_now, month_now, day_now;
    date_split(from, &year, &month, &day);
    date_split(day_of(clock_now()), &year_now, &month_now, &day_now);
    int months = (year_now - year) * 12 + month_now - month - (day_now < day);
    return months < 0 ? -1 : field_shown(field)->computes == COMPUTE_MONTHS ? months : months / 12;
}

void compute_rows(struct pool *pool, const struct table *table, struct rows *rows)
{
    for (size_t c = 0; c < rows->columns; c++) {
        const struct field *field = table_field(table, rows->names[c]);
        if (field == NULL || !compute_is_since(field))
            continue;
        for (size_t i = 0; i < rows->count; i++) {
            struct value *v = &rows->values[i * rows->columns + c];
            day_t from = 0;
            int number = v->text != NULL && date_parse(v->text, &from) ? since(field, from) : -1;
            *v = (struct value){.type = number < 0 ? VALUE_NULL : VALUE_TEXT,
                                .number = number,
                                .text = number < 0 ? NULL : pool_format(pool, "%d", number)};
        }
    }
}

void compute_date_before(const struct field *field, long number, char out[DATE_TEXT])
{
    int year, month, day;
    date_split(day_of(clock_now()), &year, &month, &day);
    long months = year * 12L + month - 1 - number * (field_shown(field)->computes == COMPUTE_MONTHS ? 1 : 12);
    unsigned since_year = months < 0 ? 0 : (unsigned)(months / 12) % 10000,
             since_month = (unsigned)(months < 0 ? 0 : months % 12);
    snprintf(out, DATE_TEXT, "%04u-%02u-%02u", since_year, since_month % 12 + 1, (unsigned)day % 32);
}
