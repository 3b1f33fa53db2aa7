/* What the rules of visits find in the registers. */
#ifndef WANGGE_SRC_WORK_NEED_FIND_H
#define WANGGE_SRC_WORK_NEED_FIND_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/work/visit_rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct table;
struct work;

struct need {
    int64_t household, place; /* one of them is 0 */
    const struct visit_rule *rule;
    int64_t person; /* 0: nobody in particular */
    int64_t since;
    bool again; /* somebody before in this household is under the same rule */
};

enum need_of { NEED_OF_AREA, NEED_OF_HOUSEHOLD, NEED_OF_PLACE };

/* All of an area, a household or a place as of that day, each once, in the order of household, place, rule, person.
 * List and texts live in pool. */
enum err need_find(struct work *work, struct pool *pool, enum need_of of, int64_t id, day_t today, struct need **out,
                   size_t *count, struct error *e);
int need_compare(const void *a, const void *b);
/* Do rows of the table decide about any rule? */
bool need_is_of(const struct table *table);

#endif
