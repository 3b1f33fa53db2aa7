/* Users, their keys and posts. Needs the right user.read / user.manage. Described in etc/tables/user.ini: id, version,
 * login, name, phone, language, state (active, disabled), must_change, failures, waits_until, last_login, role, area
 * (of the first post that holds today). */
#ifndef WANGGE_WORK_USER_H
#define WANGGE_WORK_USER_H

#include "wangge/base/error.h"

#include <stdint.h>

struct list_query;
struct pool;
struct post_wish;
struct record;
struct rows;
struct work;

enum err user_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                   int64_t *total, struct error *e);
enum err user_read(struct work *work, const char *login_or_id, struct record *out, struct error *e);
/* record: login, name, phone, language, role, area. Without a password nobody can log in until one is set. */
enum err user_add(struct work *work, struct record *record, int64_t *id, struct error *e);
enum err user_change(struct work *work, int64_t id, struct record *record, struct error *e);
enum err user_set_state(struct work *work, int64_t id, const char *state, struct error *e); /* active, disabled */
/* The reason is shown to other administrators; the user cannot log in any more. */
enum err user_disable(struct work *work, int64_t id, const char *reason, struct error *e);
/* fresh NULL: makes one and writes it to out (room 32); the user must change it at the next login. */
enum err user_reset_password(struct work *work, int64_t id, const char *fresh, char *out, struct error *e);
enum err user_unlock(struct work *work, int64_t id, struct error *e);

/* line is an OpenSSH public key line; fingerprint (room 64) gets SHA256:... ; a key serves one user only. */
enum err user_key_add(struct work *work, int64_t id, const char *line, char *fingerprint, struct error *e);
enum err user_key_delete(struct work *work, int64_t id, int64_t key, struct error *e);
enum err user_keys(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* rows: id, type, fingerprint, comment, created_at (ISO), last_used (ISO) */

/* Logins and tries, the newest first. rows: at (ISO), success, source, note (how, or why not) */
enum err user_logins(struct work *work, struct pool *pool, int64_t id, int limit, struct rows *out, struct error *e);

enum err user_posts(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* rows: id, role, area, area_name, from_on, to_on */
enum err user_post_add(struct work *work, int64_t id, const char *role, int64_t area, const char *from_on,
                       const char *to_on, struct error *e);
enum err user_post_end(struct work *work, int64_t id, int64_t post, const char *to_on, struct error *e);

/* To another area: of to area, role (NULL: as now), from_on, to_on and reason count. The post that holds ends and the
 * new one begins, at once where the actor may grant, else when it is granted (*request is not 0). */
enum err user_move(struct work *work, int64_t id, const struct post_wish *to, int64_t *request, struct error *e);
/* Who has worked in the area, the newest first. rows: login, name, role, from_on, to_on, state */
enum err user_held(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e);

/* For pick lists: people who hold a post in the actor's area (and its ancestors' units); for who reads everybody's
 * audit whoever has an account. rows: id, name, login, role, area_name. */
enum err user_search(struct work *work, struct pool *pool, const char *text, const char *role, int limit,
                     struct rows *out, struct error *e);
/* What the user with this id is called, in the pool; "" when there is none. */
const char *user_name(struct work *work, struct pool *pool, int64_t id);

#endif
