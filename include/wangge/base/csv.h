/* RFC 4180 CSV in UTF-8, with or without BOM, \n or \r\n. */
#ifndef WANGGE_BASE_CSV_H
#define WANGGE_BASE_CSV_H

#include "wangge/base/error.h"

#include <stddef.h>

struct buffer;
struct pool;

struct csv_row {
    int line;
    size_t count;
    const char **cells;
};

struct csv {
    const char *path;
    struct csv_row header;
    size_t count;
    struct csv_row *rows;
};

/* Reads a whole file with a header row. Errors name file and line: an open quote, a row with more cells than the
 * header, invalid UTF-8. Lines that begin with # and empty lines are passed over. */
enum err csv_load(struct pool *pool, const char *path, struct csv **out, struct error *e);
enum err csv_parse(struct pool *pool, const char *name, const char *data, size_t n, struct csv **out, struct error *e);
int csv_column(const struct csv *csv, const char *name);                                    /* -1 when absent */
const char *csv_cell(const struct csv *csv, const struct csv_row *row, const char *column); /* "" when absent */
/* Appends one cell, quoted where needed. guard: for a spreadsheet or another's screen. Text that a spreadsheet might
 * reckon (behind blanks = + - @, or these in full width) gets a leading apostrophe, as does what begins with such an
 * apostrophe already, so that taking one off (csv_defused) gives the very text again; controls become U+FFFD. */
void csv_write_cell(struct buffer *out, const char *text, int guard);
/* The text without the apostrophe that csv_write_cell put before it. */
const char *csv_defused(const char *cell);

#endif
