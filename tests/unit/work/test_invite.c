/* Invites: one-time codes that bind a login key, and password rules that are settings. */
#include "fixture.h"

#include "wangge/work/invite.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"

#define FROM "198.51.100.4"
#define BLOB "AAAAC3NzaC1lZDI1NTE5AAAAIICfJN7zmaY8byls6iW4kjWTQLkPyDTJwIzyqVDQ8BA2"
#define KEY  "ssh-ed25519 " BLOB " grid01@laptop"
#define DAY  86400

static void later(int64_t seconds)
{
    clock_fix(clock_now() + seconds);
}

static void invited(struct office *o, const char *login, char code[INVITE_ROOM])
{
    office_act(o, "admin");
    done(o, invite_make(o->work, office_user(o, login), code, NULL, NULL, &o->e));
}

static bool is_open(struct office *o, const char *login)
{
    bool open = false;
    done(o, invite_open(o->work, login, &open, &o->e));
    return open;
}

static const char *state_of_newest(struct office *o)
{
    struct rows rows = {0};
    office_act(o, "admin");
    done(o, invite_list(o->work, o->pool, 0, &rows, &o->e));
    return rows_text(&rows, 0, "state");
}

static void a_code_binds_one_key_once(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM], fingerprint[64];
    assert_false(is_open(o, "grid01"));
    invited(o, "grid01", code);
    assert_string_equal(office_last_audit(o), "admin user.invite user 1 make");
    assert_int_equal(strlen(code), 19);
    assert_true(is_open(o, "grid01"));
    o->work->actor = (struct actor){0};
    done(o, invite_take(o->work, "grid01", code, KEY, FROM, fingerprint, &o->e));
    assert_string_equal(fingerprint, "SHA256:42L1e1o5GjqfA+KlzyW2GY0k6Gmm5KYCwi7rRAgAJ0Q");
    assert_string_equal(office_last_audit(o), "grid01 user.key user 1 invite");
    assert_int_equal(o->work->actor.user, 0); /* a key is bound; nobody is logged in by that alone */
    done(o, login_key_known(o->work, "grid01", BLOB, &o->e));
    assert_false(is_open(o, "grid01"));
    assert_int_equal(invite_take(o->work, "grid01", code, KEY, FROM, NULL, &o->e), ERR_DENIED);
    assert_string_equal(state_of_newest(o), "used");
}

static void a_code_may_be_typed_in_capitals_and_without_dashes(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM], typed[INVITE_ROOM * 2];
    size_t n = 0;
    invited(o, "grid01", code);
    for (const char *c = code; *c != '\0'; c++)
        if (*c != '-')
            typed[n++] = *c >= 'a' ? (char)(*c - 'a' + 'A') : *c;
    typed[n] = '\0';
    done(o, invite_take(o->work, "grid01", typed, KEY, FROM, NULL, &o->e));
}

static void codes_that_open_nothing(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM];
    invited(o, "grid01", code);
    const char *const wrong[] = {"", "k7mp-2xqa-9fth-w3nd", "k7mp-2xqa-9fth-w3nd-aaaa", "'; drop table invite; --"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        done(o, user_unlock(o->work, office_user(o, "grid01"), &o->e));
        assert_int_equal(invite_take(o->work, "grid01", wrong[i], KEY, FROM, NULL, &o->e), ERR_DENIED);
    }
    assert_string_equal(office_last_audit(o), "grid01 login user 0 invite");
    assert_int_equal(invite_take(o->work, "grid01b", code, KEY, FROM, NULL, &o->e), ERR_DENIED); /* another's */
    assert_int_equal(invite_take(o->work, "nobody", code, KEY, FROM, NULL, &o->e), ERR_DENIED);
    done(o, invite_take(o->work, "grid01", code, KEY, FROM, NULL, &o->e)); /* nothing of that has used it up */
}

static void a_code_is_over_after_its_days(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM];
    invited(o, "grid01", code);
    later(3 * DAY - 1);
    assert_true(is_open(o, "grid01"));
    later(1);
    assert_false(is_open(o, "grid01"));
    assert_int_equal(invite_take(o->work, "grid01", code, KEY, FROM, NULL, &o->e), ERR_DENIED);
    assert_string_equal(state_of_newest(o), "expired");
    office_act(o, "security");
    done(o, setting_set(o->work, SETTING_INVITE_DAYS, "1", &o->e));
    invited(o, "grid01", code);
    later(DAY);
    assert_false(is_open(o, "grid01"));
}

