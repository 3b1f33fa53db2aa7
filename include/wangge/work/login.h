/* Proving who somebody is. Used by the session child before anything else; every try is audited, equal in time for
 * unknown users, slowed down per account after failures (never locked for ever by a stranger). */
#ifndef WANGGE_WORK_LOGIN_H
#define WANGGE_WORK_LOGIN_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

/* Once, before the first fork: passwords are hashed one at a time over all processes from then on, so that those who
 * try many leave the processors to those who type. */
void login_prepare(void);
/* Whether whoever has sent a password is gone while it waited for its turn: then it is not looked at and counts as
 * wrong, and who is still there comes the sooner. */
void login_set_gone(bool (*gone)(void *to), void *to);
/* Has the user logged in from there lately? Such a one does not wait for what others tried there. */
bool login_known_here(struct work *work, const char *login, const char *from);
/* ERR_DENIED for a wrong password, an unknown or disabled user; ERR_AGAIN while the account waits. */
enum err login_password(struct work *work, const char *login, const char *password, const char *from, struct error *e);
/* Would this key (the base64 blob of a public key line, without type and comment) be accepted for login? */
enum err login_key_known(struct work *work, const char *login, const char *key_base64, struct error *e);
/* Bookkeeping after a success: last login, failures cleared, audit. how begins with what was proved first,
 * "password", "key" or "invite"; a password that is older than the policy allows then has to be changed before anything
 * else (actor.must_change). */
enum err login_done(struct work *work, const char *login, const char *from, const char *how, struct error *e);

/* Own password: the old one is checked unless must_change is set. The policy is settings (password.*): length, kinds of
 * characters, not the login, not the present one or a former one. Administrators' own passwords are no exception. */
enum err password_change(struct work *work, const char *old, const char *fresh, struct error *e);
enum err password_policy(struct work *work, const char *login, const char *fresh, struct error *e);
/* The policy in a few words: "8 characters or more, 2 kinds". */
#define PASSWORD_RULES 96
void password_rules(struct work *work, char out[PASSWORD_RULES]);
/* yescrypt; out has room for 256 bytes. */
enum err password_hash(const char *password, char out[256], struct error *e);

/* The session table: who is on. */
enum err session_enter(struct work *work, const char *kind, int64_t *id, struct error *e); /* kind: screen, command */
void session_leave(struct work *work);
enum err session_list(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* rows: id, login, name, role, area, source, since (ISO), kind, idle (seconds that nobody has typed; null: unknown),
 * client, host, pid; needs "who.read" */
/* Somebody else's session ends within seconds, and its user reads the reason (may be empty). Needs session.end. */
enum err session_end(struct work *work, int64_t id, const char *reason, struct error *e);
/* Before session_enter: at most so many of one user at a time (setting session.most). Of screens the one where nobody
 * has typed for the longest is told to end, so that whoever forgot one elsewhere gets in; a command too many is
 * ERR_AGAIN. */
enum err session_make_room(struct work *work, const char *kind, struct error *e);
enum err session_sweep(struct work *work, struct error *e); /* removes rows of processes of this host that are gone */

#endif
