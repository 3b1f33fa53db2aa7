/* Rows made in memory, and reading rows whose types are not known beforehand. */
#ifndef SCREEN_ROWS_H
#define SCREEN_ROWS_H

#include "wangge/db/db.h"

struct list_query;
struct pool;

/* count rows of the columns named, all empty; names must live as long as the rows. */
void rows_make(struct pool *pool, struct rows *out, size_t count, size_t columns, const char *const *names);
void rows_put(struct rows *rows, size_t row, size_t column, const char *text);
void rows_put_int(struct pool *pool, struct rows *rows, size_t row, size_t column, int64_t number);
/* Cuts rows that were read whole to the page and the search text that a list asks for. */
enum err rows_page(struct pool *pool, struct rows *rows, const struct list_query *query, int64_t *total);
/* Text of a column, "" when the rows have no such column. */
const char *rows_text_or_empty(const struct rows *rows, size_t row, const char *column);
/* The cell of a field that leads to another row: its name, when the statement brings it along as FIELD_name; else NULL.
 */
const char *rows_linked(struct pool *pool, const struct rows *rows, size_t row, const char *field);

#endif
