#include "rows.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"

#include <string.h>

void rows_make(struct pool *pool, struct rows *out, size_t count, size_t columns, const char *const *names)
{
    out->count = count;
    out->columns = columns;
    out->names = pool_new_piece(pool, columns, sizeof *out->names);
    for (size_t i = 0; i < columns; i++)
        out->names[i] = names[i];
    out->values = pool_new_piece(pool, count * columns + 1, sizeof *out->values);
}

void rows_put(struct rows *rows, size_t row, size_t column, const char *text)
{
    rows->values[row * rows->columns + column] = (struct value){.type = VALUE_TEXT, .text = text};
}

void rows_put_int(struct pool *pool, struct rows *rows, size_t row, size_t column, int64_t number)
{
    rows->values[row * rows->columns + column] =
        (struct value){.type = VALUE_INT, .number = number, .text = pool_format(pool, "%lld", (long long)number)};
}

static bool row_has(const struct rows *rows, size_t row, const char *text)
{
    for (size_t i = 0; i < rows->columns; i++)
        if (text_contains(rows_text(rows, row, rows->names[i]), text))
            return true;
    return false;
}

enum err rows_page(struct pool *pool, struct rows *rows, const struct list_query *query, int64_t *total)
{
    struct value *page = pool_new_piece(pool, rows->count * rows->columns + 1, sizeof *page);
    int64_t found = 0;
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (*query->search && !row_has(rows, i, query->search))
            continue;
        if (found++ < query->offset || (query->limit && (int64_t)kept >= query->limit))
            continue;
        memcpy(&page[kept++ * rows->columns], &rows->values[i * rows->columns], rows->columns * sizeof *page);
    }
    rows->values = page;
    rows->count = kept;
    if (total)
        *total = found;
    return ERR_NONE;
}

const char *rows_text_or_empty(const struct rows *rows, size_t row, const char *column)
{
    return rows_column(rows, column) < 0 ? "" : rows_text(rows, row, column);
}

const char *rows_linked(struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    const char *name = pool_format(pool, "%s_name", field);
    return rows_column(rows, name) < 0 ? NULL : rows_text(rows, row, name);
}
