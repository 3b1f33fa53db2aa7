#include "value.h"

#include "citizen.h"
#include "division.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS      "0123456789"
#define LAST_MINUTE (23 * 3600 + 59 * 60) /* of a day */

enum err value_refuse(const struct field *field, struct error *e, const char *format, ...)
{
    char why[400];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    return error_set(e, ERR_INVALID, field->name, _("%s: %s."), field_label(field), why);
}

/* Each of these gets the text without blanks around it, not empty, and appends the canonical value. */
typedef enum err checker(const struct field *field, const char *typed, struct buffer *out, struct error *e);

static enum err check_text(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    text_clean(out, typed, strlen(typed), field->type == FIELD_LONG_TEXT);
    if (strstr(buffer_text(out), "\xEF\xBF\xBD") != NULL)
        return value_refuse(field, e, _("it holds a character that cannot be shown; delete it and type it again"));
    return ERR_NONE;
}

static enum err check_integer(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    char *end = NULL;
    errno = 0;
    long n = strtol(typed, &end, 10);
    if (end == typed || *end != '\0' || errno != 0)
        return value_refuse(field, e, _("enter a whole number"));
    if ((field->low != 0 || field->high != 0) && (n < field->low || n > field->high))
        return value_refuse(field, e, _("enter a number from %ld to %ld"), field->low, field->high);
    buffer_format(out, "%ld", n);
    return ERR_NONE;
}

static enum err check_money(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    int64_t fen = 0;
    char text[32];
    if (!money_parse(typed, &fen))
        return value_refuse(field, e, _("enter an amount in yuan, such as 12.50"));
    money_format(fen, text);
    buffer_add_text(out, text);
    return ERR_NONE;
}

static enum err check_date(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    day_t day = 0;
    char text[DATE_TEXT];
    if (!date_typed(typed, day_of(clock_now()), &day))
        return value_refuse(field, e, _("enter a date, such as 2026-10-21, 1021, t (today), -1 or +7"));
    date_format(day, text);
    buffer_add_text(out, text);
    return ERR_NONE;
}

/* Without a time today means now, and another day its beginning. */
static enum err check_instant(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    int64_t now = clock_now(), instant = 0;
    bool has_time = false;
    char text[DATE_MINUTE];
    if (!instant_typed(typed, now, &instant, &has_time))
        return value_refuse(field, e, _("enter a date and a time, such as 2026-10-21 16:05, t 16:05 or 16:05"));
    if (!has_time && field->day_end)
        instant += LAST_MINUTE;
    else if (!has_time && day_of(instant) == day_of(now))
        instant = now;
    instant_minute(instant, text);
    buffer_add_text(out, text);
    return ERR_NONE;
}

static enum err check_yes_no(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    static const char *const words[2][5] = {
        {"0", "n", "no",  "false", "否"},
        {"1", "y", "yes", "true",  "是"}
    };
    for (int value = 0; value < 2; value++)
        for (size_t i = 0; i < 5; i++)
            if (text_equal_ignoring_case(typed, words[value][i])) {
                buffer_add_char(out, (char)('0' + value));
                return ERR_NONE;
            }
    return value_refuse(field, e, _("answer y or n"));
}

static void add_upper(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text != ' ')
            buffer_add_char(out, *text >= 'a' && *text <= 'z' ? (char)(*text - ('a' - 'A')) : *text);
}

static enum err check_citizen_id(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    add_upper(out, typed);
    const char *why = citizen_id_fault(buffer_text(out));
    return why == NULL ? ERR_NONE : value_refuse(field, e, "%s", _(why));
}

static enum err check_credit_code(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    add_upper(out, typed);
    if (!credit_code_is_valid(buffer_text(out)))
        return value_refuse(field, e, _("a character is missing or wrong; compare its 18 characters with the licence"));
    return ERR_NONE;
}

/* One number of n bytes: digits with blanks, dashes or brackets among them, perhaps with the country's code. */
static bool add_phone(struct buffer *out, const char *s, size_t n)
{
    struct buffer digits = {0};
    for (size_t i = 0; i < n; i++) {
        if (s[i] >= '0' && s[i] <= '9')
            buffer_add_char(&digits, s[i]);
        else if (strchr(" -()+", s[i]) == NULL) {
            buffer_free(&digits);
            return false;
        }
    }
    const char *number = buffer_text(&digits);
    if (digits.length == 13 && strncmp(number, "861", 3) == 0)
        number += 2;
    bool good = strlen(number) >= 3 && strlen(number) <= 16;
    if (good && out->length > 0)
        buffer_add_char(out, ';');
    if (good)
        buffer_add_text(out, number);
    buffer_free(&digits);
    return good;
}