static void a_further_invite_withdraws_the_one_before(void **state)
{
    struct office *o = *state;
    char first[INVITE_ROOM], second[INVITE_ROOM];
    int64_t id = 0;
    invited(o, "grid01", first);
    done(o, invite_make(o->work, office_user(o, "grid01"), second, &id, NULL, &o->e));
    assert_int_equal(invite_take(o->work, "grid01", first, KEY, FROM, NULL, &o->e), ERR_DENIED);
    done(o, invite_withdraw(o->work, id, &o->e));
    assert_int_equal(invite_take(o->work, "grid01", second, KEY, FROM, NULL, &o->e), ERR_DENIED);
    assert_int_equal(invite_withdraw(o->work, id, &o->e), ERR_STATE);
    assert_int_equal(invite_withdraw(o->work, 9999, &o->e), ERR_NOT_FOUND);
}

static void the_key_of_another_leaves_the_invite_open(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM];
    work_become_local(o->work);
    done(o, user_key_add(o->work, office_user(o, "grid01b"), KEY, NULL, &o->e));
    invited(o, "grid01", code);
    assert_int_equal(invite_take(o->work, "grid01", code, KEY, FROM, NULL, &o->e), ERR_INVALID);
    assert_int_equal(invite_take(o->work, "grid01", code, "ssh-dss AAAA", FROM, NULL, &o->e), ERR_INVALID);
    assert_true(is_open(o, "grid01"));
}

static void guesses_make_the_account_wait(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM];
    invited(o, "grid01", code);
    for (int i = 0; i < 5; i++)
        assert_int_equal(invite_take(o->work, "grid01", "k7mp-2xqa-9fth-w3nd", KEY, FROM, NULL, &o->e), ERR_DENIED);
    assert_int_equal(invite_take(o->work, "grid01", code, KEY, FROM, NULL, &o->e), ERR_AGAIN);
}

static void a_disabled_user_has_no_invite(void **state)
{
    struct office *o = *state;
    char code[INVITE_ROOM];
    int64_t id = office_user(o, "grid01");
    invited(o, "grid01", code);
    done(o, user_disable(o->work, id, "离职", &o->e));
    assert_false(is_open(o, "grid01"));
    assert_int_equal(invite_take(o->work, "grid01", code, KEY, FROM, NULL, &o->e), ERR_DENIED);
    assert_int_equal(invite_make(o->work, id, code, NULL, NULL, &o->e), ERR_STATE);
}

static void only_the_system_administrator_invites(void **state)
{
    static const char *const others[] = {"grid01", "station01", "district01", "security", "audit"};
    struct office *o = *state;
    char code[INVITE_ROOM];
    struct rows rows = {0};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        int64_t id = office_user(o, "member01");
        office_act(o, others[i]);
        assert_int_equal(invite_make(o->work, id, code, NULL, NULL, &o->e), ERR_DENIED);
        assert_string_equal(code, "");
        assert_int_equal(invite_list(o->work, o->pool, 0, &rows, &o->e), ERR_DENIED);
        assert_int_equal(invite_withdraw(o->work, 1, &o->e), ERR_DENIED);
    }
}

static void nobody_can_log_in_as_one_of_those_who_watch(void **state)
{
    static const char *const watchers[] = {"security", "audit"};
    struct office *o = *state;
    char code[INVITE_ROOM];
    for (size_t i = 0; i < 2; i++) {
        int64_t id = office_user(o, watchers[i]);
        office_act(o, "admin");
        assert_int_equal(invite_make(o->work, id, code, NULL, NULL, &o->e), ERR_DENIED);
        assert_int_equal(user_reset_password(o->work, id, NULL, NULL, &o->e), ERR_DENIED);
        assert_int_equal(user_key_add(o->work, id, KEY, NULL, &o->e), ERR_DENIED);
        work_become_local(o->work); /* who has the server has it all */
        done(o, user_reset_password(o->work, id, NULL, NULL, &o->e));
    }
}

/* --- passwords --- */

static void has_password(struct office *o, const char *login, const char *password)
{
    work_become_local(o->work);
    done(o, user_reset_password(o->work, office_user(o, login), "wangge-demo", NULL, &o->e));
    office_act(o, login);
    done(o, password_change(o->work, "", password, &o->e));
}

static void set(struct office *o, enum setting_id id, const char *value)
{
    office_act(o, "security");
    done(o, setting_set(o->work, id, value, &o->e));
}

static void the_rules_are_settings_and_hold_for_administrators_too(void **state)
{
    struct office *o = *state;
    char rules[PASSWORD_RULES];
    set(o, SETTING_PASSWORD_LEAST, "12");
    set(o, SETTING_PASSWORD_KINDS, "3");
    password_rules(o->work, rules);
    assert_string_equal(rules, "12 characters or more, 3 kinds");
    work_become_local(o->work);
    int64_t id = office_user(o, "admin");
    assert_int_equal(user_reset_password(o->work, id, "Short-4-it", NULL, &o->e), ERR_INVALID);
    assert_string_equal(o->e.text, "A password has 12 characters or more.");
    done(o, user_reset_password(o->work, id, "Long-enough-4-it", NULL, &o->e));
    office_act(o, "admin");
    assert_int_equal(password_change(o->work, "", "long-enough-for", &o->e), ERR_INVALID);
    assert_string_equal(o->e.text, "A password has 3 kinds of characters or more: small letters, capitals, digits, "
                                   "others.");
    done(o, password_change(o->work, "", "Long-enough-4-me", &o->e));
}

