#include "wangge/base/seal.h"

#include "wangge/base/buffer.h"
#include "wangge/base/digest.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/random.h"
#include "wangge/base/secret_file.h"

#include <nettle/chacha-poly1305.h>
#include <string.h>

#define SECRET SECRET_SIZE
#define NONCE  CHACHA_POLY1305_NONCE_SIZE
#define TAG    CHACHA_POLY1305_DIGEST_SIZE

/* Read once, then shared by the children that are forked. */
static unsigned char secret[SECRET];
static bool is_open;

bool seal_is_open(void)
{
    return is_open;
}

void seal_close(void)
{
    mem_wipe(secret, sizeof secret);
    is_open = false;
}

enum err seal_open(const char *path, int make, struct error *e)
{
    enum err r = secret_file_read(path, make, secret, e);
    is_open = r == ERR_NONE;
    return r;
}

/* A key for each purpose: no two uses of the secret meet. */
static void key_of(const char *purpose, unsigned char key[SECRET])
{
    if (!is_open)
        log_fatal("the secret is not open");
    hmac_sha256(secret, sizeof secret, purpose, strlen(purpose), key);
}

static void start(struct chacha_poly1305_ctx *context, const char *purpose, const char *owner,
                  const unsigned char *nonce)
{
    unsigned char key[SECRET];
    key_of(purpose, key);
    chacha_poly1305_set_key(context, key);
    chacha_poly1305_set_nonce(context, nonce);
    chacha_poly1305_update(context, strlen(owner), (const unsigned char *)owner);
    mem_wipe(key, sizeof key);
}

void seal(const char *purpose, const char *owner, const void *plain, size_t n, struct buffer *out)
{
    struct chacha_poly1305_ctx context;
    size_t size = NONCE + n + TAG;
    unsigned char *made = mem_new(size, 1);
    char *text = mem_new(2 * size + 1, 1);

    random_bytes(made, NONCE);
    start(&context, purpose, owner, made);
    chacha_poly1305_encrypt(&context, n, made + NONCE, plain);
    chacha_poly1305_digest(&context, TAG, made + NONCE + n);
    hex_text(made, size, text);
    buffer_add(out, text, 2 * size);
    mem_wipe(&context, sizeof context);
    mem_free(text);
    mem_free(made);
}

bool unseal(const char *purpose, const char *owner, const char *sealed, struct buffer *out)
{
    struct chacha_poly1305_ctx context;
    unsigned char tag[TAG];
    size_t length = strlen(sealed), size = length / 2;
    if (length % 2 != 0 || size < NONCE + TAG)
        return false;

    size_t n = size - NONCE - TAG;
    unsigned char *bytes = mem_new(size, 1), *plain = mem_new(n + 1, 1);
    bool good = hex_parse(sealed, bytes, size);
    if (good) {
        start(&context, purpose, owner, bytes);
        chacha_poly1305_decrypt(&context, n, plain, bytes + NONCE);
        chacha_poly1305_digest(&context, TAG, tag);
        good = same_bytes(tag, bytes + NONCE + n, TAG);
        mem_wipe(&context, sizeof context);
    }
    if (good)
        buffer_add(out, plain, n);
    mem_wipe(plain, n + 1);
    mem_free(plain);
    mem_free(bytes);
    return good;
}

void seal_digest(const char *purpose, const char *text, char *out)
{
    unsigned char key[SECRET], digest[SHA256_SIZE];
    key_of(purpose, key);
    hmac_sha256(key, sizeof key, text, strlen(text), digest);
    hex_text(digest, sizeof digest, out);
    mem_wipe(key, sizeof key);
}
