/* Moments and what is left, as lists tell them. */
#include "../../../src/screen/rows.h"
#include "../../../src/screen/tell.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct pool *pool;

static int start(void **state)
{
    (void)state;
    int64_t now;
    instant_parse("2026-10-21 16:05", &now);
    clock_fix(now);
    pool = pool_new();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    pool_free(&pool);
    clock_fix(0);
    return 0;
}

static struct rows one(const char *value)
{
    static const char *const columns[] = {"at"};
    struct rows rows;
    int64_t instant;
    rows_make(pool, &rows, 1, 1, columns);
    if (instant_parse(value, &instant))
        rows_put_int(pool, &rows, 0, 0, instant);
    else
        rows_put(&rows, 0, 0, value);
    return rows;
}

static const char *left(const char *due)
{
    struct rows rows = one(due);
    return tell_left(pool, &rows, 0, "at");
}

static const char *moment(const char *at)
{
    struct rows rows = one(at);
    return tell_moment(pool, &rows, 0, "at");
}

static void what_is_left_is_told_in_the_unit_that_matters(void **state)
{
    (void)state;
    assert_string_equal(left("2026-10-21 16:35"), "30 min");
    assert_string_equal(left("2026-10-21 19:05"), "3 h");
    assert_string_equal(left("2026-10-22 16:05"), "24 h");
    assert_string_equal(left("2026-10-23 16:05"), "2 d");
    assert_string_equal(left("2026-10-21 14:05"), "-2 h");
    assert_string_equal(left("2026-10-17 16:05"), "-4 d");
    assert_string_equal(left(""), "");
}

static void this_year_goes_without_saying(void **state)
{
    (void)state;
    assert_string_equal(moment("2026-10-20 09:30"), "10-20 09:30");
    assert_string_equal(moment("2025-12-31 23:59"), "2025-12-31 23:59");
    assert_string_equal(moment("2026-10-23"), "10-23");
    assert_string_equal(moment("2027-01-02"), "2027-01-02");
    assert_string_equal(moment(""), "");
}

static void a_number_of_this_year_is_short(void **state)
{
    (void)state;
    assert_string_equal(tell_short_no("SJ-20261018-0042"), "1018-0042");
    assert_string_equal(tell_short_no("SJ-20251018-0042"), "20251018-0042");
}

static void a_long_text_is_wrapped(void **state)
{
    const char *lines[3];
    (void)state;
    assert_int_equal(tell_wrapped(pool, "老人近日头晕", 8, lines, 3), 2);
    assert_string_equal(lines[0], "老人近日");
    assert_string_equal(lines[1], "头晕");
    assert_int_equal(tell_wrapped(pool, "老人近日头晕", 4, lines, 2), 2); /* no more than asked for */
    assert_int_equal(tell_wrapped(pool, "", 8, lines, 3), 0);
}

static void a_light_carries_a_letter(void **state)
{
    (void)state;
    assert_string_equal(light_letter("red"), "R");
    assert_int_equal(light_style("yellow"), STYLE_YELLOW);
    assert_string_equal(light_letter("none"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_is_told_in_the_unit_that_matters),
        cmocka_unit_test(this_year_goes_without_saying),
        cmocka_unit_test(a_number_of_this_year_is_short),
        cmocka_unit_test(a_long_text_is_wrapped),
        cmocka_unit_test(a_light_carries_a_letter),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
