/* What happens to a month after it is frozen: it is reviewed when no appeal is open, published, and corrected by
 * entries beside it (work/evaluation.h freezes and publishes). */
#ifndef WANGGE_WORK_EVALUATION_STATE_H
#define WANGGE_WORK_EVALUATION_STATE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct work;

/* Frozen ones in the actor's scope become reviewed, all or none; ERR_STATE tells whose appeals are open, or that
 * nothing is frozen. Right evaluation.publish. */
enum err evaluation_review(struct work *work, const char *month, int64_t *changed, struct error *e);
/* ERR_STATE when an appeal of the month is open in the range: named are those who wrote the first few. */
enum err evaluation_need_no_appeal(struct work *work, const char *month, const char *lo, const char *hi,
                                   struct error *e);

/* A published evaluation stays as it is; points that are added to its total (or taken from it) stand beside it with the
 * reason, and count from the last correction on. Right evaluation.correct; nobody for oneself. */
enum err evaluation_correct(struct work *work, const char *month, const char *subject, const char *key,
                            const char *points, const char *reason, struct error *e);
/* Oldest first; rows: position, points, total, grade, reason, by_name, made_at. */
enum err evaluation_corrections(struct work *work, struct pool *pool, const char *month, const char *subject,
                                int64_t who, struct rows *out, struct error *e);

#endif
