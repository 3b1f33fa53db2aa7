/* Entries that lack fields which are asked for: what a leader works off to raise the completeness of the own grid. */
#ifndef WANGGE_WORK_COMPLETENESS_H
#define WANGGE_WORK_COMPLETENESS_H

#include "wangge/base/error.h"

struct pool;
struct rows;
struct work;

/* table NULL: of all tables that ask for fields and that the actor may read, each area by area, at most limit rows:
 * kind (the table), id, area, area_name, text (what it is called), filled, asked, missing (names of fields, each
 * followed by a blank), labels (the same in words). */
enum err completeness_list(struct work *work, struct pool *pool, const char *table, int limit, struct rows *out,
                           struct error *e);

#endif
