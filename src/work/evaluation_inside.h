/* What the files of the evaluation share. */
#ifndef WANGGE_SRC_WORK_EVALUATION_INSIDE_H
#define WANGGE_SRC_WORK_EVALUATION_INSIDE_H

#include "evaluation_judged.h"

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/db/db.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/scheme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct work;

#define GRID_LEADER "grid_leader"
#define INFORMANT   "informant"
#define STATION     "station"
#define DEPARTMENT  "department"
#define SUNK        "sunk"

/* A month, and where is looked. */
struct span {
    char month[MONTH_TEXT];
    day_t first, last;
    char lo[64], hi[64];
    int64_t who; /* of the subject, 0: everybody there */
};

/* "YYYY-MM" to its bounds, over all areas; ERR_INVALID when it is no month or has not begun. */
enum err span_of_month(const char *month, struct span *out, struct error *e);
void span_range(struct span *span, const char *path);

/* Days on which somebody answered for a grid, or had a post. */
struct stint {
    size_t of;    /* index of the one who is judged */
    int64_t grid; /* 0: his deeds are measured wherever they were done */
    const char *path;
    day_t begin, end; /* within the month */
};

/* Those of a subject who are judged by live figures, in the order of who. */
struct roll {
    const char *subject;
    struct scheme *schemes;
    size_t scheme_count;
    const struct scheme *tried; /* what would be if this one held in its area; NULL: what is */
    struct evaluation *list;
    const struct scheme **by; /* the scheme of each; NULL: there is none, and nothing to be judged by */
    size_t count;
    struct stint *stints; /* in the order of the list */
    size_t stint_count;
    struct rows points;  /* of evaluation_point.of_month, by who */
    struct rows appeals; /* of evaluation_appeal.accepted, by who */
    const struct evaluation
        *leaders; /* of stations: the grid leaders of the month; NULL: they are measured when needed */
    size_t leader_count;
};

struct evaluation *roll_find(const struct roll *roll, int64_t who);

/* evaluation_people.c: whom, on which days, by which scheme; no figures yet. Leaves out whoever is frozen. */
enum err evaluation_people(struct work *work, struct pool *pool, const struct span *span, struct roll *out,
                           struct error *e);
/* evaluation_measure.c: people, figures, points, totals; without ranks. out->subject (and leaders) are set. */
enum err evaluation_live(struct work *work, struct pool *pool, const struct span *span, struct roll *out,
                         struct error *e);
/* With those of the binds that the statement takes. */
enum err query_with(struct work *work, struct pool *pool, const char *statement, const struct bind *all,
                    struct rows *out, struct error *e);
/* Runs the statement measure.NAME or measure.NAME.records for the days, with those of all binds that it takes; no rows
 * when there is no such statement. */
struct run {
    const char *measure, *more; /* more: ".records" or "" */
    const char *subject;
    day_t begin, end;
    int64_t who, grid;
    const char *lo, *hi;
};
enum err measure_run(struct work *work, struct pool *pool, const struct span *span, const struct run *run,
                     struct rows *out, struct error *e);

/* evaluation_records.c: the records behind an item of one of the judged, appeals reckoned in; columns as of
 * evaluation_records, "at" an instant. */
enum err evaluation_item_records(struct work *work, struct pool *pool, const struct span *span, const struct roll *roll,
                                 size_t one, size_t item, struct rows *out, struct error *e);
/* Of such a measure one record is the figure, whatever the days and grids that it was made in: adding another never
 * makes it less. */
bool evaluation_is_best(const char *measure);
bool evaluation_is_better(double counted, double due, double than_counted, double than_due);
/* Parts of the item, summed from its records. */
void evaluation_sum_records(struct evaluation_item *item, const struct rows *records);
/* Lays the accepted appeals (rows of evaluation_appeal.accepted, of this one) over records. */
void evaluation_apply_appeals(struct pool *pool, const struct rows *appeals, int64_t who, const char *item,
                              struct rows *records);
bool evaluation_appeals_touch(const struct rows *appeals, int64_t who, const char *item);
double evaluation_appeal_points(const struct rows *appeals, int64_t who);

/* evaluation_kept.c: what is stored. */
enum err evaluation_stored(struct work *work, struct pool *pool, const char *month, const char *subject,
                           const struct span *span, struct rows *out, struct error *e);
void evaluation_take(struct evaluation *out, const struct rows *rows, size_t row);
/* The frozen ones of the rows, with items and parts, behind what the list holds. */
enum err evaluation_add_stored(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                               const struct rows *stored, struct evaluation *list, size_t *count, struct error *e);
enum err evaluation_put(struct work *work, const struct span *span, const char *state,
                        const struct evaluation *evaluation, const struct rows *points, int64_t *id, struct error *e);
enum err evaluation_put_record(struct work *work, int64_t id, const char *item, size_t position,
                               const struct rows *records, size_t row, struct error *e);

/* evaluation.c: live and stored ones of a subject in the range, without ranks. */
enum err evaluation_all(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                        struct evaluation **out, size_t *count, struct error *e);

#endif
