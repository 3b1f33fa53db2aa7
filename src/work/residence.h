/* The spans of relations, for moves. */
#ifndef WANGGE_SRC_WORK_RESIDENCE_H
#define WANGGE_SRC_WORK_RESIDENCE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct record;
struct table;
struct work;

struct span_cause {
    const char *on;  /* ISO date, NULL is today */
    const char *how; /* code of residence_change */
    int64_t move;    /* 0 when it was none */
    bool undo;       /* the spans of the row are again as they were before that move */
};

/* relation_follow, with the move that does it. */
enum err relation_follow_cause(struct work *work, const struct table *table, int64_t id, const struct record *before,
                               const struct record *after, const struct span_cause *cause, struct error *e);
#endif
