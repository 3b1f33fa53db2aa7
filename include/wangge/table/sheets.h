/* A book of sheets: tables that belong together, with a title each, made once and written as a spreadsheet or laid out
 * for a printer. Made from top to bottom; all of it is kept in memory: for reports, not for the rows of a register. */
#ifndef WANGGE_TABLE_SHEETS_H
#define WANGGE_TABLE_SHEETS_H

#include "wangge/base/error.h"

#include <stddef.h>

struct sheets;
struct pool;
struct print;
struct value;

/* Lives in pool, as all texts that it is given have to. */
struct sheets *sheets_new(struct pool *pool);
/* A further sheet: its name (on the tab), its title above the table, the heads of its columns. */
void sheets_begin(struct sheets *sheets, const char *name, const char *title, const char *const *heads, size_t columns);
/* A line of text under the title of the last sheet. */
void sheets_line(struct sheets *sheets, const char *text);
/* A row of the last sheet: as many values as it has columns, which are copied. A number stays one (a double is shown
 * with a digit behind the point), a text is never taken for one, null is an empty cell. */
void sheets_row(struct sheets *sheets, const struct value *cells);
size_t sheets_count(const struct sheets *sheets);

/* ERR_FAILED when the file cannot be written whole; it is removed then. */
enum err sheets_write(const struct sheets *sheets, const char *path, struct error *e);
/* Each sheet as a heading and a table. */
void sheets_print(const struct sheets *sheets, struct print *print);

#endif