/* The part of a list that begins at s: its bytes without blanks around it; *skip is up to the next part. Parts are
 * parted by ',' ';' or the Chinese comma of a list. */
static size_t list_part(const char **s, size_t *skip)
{
    static const char ideographic[] = "、";
    size_t n = 0, mark = 0;
    for (; (*s)[n] != '\0' && mark == 0; n += mark == 0 ? 1 : 0)
        mark = (*s)[n] == ',' || (*s)[n] == ';' ? 1 : strncmp(*s + n, ideographic, 3) == 0 ? 3 : 0;
    *skip = n + mark;
    while (n > 0 && **s == ' ')
        (*s)++, n--, (*skip)--;
    while (n > 0 && (*s)[n - 1] == ' ')
        n--;
    return n;
}

static enum err check_phone(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    for (size_t skip; *typed != '\0'; typed += skip) {
        size_t n = list_part(&typed, &skip);
        if (n > 0 && !add_phone(out, typed, n))
            return value_refuse(field, e, _("enter digits; several numbers are parted by ;"));
    }
    return ERR_NONE;
}

static enum err check_division(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    size_t n = strlen(typed);
    if (strspn(typed, DIGITS) != n || (n != 6 && n != 9 && n != 12) || !division_was_used(typed))
        return value_refuse(field, e, _("enter a division code of 6, 9 or 12 digits"));
    buffer_add_text(out, typed);
    return ERR_NONE;
}

static enum err not_in_list(const struct field *field, const char *typed, struct error *e)
{
    char shown[41];
    text_copy(shown, sizeof shown, typed);
    return value_refuse(field, e, _("\"%s\" is not in the list; F4 shows the list"), shown);
}

static enum err check_code(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    const struct code_list *list = code_list(field->codes);
    const char *code = list == NULL ? NULL : code_parse(list, typed);
    if (code == NULL)
        return not_in_list(field, typed, e);
    buffer_add_text(out, code);
    return ERR_NONE;
}

/* In the order of the list, each once. */
static enum err check_codes(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    const struct code_list *list = code_list(field->codes);
    struct buffer part = {0};
    enum err r = ERR_NONE;
    bool *given = mem_new(list == NULL ? 1 : list->count + 1, sizeof *given);

    for (size_t skip; list != NULL && r == ERR_NONE && *typed != '\0'; typed += skip) {
        size_t n = list_part(&typed, &skip);
        buffer_clear(&part);
        buffer_add(&part, typed, n);
        const char *code = n == 0 ? NULL : code_parse(list, buffer_text(&part));
        if (n > 0 && code == NULL)
            r = not_in_list(field, buffer_text(&part), e);
        for (size_t i = 0; code != NULL && i < list->count; i++)
            given[i] = given[i] || list->codes[i].code == code;
    }
    for (size_t i = 0; list != NULL && r == ERR_NONE && i < list->count; i++)
        if (given[i])
            buffer_format(out, "%s%s", out->length > 0 ? "," : "", list->codes[i].code);
    buffer_free(&part);
    mem_free(given);
    return r;
}

static enum err check_link(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    size_t n = strlen(typed);
    if (strspn(typed, DIGITS) != n || n > 18)
        return value_refuse(field, e, _("choose one from the list (F4)"));
    buffer_format(out, "%lld", strtoll(typed, NULL, 10));
    return ERR_NONE;
}

static checker *const checkers[FIELD_TYPE_COUNT] = {
    [FIELD_TEXT] = check_text,
    [FIELD_LONG_TEXT] = check_text,
    [FIELD_INTEGER] = check_integer,
    [FIELD_MONEY] = check_money,
    [FIELD_DATE] = check_date,
    [FIELD_INSTANT] = check_instant,
    [FIELD_YES_NO] = check_yes_no,
    [FIELD_CITIZEN_ID] = check_citizen_id,
    [FIELD_CREDIT_CODE] = check_credit_code,
    [FIELD_PHONE] = check_phone,
    [FIELD_DIVISION] = check_division,
    [FIELD_CODE] = check_code,
    [FIELD_CODES] = check_codes,
    [FIELD_LINK] = check_link,
    [FIELD_COMPUTED] = check_text,
};

enum err value_check(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    return checkers[field->type](field, typed, out, e);
}
