/* Who gets in: passwords, waiting after failures, keys, and what the audit keeps of it. */
#include "fixture.h"

#include "wangge/work/login.h"
#include "wangge/work/right.h"

#include <time.h>

#define FROM "192.0.2.7"

#define LOGIN_FAILURES 5 /* the settings as they are shipped */
#define LOGIN_WAIT     300

static void give_password(struct office *o, const char *login, const char *password)
{
    work_become_local(o->work);
    done(o, user_reset_password(o->work, office_user(o, login), password, NULL, &o->e));
}

static void later(int64_t seconds)
{
    clock_fix(clock_now() + seconds);
}

static void the_right_password_opens(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_NONE);
    done(o, login_done(o->work, "grid01", FROM, "password", &o->e));
    assert_string_equal(office_last_audit(o), "grid01 login user 1 password");
}

static void a_wrong_password_an_unknown_and_a_disabled_user_hear_the_same(void **state)
{
    struct office *o = *state;
    struct error wrong, unknown, disabled, none;
    give_password(o, "grid01", "wangge-demo");
    give_password(o, "grid03", "wangge-demo");
    done(o, user_set_state(o->work, office_user(o, "grid03"), "disabled", &o->e));

    assert_int_equal(login_password(o->work, "grid01", "wangge-dem0", FROM, &wrong), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "grid01 login user 0 password");
    assert_int_equal(login_password(o->work, "my-secret-typed-here", "x", FROM, &unknown), ERR_DENIED);
    assert_string_equal(office_last_audit(o), " login user 0 unknown user"); /* the name may have been a password */
    assert_int_equal(login_password(o->work, "grid03", "wangge-demo", FROM, &disabled), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "grid03 login user 0 disabled");
    assert_int_equal(login_password(o->work, "grid01b", "", FROM, &none), ERR_DENIED); /* none was set yet */
    assert_string_equal(wrong.text, unknown.text);
    assert_string_equal(wrong.text, disabled.text);
    assert_string_equal(wrong.text, none.text);
}

static double seconds_of_login(struct office *o, const char *login)
{
    struct timespec from, to;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    assert_int_equal(login_password(o->work, login, "something", FROM, &o->e), ERR_DENIED);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void an_unknown_user_takes_as_long_as_a_known_one(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    double known = seconds_of_login(o, "grid01"), unknown = seconds_of_login(o, "nobody");
    assert_true(unknown > known / 3 && unknown < known * 3); /* without the hash it would be a hundredth */
}

static void five_failures_make_the_account_wait_and_no_longer(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    for (int i = 0; i < LOGIN_FAILURES; i++)
        assert_int_equal(login_password(o->work, "grid01", "guess", FROM, &o->e), ERR_DENIED);
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_AGAIN);
    assert_string_equal(office_last_audit(o), "grid01 login user 0 waiting");
    assert_int_equal(login_password(o->work, "grid01b", "guess", FROM, &o->e), ERR_DENIED); /* others do not wait */
    later(LOGIN_WAIT - 1);
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_AGAIN);
    later(1);
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_NONE);
}

static void a_success_forgets_the_failures(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < LOGIN_FAILURES - 1; i++)
            assert_int_equal(login_password(o->work, "grid01", "guess", FROM, &o->e), ERR_DENIED);
        assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_NONE);
        done(o, login_done(o->work, "grid01", FROM, "password", &o->e));
    }
}

static void an_unlock_ends_the_waiting(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    for (int i = 0; i < LOGIN_FAILURES; i++)
        login_password(o->work, "grid01", "guess", FROM, &o->e);
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_AGAIN);
    office_act(o, "admin");
    done(o, user_unlock(o->work, office_user(o, "grid01"), &o->e));
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_NONE);
}

