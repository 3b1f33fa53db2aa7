/* Notices 通知: what a station, street or district tells its staff. Fields (etc/tables/notice.ini): title, text, area,
 * roles, from_on, to_on, by_name. */
#ifndef WANGGE_WORK_NOTICE_H
#define WANGGE_WORK_NOTICE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct list_query;
struct pool;
struct record;
struct rows;
struct work;

/* Those for the actor, and those of the area where the actor may post. ended: those whose last day is over, too.
 * Columns beside the fields: area_name, author, created_at, read_at (null: not read), for_me. */
enum err notice_list(struct work *work, struct pool *pool, const struct list_query *query, bool ended, struct rows *out,
                     int64_t *total, struct error *e);
enum err notice_read(struct work *work, const char *id, struct record *out, struct error *e);
/* A new one for the actor's own area, from today on. */
enum err notice_new(struct work *work, struct record *out, struct error *e);
enum err notice_add(struct work *work, struct record *record, int64_t *id,
                    void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e);
enum err notice_withdraw(struct work *work, int64_t id, struct error *e);
/* The actor has read it. */
enum err notice_mark(struct work *work, int64_t id, struct error *e);
enum err notice_unread(struct work *work, int64_t *out, struct error *e);
/* How many people it is for, and how many have read it; for those who may post there. */
enum err notice_readers(struct work *work, int64_t id, int64_t *people, int64_t *readers, struct error *e);

#endif
