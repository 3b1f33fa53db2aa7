/* Time that counts, reckoned the slow way: each minute of the years 2025 to 2027 is asked whether it counts, and
 * whoever wants to know how much time passes between two instants adds minutes up. Knows nothing of
 * work/working_time.h; the days off are those of the State Council's notices, written down here once more. */
#ifndef WANGGE_TESTS_WORK_RECKONING_H
#define WANGGE_TESTS_WORK_RECKONING_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum reckoned { RECKON_URGENT, RECKON_HOURS, RECKON_DAYS, RECKON_CALENDAR, RECKON_KINDS };

#define RECKON_FIRST   1735660800LL /* 2025-01-01 00:00 at UTC+8, a Wednesday */
#define RECKON_DAYS_OF (3 * 365)
#define RECKON_MINUTES (RECKON_DAYS_OF * 1440)

static const char reckon_off[] = "2025-01-01 2025-01-28..02-04 2025-04-04..04-06 2025-05-01..05-05 2025-05-31..06-02 "
                                 "2025-10-01..10-08 2026-01-01..01-03 2026-02-15..02-23 2026-04-04..04-06 "
                                 "2026-05-01..05-05 2026-06-19..06-21 2026-09-25..09-27 2026-10-01..10-07 ";
static const char reckon_on[] =
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 "
    "2026-05-09 2026-09-20 2026-10-10 ";

static int32_t *reckon_before[RECKON_KINDS]; /* how many minutes that count lie before each minute */

/* None of the three years is a leap year. */
static inline int reckon_day(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int days = (year - 2025) * 365 + day - 1;
    for (int m = 1; m < month; m++)
        days += lengths[m - 1];
    return days;
}

static inline bool reckon_listed(const char *list, int day)
{
    int year, month, from, to_month, to, read;
    for (const char *s = list; sscanf(s, "%d-%d-%d%n", &year, &month, &from, &read) == 3;) {
        s += read;
        to_month = month;
        to = from;
        if (sscanf(s, "..%d-%d%n", &to_month, &to, &read) == 2)
            s += read;
        if (day >= reckon_day(year, month, from) && day <= reckon_day(year, to_month, to))
            return true;
    }
    return false;
}

static inline bool reckon_works(int day)
{
    int weekday = (day + 2) % 7; /* 0 is Monday */
    return reckon_listed(reckon_on, day) || (weekday < 5 && !reckon_listed(reckon_off, day));
}

static inline void reckon_begin(void)
{
    if (reckon_before[0] != NULL)
        return;
    for (int kind = 0; kind < RECKON_KINDS; kind++)
        reckon_before[kind] = calloc(RECKON_MINUTES + 1, sizeof(int32_t));
    for (int day = 0; day < RECKON_DAYS_OF; day++) {
        bool works = reckon_works(day);
        for (int minute = 0; minute < 1440; minute++) {
            int i = day * 1440 + minute, hour = minute / 60;
            bool office = (hour >= 8 && hour < 12) || (hour >= 14 && hour < 18);
            bool counts[RECKON_KINDS] = {true, works && office, works, true};
            for (int kind = 0; kind < RECKON_KINDS; kind++)
                reckon_before[kind][i + 1] = reckon_before[kind][i] + counts[kind];
        }
    }
}

static inline void reckon_end(void)
{
    for (int kind = 0; kind < RECKON_KINDS; kind++) {
        free(reckon_before[kind]);
        reckon_before[kind] = NULL;
    }
}

/* Seconds that count since the first day. */
static inline int64_t reckon_until(enum reckoned kind, int64_t instant)
{
    int64_t minute = (instant - RECKON_FIRST) / 60, rest = (instant - RECKON_FIRST) % 60;
    const int32_t *before = reckon_before[kind];
    return before[minute] * 60LL + (before[minute + 1] > before[minute] ? rest : 0);
}

static inline int64_t reckon_between(enum reckoned kind, int64_t from, int64_t to)
{
    return to <= from ? 0 : reckon_until(kind, to) - reckon_until(kind, from);
}

/* The first instant at which so many seconds that count have passed. */
static inline int64_t reckon_add(enum reckoned kind, int64_t from, int64_t amount)
{
    const int32_t *before = reckon_before[kind];
    int64_t wanted = reckon_until(kind, from) + amount, low = (from - RECKON_FIRST) / 60, high = RECKON_MINUTES - 1;
    if (amount == 0)
        return from;
    while (low < high) { /* the minute in which it is reached */
        int64_t middle = (low + high) / 2;
        if (before[middle + 1] * 60LL >= wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return RECKON_FIRST + low * 60 + (wanted - before[low] * 60LL);
}

#endif