static void a_password_that_was_given_must_be_changed_before_anything_else(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    office_act(o, "grid01");
    assert_true(o->work->actor.must_change);
    assert_int_equal(right_scope(o->work, "visit.read"), SCOPE_NONE);
    assert_int_equal(right_need(o->work, "visit.read", &o->e), ERR_DENIED);
    assert_non_null(strstr(o->e.text, "password"));

    done(o, password_change(o->work, "", "new-word-4", &o->e)); /* the old one was proved a moment ago */
    assert_string_equal(office_last_audit(o), "grid01 password user 1 change");
    assert_int_equal(right_scope(o->work, "visit.read"), SCOPE_SUBTREE);
    assert_int_equal(login_password(o->work, "grid01", "new-word-4", FROM, &o->e), ERR_NONE);
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_DENIED);
}

static void the_old_password_is_asked_for_and_counted(void **state)
{
    struct office *o = *state;
    give_password(o, "grid01", "wangge-demo");
    office_act(o, "grid01");
    done(o, password_change(o->work, "", "new-word-4", &o->e));
    for (int i = 0; i < LOGIN_FAILURES; i++) {
        assert_int_equal(password_change(o->work, "guess", "other-word-5", &o->e), ERR_INVALID);
        assert_string_equal(o->e.field, "old");
    }
    assert_int_equal(password_change(o->work, "new-word-4", "other-word-5", &o->e), ERR_AGAIN);
    later(LOGIN_WAIT);
    done(o, password_change(o->work, "new-word-4", "other-word-5", &o->e));
    assert_int_equal(password_change(o->work, "other-word-5", "other-word-5", &o->e), ERR_INVALID); /* not the same */
}

static void the_policy(void **state)
{
    static const struct {
        const char *password;
        enum err result;
    } rows[] = {
        {"short-7",                   ERR_INVALID},
        {"eight-88",                  ERR_NONE   },
        {"lettersonly",               ERR_INVALID},
        {"1234567890",                ERR_INVALID},
        {"Lettersonly",               ERR_NONE   },
        {"letters123",                ERR_NONE   },
        {"Wang.Station-01",           ERR_INVALID}, /* the user name in capitals */
        {"山高月小水落石出",  ERR_INVALID}, /* eight characters, but one kind */
        {"山高月小水落石出a", ERR_NONE   },
    };
    struct office *o = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct error e = {0};
        if (password_policy(o->work, "wang.station-01", rows[i].password, &e) != rows[i].result)
            fail_msg("%s: %s", rows[i].password, e.text);
    }
}

static void a_made_password_is_good_and_new_each_time(void **state)
{
    struct office *o = *state;
    char first[32], second[32];
    int64_t id = office_user(o, "grid01");
    done(o, user_reset_password(o->work, id, NULL, first, &o->e));
    done(o, user_reset_password(o->work, id, NULL, second, &o->e));
    assert_string_not_equal(first, second);
    assert_int_equal(password_policy(o->work, "grid01", second, &o->e), ERR_NONE);
    assert_int_equal(login_password(o->work, "grid01", first, FROM, &o->e), ERR_DENIED);
    assert_int_equal(login_password(o->work, "grid01", second, FROM, &o->e), ERR_NONE);
}

#define KEY  "AAAAC3NzaC1lZDI1NTE5AAAAIICfJN7zmaY8byls6iW4kjWTQLkPyDTJwIzyqVDQ8BA2"
#define LINE "ssh-ed25519 " KEY " grid01@laptop"

