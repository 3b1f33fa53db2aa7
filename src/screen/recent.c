#include "recent.h"

#include "links.h"
#include "rows.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/saved.h"

#include <stdio.h>
#include <string.h>

#define KEPT      5
#define FEW       6 /* codes that a form shows beside the field */
#define NAME_ROOM 128

static const char *setting_name(const struct table *table, const struct field *field, char out[NAME_ROOM])
{
    snprintf(out, NAME_ROOM, "recent.%s.%s", table->name, field->name);
    return out;
}

/* Short lists need no order of their own, and where one works goes without saying. */
static bool is_kept(const struct field *field)
{
    const struct code_list *list = field->type == FIELD_CODE ? code_list(field->codes) : NULL;
    if (field->hidden || field->read_only)
        return false;
    return list ? list->count > FEW : field->type == FIELD_LINK && strcmp(field->link, "area") != 0;
}

void recent_read(struct work *work, const struct table *table, const struct field *field, struct buffer *out)
{
    char name[NAME_ROOM];
    buffer_clear(out);
    if (is_kept(field))
        setting_read(work, setting_name(table, field, name), out, NULL);
}

/* The value first, then the others that were there. */
static void put_first(const char *value, const char *before, struct buffer *out)
{
    int count = 1;
    buffer_add_text(out, value);
    for (size_t n; *before && count < KEPT; before += n + (before[n] == ',')) {
        n = strcspn(before, ",");
        if (n == strlen(value) && strncmp(before, value, n) == 0)
            continue;
        buffer_add_char(out, ',');
        buffer_add(out, before, n);
        count++;
    }
}

void recent_remember(struct work *work, const struct table *table, const struct record *record)
{
    struct buffer before = {0};
    char name[NAME_ROOM];
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        const char *value = record_get(record, field->name);
        struct buffer now = {0};
        if (!is_kept(field) || !*value)
            continue;
        recent_read(work, table, field, &before);
        put_first(value, buffer_text(&before), &now);
        if (strcmp(buffer_text(&now), buffer_text(&before)) != 0)
            setting_write(work, setting_name(table, field, name), buffer_text(&now), NULL);
        buffer_free(&now);
    }
    buffer_free(&before);
}

static void put(struct rows *rows, const char *id, const char *text, const char *detail)
{
    rows_put(rows, rows->count, 0, id);
    rows_put(rows, rows->count, 1, text);
    rows_put(rows, rows->count++, 2, detail);
}

static bool holds(const struct rows *rows, const char *id)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, "id"), id) == 0)
            return true;
    return false;
}

void recent_before(struct work *work, const struct table *table, const struct field *field, struct pool *pool,
                   struct rows *rows)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct buffer ids = {0}, text = {0};
    struct rows all;
    recent_read(work, table, field, &ids);
    rows_make(pool, &all, rows->count + KEPT, COUNT_OF(columns), columns);
    all.count = 0;
    char *rest = ids.data;
    for (char *id; rest && (id = strsep(&rest, ",")) != NULL;) {
        buffer_clear(&text);
        link_show(work, field, id, &text);
        if (*id && strcmp(buffer_text(&text), id) != 0) /* one that is gone shows as its number */
            put(&all, pool_text(pool, id), pool_text(pool, buffer_text(&text)), "");
    }
    size_t recent = all.count;
    for (size_t i = 0; i < rows->count; i++) {
        struct rows head = all;
        head.count = recent;
        if (!holds(&head, rows_text(rows, i, "id")))
            put(&all, rows_text(rows, i, "id"), rows_text(rows, i, "text"), rows_text(rows, i, "detail"));
    }
    *rows = all;
    buffer_free(&text);
    buffer_free(&ids);
}
