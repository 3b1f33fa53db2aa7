#include "wangge/base/seal.h"

#include "wangge/base/buffer.h"
#include "wangge/base/digest.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/chacha-poly1305.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET 32
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

/* Whoever makes it first wins: the file is made under no other's eyes and never written over. */
static enum err make_file(const char *path, struct error *e)
{
    unsigned char fresh[SECRET];
    char text[2 * SECRET + 2];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return ERR_NONE;
    if (fd < 0)
        return error_set(e, ERR_FAILED, "secret", "The secret %s cannot be made: %s.", path, strerror(errno));
    random_bytes(fresh, sizeof fresh);
    hex_text(fresh, sizeof fresh, text);
    text[2 * SECRET] = '\n';
    bool written = write(fd, text, 2 * SECRET + 1) == 2 * SECRET + 1 && fsync(fd) == 0;
    int why = errno;
    close(fd);
    mem_wipe(fresh, sizeof fresh);
    mem_wipe(text, sizeof text);
    if (written)
        return ERR_NONE;
    unlink(path);
    return error_set(e, ERR_FAILED, "secret", "The secret %s cannot be written: %s.", path, strerror(why));
}

static enum err read_file(const char *path, struct error *e)
{
    char text[2 * SECRET + 2] = "";
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return error_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_FAILED, "secret", "The secret %s cannot be read: %s.",
                         path, strerror(errno));
    bool private = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & 077) == 0;
    ssize_t got = private ? read(fd, text, sizeof text - 1) : 0;
    close(fd);
    if (!private)
        return error_set(e, ERR_INVALID, "secret", "The secret %s must be a file that its owner alone may read.", path);
    if (got == 2 * SECRET + 1 && text[2 * SECRET] == '\n')
        text[2 * SECRET] = '\0';
    is_open = hex_parse(text, secret, SECRET);
    mem_wipe(text, sizeof text);
    if (!is_open)
        return error_set(e, ERR_INVALID, "secret", "The secret %s is not 64 hexadecimal digits.", path);
    return ERR_NONE;
}

enum err seal_open(const char *path, int make, struct error *e)
{
    enum err r = make ? make_file(path, e) : ERR_NONE;
    return r == ERR_NONE ? read_file(path, e) : r;
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
