/* The spans of relations, for moves. */
#ifndef WANGGE_SRC_WORK_RESIDENCE_H
#define WANGGE_SRC_WORK_RESIDENCE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct record;
struct table;
struct work;

struct span_cause {
    const char *on;  /* ISO date, NULL is today */
    const char *how; /* code of residence_change */
    int64_t move;    /* 0 when it was none */
};

/* relation_follow, with the move that does it. */
enum err relation_follow_cause(struct work *work, const struct table *table, int64_t id, const struct record *before,
                               const struct record *after, const struct span_cause *cause, struct error *e);
/* The spans of a person or household as they were before the move. */
enum err relation_undo(struct work *work, const struct table *table, int64_t id, int64_t move, struct error *e);

#endif
