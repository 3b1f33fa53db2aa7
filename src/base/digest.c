#include "wangge/base/digest.h"

#include <nettle/base16.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <string.h>

_Static_assert(SHA256_SIZE == SHA256_DIGEST_SIZE && SHA1_SIZE == SHA1_DIGEST_SIZE, "sizes of digests");

void sha256(const void *data, size_t n, uint8_t digest[SHA256_SIZE])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, n, data);
    sha256_digest(&context, SHA256_SIZE, digest);
}

bool sha256_stream(FILE *file, int64_t *size, uint8_t digest[SHA256_SIZE])
{
    uint8_t piece[16384];
    struct sha256_ctx context;
    sha256_init(&context);
    *size = 0;
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;) {
        sha256_update(&context, n, piece);
        *size += (int64_t)n;
    }
    sha256_digest(&context, SHA256_SIZE, digest);
    return ferror(file) == 0;
}

void hmac_sha256(const void *key, size_t key_size, const void *data, size_t n, uint8_t digest[SHA256_SIZE])
{
    struct hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, key_size, key);
    hmac_sha256_update(&context, n, data);
    hmac_sha256_digest(&context, SHA256_SIZE, digest);
}

void hmac_sha1(const void *key, size_t key_size, const void *data, size_t n, uint8_t digest[SHA1_SIZE])
{
    struct hmac_sha1_ctx context;
    hmac_sha1_set_key(&context, key_size, key);
    hmac_sha1_update(&context, n, data);
    hmac_sha1_digest(&context, SHA1_SIZE, digest);
}

void hex_text(const void *data, size_t n, char *out)
{
    base16_encode_update(out, n, data);
    out[2 * n] = '\0';
}

bool hex_parse(const char *text, void *out, size_t n)
{
    struct base16_decode_ctx context;
    size_t made = n + 1;
    if (strlen(text) != 2 * n || strspn(text, "0123456789abcdefABCDEF") != 2 * n)
        return false;
    base16_decode_init(&context);
    return base16_decode_update(&context, &made, out, 2 * n, text) == 1 && made == n &&
           base16_decode_final(&context) == 1;
}

bool same_bytes(const void *a, const void *b, size_t n)
{
    return memeql_sec(a, b, n) != 0;
}
