/* The rules of retention at work. */
#ifndef WANGGE_SRC_WORK_RETENTION_INSIDE_H
#define WANGGE_SRC_WORK_RETENTION_INSIDE_H

#include "wangge/work/retention.h"

/* Has it statements, or a function of its own? */
bool retention_is_known(const char *name);
/* What holds now, without a question of rights; rows are not counted. */
enum err retention_states(struct work *work, struct pool *pool, struct retention_state *out, struct error *e);
/* How many rows are older than that; before 0: none. */
enum err retention_old(struct work *work, const struct retention_rule *rule, int64_t before, int64_t *out,
                       struct error *e);

/* Files of text messages that came in and are dealt with, older than that. */
void retention_of_letters(int64_t before);

#endif
