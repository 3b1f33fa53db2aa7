/* Civil dates and instants. Instants are UTC seconds; civil time is UTC+8 (China has one zone and no summer time). */
#ifndef WANGGE_BASE_DATE_H
#define WANGGE_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_TEXT   11 /* "2026-10-21" and NUL */
#define DATE_MINUTE 17 /* "2026-10-21 16:05" and NUL */
#define DATE_ISO    26 /* "2026-10-21T16:05:00+08:00" and NUL */
#define MONTH_TEXT  8  /* "2026-10" and NUL */
#define DAY_SECONDS 86400

typedef int32_t day_t; /* days since 1970-01-01, proleptic Gregorian */

bool date_is_real(int year, int month, int day);
day_t date_make(int year, int month, int day);
void date_split(day_t d, int *year, int *month, int *day);
int date_weekday(day_t d);                     /* 1 Monday .. 7 Sunday */
const char *date_weekday_text(day_t d);        /* translated, short */
int date_age(day_t birth, day_t on);           /* whole years */
bool date_parse(const char *text, day_t *out); /* YYYY-MM-DD only */
void date_format(day_t d, char out[DATE_TEXT]);

day_t day_of(int64_t instant);                               /* the civil day */
int64_t day_start(day_t d);                                  /* instant of its 00:00 */
void instant_minute(int64_t instant, char out[DATE_MINUTE]); /* "2026-10-21 16:05" */
void instant_iso(int64_t instant, char out[DATE_ISO]);
bool instant_parse(const char *text, int64_t *out); /* "2026-10-21 16:05[:30]", 'T' too, +08:00 or Z suffix allowed */

/* Months as "YYYY-MM". */
bool month_parse(const char *text, day_t *first, day_t *last);
void month_of(day_t d, char out[MONTH_TEXT]);
void month_add(const char *month, int n, char out[MONTH_TEXT]);

/* What people type for a date, relative to today: "t" "-1" "+7" "m" (month end) "0315" "20260315" "2026-3-15"
 * "2026/3/15" "2026年3月15日" "3-15" "上周五" "下周一" "周三" "今天" "昨天" "明天" "后天". */
bool date_typed(const char *text, day_t today, day_t *out);
/* The same with an optional time ("t 16:05", "16:05" alone is today); without a time *has_time is false. */
bool instant_typed(const char *text, int64_t now, int64_t *out, bool *has_time);

#endif
