#include "stored.h"

#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"

#define HOUSEKEEPING 32 /* more than there are of the program's own columns */

static bool is_column(const struct field *field)
{
    return field->type != FIELD_COMPUTED;
}

/* Described fields first, then the housekeeping ones that the description does not show. */
void stored_settle(struct pool *pool, struct table *table)
{
    const struct field **columns = pool_new_piece(pool, table->count + HOUSEKEEPING, sizeof(void *));
    struct buffer list = {0};

    for (size_t k = 0; k < table->count; k++)
        if (is_column(&table->fields[k]))
            columns[table->column_count++] = &table->fields[k];
    for (size_t k = 0; housekeeping_at(k) != NULL && k < HOUSEKEEPING; k++)
        if (table_field(table, housekeeping_at(k)->name) == NULL)
            columns[table->column_count++] = housekeeping_at(k);
    for (size_t i = 0; i < table->column_count; i++)
        buffer_format(&list, "%st.\"%s\"", i == 0 ? "" : ", ", columns[i]->name);
    table->columns = columns;
    table->column_list = pool_text(pool, buffer_text(&list));
    buffer_free(&list);
}

const struct field *stored_column(const struct table *table, size_t i)
{
    return i < table->column_count ? table->columns[i] : NULL;
}

size_t stored_count(const struct table *table)
{
    return table->column_count;
}

const char *stored_columns(struct pool *pool, const struct table *table)
{
    (void)pool;
    return table->column_list;
}

const struct field *stored_order(const struct table *table)
{
    const struct field *field = table_field(table, table->order + (*table->order == '-'));
    return field->type == FIELD_COMPUTED ? NULL : field;
}

bool stored_is_walked(const struct table *table, const struct field *field)
{
    return field == stored_order(table) ||
           (is_column(field) &&
            (field->key || field->searched || field->type == FIELD_DATE || field->type == FIELD_INTEGER));
}
