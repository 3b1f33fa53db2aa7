/* What the two files of the second factor share. */
#ifndef WANGGE_SRC_WORK_SECOND_INSIDE_H
#define WANGGE_SRC_WORK_SECOND_INSIDE_H

#include "wangge/work/second.h"

#include <stddef.h>

#define RECOVERY_LETTERS 10 /* of 31 each: 49 bits, and only a few tries */

/* The row of account_second; all is 0 or empty of an account that has none. */
struct second_row {
    int64_t confirmed_at, last_step, failures, waits_until;
    uint8_t secret[TOTP_SECRET];
    bool has_secret; /* there is one, and it could be unsealed; the caller wipes it */
};
enum err second_read(struct work *work, int64_t account, struct second_row *out, struct error *e);

/* Whether one of the account's roles of today stands in one of the settings. */
enum err second_roles(struct work *work, int64_t account, bool *second, bool *after_key, struct error *e);

/* The digest that a recovery code is kept and found by; false for a text that can be none. */
bool recovery_digest(int64_t account, const char *typed, char *out);
/* Recovery codes that the account has left. */
enum err second_left(struct work *work, int64_t account, int *left, struct error *e);

#endif
