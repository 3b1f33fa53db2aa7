/* Sealing with the installation's own secret: what the databases keep of drafts and second factors is unreadable, and
 * cannot be changed unseen, without the file of the secret. ChaCha20-Poly1305 (RFC 8439) with a fresh nonce each time.
 * The secret is 32 bytes, in hexadecimal in a file of its own that only the owner of the database may read; it is not
 * in backups of the database. */
#ifndef WANGGE_BASE_SEAL_H
#define WANGGE_BASE_SEAL_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;

/* Reads the secret, once, before the first fork. With make non-zero a missing file is made (mode 0600). ERR_NOT_FOUND
 * without it; ERR_INVALID for a file that is something else or that others may read. */
enum err seal_open(const char *path, int make, struct error *e);
bool seal_is_open(void);

/* purpose ("draft", "totp" ...) and owner (an id, a login) belong to the seal: what was sealed for one opens for no
 * other. out is added to: hexadecimal text, or the plain bytes. */
void seal(const char *purpose, const char *owner, const void *plain, size_t n, struct buffer *out);
/* False when it was sealed with another secret, for another purpose or owner, or was changed. */
bool unseal(const char *purpose, const char *owner, const char *sealed, struct buffer *out);

/* A keyed digest under the secret, of a text that is found again by it (an invite, a recovery code): hexadecimal, in
 * room for SHA256_TEXT. */
void seal_digest(const char *purpose, const char *text, char *out);

/* Overwrites the secret: in a child that has no business with it. */
void seal_close(void);

#endif
