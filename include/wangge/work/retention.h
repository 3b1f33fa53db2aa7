/* How long what is kept: rules as data (etc/retention.csv), which security may set otherwise within the least that the
 * law or the work asks for; counted first (a dry run), then removed or made nobody's in short transactions, by a job
 * that the system administrator asks for or, when the setting retention.daily says so, by the daily upkeep. How long
 * the audit itself is kept is the setting audit.months. */
#ifndef WANGGE_WORK_RETENTION_H
#define WANGGE_WORK_RETENTION_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"
#include "wangge/work/job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define RETENTION_MOST 32 /* rules */

struct retention_rule {
    const char *name;
    int keep, least; /* as shipped, in its unit; 0: for ever */
    bool months;     /* else days */
    bool deletes;    /* else what is personal in it goes, and the row stays */
    const char *label[LANGUAGE_COUNT], *stays[LANGUAGE_COUNT];
};

enum err retention_load(const char *etc_dir, struct error *e);
size_t retention_count(void);
const struct retention_rule *retention_at(size_t i);
const struct retention_rule *retention_find(const char *name); /* NULL when unknown */

struct retention_state {
    const struct retention_rule *rule;
    int keep;               /* what holds now */
    int64_t before;         /* what is older goes; 0: nothing */
    int64_t rows;           /* how many that are now, when they were counted; else -1 */
    int64_t last;           /* when it ran last, 0 never */
    const char *changed_by; /* login, "" while it is as shipped */
    int64_t changed_at;
};
/* All rules, in the order of the file; out has room for RETENTION_MOST. dry: with their rows counted. Needs
 * retention.read. */
enum err retention_list(struct work *work, struct pool *pool, bool dry, struct retention_state *out, size_t *count,
                        struct error *e);
/* What is older than *before goes by that rule now; 0: nothing. */
enum err retention_edge(struct work *work, const char *rule, int64_t *before, struct error *e);
/* "12 months", "for ever" in the language in use. */
const char *retention_keep_text(struct pool *pool, const struct retention_rule *rule, int keep);
/* keep 0: for ever; -1: as shipped again. ERR_INVALID below the least. Needs retention.write; audited. */
enum err retention_set(struct work *work, const char *rule, int keep, struct error *e);
/* A job that runs one rule, or all (""). Needs retention.run. */
enum err retention_run(struct work *work, const char *rule, int64_t *job, struct error *e);
/* What was done, newest first: id, at, by, rule, before, rows. Needs retention.read. */
enum err retention_runs(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* All rules, if the setting says so; until stop (may be NULL) says so. Of the keeper's timer and "wangge upkeep". */
enum err retention_serve(struct work *work, bool (*stop)(void *to), void *to, struct error *e);

extern const struct job_kind retention_job;

#endif
