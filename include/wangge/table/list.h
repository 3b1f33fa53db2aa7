/* Lists of any described table: filters, search, sort and keyset paging put into the table's list statement, which
 * holds scope and rights itself. The named statement "TABLE.list" contains {where}, a condition, and ends with
 * "order by {order}"; it selects at least id, version and every listed field, as it is stored, under its name.
 * A table whose storage is described may say {columns}, all its columns of t and of the rows that it links to, {table}
 * and {joins}; without a statement "TABLE.list" of its own it has "stored.list", or "stored.list.wide" where the scope
 * holds many rows. A page carries computed fields under their names, and beside each link LINK_name, the title of the
 * row that it leads to. */
#ifndef WANGGE_TABLE_LIST_H
#define WANGGE_TABLE_LIST_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bind;
struct db;
struct pool;
struct rows;
struct table;

#define LIST_FILTERS 12

struct list_filter {
    char field[48];
    char value[96]; /* canonical; "from..to" (either may be empty) for dates, instants and numbers; "a|b" for codes: one
                       of them; "!x" is not x */
};

struct list_query {
    struct list_filter filters[LIST_FILTERS];
    size_t filter_count;
    char search[96]; /* in every searched field */
    char sort[48];   /* field, '-' before it descending; "" is the table's order; no masked field */
    int64_t limit;   /* 0 is 100 */
    int64_t offset;  /* for a screen that shows rows x-y of n */
    int64_t after;   /* id of the last row of the page before, 0 for none (keyset) */
    bool patient;    /* however long it takes; else what must look at too much is refused with advice */
};

/* Masked fields are found by their whole value or by the end that the mask leaves, in filters and searches.
 * Adds a filter after checking field and value ("FIELD:VALUE" of a command is split by the caller). */
enum err list_add_filter(struct list_query *query, const struct table *table, const char *field, const char *value,
                         struct error *e);
/* binds: what the named statement needs itself ($me, $lo, $hi ...). *total (may be NULL) gets the count of all rows
 * that match, without paging, by the statement "STATEMENT.count" where there is one, which counts the same rows on
 * another way. Of filters and searches in a wide scope only so many matches are counted, with so much work: then
 * out->at_least is set, and there are more than *total. statement NULL is "TABLE.list". */
enum err list_read(struct db *db, struct pool *pool, const struct table *table, const char *statement,
                   const struct list_query *query, const struct bind *binds, struct rows *out, int64_t *total,
                   struct error *e);

#endif
