/* How the installation is: figures with thresholds as data (health_rows.h), and what is weak about it as rules
 * (weakness_rows.h). Needs health.read. */
#ifndef WANGGE_WORK_HEALTH_H
#define WANGGE_WORK_HEALTH_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct work;

enum health_level { HEALTH_FINE, HEALTH_YELLOW, HEALTH_RED };
const char *health_level_name(enum health_level level); /* "green", "yellow", "red": as the lights of cases */

enum health_id {
#define HEALTH(id, code, label, unit, yellow, red, advice) HEALTH_##id,
#include "wangge/work/health_rows.h"
#undef HEALTH
    HEALTH_COUNT
};

struct health_item {
    const char *code, *label;
    bool known;                 /* the server's own figures cannot be told by another program */
    int64_t number;             /* bytes, seconds, percent, a count; an instant of "late" ones, 0 never */
    const char *value, *advice; /* advice: when it is yellow or red */
    enum health_level level;
};
/* All of them, in the order of the rows. */
enum err health_read(struct work *work, struct pool *pool, struct health_item out[HEALTH_COUNT], struct error *e);

/* What is wrong with this installation. What a process of the server finds is taken down: the home of administrators
 * tells how many are red. */
struct weakness {
    const char *code;
    enum health_level level;
    const char *what, *detail, *advice; /* detail: which accounts, which file; "" for none */
};
enum err weakness_list(struct work *work, struct pool *pool, struct weakness **out, size_t *count, struct error *e);
/* The same once a day, by the keeper's timer. */
enum err weakness_serve(struct work *work, struct error *e);
/* How many rules there are. */
size_t weakness_rules(void);

#endif
