/* Reading messages: gammu-smsd's environment, its files, and letters. */
#include "wangge/work/intake.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <ctype.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PARTS 255 /* of one long message */
#define MOST_BYTES (64 * 1024)

/* --- text --------------------------------------------------------------------------------------------------------- */

/* Without carriage returns and controls. */
static char *clean(struct pool *pool, const char *text, size_t n)
{
    struct buffer plain = {0}, out = {0};
    for (size_t i = 0; i < n; i++)
        if (text[i] != '\r')
            buffer_add_char(&plain, text[i]);
        else if (i + 1 == n || text[i + 1] != '\n')
            buffer_add_char(&plain, '\n');
    text_clean(&out, buffer_text(&plain), plain.length, true);
    char *kept = pool_text(pool, buffer_text(&out));
    buffer_free(&plain);
    buffer_free(&out);
    return kept;
}

static const char *one_line(struct pool *pool, const char *text)
{
    struct buffer out = {0};
    text_clean(&out, text, strlen(text), false);
    const char *kept = text_trim(pool_text(pool, buffer_text(&out)));
    buffer_free(&out);
    return kept;
}

/* False when the bytes are not of the encoding. */
static bool convert(const char *encoding, const char *data, size_t n, struct buffer *out)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    char piece[4096], *from = NULL;
    struct buffer copy = {0};
    bool good = converter != (iconv_t)-1;

    buffer_add(&copy, data, n);
    from = copy.data;
    for (size_t left = n; good && left > 0;) {
        char *to = piece;
        size_t room = sizeof piece, before = left;
        size_t made = iconv(converter, &from, &left, &to, &room);
        buffer_add(out, piece, sizeof piece - room);
        good = made != (size_t)-1 || (left < before && room < 8);
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    buffer_free(&copy);
    return good;
}

char *intake_text(struct pool *pool, const void *data, size_t n)
{
    const unsigned char *bytes = data;
    struct buffer out = {0};
    bool wide = n >= 2 && ((bytes[0] == 0xfe && bytes[1] == 0xff) || (bytes[0] == 0xff && bytes[1] == 0xfe));
    const char *text = data;
    bool good = false;

    n = n > MOST_BYTES ? MOST_BYTES : n;
    if (wide)
        good = convert("UTF-16", data, n, &out);
    else if (!text_is_valid(data, n))
        good = convert("GB18030", data, n, &out);
    else if (n >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
        text += 3, n -= 3;
    if (!good && !wide)
        buffer_clear(&out);
    char *kept = good || wide ? clean(pool, buffer_text(&out), out.length) : clean(pool, text, n);
    buffer_free(&out);
    return kept;
}

/* --- gammu-smsd's environment --- */

struct environment {
    const char *(*get)(void *to, const char *name);
    void *to;
};

static const char *value(const struct environment *env, const char *name)
{
    const char *text = env->get(env->to, name);
    return text == NULL ? "" : text;
}

/* "PREFIX_1_SUFFIX" */
static const char *value_of(const struct environment *env, const char *prefix, int i, const char *suffix)
{
    char name[64];
    snprintf(name, sizeof name, "%s_%d_%s", prefix, i, suffix);
    return value(env, name);
}

static int count_of(const struct environment *env, const char *name)
{
    const char *text = value(env, name);
    size_t digits = strspn(text, "0123456789");
    int n = digits == 0 || digits > 3 || text[digits] != '\0' ? 0 : atoi(text);
    return n > MOST_PARTS ? MOST_PARTS : n;
}

static void add_texts(const struct environment *env, const char *prefix, int count, struct buffer *out)
{
    for (int i = 1; i <= count && out->length < MOST_BYTES; i++)
        buffer_add_text(out, value_of(env, prefix, i, "TEXT"));
}

enum err intake_environment(struct pool *pool, const char *(*get)(void *to, const char *name), void *to,
                            size_t id_count, const char *const *ids, struct message *out, struct error *e)
{
    const struct environment env = {get, to};
    struct buffer text = {0}, names = {0};
    int messages = count_of(&env, "SMS_MESSAGES"), decoded = count_of(&env, "DECODED_PARTS");

    *out = (struct message){.ids = "", .stamp = "", .phone = "", .text = "", .parts = messages, .at = clock_now()};
    for (int i = 1; i <= messages && out->phone[0] == '\0'; i++)
        out->phone = one_line(pool, value_of(&env, "SMS", i, "NUMBER"));
    if (messages == 0 || out->phone[0] == '\0')
        return error_set(e, ERR_NOT_FOUND, NULL,
                         _("There is no message: gammu-smsd hands it over in SMS_MESSAGES, SMS_1_NUMBER, SMS_1_TEXT."));
    add_texts(&env, "DECODED", decoded, &text); /* a long one, put together */
    if (text.length == 0)
        add_texts(&env, "SMS", messages, &text);
    out->text = text_trim(intake_text(pool, buffer_text(&text), text.length));
    for (size_t i = 0; i < id_count && names.length < MOST_BYTES; i++)
        buffer_format(&names, "%s%s", i > 0 ? " " : "", ids[i]);
    out->ids = one_line(pool, buffer_text(&names));
    buffer_free(&text);
    buffer_free(&names);
    return ERR_NONE;
}

/* --- files --- */

static bool is_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)s[i]))
            return false;
    return n > 0;
}

