/* Passwords as they are kept: yescrypt of libxcrypt. */
#ifndef WANGGE_SRC_WORK_PASSWORD_H
#define WANGGE_SRC_WORK_PASSWORD_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct work;

/* Takes the same time for hash "" (unknown user, no password set), which nothing matches. */
bool password_matches(const char *hash, const char *password);
/* A password that policy accepts, without letters that are read for one another; out has room for 32 bytes. */
void password_make(char out[32]);

/* Whether a password that was chosen then has to be changed now; 0 does not age. */
bool password_is_aged(struct work *work, int64_t password_at);
/* The policy, and that it is neither the present one (a hash, "" for none) nor a former one of the account. */
enum err password_is_fresh(struct work *work, int64_t account, const char *login, const char *present,
                           const char *fresh, struct error *e);
/* In the caller's transaction: the hash is the account's password from now on, the one before a former one. own: chosen
 * by the user, and ages; else given, and has to be changed. */
enum err password_put(struct work *work, int64_t account, const char *hash, bool own, struct error *e);

#endif
