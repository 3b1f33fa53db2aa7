/* Proving who somebody is. Used by the session child before anything else; every try is audited, equal in time for
 * unknown users, slowed down per account after failures (never locked for ever by a stranger). */
#ifndef WANGGE_WORK_LOGIN_H
#define WANGGE_WORK_LOGIN_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct rows;
struct work;

#define PASSWORD_LEAST 8
#define LOGIN_FAILURES 5   /* failures in a row after which the account waits */
#define LOGIN_WAIT     300 /* seconds; an administrator's unlock ends it */

/* ERR_DENIED for a wrong password, an unknown or disabled user; ERR_AGAIN while the account waits. */
enum err login_password(struct work *work, const char *login, const char *password, const char *from, struct error *e);
/* Would this key (the base64 blob of a public key line, without type and comment) be accepted for login? */
enum err login_key_known(struct work *work, const char *login, const char *key_base64, struct error *e);
/* Bookkeeping after a success: last login, failures cleared, audit. how is "password" or "key". */
enum err login_done(struct work *work, const char *login, const char *from, const char *how, struct error *e);

/* Own password: the old one is checked unless must_change is set. Policy: 8 characters or more, not the login, not the
 * old one, at least two kinds of characters. */
enum err password_change(struct work *work, const char *old, const char *fresh, struct error *e);
enum err password_policy(const char *login, const char *fresh, struct error *e);
/* yescrypt; out has room for 256 bytes. */
enum err password_hash(const char *password, char out[256], struct error *e);

/* The session table: who is on. */
enum err session_enter(struct work *work, const char *kind, int64_t *id, struct error *e); /* kind: screen, command */
void session_leave(struct work *work);
enum err session_list(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* rows: id, login, name, role, area, source, since (ISO), kind, pid; needs "who.read" */
enum err session_sweep(struct work *work, struct error *e); /* removes rows of processes of this host that are gone */

#endif
