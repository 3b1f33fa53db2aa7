/* Where a visit or a case belongs: to a household, which fixes the area, or else to an area. */
#ifndef WANGGE_SRC_WORK_PLACE_H
#define WANGGE_SRC_WORK_PLACE_H

#include "wangge/base/error.h"

struct pool;
struct record;
struct rows;
struct work;

struct place {
    const char *door;  /* of the household, as it is said; "" when there is none */
    const char *kinds; /* the household's must-visit kinds */
};

/* Sets the record's area. What lies outside of the range of the action is ERR_INVALID, of the field household or area.
 * kept: the row (0) that is being changed, NULL for a new one; as long as it stays at its household it stays in its
 * area too, and out->door is NULL: what the door was called then is the row's to know, even when the household is gone
 * or has moved since. Texts live in pool. */
enum err place_settle(struct work *work, struct pool *pool, const char *action, const struct rows *kept,
                      struct record *record, struct place *out, struct error *e);

#endif