static void a_made_password_meets_every_rule(void **state)
{
    struct office *o = *state;
    char made[32];
    set(o, SETTING_PASSWORD_LEAST, "64");
    set(o, SETTING_PASSWORD_KINDS, "4");
    work_become_local(o->work);
    done(o, user_reset_password(o->work, office_user(o, "grid01"), NULL, made, &o->e));
    assert_in_range(strlen(made), 15, 31); /* random, and for one time only */
}

static void former_passwords_do_not_come_again(void **state)
{
    struct office *o = *state;
    has_password(o, "grid01", "word-number-1");
    done(o, password_change(o->work, "word-number-1", "word-number-2", &o->e));
    done(o, password_change(o->work, "word-number-2", "word-number-3", &o->e));
    assert_int_equal(password_change(o->work, "word-number-3", "word-number-1", &o->e), ERR_INVALID);
    assert_non_null(strstr(o->e.text, "before"));
    assert_int_equal(password_change(o->work, "word-number-3", "word-number-3", &o->e), ERR_INVALID);
    done(o, password_change(o->work, "word-number-3", "word-number-4", &o->e));
    done(o, password_change(o->work, "word-number-4", "word-number-5", &o->e));
    done(o, password_change(o->work, "word-number-5", "word-number-1", &o->e)); /* three lie between */
    set(o, SETTING_PASSWORD_KEPT, "0");
    office_act(o, "grid01");
    done(o, password_change(o->work, "word-number-1", "word-number-5", &o->e));
}

static void an_old_password_must_be_changed_after_a_login_with_it(void **state)
{
    struct office *o = *state;
    has_password(o, "grid01", "word-number-1");
    later(180 * DAY - 1);
    office_act(o, "grid01");
    done(o, login_done(o->work, "grid01", FROM, "password", &o->e));
    assert_false(o->work->actor.must_change);
    later(1);
    office_act(o, "grid01");
    done(o, login_done(o->work, "grid01", FROM, "key", &o->e)); /* a key is no password */
    assert_false(o->work->actor.must_change);
    done(o, login_done(o->work, "grid01", FROM, "password", &o->e));
    assert_true(o->work->actor.must_change);
    assert_int_equal(right_scope(o->work, "visit.read"), SCOPE_NONE);
    assert_int_equal(password_change(o->work, "", "word-number-1", &o->e), ERR_INVALID);
    done(o, password_change(o->work, "", "word-number-2", &o->e));
    assert_int_equal(right_scope(o->work, "visit.read"), SCOPE_SUBTREE);
    done(o, login_done(o->work, "grid01", FROM, "password", &o->e));
    assert_false(o->work->actor.must_change);
}

static void passwords_that_were_never_chosen_do_not_age(void **state)
{
    struct office *o = *state;
    has_password(o, "grid01", "word-number-1");
    work_become_local(o->work);
    done(o, user_reset_password(o->work, office_user(o, "grid01b"), "wangge-demo", NULL, &o->e));
    later(4000L * DAY);
    done(o, setting_set(o->work, SETTING_PASSWORD_DAYS, "0", &o->e));
    office_act(o, "grid01");
    done(o, login_done(o->work, "grid01", FROM, "password", &o->e));
    assert_false(o->work->actor.password_aged); /* 0 is never */
    done(o, setting_set((work_become_local(o->work), o->work), SETTING_PASSWORD_DAYS, "1", &o->e));
    office_act(o, "grid01b");
    done(o, login_done(o->work, "grid01b", FROM, "password", &o->e));
    assert_false(o->work->actor.password_aged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_code_binds_one_key_once),
        OFFICE_TEST(a_code_may_be_typed_in_capitals_and_without_dashes),
        OFFICE_TEST(codes_that_open_nothing),
        OFFICE_TEST(a_code_is_over_after_its_days),
        OFFICE_TEST(a_further_invite_withdraws_the_one_before),
        OFFICE_TEST(the_key_of_another_leaves_the_invite_open),
        OFFICE_TEST(guesses_make_the_account_wait),
        OFFICE_TEST(a_disabled_user_has_no_invite),
        OFFICE_TEST(only_the_system_administrator_invites),
        OFFICE_TEST(nobody_can_log_in_as_one_of_those_who_watch),
        OFFICE_TEST(the_rules_are_settings_and_hold_for_administrators_too),
        OFFICE_TEST(a_made_password_meets_every_rule),
        OFFICE_TEST(former_passwords_do_not_come_again),
        OFFICE_TEST(an_old_password_must_be_changed_after_a_login_with_it),
        OFFICE_TEST(passwords_that_were_never_chosen_do_not_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
