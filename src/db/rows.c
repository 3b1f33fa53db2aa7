#include "wangge/base/log.h"
#include "wangge/db/db.h"

#include <string.h>

int rows_column(const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows->columns; i++)
        if (strcmp(rows->names[i], column) == 0)
            return (int)i;
    return -1;
}

const struct value *rows_value(const struct rows *rows, size_t row, const char *column)
{
    int i = rows_column(rows, column);
    if (i < 0 || row >= rows->count)
        log_fatal("no column %s, or no row %zu of %zu", column, row, rows->count);
    return &rows->values[row * rows->columns + (size_t)i];
}

int64_t rows_int(const struct rows *rows, size_t row, const char *column)
{
    const struct value *v = rows_value(rows, row, column);
    return v->type == VALUE_REAL ? (int64_t)v->real : v->number;
}

double rows_real(const struct rows *rows, size_t row, const char *column)
{
    const struct value *v = rows_value(rows, row, column);
    return v->type == VALUE_INT ? (double)v->number : v->real;
}

const char *rows_text(const struct rows *rows, size_t row, const char *column)
{
    const struct value *v = rows_value(rows, row, column);
    return v->text == NULL ? "" : v->text;
}

bool rows_null(const struct rows *rows, size_t row, const char *column)
{
    return rows_value(rows, row, column)->type == VALUE_NULL;
}
