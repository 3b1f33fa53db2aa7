/* Steps of a case; shared by case.c, case_do.c and the check of workflow.csv. */
#ifndef WANGGE_SRC_WORK_CASE_DO_H
#define WANGGE_SRC_WORK_CASE_DO_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct rows;
struct transition;
struct work;

bool case_effect_is_known(const char *word);
/* The case as a row of case_row, whoever may read it; ERR_NOT_FOUND when the actor may not. */
enum err case_find(struct work *work, struct pool *pool, const char *id_or_no, struct rows *out, struct error *e);
/* May the actor take this way from the case in row 0? Else ERR_DENIED with the reason. */
enum err case_may(struct work *work, const struct rows *row, const struct transition *transition, struct error *e);
/* Reports a new case, inside the transaction that made it. */
enum err case_report(struct work *work, int64_t id, struct error *e);

#endif
