/* The second proof of who somebody is: codes of an authenticator program (base/totp.h), recovery codes for the day that
 * the telephone is lost, and what else login asks after a first proof. Which roles need it is told by the settings
 * login.second and login.after_key; all roles count that the account may work in today. Own: the right user.second;
 * others' second factor is only ever taken away, by who has that right for all. */
#ifndef WANGGE_WORK_SECOND_H
#define WANGGE_WORK_SECOND_H

#include "wangge/base/error.h"
#include "wangge/base/totp.h"

#include <stdbool.h>
#include <stdint.h>

struct work;

#define SECOND_ISSUER  "Wangge" /* how authenticator programs name the entry */
#define RECOVERY_CODES 10
#define RECOVERY_ROOM  16

/* What a login still asks after a proof ("password", "key", "invite"). */
enum login_ask { LOGIN_ASK_NOTHING, LOGIN_ASK_CODE, LOGIN_ASK_PASSWORD };
/* A code whoever has set one up and came with a password, or whose role one of the settings names. After a key those
 * who have none yet are asked for the password instead. */
enum err login_asks(struct work *work, const char *login, const char *proved, enum login_ask *out, struct error *e);
/* The answer. ERR_DENIED for a wrong one, ERR_AGAIN while the account waits after wrong ones: they are counted apart
 * from passwords, so that a stranger without the first proof holds up nobody. A code works once; so does a recovery
 * code, of which *left (may be NULL) gets how many are left, -1 when it was none. */
enum err login_code(struct work *work, const char *login, const char *typed, const char *from, int *left,
                    struct error *e);
enum err login_password_too(struct work *work, const char *login, const char *password, const char *from,
                            struct error *e);

/* Whether the account has to set up a code before anything else. Asks no right: for work_become. */
enum err second_is_due(struct work *work, int64_t account, bool *due, struct error *e);

struct second {
    bool set_up;          /* and confirmed */
    bool needed;          /* a role of the account needs it */
    char since[32];       /* ISO, empty without */
    int recovery_left;    /* codes not used yet */
    int failures;         /* wrong answers since the last right one */
    char waits_until[32]; /* ISO, empty when it does not */
};
enum err second_state(struct work *work, int64_t account, struct second *out, struct error *e);

/* Makes a fresh secret for the actor, which counts only once a code of it is confirmed; ERR_STATE when there is one
 * that is in use. The caller wipes what it got. */
struct second_secret {
    char key[TOTP_SECRET_TEXT]; /* to type */
    char uri[TOTP_URI];         /* to scan */
};
enum err second_begin(struct work *work, struct second_secret *out, struct error *e);
/* A first code shows that the program has the secret. codes gets the recovery codes, which nobody sees again.
 * ERR_INVALID, field "code". */
enum err second_confirm(struct work *work, const char *code, char codes[RECOVERY_CODES][RECOVERY_ROOM],
                        struct error *e);
/* The actor's own, with password and code; ERR_INVALID with field "password" or "code", ERR_AGAIN as at login. */
enum err second_remove(struct work *work, const char *password, const char *code, struct error *e);
/* Another's, whose telephone is lost: never one's own. */
enum err second_reset(struct work *work, int64_t account, struct error *e);

#endif
