/* What people type for a date: short forms of the keyboard and of the language. */
#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Full-width characters of an input method count as half-width. */
static void fold(const char *text, char *out, size_t room)
{
    size_t n = strlen(text), used = 0;
    for (size_t at = 0; at < n;) {
        uint32_t code;
        char bytes[4];
        at += text_decode(text + at, n - at, &code);
        size_t m = text_encode(text_half_width(code), bytes);
        if (used + m >= room)
            break;
        memcpy(out + used, bytes, m);
        used += m;
    }
    out[used] = '\0';
    text_trim(out);
}

static bool make(int y, int m, int d, day_t *out)
{
    if (!date_is_real(y, m, d))
        return false;
    *out = date_make(y, m, d);
    return true;
}

static bool ends(const char *text, int used)
{
    return used > 0 && text[used] == '\0';
}

/* 1 to 4 digits at *s, then the separator. */
static bool part(const char **s, const char *separator, int *out)
{
    size_t n = strspn(*s, "0123456789"), m = strlen(separator);
    if (n == 0 || n > 4 || strncmp(*s + n, separator, m) != 0)
        return false;
    *out = atoi(*s);
    *s += n + m;
    return true;
}

/* 2026-3-15 2026/3/15 2026.3.15 2026年3月15日, and the same without a year. */
static bool with_separators(const char *s, int this_year, day_t *out)
{
    static const struct {
        const char *year, *month, *day;
    } forms[] = {
        {"-",   "-",   ""   },
        {"/",   "/",   ""   },
        {".",   ".",   ""   },
        {"年", "月", "日"}
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        int y, m, d;
        const char *p = s;
        if (part(&p, forms[i].year, &y) && part(&p, forms[i].month, &m) && part(&p, forms[i].day, &d) && *p == '\0')
            return make(y, m, d, out);
        p = s;
        if (part(&p, forms[i].month, &m) && part(&p, forms[i].day, &d) && *p == '\0')
            return make(this_year, m, d, out);
    }
    return false;
}

static bool digits_only(const char *s, int this_year, day_t *out)
{
    size_t n = strspn(s, "0123456789");
    if (s[n] != '\0')
        return false;
    int value = atoi(s);
    if (n == 4)
        return make(this_year, value / 100, value % 100, out);
    return n == 8 && make(value / 10000, value / 100 % 100, value % 100, out);
}

static bool day_word(const char *s, day_t today, day_t *out)
{
    static const struct {
        const char *word;
        int days;
    } words[] = {
        {"t",      0 },
        {"T",      0 },
        {"今天", 0 },
        {"今日", 0 },
        {"昨天", -1},
        {"昨日", -1},
        {"前天", -2},
        {"明天", 1 },
        {"明日", 1 },
        {"后天", 2 }
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(s, words[i].word) == 0) {
            *out = today + words[i].days;
            return true;
        }
    }
    return false;
}

/* 周五 星期五 本周五 上周五 下周日: of this week unless said otherwise, weeks beginning on Monday. */
static bool weekday_word(const char *s, day_t today, day_t *out)
{
    static const char *const days[] = {"一", "二", "三", "四", "五", "六", "日", "天"};
    int weeks = 0;
    if (strncmp(s, "上", 3) == 0 || strncmp(s, "下", 3) == 0 || strncmp(s, "本", 3) == 0) {
        weeks = strncmp(s, "上", 3) == 0 ? -1 : strncmp(s, "下", 3) == 0 ? 1 : 0;
        s += 3;
    }
    if (strncmp(s, "周", 3) == 0)
        s += 3;
    else if (strncmp(s, "星期", 6) == 0 || strncmp(s, "礼拜", 6) == 0)
        s += 6;
    else
        return false;
    for (int i = 0; i < (int)COUNT_OF(days); i++) {
        if (strcmp(s, days[i]) == 0) {
            *out = today - date_weekday(today) + 1 + (i > 6 ? 6 : i) + 7 * weeks;
            return true;
        }
    }
    return false;
}

static bool offset_days(const char *s, day_t today, day_t *out)
{
    if (s[0] != '+' && s[0] != '-')
        return false;
    size_t n = strspn(s + 1, "0123456789");
    if (n == 0 || n > 4 || s[1 + n] != '\0')
        return false;
    *out = today + atoi(s);
    return true;
}

bool date_typed(const char *text, day_t today, day_t *out)
{
    char s[64];
    int year, month, day;
    fold(text, s, sizeof(s));
    date_split(today, &year, &month, &day);
    if (strcmp(s, "m") == 0 || strcmp(s, "M") == 0) {
        char this_month[MONTH_TEXT];
        day_t first;
        month_of(today, this_month);
        return month_parse(this_month, &first, out);
    }
    return date_parse(s, out) || day_word(s, today, out) || offset_days(s, today, out) || digits_only(s, year, out) ||
           with_separators(s, year, out) || weekday_word(s, today, out);
}

bool instant_typed(const char *text, int64_t now, int64_t *out, bool *has_time)
{
    char s[64];
    fold(text, s, sizeof(s));
    *has_time = true;
    if (instant_parse(s, out))
        return true;
    day_t today = day_of(now), d = today;
    int hour, minute, used = 0;
    char *blank = strrchr(s, ' ');
    const char *time = blank != NULL ? blank + 1 : s;
    bool timed = sscanf(time, "%2d:%2d%n", &hour, &minute, &used) == 2 && ends(time, used);
    if (!timed) {
        *has_time = false;
        if (!date_typed(s, today, &d))
            return false;
        *out = day_start(d);
        return true;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    if (blank != NULL) {
        *blank = '\0';
        if (!date_typed(s, today, &d))
            return false;
    }
    *out = day_start(d) + hour * 3600 + minute * 60;
    return true;
}
