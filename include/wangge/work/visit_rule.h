/* Who is visited how often 待访: rows of etc/visit_rules.csv, whose labels are the code list visit_rule. An area gives
 * other rhythms in the table visit_rule; the nearest one wins. Read once before the first fork. */
#ifndef WANGGE_WORK_VISIT_RULE_H
#define WANGGE_WORK_VISIT_RULE_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>

struct pool;
struct rows;
struct table;
struct work;

/* Codes of the list visit_period. The first three are periods of the calendar, one visit in each; the next three count
 * days after the last visit. */
enum visit_period {
    PERIOD_NONE,
    PERIOD_WEEK,
    PERIOD_HALF_MONTH,
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_HALF_YEAR,
    PERIOD_YEAR,
    PERIOD_ONCE
};

struct visit_rhythm {
    enum visit_period period; /* PERIOD_NONE: nobody has to come */
    int days;                 /* of rolling periods and once */
    const char *channel;      /* the only code of channel that counts, or "" */
    int64_t since;            /* instant at which an area laid it down; 0: the usual one */
};

struct visit_rule {
    const char *code;
    const struct table *table; /* whose rows it is about; of "residence" one that no description tells */
    const char *condition;     /* SQL on those rows, as alias t */
    const char *since;         /* the date from which it holds, when it is later than the row; "" for none */
    const char *kind, *crowd;  /* codes of must_visit and crowd, or "" */
    struct visit_rhythm usual;
    bool must;  /* counts in the rate of visits made on time */
    bool every; /* of every household: no row is kept for each */
    const char *help[LANGUAGE_COUNT];
};

/* After codes and tables. An unknown table, field, code, period is ERR_INVALID with file and line; rules of a table
 * that the site has turned off are left out. */
enum err visit_rules_load(const char *etc_dir, const char *tables_dir, struct error *e);
size_t visit_rule_count(void);
const struct visit_rule *visit_rule_at(size_t i);
const struct visit_rule *visit_rule_find(const char *code); /* NULL when unknown */
const char *visit_rule_label(const struct visit_rule *rule);
/* May the actor read the register that it comes from? */
bool visit_rule_is_open(const struct work *work, const struct visit_rule *rule);
/* As the actor may know it: the label, or only the kind (else the crowd) where the register is closed to them. */
const char *visit_rule_shown(const struct work *work, const struct visit_rule *rule);

enum visit_period visit_period_of(const char *code); /* PERIOD_NONE for "" and what is unknown */
const char *visit_period_code(enum visit_period period);
bool visit_period_is_calendar(enum visit_period period);
/* First and last day of the calendar period that the day lies in. */
void visit_period_of_day(enum visit_period period, day_t day, day_t *first, day_t *last);

/* All that areas have laid down for themselves; rows live in pool. */
enum err visit_rhythms_read(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* What holds for the rule in the area of that path. */
struct visit_rhythm visit_rhythm_of(const struct visit_rule *rule, const struct rows *rhythms, const char *path);

#endif
