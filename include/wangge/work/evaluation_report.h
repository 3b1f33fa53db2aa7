/* Reports of the monthly evaluation: the month as an office posts it, and how it went over the last twelve. What is
 * told is what evaluation_list tells the actor, and nothing of others. */
#ifndef WANGGE_WORK_EVALUATION_REPORT_H
#define WANGGE_WORK_EVALUATION_REPORT_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct sheets;
struct buffer;
struct evaluation;
struct paper;
struct pool;
struct rows;
struct work;

#define TREND_MONTHS 12

/* What stands over a ranking: by which scheme it was judged, and how its average went since the month before. */
struct evaluation_about {
    const char *scheme; /* "Hanjiang, version 2"; "" when nobody is judged or streets have schemes of their own */
    size_t schemes;
    bool compared; /* something is stored of the month before */
    double change;
};
enum err evaluation_about(struct work *work, struct pool *pool, const char *month, const char *subject,
                          const struct evaluation *list, size_t count, struct evaluation_about *out, struct error *e);

/* Sheets: for each subject that has somebody in the scope the ranking with its items, what each item is made of; then
 * additions and deductions, corrections, and the scheme that it was judged by. narrow: the ranking has no columns of
 * items. In pool. */
enum err evaluation_sheets(struct work *work, struct pool *pool, const char *month, bool narrow, struct sheets **out,
                           struct error *e);
/* The book as xlsx, to a stream; as pages of text. Both are in the audit. */
enum err evaluation_export(struct work *work, const char *month, FILE *out, struct error *e);
/* The book as a file of the actor's (work/file.h), which the inbox tells of. */
enum err evaluation_export_file(struct work *work, const char *month, int64_t *file, struct error *e);
enum err evaluation_print(struct work *work, const char *month, const struct paper *paper, struct buffer *out,
                          struct error *e);

/* The months up to this one of which something is stored, the oldest first. who 0: all of the subject (NULL: grid
 * leaders) in the scope, their average; else one of them. rows: month, judged (how many), total, grade, rank (of one),
 * a, b, c, d, e (how many have the grade), best, least. */
enum err evaluation_trend(struct work *work, struct pool *pool, const char *month, const char *subject, int64_t who,
                          struct rows *out, struct error *e);

#endif
