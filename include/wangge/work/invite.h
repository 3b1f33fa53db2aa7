/* One-time codes with which a user logs in once and binds a login key: made by an administrator, shown once, good for
 * some days (setting invite.days), for one account, for one key. The database keeps a digest only. */
#ifndef WANGGE_WORK_INVITE_H
#define WANGGE_WORK_INVITE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct rows;
struct work;

#define INVITE_ROOM 24 /* "k7mp-2xqa-9fth-w3nd" and the end */

/* An invite for an active account that the actor sees; one that it had is withdrawn. code gets what is shown once;
 * id and expires_at may be NULL. Needs user.invite. */
enum err invite_make(struct work *work, int64_t account, char code[INVITE_ROOM], int64_t *id, int64_t *expires_at,
                     struct error *e);
/* Newest first; account 0: of everybody in the actor's range. rows: id, login, name, state (code list invite_state),
 * made_by, made_at, expires_at, used_at (ISO), used_from, fingerprint. Needs user.invite. */
enum err invite_list(struct work *work, struct pool *pool, int64_t account, struct rows *out, struct error *e);
/* ERR_STATE when it is used, over or withdrawn already. Needs user.invite. */
enum err invite_withdraw(struct work *work, int64_t id, struct error *e);

/* At login, before anybody is anybody; no right is asked. */

/* Whether the account has an invite that can be taken now. *open is false for unknown and disabled users too. */
enum err invite_open(struct work *work, const char *login, bool *open, struct error *e);
/* The code as it was typed (blanks and dashes do not count, capitals are small letters) and the line of a public key
 * ("ssh-ed25519 AAAA..." with or without comment) that the client has proved: the key is the account's from now on, the
 * invite used, both audited in one transaction. The key is then known to login_key_known, and login_done is the
 * caller's. ERR_DENIED for a wrong or used code (counted like a wrong password), an unknown or disabled user; ERR_AGAIN
 * while the account waits; ERR_INVALID with a sentence for a key that is of no accepted type or somebody else's: the
 * invite stays open then. fingerprint may be NULL, else room for 64 bytes. */
enum err invite_take(struct work *work, const char *login, const char *code, const char *key_line, const char *from,
                     char *fingerprint, struct error *e);

#endif
