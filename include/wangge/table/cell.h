/* What a cell of a file that people made means for a field: what check_value (check.h) takes. Codes by number,
 * text or synonym (schema/codes), dates in the forms seen in files, phones with any mark between. */
#ifndef WANGGE_TABLE_CELL_H
#define WANGGE_TABLE_CELL_H

#include "wangge/base/error.h"

#include <stdbool.h>

struct buffer;
struct field;

/* out is cleared first. lost: the cell is a number that lost digits (table_file.h), which is a fault. */
enum err cell_value(const struct field *field, const char *cell, bool lost, struct buffer *out, struct error *e);
/* A day as files write it, to ISO text: 20260315, 2026-3-15, 2026/3/15, 2026.3.15, 2026年3月15日, a spreadsheet's
 * number of days, each perhaps with a time behind it. False for anything else; *no_day: only a month is given. */
bool cell_date(const char *cell, char iso[11], bool *no_day);

#endif