static void a_key_opens_for_its_user_only(void **state)
{
    struct office *o = *state;
    struct rows keys = {0};
    done(o, user_key_add(o->work, office_user(o, "grid01"), LINE, NULL, &o->e));
    assert_int_equal(login_key_known(o->work, "grid01b", KEY, &o->e), ERR_DENIED);
    assert_int_equal(login_key_known(o->work, "nobody", KEY, &o->e), ERR_DENIED);
    assert_int_equal(login_key_known(o->work, "grid01", "AAAA", &o->e), ERR_DENIED);
    assert_int_equal(login_key_known(o->work, "grid01", KEY, &o->e), ERR_NONE);
    done(o, login_done(o->work, "grid01", FROM, "key", &o->e));
    assert_string_equal(office_last_audit(o), "grid01 login user 1 key");
    done(o, user_keys(o->work, o->pool, office_user(o, "grid01"), &keys, &o->e));
    assert_string_equal(rows_text(&keys, 0, "last_used"), "2026-10-21T09:00:00+08:00");

    done(o, user_set_state(o->work, office_user(o, "grid01"), "disabled", &o->e));
    assert_int_equal(login_key_known(o->work, "grid01", KEY, &o->e), ERR_DENIED);
    assert_int_equal(login_done(o->work, "grid01", FROM, "key", &o->e), ERR_DENIED);
}

static void who_is_on(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    done(o, session_enter(o->work, "screen", NULL, &o->e));
    assert_int_equal(session_list(o->work, o->pool, &rows, &o->e), ERR_DENIED);
    struct actor grid01 = o->work->actor;

    office_act(o, "admin");
    done(o, session_list(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "login"), "grid01");
    assert_string_equal(rows_text(&rows, 0, "area"), "文苑第1网格");
    assert_string_equal(rows_text(&rows, 0, "since"), "2026-10-21T09:00:00+08:00");
    done(o, session_sweep(o->work, &o->e)); /* this process lives */
    done(o, session_list(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 1);

    o->work->actor = grid01;
    session_leave(o->work);
    office_act(o, "admin");
    done(o, session_list(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 0);
}

static void the_row_of_a_killed_session_is_swept(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "admin");
    done(o, session_enter(o->work, "screen", NULL, &o->e));
    done(o,
         db_execute_text(o->work->db, "update session set pid = 999999999", NULL, NULL, &o->e)); /* no such process */
    done(o, session_sweep(o->work, &o->e));
    done(o, session_list(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    done(o, db_query_text(o->work->db, o->pool,
                          "select count(*) as n from audit where login = 'admin' and role = 'system' and"
                          " action = 'logout' and success = 0 and note = 'lost' and session > 0 and area > 0",
                          NULL, &rows, &o->e));
    assert_int_equal(rows_int(&rows, 0, "n"), 1);

    done(o, session_enter(o->work, "screen", NULL, &o->e));
    done(o,
         db_execute_text(o->work->db, "update session set started = 1", NULL, NULL, &o->e)); /* a number used again */
    done(o, session_sweep(o->work, &o->e));
    done(o, session_list(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 0);
}

static bool is_gone(void *to)
{
    return *(bool *)to;
}

static void for_whoever_is_gone_nothing_is_hashed(void **state)
{
    struct office *o = *state;
    bool gone = true;
    give_password(o, "grid01", "wangge-demo");
    login_set_gone(is_gone, &gone);
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_DENIED);
    gone = false;
    assert_int_equal(login_password(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_NONE);
    login_set_gone(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(the_right_password_opens),
        OFFICE_TEST(a_wrong_password_an_unknown_and_a_disabled_user_hear_the_same),
        OFFICE_TEST(an_unknown_user_takes_as_long_as_a_known_one),
        OFFICE_TEST(five_failures_make_the_account_wait_and_no_longer),
        OFFICE_TEST(a_success_forgets_the_failures),
        OFFICE_TEST(an_unlock_ends_the_waiting),
        OFFICE_TEST(a_password_that_was_given_must_be_changed_before_anything_else),
        OFFICE_TEST(the_old_password_is_asked_for_and_counted),
        OFFICE_TEST(the_policy),
        OFFICE_TEST(a_made_password_is_good_and_new_each_time),
        OFFICE_TEST(a_key_opens_for_its_user_only),
        OFFICE_TEST(who_is_on),
        OFFICE_TEST(the_row_of_a_killed_session_is_swept),
        OFFICE_TEST(for_whoever_is_gone_nothing_is_hashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
