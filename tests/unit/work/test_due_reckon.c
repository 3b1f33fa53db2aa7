/* When the next visit of a rhythm is due, by hand on a calendar. The clock stands at Wednesday 2026-10-21 09:00. */
#include "fixture.h"

#include "wangge/work/due.h"
#include "wangge/work/visit_rule.h"

#include "../../../src/work/due_reckon.h"

static int64_t at(int month, int day, int hour)
{
    return day_start(date_make(2026, month, day)) + hour * 3600;
}

static const char *days(struct office *o, day_t from, day_t until)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    date_format(from, a);
    date_format(until, b);
    return pool_format(o->pool, "%s..%s", a, b);
}

static const char *period(struct office *o, enum visit_period kind, int year, int month, int day)
{
    day_t first, last;
    visit_period_of_day(kind, date_make(year, month, day), &first, &last);
    return days(o, first, last);
}

static void periods_of_the_calendar(void **state)
{
    struct office *o = *state;
    assert_string_equal(period(o, PERIOD_WEEK, 2026, 10, 21), "2026-10-19..2026-10-25");
    assert_string_equal(period(o, PERIOD_WEEK, 2026, 10, 19), "2026-10-19..2026-10-25");
    assert_string_equal(period(o, PERIOD_WEEK, 2026, 10, 25), "2026-10-19..2026-10-25");
    assert_string_equal(period(o, PERIOD_WEEK, 2026, 11, 1), "2026-10-26..2026-11-01"); /* across the months */
    assert_string_equal(period(o, PERIOD_WEEK, 2027, 1, 1), "2026-12-28..2027-01-03");  /* and the years */
    assert_string_equal(period(o, PERIOD_HALF_MONTH, 2026, 10, 15), "2026-10-01..2026-10-15");
    assert_string_equal(period(o, PERIOD_HALF_MONTH, 2026, 10, 16), "2026-10-16..2026-10-31");
    assert_string_equal(period(o, PERIOD_HALF_MONTH, 2026, 2, 16), "2026-02-16..2026-02-28");
    assert_string_equal(period(o, PERIOD_HALF_MONTH, 2028, 2, 29), "2028-02-16..2028-02-29");
    assert_string_equal(period(o, PERIOD_MONTH, 2028, 2, 1), "2028-02-01..2028-02-29");
    assert_string_equal(period(o, PERIOD_MONTH, 2026, 12, 31), "2026-12-01..2026-12-31");
}

static const char *next(struct office *o, enum visit_period kind, int count, int64_t since, int64_t last)
{
    const struct visit_rhythm rhythm = {.period = kind, .days = count, .channel = ""};
    struct due_span span;
    return due_reckon(&rhythm, since, last, &span) ? days(o, span.from, span.until) : "none";
}

static void the_next_visit_of_a_rhythm(void **state)
{
    struct office *o = *state;
    int64_t long_ago = at(1, 1, 0);
    /* a week: after a visit on Sunday, from Monday to Sunday; missed weeks are counted from the first of them */
    assert_string_equal(next(o, PERIOD_WEEK, 0, long_ago, at(10, 18, 20)), "2026-10-19..2026-10-25");
    assert_string_equal(next(o, PERIOD_WEEK, 0, long_ago, at(10, 19, 0)), "2026-10-26..2026-11-01");
    assert_string_equal(next(o, PERIOD_WEEK, 0, long_ago, at(9, 30, 9)), "2026-10-05..2026-10-11");
    /* a row made on Wednesday asks for nothing in the week that had begun, but may be visited at once */
    assert_string_equal(next(o, PERIOD_WEEK, 0, at(10, 21, 9), 0), "2026-10-21..2026-11-01");
    assert_string_equal(next(o, PERIOD_WEEK, 0, at(10, 19, 0), 0), "2026-10-19..2026-10-25");
    assert_string_equal(next(o, PERIOD_WEEK, 0, at(10, 21, 9), at(10, 22, 9)), "2026-10-26..2026-11-01");
    assert_string_equal(next(o, PERIOD_WEEK, 0, at(10, 21, 9), at(9, 1, 9)), "2026-10-21..2026-11-01");
    assert_string_equal(next(o, PERIOD_HALF_MONTH, 0, long_ago, at(2, 15, 9)), "2026-02-16..2026-02-28");
    assert_string_equal(next(o, PERIOD_MONTH, 0, long_ago, at(10, 1, 9)), "2026-11-01..2026-11-30");
    assert_string_equal(next(o, PERIOD_MONTH, 0, long_ago, at(1, 31, 9)), "2026-02-01..2026-02-28");
    /* rolling: so many days after the last visit, in time from two weeks before */
    assert_string_equal(next(o, PERIOD_QUARTER, 91, long_ago, at(7, 22, 23)), "2026-10-07..2026-10-21");
    assert_string_equal(next(o, PERIOD_QUARTER, 91, at(7, 22, 9), 0), "2026-10-07..2026-10-21");
    assert_string_equal(next(o, PERIOD_HALF_YEAR, 182, long_ago, at(4, 22, 9)), "2026-10-07..2026-10-21");
    assert_string_equal(next(o, PERIOD_QUARTER, 10, long_ago, at(10, 11, 9)), "2026-10-16..2026-10-21");
    /* once: within thirty days, until anybody came */
    assert_string_equal(next(o, PERIOD_ONCE, 30, at(10, 1, 0), 0), "2026-10-01..2026-10-31");
    assert_string_equal(next(o, PERIOD_ONCE, 30, at(10, 1, 0), at(9, 30, 9)), "2026-10-01..2026-10-31");
    assert_string_equal(next(o, PERIOD_ONCE, 30, at(10, 1, 12), at(10, 1, 8)), "none");
    assert_string_equal(next(o, PERIOD_NONE, 0, long_ago, 0), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(periods_of_the_calendar),
        OFFICE_TEST(the_next_visit_of_a_rhythm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
