/* Who is under which rule of visits (rows of visit_need), and the must-visit kinds of households that follow from it:
 * kept like an index. Whoever writes a row of a table calls need_follow once, in the same transaction. */
#ifndef WANGGE_SRC_WORK_NEED_H
#define WANGGE_SRC_WORK_NEED_H

#include "wangge/base/error.h"

#include <stdint.h>

struct db;
struct record;
struct table;
struct work;

/* before NULL: new or restored; after NULL: deleted. */
enum err need_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                     const struct record *after, struct error *e);
/* In the caller's transaction: all areas with paths from lo to before hi anew. */
enum err need_renew(struct work *work, const char *lo, const char *hi, struct error *e);
/* A database from before the rules: nothing is kept yet. */
enum err need_fill(struct db *db, struct error *e);

#endif
