#include "wangge/work/working_time.h"

#include "wangge/base/array.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/limit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR         3600
#define MORNING      (8 * HOUR)
#define AFTERNOON    (14 * HOUR)
#define HALF         (4 * HOUR) /* of a working day's hours: from 8 to 12, from 14 to 18 */
#define AMOUNT_MOST  (INT64_C(86400) * 366 * 1000)
#define FIRST_MONDAY (-3) /* 1969-12-29 */
#define DAYS_OF_WEEK 7
#define WORK_OF_WEEK 5

/* A day that is not as its weekday says. */
struct exception {
    day_t day;
    bool works;
    int64_t shift; /* working days that this one and those before it add to what the weekdays say */
};

static struct exception *exceptions;
static size_t exception_count;
static char loaded[96]; /* the state of the table that they are from */
static const struct db *loaded_of;

static const char *const names[CLOCK_KINDS] = {"urgent", "hours", "days", "calendar"};

const char *clock_kind_name(enum clock_kind kind)
{
    return names[kind];
}

bool clock_kind_parse(const char *name, enum clock_kind *out)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum clock_kind)i;
            return true;
        }
    return false;
}

int64_t clock_kind_unit(enum clock_kind kind)
{
    return kind == CLOCK_URGENT || kind == CLOCK_HOURS ? HOUR : DAY_SECONDS;
}

/* --- days -------------------------------------------------------------------------------------------------------- */

static bool weekday_works(day_t day)
{
    return date_weekday(day) <= WORK_OF_WEEK;
}

/* How many exceptions lie before the day. */
static size_t exceptions_before(day_t day)
{
    size_t low = 0, high = exception_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (exceptions[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool is_working_day(day_t day)
{
    size_t i = exceptions_before(day);
    return i < exception_count && exceptions[i].day == day ? exceptions[i].works : weekday_works(day);
}

/* Working days before the day, counted from a Monday long ago. */
static int64_t working_days_before(day_t day)
{
    int64_t days = (int64_t)day - FIRST_MONDAY;
    int64_t weeks = days >= 0 ? days / DAYS_OF_WEEK : -((-days + DAYS_OF_WEEK - 1) / DAYS_OF_WEEK);
    int64_t rest = days - weeks * DAYS_OF_WEEK;
    size_t i = exceptions_before(day);
    return weeks * WORK_OF_WEEK + (rest < WORK_OF_WEEK ? rest : WORK_OF_WEEK) + (i == 0 ? 0 : exceptions[i - 1].shift);
}

/* --- seconds ----------------------------------------------------------------------------------------------------- */

static int64_t between_zero_and(int64_t seconds, int64_t most)
{
    return seconds < 0 ? 0 : seconds > most ? most : seconds;
}

/* What the clock shows at an instant, if it has run since that Monday. */
static int64_t shown(enum clock_kind kind, int64_t instant)
{
    if (kind == CLOCK_URGENT || kind == CLOCK_CALENDAR)
        return instant;
    day_t day = day_of(instant);
    int64_t seconds = is_working_day(day) ? instant - day_start(day) : 0, days = working_days_before(day);
    if (kind == CLOCK_DAYS)
        return days * DAY_SECONDS + seconds;
    return days * 2 * HALF + between_zero_and(seconds - MORNING, HALF) + between_zero_and(seconds - AFTERNOON, HALF);
}

/* The day in whose course the clock comes to show so much; it lies on or after the day from. */
static day_t day_that_reaches(int64_t of_day, day_t from, int64_t wanted)
{
    int64_t low = from, step = 8;
    while (working_days_before((day_t)(low + step)) * of_day < wanted)
        step *= 2;
    for (int64_t high = low + step - 1; low < high;) {
        int64_t middle = low + (high - low) / 2;
        if (working_days_before((day_t)(middle + 1)) * of_day >= wanted)
            high = middle;
        else
            low = middle + 1;
    }
    return (day_t)low;
}

int64_t working_time_add(enum clock_kind kind, int64_t from, int64_t amount)
{
    if (amount <= 0)
        return from;
    if (amount > AMOUNT_MOST)
        amount = AMOUNT_MOST;
    if (kind == CLOCK_URGENT || kind == CLOCK_CALENDAR)
        return from + amount;
    int64_t of_day = kind == CLOCK_DAYS ? DAY_SECONDS : 2 * HALF;
    int64_t wanted = shown(kind, from) + amount;
    day_t day = day_that_reaches(of_day, day_of(from), wanted);
    int64_t rest = wanted - working_days_before(day) * of_day;
    if (kind == CLOCK_DAYS)
        return day_start(day) + rest;
    return day_start(day) + (rest <= HALF ? MORNING + rest : AFTERNOON + rest - HALF);
}

int64_t working_time_between(enum clock_kind kind, int64_t from, int64_t to)
{
    return to <= from ? 0 : shown(kind, to) - shown(kind, from);
}

/* --- the table --------------------------------------------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
    const struct exception *one = a, *other = b;
    return one->day < other->day ? -1 : one->day > other->day;
}

static void take(const struct rows *rows)
{
    exceptions = mem_resize(exceptions, rows->count + 1, sizeof *exceptions);
    exception_count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct exception *exception = &exceptions[exception_count];
        exception->works = strcmp(rows_text(rows, i, "kind"), "workday") == 0;
        if (date_parse(rows_text(rows, i, "date"), &exception->day))
            exception_count++;
    }
    qsort(exceptions, exception_count, sizeof *exceptions, by_day);
    for (size_t i = 0; i < exception_count; i++)
        exceptions[i].shift =
            (i == 0 ? 0 : exceptions[i - 1].shift) + exceptions[i].works - weekday_works(exceptions[i].day);
}

enum err working_time_mark(struct work *work, char out[96], struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = table_find("holiday") == NULL ? ERR_NONE : db_query(work->db, pool, "holiday.mark", NULL, &rows, e);
    out[0] = '\0';
    if (r == ERR_NONE && rows.count > 0)
        snprintf(out, 96, "%lld %lld %lld %lld", (long long)rows_int(&rows, 0, "there"),
                 (long long)rows_int(&rows, 0, "ever"), (long long)rows_int(&rows, 0, "last"),
                 (long long)rows_int(&rows, 0, "versions"));
    pool_free(&pool);
    return r;
}

enum err working_time_load(struct work *work, struct error *e)
{
    char mark[sizeof loaded];
    struct rows rows = {0};
    enum err r = limits_follow(work, e);
    if (r == ERR_NONE)
        r = working_time_mark(work, mark, e);
    if (r != ERR_NONE || (loaded_of == work->db && strcmp(mark, loaded) == 0))
        return r;
    struct pool *pool = pool_new();
    if (mark[0] != '\0')
        r = db_query(work->db, pool, "holiday.all", NULL, &rows, e);
    if (r == ERR_NONE) {
        take(&rows);
        memcpy(loaded, mark, sizeof loaded);
        loaded_of = work->db;
    }
    pool_free(&pool);
    return r;
}
