/* What the files of work/ share and nobody else needs. */
#ifndef WANGGE_SRC_WORK_INSIDE_H
#define WANGGE_SRC_WORK_INSIDE_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct actor;
struct pool;
struct record;
struct rows;
struct table;
struct work;

#define ROLE_LOCAL "local" /* the administrator's program: no post, every right */

#define VISIT_DAYS 91 /* the rate of households visited: each four times a year */

/* Visits become due where people go from door to door: in a grid. */
bool goes_from_door_to_door(const struct work *work);

/* An audit row for an actor who is not work's yet: a login. Inside a write transaction. */
enum err audit_insert(struct work *work, const struct actor *actor, const char *action, const char *kind, int64_t id,
                      int success, const char *note, struct error *e);

/* audit_end of a look at a row of the person (0: of nobody), which person_looked tells. */
enum err audit_end_of_person(struct work *work, enum err r, const char *action, const char *kind, int64_t id,
                             int64_t person, const char *note, struct error *e);

/* ERR_DENIED when the actor's account, post or session is not what it was any more: nothing is saved or given out. */
enum err actor_still_holds(struct work *work, struct error *e);

/* For the bind $today of posts that hold. */
void today_text(char out[DATE_TEXT]);
/* "%text%" and "text%" for LIKE, in lower case, with \ before % _ and \ . */
char *like_contains(struct pool *pool, const char *text);
char *like_prefix(struct pool *pool, const char *text);
/* Puts ISO text in the place of the instants of a column. */
void rows_iso(struct pool *pool, struct rows *rows, const char *column);
/* ERR_NOT_FOUND unless the actor may see the user. */
enum err user_in_scope(struct work *work, int64_t id, struct error *e);
/* A new user's record: fields, login, and that the login is free. Then, in the caller's transaction and without a
 * question of rights, the account and its first post. */
enum err user_check(struct work *work, struct record *record, struct error *e);
enum err user_put(struct work *work, const struct record *record, int64_t *id, struct error *e);
/* Who watches over the administrators is not to be impersonated by one of them: ERR_DENIED when the actor, neither the
 * administrator's program nor the user itself, would give a proof of identity (password, key, invite) to the user. */
enum err user_proof_is_theirs(struct work *work, int64_t id, struct error *e);
/* Before the user becomes one who watches: ERR_STATE while somebody else has a proof that would log in as the user, a
 * one-time password, an open invite or a key of others. The administrator's program gives what it likes. */
enum err user_proof_was_theirs(struct work *work, int64_t id, struct error *e);
/* Before the user is disabled: ERR_DENIED for the last security administrator and the last auditor. */
enum err user_still_watched(struct work *work, int64_t id, struct error *e);
/* In the caller's transaction: the user reads in the inbox what somebody else did to the user's proofs. */
enum err user_tell_proof(struct work *work, int64_t id, const char *what, struct error *e);
/* In the caller's transaction: the post that holds today becomes another one, unless it is the same (role "" and area
 * 0: it ends); who may not grant has asked for it then. */
enum err post_replace(struct work *work, int64_t account, const char *role, int64_t area, struct error *e);

/* work_become in one of several posts, if it holds today: 0 for the one that was worked in last. */
enum err work_become_in(struct work *work, const char *login, const char *from, int64_t post, struct error *e);
/* The actor's role from now on: a shipped one, or (custom not 0) a role of the place with its cells. */
enum err actor_take_role(struct work *work, const char *role, int64_t custom, struct error *e);
/* Acts for that account as before, if that holds yet. */
enum err deputy_keep(struct work *work, int64_t account, struct error *e);

/* Seals the drafts of a database from before they were, and leaves nothing of them in its file. */
struct db;
enum err draft_seal_all(struct db *drafts, struct error *e);

/* Masks the masked fields of a described table, in the columns of that name. */
void mask_rows(struct pool *pool, const struct table *table, struct rows *rows);

/* Of processes that rows name: this host (room for 65 bytes), when a process began in ticks since the kernel did (0: it
 * cannot be told), and whether one that began then is gone. */
void host_name(char out[65]);
int64_t process_started(int64_t pid);
bool process_is_gone(int64_t pid, int64_t started);

/* The number that the text is; -1 when it is none (ids are above 0). */
int64_t id_of(const char *text);

#endif
