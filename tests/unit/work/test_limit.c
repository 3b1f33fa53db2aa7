/* Time limits that a site lays over those of the file. */
#include "fixture.h"

#include "wangge/work/limit.h"
#include "wangge/work/working_time.h"

#define HOUR 3600
#define DAY  86400

static void follow(struct office *o)
{
    done(o, working_time_load(o->work, &o->e));
}

static void a_change_takes_the_place_of_the_shipped_row(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    follow(o);
    assert_int_equal(limit_find("0201", "1", "handling")->amount, 3 * DAY);
    done(o, limit_set(o->work, "", "1", "handling", "2", "days", &o->e));
    follow(o);
    assert_int_equal(limit_find("0201", "1", "handling")->amount, 2 * DAY);
    assert_int_equal(limit_find("050101", "1", "handling")->amount, 4 * HOUR); /* litter has its own */
    done(o, limit_reset(o->work, "", "1", "handling", &o->e));
    follow(o);
    assert_int_equal(limit_find("0201", "1", "handling")->amount, 3 * DAY);
    assert_int_equal(limit_reset(o->work, "", "1", "handling", &o->e), ERR_NOT_FOUND);
}

static void an_exception_stands_before_what_it_is_one_of(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    done(o, limit_set(o->work, "05", "", "handling", "6", "hours", &o->e));
    follow(o);
    assert_int_equal(limit_find("050102", "1", "handling")->amount, 6 * HOUR);
    assert_int_equal(limit_find("050101", "1", "handling")->amount,
                     4 * HOUR); /* litter is still the exception of that */
    assert_int_equal(limit_find("0201", "1", "handling")->amount, 3 * DAY);
}

static void none_takes_a_limit_away(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    done(o, limit_set(o->work, "", "1", "return_visit", "none", "days", &o->e));
    follow(o);
    assert_null(limit_find("0201", "1", "return_visit"));
    assert_non_null(limit_find("0201", "2", "return_visit"));
}

static void the_list_tells_what_was_shipped_and_who_changed_it(void **state)
{
    struct office *o = *state;
    struct limit_shown *list = NULL;
    size_t count = 0, changed = 0;
    office_act(o, "admin");
    done(o, limit_set(o->work, "", "1", "handling", "2", "days", &o->e));
    done(o, limit_list(o->work, o->pool, &list, &count, &o->e));
    for (size_t i = 0; i < count; i++) {
        if (list[i].at == 0)
            continue;
        changed++;
        assert_string_equal(list[i].by, "admin");
        assert_string_equal(limit_text(o->pool, list[i].shipped), "3 working days");
        assert_string_equal(limit_text(o->pool, &list[i].limit), "2 working days");
    }
    assert_int_equal(changed, 1);
}

static void what_does_not_fit_is_told_at_its_field(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_int_equal(limit_set(o->work, "99", "", "handling", "2", "days", &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "category");
    assert_int_equal(limit_set(o->work, "", "", "handling", "0", "days", &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "amount");
    assert_int_equal(limit_set(o->work, "", "", "dinner", "2", "days", &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "stage");
    assert_int_equal(limit_set(o->work, "", "", "handling", "2", "moons", &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "clock");
    office_act(o, "station01");
    assert_int_equal(limit_set(o->work, "", "", "handling", "2", "days", &o->e), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_change_takes_the_place_of_the_shipped_row),
        OFFICE_TEST(an_exception_stands_before_what_it_is_one_of),
        OFFICE_TEST(none_takes_a_limit_away),
        OFFICE_TEST(the_list_tells_what_was_shipped_and_who_changed_it),
        OFFICE_TEST(what_does_not_fit_is_told_at_its_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
