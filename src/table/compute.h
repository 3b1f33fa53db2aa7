/* Computed fields: age(DATE), months(DATE), LINK.FIELD. */
#ifndef WANGGE_SRC_TABLE_COMPUTE_H
#define WANGGE_SRC_TABLE_COMPUTE_H

#include "wangge/base/date.h"
#include "wangge/table/describe.h"

struct pool;
struct rows;

/* Fills computes, from and joined of a computed field of that table, when all tables are loaded, its column, and what
 * it has of the field that it leads to: codes, masked, searched. False with a reason when that cannot be. */
bool compute_resolve(struct pool *pool, const struct table *table, struct field *field, char *why, size_t room);

/* Is it a number of years or months until today, so that its column holds the date? */
bool compute_is_since(const struct field *field);
/* Puts these numbers in the place of the dates that a statement selects; none for a date to come. */
void compute_rows(struct pool *pool, const struct table *table, struct rows *rows);
/* The last date from which at least so many years or months have passed, as text to compare with; it need not be real:
 * 2026-02-29. */
void compute_date_before(const struct field *field, long number, char out[DATE_TEXT]);

#endif
