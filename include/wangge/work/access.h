/* What a session may do follows what its account may do: whoever changes that says so here, and the session reads
 * itself anew within seconds, in the middle of whatever it shows. A command that runs then is ended. */
#ifndef WANGGE_WORK_ACCESS_H
#define WANGGE_WORK_ACCESS_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct work;

/* In the caller's transaction, by everything that changes what the account may do: its state, its posts, its proofs.
 * Those who act for it are told too. The session that does it to its own account goes on. */
enum err access_changed(struct work *work, int64_t account, struct error *e);
/* One post of the account ends: who works in another one is not disturbed. */
enum err access_changed_post(struct work *work, int64_t account, int64_t post, struct error *e);
/* access_changed of all who hold a role of the place. */
enum err access_changed_role(struct work *work, int64_t custom, struct error *e);
/* In the caller's transaction: the session is to end. ERR_NOT_FOUND when it has, or is told to already. */
enum err access_end_session(struct work *work, int64_t session, struct error *e);

enum access {
    ACCESS_SAME,
    ACCESS_CHANGED, /* go on, from the home screen: rights, post or area are others than before */
    ACCESS_ENDED    /* leave: ended by somebody, disabled, or the password was set by somebody */
};
/* The session of the actor looks at the database and takes over what it finds; why gets a sentence for the user. */
enum access access_renew(struct work *work, char *why, size_t room);

/* For the keeper's watch: how many sessions of this host have yet to look again; each gets SIGUSR1. */
enum err access_tell(struct work *work, size_t *told, struct error *e);

#endif
