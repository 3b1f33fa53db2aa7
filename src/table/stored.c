#include "stored.h"

#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"

static bool is_column(const struct field *field)
{
    return field->type != FIELD_COMPUTED;
}

/* Described fields first, then the housekeeping ones that the description does not show. */
const struct field *stored_column(const struct table *table, size_t i)
{
    for (size_t k = 0; k < table->count; k++)
        if (is_column(&table->fields[k]) && i-- == 0)
            return &table->fields[k];
    for (size_t k = 0; housekeeping_at(k) != NULL; k++)
        if (table_field(table, housekeeping_at(k)->name) == NULL && i-- == 0)
            return housekeeping_at(k);
    return NULL;
}

size_t stored_count(const struct table *table)
{
    size_t n = 0;
    while (stored_column(table, n) != NULL)
        n++;
    return n;
}

const char *stored_columns(struct pool *pool, const struct table *table)
{
    struct buffer list = {0};
    for (size_t i = 0; i < stored_count(table); i++)
        buffer_format(&list, "%st.\"%s\"", i == 0 ? "" : ", ", stored_column(table, i)->name);
    const char *text = pool_text(pool, buffer_text(&list));
    buffer_free(&list);
    return text;
}

const struct field *stored_order(const struct table *table)
{
    const struct field *field = table_field(table, table->order + (*table->order == '-'));
    return field->type == FIELD_COMPUTED ? NULL : field;
}

bool stored_is_walked(const struct table *table, const struct field *field)
{
    return field == stored_order(table) || (is_column(field) && (field->key || field->searched));
}
