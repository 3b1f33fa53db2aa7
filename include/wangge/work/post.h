/* Posts: who works where, as what, from when to when. Who changes the area or the role gets another row; the old one
 * ends and stays, and so does what was written under it. The system administrator asks for posts (post.ask), the
 * security administrator grants or refuses them, and ends posts (post.grant); whoever may grant and asks has granted.
 * Nobody gives anything to themselves, and nobody holds two of the administrators' duties. */
#ifndef WANGGE_WORK_POST_H
#define WANGGE_WORK_POST_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

struct post_wish {
    int64_t account;
    const char *role; /* code of a shipped role or of one of the place */
    int64_t area;
    const char *from_on, *to_on; /* ISO; NULL or "": today, and open */
    const char *reason;          /* may be NULL */
    int64_t instead;             /* a post of the account that ends on the day before, 0 for none */
};
/* *request gets the row that waits, 0 when the post is given already. */
enum err post_ask(struct work *work, const struct post_wish *wish, int64_t *request, struct error *e);
/* rows: id, account, login, name, role, role_name, area, area_name, from_on, to_on, reason, state, answer, asked_by
 * (login), asked_at (ISO), decided_by, decided_at, instead (id), ends_role, ends_custom and ends_area (of the post that
 * would end); those that wait, the oldest first, or the newest 200 of all. For who may ask or grant. */
enum err post_requests(struct work *work, struct pool *pool, bool all, struct rows *out, struct error *e);
enum err post_grant(struct work *work, int64_t request, struct error *e);
enum err post_refuse(struct work *work, int64_t request, const char *answer, struct error *e);
/* By who has asked. */
enum err post_take_back(struct work *work, int64_t request, struct error *e);
/* How many wait for the actor's decision; 0 for whoever may not grant. */
int64_t post_waiting(struct work *work);

/* Own posts that hold today; rows: id, role, role_name, area, area_name, from_on, to_on, now (1: the session works in
 * it). */
enum err post_mine(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* From now on the session works in it; keep: the next one begins in it, too. Not while acting for another. */
enum err post_take(struct work *work, int64_t post, bool keep, struct error *e);

#endif
