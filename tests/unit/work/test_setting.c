/* Settings: defaults, who may change what, what is weaker than before. */
#include "fixture.h"

#include "wangge/work/setting.h"

static void a_setting_without_a_row_has_its_default(void **state)
{
    struct office *o = *state;
    assert_int_equal(setting_number(o->work, SETTING_PASSWORD_LEAST), 8);
    assert_int_equal(setting_find("password.least"), SETTING_PASSWORD_LEAST);
    assert_int_equal(setting_find("password.longest"), -1);
}

static void each_setting_is_changed_by_whom_its_row_names(void **state)
{
    struct office *o = *state;
    office_act(o, "security");
    done(o, setting_set(o->work, SETTING_PASSWORD_LEAST, "10", &o->e));
    assert_int_equal(setting_set(o->work, SETTING_BACKUP_EVERY, "2", &o->e), ERR_DENIED);
    office_act(o, "admin");
    assert_int_equal(setting_set(o->work, SETTING_PASSWORD_LEAST, "8", &o->e), ERR_DENIED);
    done(o, setting_set(o->work, SETTING_BACKUP_EVERY, "2", &o->e));
    assert_int_equal(setting_number(o->work, SETTING_PASSWORD_LEAST), 10);
    assert_int_equal(setting_number(o->work, SETTING_BACKUP_EVERY), 2);
}

static void the_list_tells_who_changed_what(void **state)
{
    struct office *o = *state;
    struct setting_value values[SETTING_COUNT];
    office_act(o, "security");
    done(o, setting_set(o->work, SETTING_PASSWORD_LEAST, "10", &o->e));
    done(o, setting_list(o->work, o->pool, values, &o->e));
    assert_string_equal(values[SETTING_PASSWORD_LEAST].changed_by, "security");
    assert_string_equal(values[SETTING_PASSWORD_LEAST].changed_at, "2026-10-21T09:00:00+08:00");
    assert_true(values[SETTING_PASSWORD_LEAST].may);
    assert_true(values[SETTING_BACKUP_EVERY].is_default);
    assert_false(values[SETTING_BACKUP_EVERY].may);
    done(o, setting_set(o->work, SETTING_PASSWORD_LEAST, NULL, &o->e));
    assert_int_equal(setting_number(o->work, SETTING_PASSWORD_LEAST), 8);
    office_act(o, "grid01");
    assert_int_equal(setting_list(o->work, o->pool, values, &o->e), ERR_DENIED);
}

static void a_value_that_does_not_fit_is_told_so(void **state)
{
    struct office *o = *state;
    office_act(o, "security");
    assert_int_equal(setting_set(o->work, SETTING_PASSWORD_LEAST, "7", &o->e), ERR_INVALID);
    assert_int_equal(setting_set(o->work, SETTING_PASSWORD_LEAST, "9 ", &o->e), ERR_INVALID);
    assert_int_equal(setting_set(o->work, SETTING_LOGIN_SECOND, "emperor", &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "value");
}

static void what_is_weaker_is_known_before_it_is_changed(void **state)
{
    (void)state;
    assert_non_null(setting_weakens(SETTING_PASSWORD_LEAST, "12", "8"));
    assert_null(setting_weakens(SETTING_PASSWORD_LEAST, "8", "12"));
    assert_non_null(setting_weakens(SETTING_PASSWORD_DAYS, "180", "0")); /* never */
    assert_null(setting_weakens(SETTING_PASSWORD_DAYS, "0", "180"));
    assert_non_null(setting_weakens(SETTING_LOGIN_SECOND, "system security", "system"));
    assert_null(setting_weakens(SETTING_LOGIN_SECOND, "system", "security system"));
    assert_null(setting_weakens(SETTING_BACKUP_HOUR, "2", "12"));
    assert_non_null(setting_is_weak(SETTING_BACKUP_EVERY, "0"));
    assert_null(setting_is_weak(SETTING_BACKUP_EVERY, "1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_setting_without_a_row_has_its_default),
        OFFICE_TEST(each_setting_is_changed_by_whom_its_row_names),
        OFFICE_TEST(the_list_tells_who_changed_what),
        OFFICE_TEST(a_value_that_does_not_fit_is_told_so),
        OFFICE_TEST(what_is_weaker_is_known_before_it_is_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
