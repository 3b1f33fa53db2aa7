/* The month as it runs, for who is judged: what would I get today, and what would gain most? Each line is something
 * that can still be done this month: how many are left, what the next one brings, what all of them bring. Nothing is
 * stored, and nothing is promised that the figures would not give: a deed is reckoned by the very arithmetic of the
 * evaluation. */
#ifndef WANGGE_WORK_EVALUATION_PREVIEW_H
#define WANGGE_WORK_EVALUATION_PREVIEW_H

#include "wangge/base/error.h"
#include "wangge/work/evaluation.h"

#include <stdbool.h>
#include <stddef.h>

struct pool;
struct rows;
struct work;

#define GAINS_MOST EVALUATION_ITEMS

struct evaluation_gain {
    char measure[24];
    char item[24], label[64]; /* of the evaluation, the first that is measured by it */
    const char *words;        /* msgid with one %d: "visit %d households" */
    bool unknown;             /* cannot be said beforehand (a drill that was not taken): at most "all" */
    int deeds;
    double each, all; /* added to the total by the next one, by all of them; of the measure alone */
    double also;      /* what all of them bring besides, in other items: a visit is a diary entry as well */
};

struct evaluation_preview {
    struct evaluation now;
    bool found; /* false: nobody who is judged this month */
    size_t count;
    struct evaluation_gain gains[GAINS_MOST]; /* what brings most comes first */
};

/* The actor's own, this month. */
enum err evaluation_preview(struct work *work, struct pool *pool, struct evaluation_preview *out, struct error *e);
/* The very rows that a line is about, as of evaluation_records: only what is still to be done. Of what is yet to be
 * written there are none. */
enum err evaluation_preview_rows(struct work *work, struct pool *pool, const struct evaluation_preview *preview,
                                 const struct evaluation_gain *gain, struct rows *out, struct error *e);
/* "visit 9 households", in the language in use. */
const char *evaluation_gain_words(struct pool *pool, const struct evaluation_gain *gain);

/* Pure arithmetic. So many more counted and due in the measure, wherever it stands, and all reckoned again. */
void evaluation_do(struct evaluation *evaluation, const char *measure, double counted, double due);
/* How many deeds, of those left, are worth doing: one more brings nothing. counted and due are of one deed. */
int evaluation_worth(const struct evaluation *now, const char *measure, int left, double counted, double due);

#endif
