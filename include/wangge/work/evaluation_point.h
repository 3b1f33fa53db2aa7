/* The ledger of the monthly evaluation 加减分台账: additions and deductions with a reason and evidence, and the veto
 * 一票否决. A line is written until the month is frozen, and never changed: one that was wrong is withdrawn, and both
 * stay readable. How far the lines count (the cap of the scheme) is told by the evaluation. Nobody writes a line for
 * oneself. */
#ifndef WANGGE_WORK_EVALUATION_POINT_H
#define WANGGE_WORK_EVALUATION_POINT_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

/* Fields of etc/tables/evaluation_point.ini: month, subject, who (login, code of the area, name of the unit, or
 * number), kind (points or veto), points ("+1.5"; of a veto nothing), reason, evidence. A number of a case or of a
 * diary entry within the evidence has to be there, where the actor may read it. Rights evaluation.points,
 * evaluation.veto. */
enum err evaluation_point_add(struct work *work, struct record *record, int64_t *id,
                              void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
enum err evaluation_point_withdraw(struct work *work, int64_t id, const char *why, struct error *e);
/* month and subject may be NULL, who 0 for all. Newest first; rows: id, month, subject, who, login, name,
 * area, area_name, kind, points, reason, evidence, by_name, made_at, withdrawn_at (null), withdrawn_why,
 * withdrawn_name. Own ones without evaluation.read of others. */
enum err evaluation_point_list(struct work *work, struct pool *pool, const char *month, const char *subject,
                               int64_t who, struct rows *out, struct error *e);
/* Whose evaluation a line of the inbox is about, by its kind (evaluation_point, evaluation) and object: one row month,
 * subject, who; none when the actor does not see it. */
enum err evaluation_whose(struct work *work, struct pool *pool, const char *kind, int64_t object, struct rows *out,
                          struct error *e);
/* The first number of a case, a diary entry (of a return visit too: it is called by the entry that it asked about) or a
 * spot check in a text, NULL when there is none; kind gets "case", "visit" or "spot_check". */
const char *evaluation_evidence(struct pool *pool, const char *text, const char **kind);
/* What such a number names. */
enum err evaluation_evidence_read(struct work *work, const char *no, struct record *out, struct error *e);

#endif
