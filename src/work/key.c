#include "key.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/digest.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define RSA_LEAST_BITS 2048
#define RSA_MOST_BITS  16384

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Canonical base64 only: a key has one spelling, by which it is found. */
static bool base64_decode(const char *text, struct buffer *out)
{
    size_t n = strlen(text);
    if (n == 0 || n % 4 != 0)
        return false;
    size_t stuffing = text[n - 1] != '=' ? 0 : text[n - 2] != '=' ? 1 : 2;
    for (size_t i = 0; i < n; i += 4) {
        uint32_t bits = 0;
        size_t skip = i + 4 == n ? stuffing : 0;
        for (size_t j = 0; j < 4; j++) {
            const char *at = j < 4 - skip ? strchr(alphabet, text[i + j]) : alphabet;
            if (at == NULL)
                return false;
            bits = bits << 6 | (uint32_t)(at - alphabet);
        }
        if ((bits & ((1u << 8 * skip) - 1)) != 0)
            return false;
        unsigned char bytes[3] = {(unsigned char)(bits >> 16), (unsigned char)(bits >> 8), (unsigned char)bits};
        buffer_add(out, bytes, 3 - skip);
    }
    return true;
}

static void base64_unpadded(const unsigned char *data, size_t n, struct buffer *out)
{
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | data[i];
        for (have += 8; have >= 6; have -= 6)
            buffer_add_char(out, alphabet[bits >> (have - 6) & 63]);
    }
    if (have > 0)
        buffer_add_char(out, alphabet[bits << (6 - have) & 63]);
}

/* What is left to read of a blob: strings, each after its length in four bytes. */
struct reader {
    const unsigned char *at;
    size_t left;
};

struct part {
    const unsigned char *data;
    size_t size;
};

static bool next_part(struct reader *r, struct part *out)
{
    if (r->left < 4)
        return false;
    size_t n = (size_t)r->at[0] << 24 | (size_t)r->at[1] << 16 | (size_t)r->at[2] << 8 | r->at[3];
    if (n > r->left - 4)
        return false;
    *out = (struct part){r->at + 4, n};
    r->at += 4 + n;
    r->left -= 4 + n;
    return true;
}

static bool part_is(const struct part *part, const char *text)
{
    return part->size == strlen(text) && memcmp(part->data, text, part->size) == 0;
}

struct key_type {
    const char *name;
    enum err (*check)(struct reader *r, const struct key_type *type, struct error *e);
    const char *curve;
    size_t size; /* bytes of the key or of the point */
};

static enum err damaged(struct error *e)
{
    return error_set(e, ERR_INVALID, "key", _("The key is damaged. Please copy the whole line of the .pub file."));
}

static enum err check_ed25519(struct reader *r, const struct key_type *type, struct error *e)
{
    struct part key;
    return next_part(r, &key) && key.size == type->size ? ERR_NONE : damaged(e);
}

static enum err check_ecdsa(struct reader *r, const struct key_type *type, struct error *e)
{
    struct part curve, point;
    bool good = next_part(r, &curve) && part_is(&curve, type->curve) && next_part(r, &point) &&
                point.size == type->size && point.data[0] == 4;
    return good ? ERR_NONE : damaged(e);
}

/* The bits of a positive number, 0 when it is none or has leading zeros that it does not need. */
static size_t number_bits(struct part n)
{
    if (n.size == 0 || (n.data[0] & 0x80) != 0)
        return 0;
    if (n.data[0] == 0) {
        n.data++;
        n.size--;
        if (n.size == 0 || (n.data[0] & 0x80) == 0)
            return 0;
    }
    size_t bits = n.size * 8;
    for (unsigned char mask = 0x80; (n.data[0] & mask) == 0; mask >>= 1)
        bits--;
    return bits;
}

static enum err check_rsa(struct reader *r, const struct key_type *type, struct error *e)
{
    struct part exponent, modulus;
    (void)type;
    if (!next_part(r, &exponent) || !next_part(r, &modulus))
        return damaged(e);
    size_t bits = number_bits(modulus);
    if (bits == 0 || number_bits(exponent) < 2)
        return damaged(e);
    if (bits < RSA_LEAST_BITS || bits > RSA_MOST_BITS)
        return error_set(e, ERR_INVALID, "key", _("An RSA key has from %d to %d bits; this one has %zu."),
                         RSA_LEAST_BITS, RSA_MOST_BITS, bits);
    return ERR_NONE;
}

static const struct key_type types[] = {
    {"ssh-ed25519",         check_ed25519, NULL,       32 },
    {"ecdsa-sha2-nistp256", check_ecdsa,   "nistp256", 65 },
    {"ecdsa-sha2-nistp384", check_ecdsa,   "nistp384", 97 },
    {"ecdsa-sha2-nistp521", check_ecdsa,   "nistp521", 133},
    {"ssh-rsa",             check_rsa,     NULL,       0  },
};

static const struct key_type *find_type(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    return NULL;
}

/* The next word of the line; false when there is none or it is too long for out. */
static bool next_word(const char **line, char *out, size_t room)
{
    const char *p = *line + strspn(*line, " \t");
    size_t n = strcspn(p, " \t\r\n");
    *line = p + n;
    if (n == 0 || n >= room)
        return false;
    memcpy(out, p, n);
    out[n] = '\0';
    return true;
}

static void read_comment(const char *line, struct public_key *out)
{
    struct buffer clean = {0};
    line += strspn(line, " \t");
    text_clean(&clean, line, strcspn(line, "\r\n"), false);
    text_copy(out->comment, sizeof out->comment, buffer_text(&clean));
    text_trim(out->comment);
    buffer_free(&clean);
}

static void set_fingerprint(const struct buffer *blob, struct public_key *out)
{
    unsigned char digest[SHA256_SIZE];
    struct buffer text = {0};
    sha256(blob->data, blob->length, digest);
    buffer_add_text(&text, "SHA256:");
    base64_unpadded(digest, sizeof digest, &text);
    text_copy(out->fingerprint, sizeof out->fingerprint, buffer_text(&text));
    buffer_free(&text);
}

static enum err check_blob(const struct buffer *blob, const struct key_type *type, struct error *e)
{
    struct reader r = {(const unsigned char *)blob->data, blob->length};
    struct part name;
    if (!next_part(&r, &name) || !part_is(&name, type->name))
        return damaged(e);
    enum err result = type->check(&r, type, e);
    return result == ERR_NONE && r.left > 0 ? damaged(e) : result;
}

enum err public_key_parse(const char *line, struct public_key *out, struct error *e)
{
    struct buffer blob = {0};
    enum err r = ERR_NONE;

    *out = (struct public_key){0};
    if (!next_word(&line, out->type, sizeof out->type) || find_type(out->type) == NULL)
        return error_set(e, ERR_INVALID, "key",
                         _("This is not a public key that is accepted here: ssh-ed25519, ecdsa-sha2-nistp256, -384, "
                           "-521 or ssh-rsa, as in a .pub file."));
    if (!next_word(&line, out->blob, sizeof out->blob) || !base64_decode(out->blob, &blob))
        r = damaged(e);
    if (r == ERR_NONE)
        r = check_blob(&blob, find_type(out->type), e);
    if (r == ERR_NONE) {
        set_fingerprint(&blob, out);
        read_comment(line, out);
    }
    buffer_free(&blob);
    return r;
}
