/* What the files of the evaluation share. */
#ifndef WANGGE_SRC_WORK_EVALUATION_INSIDE_H
#define WANGGE_SRC_WORK_EVALUATION_INSIDE_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/work/evaluation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct pool;
struct rows;
struct work;

/* A month and the grids that are looked at. */
struct span {
    char month[MONTH_TEXT];
    char first[DATE_TEXT], last[DATE_TEXT];
    int64_t from, until; /* first instant, and the one after the end */
    int64_t asof;        /* the end, or now when that comes first */
    int64_t since;       /* a visit from here on keeps a household from being due */
    char lo[64], hi[64];
};

/* "YYYY-MM" to its bounds, over all areas; ERR_INVALID when it is no month or has not begun. */
enum err span_of_month(const char *month, struct span *out, struct error *e);

struct scheme_item {
    const char *code, *measure, *label;
    double weight, target;
};

struct scheme {
    int64_t id; /* 0 when the database has none */
    size_t count;
    struct scheme_item items[EVALUATION_ITEMS];
};

/* Measured now: every leader of the span who is not frozen, in the order of their ids, without rank. A handful of
 * statements whatever the number of leaders. */
enum err evaluation_measure(struct work *work, struct pool *pool, const struct span *span, struct scheme *scheme,
                            struct evaluation **out, size_t *count, struct error *e);
/* The records behind an item now; columns as in evaluation_record, at as an instant. */
enum err evaluation_measure_records(struct work *work, struct pool *pool, const struct span *span,
                                    const struct scheme_item *item, int64_t leader, struct rows *out, struct error *e);
/* The scheme of the month, labels in the language in use. */
enum err evaluation_scheme(struct work *work, struct pool *pool, const char *month, struct scheme *out,
                           struct error *e);

/* The first scheme (scheme.csv) into a database that has none: part of its migration. */
enum err scheme_seed(struct db *db, const char *etc_dir, struct error *e);

/* Sorts best first and gives ranks: equal totals share one. */
void evaluation_rank(struct evaluation *list, size_t count);

#endif
