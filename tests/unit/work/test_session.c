/* Sessions on line: who sees and ends them, and how many one user may have. */
#include "fixture.h"

#include "wangge/work/access.h"
#include "wangge/work/login.h"
#include "wangge/work/setting.h"

/* A session of the login that began so long ago; the actor is that user afterwards. */
static int64_t enter(struct office *o, const char *login, const char *kind)
{
    int64_t id = 0;
    office_act(o, login);
    snprintf(o->work->actor.client, sizeof o->work->actor.client, "OpenSSH_9.2p1");
    done(o, session_enter(o->work, kind, &id, &o->e));
    clock_fix(clock_now() + 60);
    return id;
}

static const char *told(struct office *o, const char *login, int64_t session)
{
    static char why[256];
    office_act(o, login);
    o->work->actor.session = session;
    return access_renew(o->work, why, sizeof why) == ACCESS_ENDED ? why : "";
}

static void an_administrator_ends_a_session_and_its_user_reads_why(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    int64_t id = enter(o, "grid01", "screen");
    office_act(o, "security");
    done(o, session_list(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "client"), "OpenSSH_9.2p1");
    assert_true(rows_null(&rows, 0, "idle")); /* no terminal */
    done(o, session_end(o->work, id, "维护服务器", &o->e));
    assert_string_equal(office_last_audit(o), "security session.end user 1 end");
    assert_int_equal(session_end(o->work, id, "", &o->e), ERR_NOT_FOUND);
    assert_string_equal(told(o, "grid01", id),
                        "The administrator has ended this session: 维护服务器. Drafts are kept.");
}

static void without_a_reason_it_is_told_all_the_same(void **state)
{
    struct office *o = *state;
    int64_t id = enter(o, "grid01", "screen");
    office_act(o, "admin");
    done(o, session_end(o->work, id, "", &o->e));
    assert_string_equal(told(o, "grid01", id), "The administrator has ended this session. Drafts are kept.");
}

static void who_ends_no_sessions(void **state)
{
    static const char *const others[] = {"grid01b", "station01", "district01", "audit"};
    struct office *o = *state;
    int64_t id = enter(o, "grid01", "screen");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        office_act(o, others[i]);
        assert_int_equal(session_end(o->work, id, "", &o->e), ERR_DENIED);
    }
    id = enter(o, "admin", "screen");
    assert_int_equal(session_end(o->work, id, "", &o->e), ERR_STATE); /* the own one */
    assert_int_equal(session_end(o->work, 9999, "", &o->e), ERR_NOT_FOUND);
}

static void a_session_too_many_ends_the_one_that_was_quiet_for_the_longest(void **state)
{
    struct office *o = *state;
    work_become_local(o->work);
    done(o, setting_set(o->work, SETTING_SESSION_MOST, "2", &o->e));
    int64_t first = enter(o, "grid01", "screen"), second = enter(o, "grid01", "screen");
    enter(o, "grid01b", "screen"); /* another's does not count */
    office_act(o, "grid01");
    done(o, session_make_room(o->work, "screen", &o->e));
    assert_string_equal(told(o, "grid01", first),
                        "You have logged in from 192.0.2.7, and only so many sessions are allowed. Drafts are kept.");
    assert_string_equal(told(o, "grid01", second), "");
    done(o, session_make_room(o->work, "screen", &o->e)); /* there is room now */
    assert_string_equal(told(o, "grid01", second), "");
}

static void a_command_too_many_waits_and_screens_stay(void **state)
{
    struct office *o = *state;
    work_become_local(o->work);
    done(o, setting_set(o->work, SETTING_SESSION_MOST, "1", &o->e));
    int64_t screen = enter(o, "grid01", "screen");
    done(o, session_make_room(o->work, "command", &o->e));
    enter(o, "grid01", "command");
    assert_int_equal(session_make_room(o->work, "command", &o->e), ERR_AGAIN);
    assert_string_equal(told(o, "grid01", screen), "");
}

static void any_number_is_allowed_until_somebody_sets_one(void **state)
{
    struct office *o = *state;
    int64_t first = enter(o, "grid01", "screen");
    for (int i = 0; i < 5; i++) {
        done(o, session_make_room(o->work, "screen", &o->e));
        enter(o, "grid01", "screen");
    }
    assert_string_equal(told(o, "grid01", first), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(an_administrator_ends_a_session_and_its_user_reads_why),
        OFFICE_TEST(without_a_reason_it_is_told_all_the_same),
        OFFICE_TEST(who_ends_no_sessions),
        OFFICE_TEST(a_session_too_many_ends_the_one_that_was_quiet_for_the_longest),
        OFFICE_TEST(a_command_too_many_waits_and_screens_stay),
        OFFICE_TEST(any_number_is_allowed_until_somebody_sets_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
