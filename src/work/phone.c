#include "wangge/work/phone.h"

#include "wangge/base/text.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MOBILE_DIGITS 11
#define LEAST_DIGITS  3 /* 110, 12345 */
#define LEAST_ABROAD  7
#define MOST_DIGITS   20

static bool is_between(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '-' || code == '.' || code == '(' || code == ')' || code == 0xa0 ||
           (code >= 0x2010 && code <= 0x2015);
}

/* The number without China before it, with a plus before any other country's. */
static void at_home(const char *digits, bool plus, char out[PHONE_ROOM])
{
    size_t n = strlen(digits);
    bool abroad = plus || (n > MOBILE_DIGITS && strncmp(digits, "00", 2) == 0);
    const char *rest = abroad && !plus ? digits + 2 : digits;
    bool whole = n == 2 + MOBILE_DIGITS && digits[2] == '1'; /* 86 138 ... */

    if (strncmp(rest, "86", 2) == 0 && strlen(rest) > 2 + LEAST_DIGITS && (abroad || whole))
        text_copy(out, PHONE_ROOM, rest + 2);
    else
        snprintf(out, PHONE_ROOM, "%s%.*s", abroad ? "+" : "", MOST_DIGITS, rest);
}

bool phone_normal(const char *text, char out[PHONE_ROOM])
{
    char digits[PHONE_ROOM];
    size_t count = 0, left = strlen(text);
    bool plus = false, begun = false;

    out[0] = '\0';
    while (left > 0) {
        uint32_t code = 0;
        size_t n = text_decode(text, left, &code);
        text += n;
        left -= n;
        code = text_half_width(code);
        if (is_between(code))
            continue;
        if (code == '+' && !begun)
            plus = true;
        else if (code < '0' || code > '9' || count == MOST_DIGITS)
            return false;
        else
            digits[count++] = (char)code;
        begun = true;
    }
    digits[count] = '\0';
    if (count < LEAST_DIGITS)
        return false;
    at_home(digits, plus, out);
    return true;
}

bool phone_takes_messages(const char *normal)
{
    if (normal[0] == '+')
        return strlen(normal) > 1 + LEAST_ABROAD;
    return strlen(normal) == MOBILE_DIGITS && normal[0] == '1';
}
