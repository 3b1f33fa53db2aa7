/* Keeping the search keys up to date, in the caller's transaction. */
#ifndef WANGGE_SRC_WORK_HOUSEHOLD_INDEX_H
#define WANGGE_SRC_WORK_HOUSEHOLD_INDEX_H

#include "wangge/base/error.h"

#include <stdint.h>

struct work;

/* The keys of one household as it is now; area is the one that its keys were under until now, 0 for none. */
enum err household_index(struct work *work, int64_t household, int64_t area, struct error *e);

#endif
