/* Rows of described tables that lack fields which are asked for: the key "wanted" (doc/TABLES.md). How many are asked
 * for and filled in an area is kept with the number of rows (schema/queries/row_count.sql). */
#ifndef WANGGE_TABLE_COMPLETENESS_H
#define WANGGE_TABLE_COMPLETENESS_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct pool;
struct rows;
struct table;

/* Puts the rows with gaps of all tables in the place of {gaps} in the statement measure.completeness.records. After the
 * tables, before the first database is opened. */
enum err completeness_compose(struct error *e);
/* Does the description of the table ask for any field? */
bool completeness_is_asked(const struct table *table);
/* Rows of the table with gaps in areas with paths from lo to before hi, area by area, at most limit; rows: kind, id,
 * area, area_name, text, filled, asked, missing (names of fields, each followed by a blank). own: only those that me
 * made. */
enum err completeness_rows(struct db *db, struct pool *pool, const struct table *table, const char *lo, const char *hi,
                           int own, int64_t me, int limit, struct rows *out, struct error *e);
/* "Phone, Nation" of "phone nation ", in the language in use. Of another text the text itself. */
const char *completeness_labels(struct pool *pool, const struct table *table, const char *missing);
/* The field that a form for the row begins at; NULL when there is none such. */
const char *completeness_first(struct pool *pool, const char *missing);

#endif
