#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "wangge/base/array.h"
#include "wangge/base/date.h"

static day_t day(const char *iso)
{
    day_t d;
    assert_true(date_parse(iso, &d));
    return d;
}

static void expect_typed(const char *typed, const char *today, const char *iso)
{
    day_t d;
    char text[DATE_TEXT];
    if (!date_typed(typed, day(today), &d))
        fail_msg("\"%s\" is not taken for a date", typed);
    date_format(d, text);
    assert_string_equal(text, iso);
}

static void days_agree_with_the_library(void **state)
{
    (void)state;
    for (int64_t t = -2208988800; t < 4102444800; t += 86400 * 13 + 3607) {
        time_t local = (time_t)(t + 8 * 3600);
        struct tm tm;
        gmtime_r(&local, &tm);
        int y, m, d;
        date_split(day_of(t), &y, &m, &d);
        assert_int_equal(y, tm.tm_year + 1900);
        assert_int_equal(m, tm.tm_mon + 1);
        assert_int_equal(d, tm.tm_mday);
        assert_int_equal(date_weekday(day_of(t)) % 7, tm.tm_wday);
        assert_int_equal(date_make(y, m, d), day_of(t));
        char text[DATE_ISO], again[DATE_ISO];
        strftime(again, sizeof(again), "%Y-%m-%dT%H:%M:%S+08:00", &tm);
        instant_iso(t, text);
        assert_string_equal(text, again);
        int64_t back;
        assert_true(instant_parse(text, &back));
        assert_true(back == t);
    }
}

static void what_people_type_is_understood(void **state)
{
    (void)state;
    const char *today = "2026-10-21"; /* a Wednesday */
    static const char *const cases[][2] = {
        {"t",                "2026-10-21"},
        {"-1",               "2026-10-20"},
        {"+7",               "2026-10-28"},
        {"m",                "2026-10-31"},
        {"0315",             "2026-03-15"},
        {"20260315",         "2026-03-15"},
        {"2026-3-5",         "2026-03-05"},
        {"2026/3/15",        "2026-03-15"},
        {"3-15",             "2026-03-15"},
        {"2026年3月15日", "2026-03-15"},
        {"3月5日",         "2026-03-05"},
        {"上周五",        "2026-10-16"},
        {"下周一",        "2026-10-26"},
        {"周三",           "2026-10-21"},
        {"星期日",        "2026-10-25"},
        {"今天",           "2026-10-21"},
        {"昨天",           "2026-10-20"},
        {"后天",           "2026-10-23"},
        {"＋７",           "2026-10-28"},
        {"　０３１５ ", "2026-03-15"},
        {"2026.3.15",        "2026-03-15"},
        {"下周天",        "2026-11-01"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_typed(cases[i][0], today, cases[i][1]);
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "0230",        "20261301", "2026-02-29", "abc", "周八", "+",
                                      "12 3", "2026-10-21x", "0",        "99999",      "--1", "-3-5", "2026-13-1"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        day_t d;
        if (date_typed(bad[i], day("2026-10-21"), &d))
            fail_msg("\"%s\" is taken for a date", bad[i]);
    }
}

static void instants_may_have_a_time(void **state)
{
    (void)state;
    int64_t now, out;
    bool has_time;
    char text[DATE_MINUTE];
    assert_true(instant_parse("2026-10-21 16:05", &now));
    assert_true(instant_typed("昨天 9:30", now, &out, &has_time));
    assert_true(has_time);
    instant_minute(out, text);
    assert_string_equal(text, "2026-10-20 09:30");
    assert_true(instant_typed("8:15", now, &out, &has_time));
    instant_minute(out, text);
    assert_string_equal(text, "2026-10-21 08:15");
    assert_true(instant_typed("-1", now, &out, &has_time));
    assert_false(has_time);
    assert_false(instant_typed("25:00", now, &out, &has_time));
    assert_false(instant_parse("2026-10-21", &out));
    assert_true(instant_parse("2026-10-21T08:05:00Z", &out));
    assert_true(out == now);
}

static void ages_and_months(void **state)
{
    (void)state;
    assert_int_equal(date_age(day("2000-02-29"), day("2026-02-28")), 25);
    assert_int_equal(date_age(day("2000-02-29"), day("2026-03-01")), 26);
    char month[MONTH_TEXT];
    month_add("2026-01", -1, month);
    assert_string_equal(month, "2025-12");
    month_add("2025-12", 14, month);
    assert_string_equal(month, "2027-02");
    day_t first, last;
    assert_true(month_parse("2028-02", &first, &last));
    assert_int_equal(last - first, 28);
    assert_false(month_parse("2026-13", &first, &last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_agree_with_the_library),
        cmocka_unit_test(what_people_type_is_understood),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(instants_may_have_a_time),
        cmocka_unit_test(ages_and_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
