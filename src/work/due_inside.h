/* What due.c and due_reason.c share: one question on its way to the list. */
#ifndef WANGGE_SRC_WORK_DUE_INSIDE_H
#define WANGGE_SRC_WORK_DUE_INSIDE_H

#include "wangge/db/db.h"
#include "wangge/work/due.h"
#include "wangge/work/visit_rule.h"

struct buffer;

struct due_door {
    struct due_row row;
    const char *path, *next_on; /* of its area; the promise of its last visit */
    int64_t made;               /* when it was registered */
    size_t count, room;
    struct due_reason *reasons;
};

struct due_work {
    struct work *work;
    struct pool *pool;
    struct rows rhythms; /* of visit_rhythms_read */
    char lo[64], hi[64];
    int64_t household; /* the only one, 0 for all */
    day_t today, until;
    size_t count;
    struct due_door *doors; /* in the order of household and place */
};

/* A door that was last visited before this day may be due by a rolling period. */
day_t due_rolling_day(const struct due_work *d);
const char *due_day_text(struct due_work *d, day_t day);
/* Everything that asks for a visit at the doors, as far as the actor may know why. */
enum err due_find_reasons(struct due_work *d, struct error *e);
void due_add_once(struct buffer *out, const char *text);
/* By how much of the time that it had it is over: below 0 when it is not. */
double due_late(const struct due_reason *reason);

#endif
