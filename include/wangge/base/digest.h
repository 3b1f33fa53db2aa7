/* Digests and keyed digests, by nettle. */
#ifndef WANGGE_BASE_DIGEST_H
#define WANGGE_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SHA256_SIZE 32 /* bytes */
#define SHA256_TEXT 65 /* room for the digest in hexadecimal */
#define SHA1_SIZE   20

void sha256(const void *data, size_t n, uint8_t digest[SHA256_SIZE]); /* FIPS 180-4 */
/* Of all that is left to be read of a file; *size gets how much that was. False when it cannot be read. */
bool sha256_stream(FILE *file, int64_t *size, uint8_t digest[SHA256_SIZE]);
void hmac_sha256(const void *key, size_t key_size, const void *data, size_t n, uint8_t digest[SHA256_SIZE]);
/* Of TOTP alone (RFC 6238): authenticator programs know no other. */
void hmac_sha1(const void *key, size_t key_size, const void *data, size_t n, uint8_t digest[SHA1_SIZE]);

/* Small letters, ended with NUL: out has room for 2 n + 1. */
void hex_text(const void *data, size_t n, char *out);
/* Exactly n bytes of small or capital hexadecimal digits; false for anything else. */
bool hex_parse(const char *text, void *out, size_t n);
/* Whether two runs of n bytes are the same, without a hint in its time at which byte they part. */
bool same_bytes(const void *a, const void *b, size_t n);

#endif
