/* Statistics of cases. What is counted is told in etc/case_figures.csv; sums over the rows of a division are those of
 * the whole. Needs case.statistics; who may not see a confidential case is not told of it in a number either. */
#ifndef WANGGE_WORK_STATISTICS_H
#define WANGGE_WORK_STATISTICS_H

#include "wangge/base/error.h"
#include "wangge/work/case_selection.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list_query;
struct pool;
struct report;
struct rows;
struct work;

enum statistics_by { BY_AREA, BY_CATEGORY, BY_UNIT, BY_MONTH, BY_SOURCE, BY_LEVEL, STATISTICS_BY_COUNT };
const char *statistics_by_name(enum statistics_by by); /* "area" "category" "unit" "month" "source" "level" */
const char *statistics_by_label(enum statistics_by by);
bool statistics_by_parse(const char *name, enum statistics_by *out);

struct figures {
    int64_t reported, closed, open, overdue; /* cases */
    int64_t limited, timely;                 /* closed ones: that had a limit; that kept it */
    int64_t reworked, returned;              /* sent back after they were handled, and closed; given back by a unit */
    int64_t called, satisfied, basically;    /* called back, and what was said */
    int64_t settled;                         /* in the grid, and closed */
    int64_t seconds;                         /* from report to end, of all closed ones */
};

struct statistics_row {
    const char *key;   /* a path, a code, a unit, a month */
    const char *label; /* translated */
    int64_t area;      /* of areas */
    bool deeper;       /* it can be divided further */
    struct figures figures;
};

/* Rows of the etc/case_figures.csv. */
enum figure_kind { FIGURE_COUNT, FIGURE_RATE, FIGURE_HOURS };
struct figure {
    const char *code, *label, *formula; /* the last two in the language in use */
    enum figure_kind kind;
    double target; /* 0: none */
    int drop;      /* as of a column of a report */
};
enum err figures_load(const char *etc_dir, struct error *e);
size_t figure_count(void);
struct figure figure_at(size_t i);
/* False when there is nothing to divide by: neither 0 nor 100. Rates are 0..1. */
bool figure_value(const struct figures *figures, const struct figure *figure, double *out);
/* "17", "92.3%", "30.5"; "-" for none. */
const char *figure_text(struct pool *pool, const struct figures *figures, const struct figure *figure);
bool figure_below_target(const struct figures *figures, const struct figure *figure);

/* The rows of a division, and their sum. Areas: those below the area of the selection; categories: those below its
 * category. */
enum err statistics_read(struct work *work, struct pool *pool, enum statistics_by by,
                         const struct case_selection *selection, struct statistics_row **out, size_t *count,
                         struct figures *total, struct error *e);
/* The same for people: one row each, the sum last, the formulas below. */
enum err statistics_report(struct work *work, struct pool *pool, enum statistics_by by,
                           const struct case_selection *selection, struct report *out, struct error *e);
/* The very cases: rows: id, no, title, area_name, unit, state, light, reported_at, due_at, closed_at. offset, limit and
 * total as of a list. */
enum err statistics_cases(struct work *work, struct pool *pool, const struct case_selection *selection, int64_t offset,
                          int64_t limit, struct rows *out, int64_t *total, struct error *e);
/* The selection narrowed down to what a row stands for. */
void statistics_narrow(struct case_selection *selection, enum statistics_by by, const struct statistics_row *row);

#endif