bool intake_name(struct pool *pool, const char *name, const char **group, const char **phone, const char **stamp,
                 int *part)
{
    enum { DATE = 2, TIME = 11, SERIAL = 18, SENDER = 21 };
    const char *dot = strrchr(name, '.'), *last = strrchr(name, '_');
    if (strncmp(name, "IN", 2) != 0 || strlen(name) <= SENDER || dot == NULL || strcmp(dot, ".txt") != 0 ||
        last < name + SENDER || last > dot || !is_digits(last + 1, (size_t)(dot - last - 1)) || dot - last > 4)
        return false;
    if (!is_digits(name + DATE, 8) || name[TIME - 1] != '_' || !is_digits(name + TIME, 6) || name[SERIAL - 1] != '_' ||
        !is_digits(name + SERIAL, 2) || name[SENDER - 1] != '_')
        return false;
    *group = pool_text_n(pool, name, (size_t)(last - name));
    *stamp = pool_text_n(pool, name + DATE, SERIAL - 1 - DATE);
    *phone = pool_text_n(pool, name + SENDER, (size_t)(last - name - SENDER));
    *part = atoi(last + 1);
    return true;
}

/* The value of a line "NAME: value" of n bytes; NULL for another one. */
static const char *header(struct pool *pool, const char *line, size_t n, const char *name)
{
    size_t length = strlen(name);
    if (n <= length || strncasecmp(line, name, length) != 0 || line[length] != ':')
        return NULL;
    return text_trim(pool_text_n(pool, line + length + 1, n - length - 1));
}

static void read_header(struct pool *pool, const char *line, size_t n, struct message *out)
{
    const char *found = NULL;
    if ((found = header(pool, line, n, "From")) != NULL)
        out->phone = found;
    else if ((found = header(pool, line, n, "Id")) != NULL)
        out->ids = found;
    else if ((found = header(pool, line, n, "Parts")) != NULL && is_digits(found, strlen(found)) && strlen(found) < 4)
        out->parts = atoi(found);
    else if ((found = header(pool, line, n, "Date")) != NULL)
        out->stamp = found;
}

enum err intake_letter(struct pool *pool, const char *name, const void *data, size_t n, struct message *out,
                       struct error *e)
{
    const char *text = intake_text(pool, data, n), *line = text;
    *out = (struct message){.ids = "", .stamp = "", .phone = "", .text = "", .parts = 1, .at = clock_now()};
    for (size_t length; *line != '\0' && *line != '\n'; line += length + (line[length] == '\n')) {
        length = strcspn(line, "\n");
        read_header(pool, line, length, out);
    }
    out->text = text_trim(pool_text(pool, line));
    if (out->phone[0] == '\0')
        return error_set(e, ERR_INVALID, NULL,
                         _("%s is no message: its first line is From: and the number, then an empty line, the text."),
                         name);
    int64_t at = 0;
    if (instant_parse(out->stamp, &at) && at <= out->at)
        out->at = at;
    if (out->ids[0] == '\0')
        out->ids = one_line(pool, pool_format(pool, "%s %s", name, out->stamp));
    return ERR_NONE;
}
