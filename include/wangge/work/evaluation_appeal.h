/* Appeals against the monthly evaluation 考核申诉: by whom it judges, against the whole, an item, or one record behind
 * it; while figures are live, computed or frozen, until the month is reviewed. Decided by somebody else, with an
 * answer. An accepted one leaves the record out, counts it, or gives points, and is an input of the evaluation from
 * then on; a frozen one is reckoned again from what was kept with it. Appeals are never changed. */
#ifndef WANGGE_WORK_EVALUATION_APPEAL_H
#define WANGGE_WORK_EVALUATION_APPEAL_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct record;
struct rows;
struct work;

/* Fields of etc/tables/evaluation_appeal.ini: month, subject, who (empty: the actor), item (its code, or empty: the
 * whole), no (of the record behind the item, or empty), text. ERR_STATE when the month is reviewed or published, or the
 * same is being asked already. */
enum err evaluation_appeal_add(struct work *work, struct record *record, int64_t *id,
                               void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
enum err evaluation_appeal_withdraw(struct work *work, int64_t id, struct error *e);
/* effect "" refuses; leave_out and count need an appeal against one record, points a number ("+1.5"). The answer is
 * required. Right evaluation.decide; neither whom it concerns nor who wrote the appeal. */
enum err evaluation_appeal_decide(struct work *work, int64_t id, const char *effect, const char *points,
                                  const char *answer, struct error *e);
/* Open ones first, then the newest. month and subject may be NULL, who and id 0 for all; open: only those. Rows: id,
 * month, subject, who, login, name, area, area_name, item, item_text, measure, kind, object, no, text, state, effect,
 * points, answer, by_name, made_at, decided_name, decided_at. Own ones without evaluation.read of others. */
struct appeal_query {
    const char *month, *subject;
    int64_t who, id;
    bool open;
};
enum err evaluation_appeal_list(struct work *work, struct pool *pool, const struct appeal_query *query,
                                struct rows *out, struct error *e);
/* How many open ones the actor may decide; month NULL: of all months. */
enum err evaluation_appeal_count(struct work *work, const char *month, int64_t *out, struct error *e);

/* Is it the actor's own evaluation, or that of the actor's community or unit? */
bool evaluation_concerns(struct work *work, const char *month, const char *subject, int64_t who);

#endif
