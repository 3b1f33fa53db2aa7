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

/* The first row that fits; NULL: no limit. */
const struct limit *limit_find(const char *category, const char *urgency, const char *stage);
size_t limit_count(void);
const struct limit *limit_at(size_t i);
size_t alarm_rule_count(void);
const struct alarm_rule *alarm_rule_at(size_t i);
/* "whole.80": the kind of a row of case_alarm that comes from the rule; and the rule of such a kind, NULL when none. */
void alarm_rule_kind(const struct alarm_rule *rule, char out[40]);
const struct alarm_rule *alarm_rule_of(const char *kind);

#endif
