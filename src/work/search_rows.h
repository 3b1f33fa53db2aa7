/* What a search finds, as rows of the database: for the lists that are made of it. */
#ifndef WANGGE_SRC_WORK_SEARCH_ROWS_H
#define WANGGE_SRC_WORK_SEARCH_ROWS_H

#include "wangge/base/error.h"

struct pool;
struct rows;
struct work;

/* rows of search.find, or of search.first when nothing was typed, best first. */
enum err search_rows(struct work *work, struct pool *pool, const char *typed, int limit, struct rows *out,
                     struct error *e);

#endif
