/* What somebody has to see to again at a door: a hit of a sweep, a visit that was not true, what the station asks for.
 * It has no state of its own: the next visit there after it was made has done it, and until then it is due
 * (work/due.h). */
#ifndef WANGGE_WORK_FOLLOW_UP_H
#define WANGGE_WORK_FOLLOW_UP_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct work;

/* In the caller's transaction, who asks for the right: at a household or (household 0) at a special place; person 0 for
 * nobody in particular. kind: code list follow_up_kind, object the row that it comes from (0 for none), text why,
 * due_on ISO (NULL or empty: in a week). */
enum err follow_up_add(struct work *work, int64_t household, int64_t place, int64_t person, const char *kind,
                       int64_t object, const char *text, const char *due_on, int64_t *id, struct error *e);
/* In the caller's transaction: takes back all that come from that row; none is no fault. */
enum err follow_up_end_of(struct work *work, const char *kind, int64_t object, struct error *e);

/* A transaction of its own, the right follow_up.make: the household lies where the actor may ask for it, the text tells
 * why, the day is not past. */
enum err follow_up_ask(struct work *work, int64_t household, int64_t place, const char *text, const char *due_on,
                       int64_t *id, struct error *e);
enum err follow_up_take_back(struct work *work, int64_t id, struct error *e);
/* Those that are neither done nor taken back, where the actor may read the diary; rows: id, kind, object, household,
 * place, person, address, building, unit, room, text, due_on, made_at, by_name. household 0: all, at most limit. */
enum err follow_up_list(struct work *work, struct pool *pool, int64_t household, int limit, struct rows *out,
                        struct error *e);

#endif
