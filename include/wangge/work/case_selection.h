/* Which cases lists and statistics are made of: an area with all below it, a period, and what else is asked for. */
#ifndef WANGGE_WORK_CASE_SELECTION_H
#define WANGGE_WORK_CASE_SELECTION_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/work/right.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct work;

struct case_selection {
    int64_t area; /* 0: the actor's own */
    day_t first, last;
    char category[24]; /* with all below it; "" is any, here and below */
    char source[8], level[16];
    bool one_unit; /* of the unit named, which may be "": handed to none */
    char unit[192];
};

/* From the first of this month until today, of the actor's area. */
void case_selection_begin(struct case_selection *selection);
/* The period of two days as people type them (t, -7, 2026-10-01), or of a month (2026-10) or a year (2026) as from; ""
 * leaves that end as it is. */
enum err case_selection_period(struct case_selection *selection, const char *from, const char *to, struct error *e);
/* A month as "2026-10", one of a year as "2026", else from and to. */
const char *case_selection_period_text(const struct case_selection *selection, struct pool *pool);
/* The period of the same length before (-1) or behind (1) it: a month for months, a year for years. */
void case_selection_shift(struct case_selection *selection, int by);

/* The selection within a right of the actor's: what statements bind. */
struct case_scope {
    struct scope_range range;  /* of the area that was asked for */
    struct scope_range secret; /* of case.confidential */
    int64_t area, from, until; /* instants; until is the first one behind */
    int area_level;
    const char *area_name;
    char today[DATE_TEXT];
};

/* ERR_DENIED without the right, ERR_NOT_FOUND for an area outside of its scope. */
enum err case_scope(struct work *work, struct pool *pool, const char *action, const struct case_selection *selection,
                    struct case_scope *out, struct error *e);
/* "Area, 2026-10" */
const char *case_scope_head(struct pool *pool, const struct case_selection *selection, const struct case_scope *scope);

#define BIND_CASE_SCOPE(s)                                                                                             \
    BIND_TEXT("lo", (s).range.lo), BIND_TEXT("hi", (s).range.hi), BIND_INT("own", (s).range.own),                      \
        BIND_INT("me", (s).range.me), BIND_TEXT("secret_lo", (s).secret.lo), BIND_TEXT("secret_hi", (s).secret.hi),    \
        BIND_TEXT("today", (s).today), BIND_INT("from", (s).from), BIND_INT("until", (s).until)

#endif
