#include "wangge/base/date.h"

#include "wangge/base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UTC_OFFSET (8 * 3600)

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

bool date_is_real(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month);
}

/* Years begin in March here, so that the leap day is the last of its year; eras are of 400 years (146,097 days). */
day_t date_make(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_split(day_t d, int *year, int *month, int *day)
{
    int z = d + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int mp = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

int date_weekday(day_t d)
{
    int w = (d + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

const char *date_weekday_text(day_t d)
{
    static const char *const names[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};
    return _(names[date_weekday(d) - 1]);
}

int date_age(day_t birth, day_t on)
{
    int by, bm, bd, y, m, d;
    date_split(birth, &by, &bm, &bd);
    date_split(on, &y, &m, &d);
    return y - by - (m < bm || (m == bm && d < bd) ? 1 : 0);
}

/* n digits at *s, and the pointer past them. */
static bool digits(const char **s, int n, int *out)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if ((*s)[i] < '0' || (*s)[i] > '9')
            return false;
        value = value * 10 + ((*s)[i] - '0');
    }
    *s += n;
    *out = value;
    return true;
}

static bool parse_front(const char **s, day_t *out)
{
    int y, m, d;
    const char *p = *s;
    if (!digits(&p, 4, &y) || *p++ != '-' || !digits(&p, 2, &m) || *p++ != '-' || !digits(&p, 2, &d) ||
        !date_is_real(y, m, d))
        return false;
    *out = date_make(y, m, d);
    *s = p;
    return true;
}

bool date_parse(const char *text, day_t *out)
{
    day_t d;
    if (!parse_front(&text, &d) || *text != '\0')
        return false;
    *out = d;
    return true;
}

void date_format(day_t d, char out[DATE_TEXT])
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    snprintf(out, DATE_TEXT, "%04d-%02d-%02d", (int)((unsigned)year % 10000U), month, day);
}

day_t day_of(int64_t instant)
{
    int64_t local = instant + UTC_OFFSET;
    int64_t d = local / DAY_SECONDS;
    if (local % DAY_SECONDS < 0)
        d--;
    return (day_t)d;
}

int64_t day_start(day_t d)
{
    return (int64_t)d * DAY_SECONDS - UTC_OFFSET;
}

void instant_minute(int64_t instant, char out[DATE_MINUTE])
{
    char date[DATE_TEXT];
    date_format(day_of(instant), date);
    unsigned second = (unsigned)(instant - day_start(day_of(instant)));
    snprintf(out, DATE_MINUTE, "%.10s %02u:%02u", date, second / 3600 % 24, second / 60 % 60);
}

void instant_iso(int64_t instant, char out[DATE_ISO])
{
    char date[DATE_TEXT];
    date_format(day_of(instant), date);
    unsigned second = (unsigned)(instant - day_start(day_of(instant)));
    snprintf(out, DATE_ISO, "%.10sT%02u:%02u:%02u+08:00", date, second / 3600 % 24, second / 60 % 60, second % 60);
}

/* "16:05" or "16:05:30" at *s. */
static bool parse_time(const char **s, int *second)
{
    int h, m, sec = 0;
    const char *p = *s;
    if (!digits(&p, 2, &h)) {
        if (!digits(&p, 1, &h))
            return false;
    }
    if (*p++ != ':' || !digits(&p, 2, &m))
        return false;
    if (*p == ':') {
        p++;
        if (!digits(&p, 2, &sec))
            return false;
    }
    if (h > 23 || m > 59 || sec > 59)
        return false;
    *second = h * 3600 + m * 60 + sec;
    *s = p;
    return true;
}

bool instant_parse(const char *text, int64_t *out)
{
    day_t d;
    int second;
    if (!parse_front(&text, &d) || (*text != ' ' && *text != 'T'))
        return false;
    text++;
    if (!parse_time(&text, &second))
        return false;
    int64_t instant = day_start(d) + second;
    if (strcmp(text, "Z") == 0)
        instant += UTC_OFFSET;
    else if (*text != '\0' && strcmp(text, "+08:00") != 0)
        return false;
    *out = instant;
    return true;
}

bool month_parse(const char *text, day_t *first, day_t *last)
{
    int y, m;
    if (!digits(&text, 4, &y) || *text++ != '-' || !digits(&text, 2, &m) || *text != '\0' || !date_is_real(y, m, 1))
        return false;
    *first = date_make(y, m, 1);
    *last = date_make(y, m, month_days(y, m));
    return true;
}

void month_of(day_t d, char out[MONTH_TEXT])
{
    char date[DATE_TEXT];
    date_format(d, date);
    memcpy(out, date, MONTH_TEXT - 1);
    out[MONTH_TEXT - 1] = '\0';
}

void month_add(const char *month, int n, char out[MONTH_TEXT])
{
    int count = atoi(month) * 12 + atoi(month + 5) - 1 + n;
    snprintf(out, MONTH_TEXT, "%04d-%02d", (int)((unsigned)(count / 12) % 10000U), (int)((unsigned)count % 12U + 1));
}
