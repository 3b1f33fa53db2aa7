/* How long a case and each of its stages may take (etc/limits.csv), and who is told when how much of that is used up
 * (etc/alarms.csv). */
#ifndef WANGGE_WORK_LIMIT_H
#define WANGGE_WORK_LIMIT_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"
#include "wangge/work/working_time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct work;

struct limit {
    const char *category; /* a category and all below it; "" fits every one */
    const char *urgency;  /* "" fits every one */
    const char *stage;    /* of the list case_stage */
    int64_t amount;       /* seconds of the clock */
    enum clock_kind kind;
};

struct alarm_rule {
    const char *stage;
    int percent;                       /* of the stage's limit */
    const char *tells;                 /* who: words of etc/workflow.csv, and "waits": whose turn it is */
    const char *effect;                /* "" or "secretary": into the secretary's queue */
    const char *label[LANGUAGE_COUNT]; /* with one %s for the number of the case */
};

/* Reads both tables; an error names file and line. After codes, once, before the first fork. */
enum err limits_load(const char *etc_dir, struct error *e);

/* Rows that a site has laid over those of the file (table limit_row), read when they have changed; called by
 * working_time_load, and so by everything that reckons with clocks. */
enum err limits_follow(struct work *work, struct error *e);

struct limit_shown {
    struct limit limit;          /* that holds; amount 0: none */
    const struct limit *shipped; /* of the file; NULL for a row of the site's own */
    const char *by;              /* login, of a changed one */
    int64_t at;                  /* 0: as shipped */
};
/* In the order in which they are looked at. Needs limit.read; what out points to is the pool's. */
enum err limit_list(struct work *work, struct pool *pool, struct limit_shown **out, size_t *count, struct error *e);
/* amount: a number of the clock's hours or days ("3", "0.5"), or "none". Needs limit.write; faults name the field
 * (category, urgency, stage, amount, clock). The clocks that run are reckoned anew from when they began, as after a
 * change of the holidays, before anything else falls due. */
enum err limit_set(struct work *work, const char *category, const char *urgency, const char *stage, const char *amount,
                   const char *clock, struct error *e);
/* Back to the file; a row of the site's own goes away. ERR_NOT_FOUND when it was not changed. */
enum err limit_reset(struct work *work, const char *category, const char *urgency, const char *stage, struct error *e);
/* "3 working days", "none". */
const char *limit_text(struct pool *pool, const struct limit *limit);

/* The first row that fits; NULL: no limit. */
const struct limit *limit_find(const char *category, const char *urgency, const char *stage);
size_t alarm_rule_count(void);
const struct alarm_rule *alarm_rule_at(size_t i);
/* "whole.80": the kind of a row of case_alarm that comes from the rule; and the rule of such a kind, NULL when none. */
void alarm_rule_kind(const struct alarm_rule *rule, char out[40]);
const struct alarm_rule *alarm_rule_of(const char *kind);

#endif
