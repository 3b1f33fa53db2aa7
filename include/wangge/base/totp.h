/* One-time codes of authenticator programs: RFC 6238 with what they all know (HMAC-SHA-1, 6 digits, 30 seconds), and
 * secrets as they are handed over (RFC 4648 base32, otpauth:// URI). */
#ifndef WANGGE_BASE_TOTP_H
#define WANGGE_BASE_TOTP_H

#include <stddef.h>
#include <stdint.h>

#define TOTP_SECRET  20 /* bytes, as RFC 4226 wants */
#define TOTP_SECONDS 30
#define TOTP_DIGITS  6

/* Time steps since 1970. */
int64_t totp_step(int64_t instant);
uint32_t totp_code(const void *secret, size_t n, int64_t step);
/* The step that typed (digits, blanks between them allowed) is the code of: the instant's, the one before or the one
 * behind, and later than last. -1 when it is none of them; takes the same time whichever it is. */
int64_t totp_find(const void *secret, size_t n, int64_t instant, int64_t last, const char *typed);

/* Capitals and 2-7 without padding; out has room for 8 characters each 5 bytes and the NUL. */
void base32_text(const void *data, size_t n, char *out);
#define TOTP_SECRET_TEXT (TOTP_SECRET / 5 * 8 + 1)

/* "otpauth://totp/ISSUER:LOGIN?secret=..."; what is no letter, digit or one of -._ is written as %XX. */
#define TOTP_URI 256
void totp_uri(const char *issuer, const char *login, const void *secret, size_t n, char out[TOTP_URI]);

#endif
