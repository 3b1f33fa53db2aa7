/* Return visits 走访回访: the centre asks households whether an entry of the diary is true and whether they are
 * satisfied (schema/055_check.sql). An answer "not visited" strikes nothing out by itself: a second person looks at it,
 * who is not the one that called, and either strikes the entry (it counts for nothing any more, the leader has to go
 * there, and is told) or lets it stand. Either can be taken back with a reason while the month of the visit is not
 * frozen.
 *
 * Leaders (scope own) read what came of their own entries, without phone and what was said.
 *
 * Fields: etc/tables/return_visit.ini. A return visit is named by its id or the number of its visit. */
#ifndef WANGGE_WORK_RETURN_VISIT_H
#define WANGGE_WORK_RETURN_VISIT_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct buffer;
struct list_query;
struct pool;
struct record;
struct rows;
struct work;

enum err return_visit_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e);
enum err return_visit_read(struct work *work, const char *id_or_no, struct record *out, struct error *e);

struct return_draw {
    const char *month, *how;  /* "2026-10"; a code of draw_kind */
    int64_t area, amount;     /* area 0: the actor's */
    const char *channels;     /* codes parted by commas; "" any */
    int64_t seed;             /* 0: the kernel's; then set */
    int64_t id, frame, drawn; /* set: how many visits could be drawn, how many were */
    char frame_sum[17];
};
/* Of visits of the month to households that count and were not drawn before, in the order of grid and number; of each
 * grid as spot checks are drawn (work/spot_check.h). */
enum err return_visit_draw(struct work *work, struct return_draw *draw, struct error *e);
/* rows: id, month, area, area_name, how, amount, channels, seed, method, frame, frame_sum, drawn, done, by_name,
 * drawn_at (instant). */
enum err return_visit_draws(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* One visit by hand; ERR_STATE when it has a return visit already. */
enum err return_visit_add(struct work *work, const char *visit, int64_t *id, struct error *e);

/* Numbers of the household, masked; rows: id ("person 12", "household 3"), text, detail. */
enum err return_visit_phones(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* One of them in full, by its id; as table_reveal_field. */
enum err return_visit_reveal(struct work *work, int64_t id, const char *phone, const char *reason, struct buffer *out,
                             struct error *e);

/* What came of a call: reached, phone, visited, satisfaction, text, again_on. May be told anew until it was looked at.
 */
enum err return_visit_call(struct work *work, int64_t id, struct record *record,
                           void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* The second look at one in the state doubt: stands, or is struck out. */
enum err return_visit_look(struct work *work, int64_t id, bool stands, const char *text, struct error *e);
/* Of one that was struck out: the entry counts again. */
enum err return_visit_take_back(struct work *work, int64_t id, const char *text, struct error *e);

#endif
