/* When a rhythm asks for the next visit: arithmetic only. */
#ifndef WANGGE_SRC_WORK_DUE_RECKON_H
#define WANGGE_SRC_WORK_DUE_RECKON_H

#include "wangge/base/date.h"
#include "wangge/work/visit_rule.h"

#include <stdbool.h>
#include <stdint.h>

struct due_span {
    day_t from, until; /* a visit on one of these days is in time */
    int64_t since;     /* from when that time ran: the last visit, or when it came under the rule */
};

/* since: when it came under the rule; last: the last visit that counts, 0 for none. False: no more visit is asked for.
 */
bool due_reckon(const struct visit_rhythm *rhythm, int64_t since, int64_t last, struct due_span *out);

#endif
