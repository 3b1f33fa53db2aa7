/* What proofs of who somebody is have in common: password, key, invite. */
#ifndef WANGGE_SRC_WORK_LOGIN_INSIDE_H
#define WANGGE_SRC_WORK_LOGIN_INSIDE_H

#include "wangge/base/error.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdint.h>

struct public_key;

struct account {
    int64_t id; /* 0: unknown */
    char login[40], password[256];
    bool active;
    bool known_here; /* has logged in from there lately: what is tried elsewhere does not make it wait there */
    int64_t waits_until, password_at;
};

/* Whoever is called so, as seen from the address (NULL: from nowhere); whoever reads it wipes the password. */
enum err login_account(struct work *work, const char *login, const char *from, struct account *out, struct error *e);
/* The actor of audit rows while nobody is proved to be anybody. An unknown user's name is not kept: it may be a
 * password that went into the wrong field. */
struct actor login_candidate(const struct account *account, const char *from);
/* Audits a try that failed, with the note; a wrong "password" or "invite" of a known user is counted. */
enum err login_note_failure(struct work *work, const struct account *account, const struct actor *actor,
                            const char *action, const char *note, struct error *e);
/* ERR_AGAIN with the sentence for an account that waits. */
enum err login_waiting(const struct account *account, struct error *e);

/* In the caller's transaction, without a question of rights. ERR_INVALID for a key that is somebody's already. */
enum err user_key_insert(struct work *work, int64_t account, const struct public_key *key, struct error *e);

#endif
