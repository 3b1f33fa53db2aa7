/* What the files of the visit diary share. */
#ifndef WANGGE_SRC_WORK_VISIT_INSIDE_H
#define WANGGE_SRC_WORK_VISIT_INSIDE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

/* Before the check of the fields: the kind, nothing in fields that it does not have, where the entry belongs, what the
 * registers say of it, the points of a patrol in their own words. kept: the row (0) that is changed, NULL of a new one.
 * ERR_INVALID names the field. */
enum err visit_settle(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                      struct error *e);

/* The points that an entry passed, in its transaction; and as the record's field. */
enum err visit_points_write(struct work *work, struct pool *pool, int64_t visit, const struct record *record,
                            struct error *e);
enum err visit_points_read(struct work *work, struct pool *pool, int64_t visit, struct record *out, struct error *e);

#endif
