#include "wangge/base/totp.h"

#include "wangge/base/digest.h"
#include "wangge/base/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MODULUS 1000000 /* of TOTP_DIGITS */
#define WINDOW  1       /* steps that clocks may differ by */

int64_t totp_step(int64_t instant)
{
    return instant / TOTP_SECONDS;
}

uint32_t totp_code(const void *secret, size_t n, int64_t step)
{
    uint8_t counter[8], mac[SHA1_SIZE];
    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    hmac_sha1(secret, n, counter, sizeof counter, mac);
    const uint8_t *at = mac + (mac[SHA1_SIZE - 1] & 0x0f); /* dynamic truncation, RFC 4226 5.3 */
    uint32_t cut = (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    return cut % MODULUS;
}

/* The digits of what was typed; false when there are other characters, or not as many as a code has. */
static bool digits_of(const char *typed, char out[TOTP_DIGITS + 1])
{
    size_t n = 0;
    for (; *typed != '\0'; typed++) {
        if (*typed == ' ')
            continue;
        if (*typed < '0' || *typed > '9' || n == TOTP_DIGITS)
            return false;
        out[n++] = *typed;
    }
    out[n] = '\0';
    return n == TOTP_DIGITS;
}

int64_t totp_find(const void *secret, size_t n, int64_t instant, int64_t last, const char *typed)
{
    char given[TOTP_DIGITS + 1], right[16];
    int64_t now = totp_step(instant), found = -1;
    if (!digits_of(typed, given))
        return -1;
    for (int64_t step = now - WINDOW; step <= now + WINDOW; step++) {
        snprintf(right, sizeof right, "%0*u", TOTP_DIGITS, (unsigned)totp_code(secret, n, step));
        if (same_bytes(given, right, TOTP_DIGITS) && step > last)
            found = step;
    }
    mem_wipe(right, sizeof right);
    return found;
}

void base32_text(const void *data, size_t n, char *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const uint8_t *bytes = data;
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < n; i++) {
        bits = (bits << 8 | bytes[i]) & 0xfff; /* at most 4 are left over from before */
        for (count += 8; count >= 5; count -= 5)
            *out++ = letters[bits >> (count - 5) & 31];
    }
    if (count > 0)
        *out++ = letters[bits << (5 - count) & 31];
    *out = '\0';
}

/* As much as fits. */
static void add_escaped(char out[TOTP_URI], const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    for (; *text != '\0'; text++) {
        size_t used = strlen(out);
        snprintf(out + used, TOTP_URI - used, strchr(plain, *text) != NULL ? "%c" : "%%%02X", (unsigned char)*text);
    }
}

void totp_uri(const char *issuer, const char *login, const void *secret, size_t n, char out[TOTP_URI])
{
    char key[TOTP_SECRET_TEXT] = "";
    if (n <= TOTP_SECRET)
        base32_text(secret, n, key);
    snprintf(out, TOTP_URI, "otpauth://totp/");
    add_escaped(out, issuer);
    size_t used = strlen(out);
    snprintf(out + used, TOTP_URI - used, ":");
    add_escaped(out, login);
    used = strlen(out);
    snprintf(out + used, TOTP_URI - used, "?secret=%s", key);
    mem_wipe(key, sizeof key);
}
