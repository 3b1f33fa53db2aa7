/* Acting leaders 代理: who holds a post, or those above, name somebody who does its work for a time. Needs the right
 * post.deputy. Described in etc/tables/deputy.ini: id, account, acting (links to users), from_on, to_on, reason, state
 * (now, soon, over), account_name, acting_name, role, area_name. */
#ifndef WANGGE_WORK_DEPUTY_H
#define WANGGE_WORK_DEPUTY_H

#include "wangge/base/error.h"

#include <stdint.h>

struct list_query;
struct pool;
struct record;
struct rows;
struct work;

/* Those that the actor is part of, and those of the area that the right reaches. */
enum err deputy_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                     int64_t *total, struct error *e);
/* record: account (0 or empty: the actor), acting, from_on, to_on, reason. The deputy finds a line in the inbox. */
enum err deputy_add(struct work *work, struct record *record, int64_t *id,
                    void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
/* Before its day; who acts may give it back. */
enum err deputy_end(struct work *work, int64_t id, struct error *e);

/* Who may be chosen: people of the area above one's own, and higher; rows: id, name, login, role, area_name. */
enum err deputy_people(struct work *work, struct pool *pool, const char *typed, struct rows *out, struct error *e);

/* For whom the user may act today; rows: id, account, login, name, role, area_name, to_on. */
enum err deputy_open(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* From now on in the place of the user of that login: role, area and rights of the post are those of the one acted for,
 * as long as the deputy row holds (asked at every save). "" is oneself again. */
enum err deputy_act(struct work *work, const char *login, struct error *e);

#endif
