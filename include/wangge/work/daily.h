/* What is done once a day by itself: people stop being new residents, and what they are visited by follows. */
#ifndef WANGGE_WORK_DAILY_H
#define WANGGE_WORK_DAILY_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct work;

/* Unless it is done already; in short transactions, until stop (may be NULL) says so. For the keeper's timer and
 * "wangge upkeep". */
enum err daily_serve(struct work *work, day_t today, bool (*stop)(void *to), void *to, struct error *e);
/* Who is to be visited, compared with the registers as of that day: in how many rows it differs, in all areas. */
enum err daily_compare(struct work *work, day_t today, int64_t *different, struct error *e);
/* After rows were loaded past all rules. */
enum err daily_fill(struct work *work, day_t today, struct error *e);

#endif
