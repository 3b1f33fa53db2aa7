/* Numbers of a spreadsheet: what it keeps is not what people typed. */
#include "file_inside.h"

#include "wangge/base/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS     15      /* that a spreadsheet keeps */
#define LEAST_LOST 1e15    /* a whole number from here on has more */
#define LAST_DAY   2958465 /* 9999-12-31 */
#define LEAP_SLIP  60      /* 1900-02-29, which was not: days before it are counted from one day later */

/* Days since 1970 of a day that a spreadsheet counts. ECMA-376 part 1, 18.17.4.1 */
static day_t day_of_serial(long serial, bool from_1904)
{
    if (from_1904)
        return date_make(1904, 1, 1) + (day_t)serial;
    return date_make(1899, 12, serial < LEAP_SLIP ? 31 : 30) + (day_t)serial;
}

static void add_date(double value, bool from_1904, struct buffer *out)
{
    char day[DATE_TEXT];
    long serial = (long)floor(value);
    long minutes = lround((value - floor(value)) * 24 * 60);
    if (minutes == 24 * 60)
        serial++, minutes = 0;
    date_format(day_of_serial(serial, from_1904), day);
    if (serial > 0)
        buffer_add_text(out, day);
    if (minutes > 0)
        buffer_format(out, "%s%02ld:%02ld", serial > 0 ? " " : "", minutes / 60, minutes % 60);
}

/* With as few digits as tell it, none of them in an exponent. */
static void add_number(double value, struct buffer *out)
{
    char text[64];
    int places = 0;
    if (value == floor(value) || fabs(value) >= LEAST_LOST) {
        buffer_format(out, "%.0f", value);
        return;
    }
    for (double size = fabs(value); size >= 1; size /= 10)
        places++;
    snprintf(text, sizeof text, "%.*f", places >= DIGITS ? 1 : DIGITS - places, value);
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == '0')
        n--;
    buffer_add(out, text, n > 0 && text[n - 1] == '.' ? n - 1 : n);
}

void number_text(const char *value, bool is_date, bool from_1904, struct buffer *out, bool *lost)
{
    char *end = NULL;
    double number = strtod(value, &end);
    *lost = false;
    if (end == value || *end != '\0' || !isfinite(number) || fabs(number) >= 1e21) {
        buffer_add_text(out, value); /* not a number after all */
        return;
    }
    if (is_date && number >= 0 && number < LAST_DAY + 1)
        add_date(number, from_1904, out);
    else
        add_number(number, out);
    *lost = fabs(number) >= LEAST_LOST;
}

bool number_is_cut(const char *text)
{
    size_t whole = strspn(text, "0123456789");
    const char *p = text + whole;
    if (whole != 1)
        return false;
    if (*p == '.')
        p += 1 + strspn(p + 1, "0123456789");
    return (p[0] == 'E' || p[0] == 'e') && p[1] == '+' && strspn(p + 2, "0123456789") == 2 && p[4] == '\0';
}

/* Letters of a format outside of quotes, colours and conditions; hours and minutes that go on beyond a day ([h]) too.
 */
bool format_is_date(const char *format)
{
    for (const char *p = format; *p != '\0'; p++) {
        if (*p == '\\' || *p == '_' || *p == '*') {
            if (*++p == '\0')
                return false;
        } else if (*p == '"' || (*p == '[' && strchr("hHmMsS", p[1]) == NULL)) {
            p = strchr(p + 1, *p == '"' ? '"' : ']');
            if (p == NULL)
                return false;
        } else if (strchr("yYmMdDhHsS", *p) != NULL) {
            return true;
        }
    }
    return false;
}
