#include "table_row.h"

#include "links.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whole months between two ISO dates. */
static int months_between(const char *from, const char *to)
{
    int months = (atoi(to) - atoi(from)) * 12 + atoi(to + 5) - atoi(from + 5);
    return months - (strcmp(from + 8, to + 8) > 0);
}

static void compute_age(const struct field *field, struct record *record)
{
    const char *date = record_get(record, field->from->name);
    char today[DATE_TEXT];
    day_t from;
    record_set(record, field->name, "");
    if (!date_parse(date, &from))
        return;
    date_format(day_of(clock_now()), today);
    record_set_int(record, field->name,
                   field->computes == COMPUTE_AGE ? date_age(from, day_of(clock_now())) : months_between(date, today));
}

/* linked is the row that the link leads to, NULL when there is none. */
static void compute_joined(const struct table *table, struct record *record, const struct field *link,
                           const struct record *linked)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->computes == COMPUTE_JOINED && strcmp(field->from->name, link->name) == 0)
            record_set(record, field->name, linked ? record_get(linked, field->joined->name) : "");
    }
}

static bool is_joined(const struct table *table, const struct field *link)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].computes == COMPUTE_JOINED && strcmp(table->fields[i].from->name, link->name) == 0)
            return true;
    return false;
}

static void join(struct work *work, const struct table *table, struct record *record, const struct field *link)
{
    const struct table *to = table_find(link->link);
    int64_t id = record_int(record, link->name);
    struct record *linked = record_new();
    bool there = id && to && table_read(work, to, id, linked, NULL) == ERR_NONE;
    compute_joined(table, record, link, there ? linked : NULL);
    record_free(&linked);
}

/* Links first: an age may come of the linked row's birth date. */
void row_compute(struct work *work, const struct table *table, struct record *record, const struct field *from)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct field *link = &table->fields[i];
        if (link->type == FIELD_LINK && (!from || strcmp(from->name, link->name) == 0) && is_joined(table, link))
            join(work, table, record, link);
    }
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].computes == COMPUTE_AGE || table->fields[i].computes == COMPUTE_MONTHS)
            compute_age(&table->fields[i], record);
}

struct record *row_typed(const struct table *table, const struct record *record)
{
    struct record *typed = record_copy(record);
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].type == FIELD_COMPUTED)
            record_remove(typed, table->fields[i].name);
    return typed;
}

void row_show(struct work *work, const struct field *field, const struct record *record, struct buffer *out)
{
    const struct field *shown = field_shown(field);
    buffer_clear(out);
    if (shown->type == FIELD_LINK)
        link_show(work, shown, record_get(record, field->name), out);
    else
        check_show(shown, record_get(record, field->name), out);
}
