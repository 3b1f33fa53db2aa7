/* The monthly evaluation 月度考核 of grid leaders, informants, stations, departments and sunk-down staff (code list
 * evaluation_subject) by schemes (work/scheme.h).
 *
 * A measure is a pair of named statements (schema/queries/measure*.sql): measure.NAME gives numerator and denominator
 * of each who is judged, measure.NAME.records the very rows behind them, whose "counted" adds up to the numerator and
 * whose "due" to the denominator. An item's rate is that of its formula; an empty denominator of its first measure
 * leaves the item out and rescales the weights: neither 0 nor 100. Who answered for a grid, or was there, on some days
 * of the month only is measured on those days, and amounts are asked of him for those days.
 *
 * States: open (live figures), computed (live figures, and a trial that was stored), frozen (figures and all that they
 * were reckoned from are kept), reviewed, published. */
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
#define EVALUATION_PARTS 3

/* One measure in an item's formula "timely*0.7+unreworked*0.3". */
struct evaluation_part {
    char measure[24];
    double factor;
    bool amount; /* against the target; else a share */
    bool counts; /* false: its denominator is empty; the first part decides whether the item counts */
    double numerator, denominator, rate;
};

struct evaluation_item {
    char code[24];
    char label[64];                /* in the language in use */
    bool counts;                   /* false: left out, the rest is null */
    double numerator, denominator; /* of the first part */
    double rate;                   /* of the whole formula, 0..1, target reckoned in */
    double target;                 /* 0: none; of amounts: for the days that he was there */
    double full_weight;            /* as in the scheme */
    double weight, score;          /* after rescaling */
    size_t part_count;
    struct evaluation_part parts[EVALUATION_PARTS];
};

struct evaluation {
    int64_t id;       /* stored row, 0 when there is none */
    char subject[16]; /* code list evaluation_subject */
    int64_t who;      /* account, area (station) or unit (department) */
    char login[40];   /* of a person; code of an area; number of a unit */
    char name[64];
    int64_t area;
    char area_name[96], path[64];
    int64_t scheme;
    double base;   /* sum of the items */
    double points; /* additions and deductions, within the cap */
    double cap;
    double total;  /* base + points, not below 0 */
    bool veto;     /* grade E, ranked behind all others; the total stays readable */
    char grade[2]; /* A >= 90, B >= 75, C >= 60, D >= 40, else E; "" when no item counts */
    int rank;      /* within the list that was asked for (one's own: within the community); equals share it; 0: none */
    int last_rank; /* of the month before, 0 when none */
    int rank_station, rank_street, rank_district; /* from what is stored of the month; 0: nothing stored */
    int days, days_away; /* days of the month that he answered for; of them away with nobody in his place */
    bool judged;         /* false: there on too few days (scheme.least_days): no figures, no rank */
    char state[16];
    bool corrected; /* the last correction beside a published month */
    double corrected_total;
    char corrected_grade[2];
    size_t count;
    struct evaluation_item items[EVALUATION_ITEMS];
};

/* All of the subject in the actor's scope, best first; NULL or "": grid leaders. Frozen and published ones come as they
 * were stored. Somebody who sees the own evaluation only gets that, ranked in the community. */
enum err evaluation_list(struct work *work, struct pool *pool, const char *month, const char *subject,
                         struct evaluation **out, size_t *count, struct error *e);
enum err evaluation_show(struct work *work, struct pool *pool, const char *month, const char *subject,
                         const char *login_or_id, struct evaluation *out, struct error *e);
/* The actor's own, as evaluation_list tells it but for ranks, without a look at the others; *found is false when the
 * actor is nobody who is judged in the month. A station's is its community's, a department's its unit's. */
enum err evaluation_own(struct work *work, struct pool *pool, const char *month, struct evaluation *out, bool *found,
                        struct error *e);
/* Somebody's total as it is and as it would be under another scheme. */
struct evaluation_change {
    int64_t who;
    const char *login, *name, *area_name;
    struct evaluation_sum {
        bool judged;
        double total;
        const char *grade;
        int rank; /* within the actor's reach */
    } is, would;
};
/* What the scheme would change in the month if it held in its area, whatever month it is from: those of the actor's
 * scope who are not frozen, best first as it would be. */
enum err evaluation_try(struct work *work, struct pool *pool, const char *month, int64_t scheme,
                        struct evaluation_change **out, size_t *count, struct error *e);
/* The records behind an item; rows: measure, kind (visit, case, household ...), id, no, on, text, counted, due, note.
 */
enum err evaluation_records(struct work *work, struct pool *pool, const char *month, const char *subject, int64_t who,
                            const char *item, struct rows *out, struct error *e);

/* All subjects in scope. A trial of all, stored; *changed gets the number of evaluations. */
enum err evaluation_compute(struct work *work, const char *month, int64_t *changed, struct error *e);
/* The month must be over. Figures and all that they were reckoned from are kept, visits of the month closed for change.
 * Street by street, each whole or not at all. */
enum err evaluation_freeze(struct work *work, const char *month, int64_t *changed, struct error *e);
enum err evaluation_publish(struct work *work, const char *month, int64_t *changed, struct error *e);

/* Again from what was kept with it when it was frozen (parts, records, points, weights) and the appeals that were
 * accepted since: never from the registers. Asks for no right. */
enum err evaluation_again(struct work *work, struct pool *pool, int64_t id, struct evaluation *out, struct error *e);
/* The same, and stored: after an appeal was accepted, in its transaction. A month that is published stays as it is. */
enum err evaluation_renew(struct work *work, int64_t id, struct error *e);

/* Pure arithmetic, for tests. Rates, from the parts' numerators and denominators; weights, scores, base, total and
 * grade from rates, full weights, points, cap and veto. */
void evaluation_rate(struct evaluation *evaluation);
void evaluation_score(struct evaluation *evaluation);
const char *evaluation_grade(double total);
/* False: not judged, or judged by no item at all, as nothing was there to count. */
bool evaluation_has_rank(const struct evaluation *evaluation);
/* Sorts best first and gives ranks: equal totals share one, a veto comes last, who is not judged or has no item that
 * counts has none. */
void evaluation_rank(struct evaluation *list, size_t count);

#endif
