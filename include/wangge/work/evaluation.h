/* The monthly evaluation 月度考核. Scheme rows (table scheme_item): item, measure, weight, target. A measure is a pair
 * of named statements: measure.ITEM (one row a leader: numerator, denominator, rate) and measure.ITEM.records (the very
 * rows behind it). An empty denominator leaves the item out and rescales the weights: neither 0 nor 100. */
#ifndef WANGGE_WORK_EVALUATION_H
#define WANGGE_WORK_EVALUATION_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define EVALUATION_ITEMS 16

struct evaluation_item {
    char code[24];  /* entry, must_visit, accuracy, completeness, familiarity, handling, solved, satisfaction, diary */
    char label[64]; /* in the language in use */
    bool counts;    /* false: left out, the rest is null */
    double numerator, denominator, rate; /* rate 0..1 */
    double weight;                       /* after rescaling */
    double score;
};

struct evaluation {
    int64_t leader;
    char login[40], name[64];
    int64_t area;
    char area_name[96];
    double total;
    char grade[2];  /* A >= 90, B >= 75, C >= 60, D >= 40, else E; "" when no item counts */
    int rank;       /* within the list that was asked for (one's own: within the community); equals share it */
    int last_rank;  /* of the month before, 0 when none */
    char state[16]; /* open; computed: a trial was stored; both are live figures. frozen, published: as stored */
    size_t count;
    struct evaluation_item items[EVALUATION_ITEMS];
};

/* All leaders in the actor's scope, best first. Frozen and published ones come as they were stored. */
enum err evaluation_list(struct work *work, struct pool *pool, const char *month, struct evaluation **out,
                         size_t *count, struct error *e);
enum err evaluation_show(struct work *work, struct pool *pool, const char *month, const char *leader_login_or_id,
                         struct evaluation *out, struct error *e);
/* The actor's own total of the month, the one of evaluation_list, without looking at the others; *out is left alone
 * when the actor led no grid. */
enum err evaluation_own_total(struct work *work, const char *month, double *out, struct error *e);
/* The records behind an item; rows: kind (visit, case, household), id, no, on, text, counted (what it adds to the
 * numerator), note */
enum err evaluation_records(struct work *work, struct pool *pool, const char *month, int64_t leader, const char *item,
                            struct rows *out, struct error *e);
/* A trial of all in scope, stored; *changed gets the number of leaders. */
enum err evaluation_compute(struct work *work, const char *month, int64_t *changed, struct error *e);
/* The month must be over. Frozen: figures and records stored, visits of the month closed for change. */
enum err evaluation_freeze(struct work *work, const char *month, int64_t *changed, struct error *e);
enum err evaluation_publish(struct work *work, const char *month, int64_t *changed, struct error *e);
/* Pure arithmetic, for tests: fills rate (kept), weight, score of each item and the total; weights as in the scheme. */
void evaluation_score(struct evaluation *evaluation);
const char *evaluation_grade(double total);

#endif
