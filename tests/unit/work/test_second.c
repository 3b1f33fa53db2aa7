/* The second factor: setting up, what login asks whom for, codes that work once, waiting, and who may take it away. */
#include "fixture.h"

#include "wangge/base/totp.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/second.h"
#include "wangge/work/setting.h"

#define FROM     "192.0.2.7"
#define FAILURES 5 /* the defaults of login.failures and login.wait */
#define WAIT     300

static char codes[RECOVERY_CODES][RECOVERY_ROOM];

static void later(int64_t seconds)
{
    clock_fix(clock_now() + seconds);
}

/* The key as a telephone reads it. */
static void read_key(const char *key, uint8_t out[TOTP_SECRET])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint64_t bits = 0;
    for (size_t i = 0; key[i] != '\0'; i++) {
        const char *letter = strchr(letters, key[i]);
        assert_non_null(letter);
        bits = bits << 5 | (uint64_t)(letter - letters);
        if (i % 8 == 7)
            for (int b = 0; b < 5; b++)
                out[i / 8 * 5 + (size_t)b] = (uint8_t)(bits >> (32 - 8 * b));
    }
}

/* What the telephone shows at this moment and so many steps from it. */
static const char *shown(struct office *o, const uint8_t *secret, int steps)
{
    return pool_format(o->pool, "%06u", (unsigned)totp_code(secret, TOTP_SECRET, totp_step(clock_now()) + steps));
}

static void set_up(struct office *o, const char *login, uint8_t secret[TOTP_SECRET])
{
    struct second_secret made;
    office_act(o, login);
    done(o, second_begin(o->work, &made, &o->e));
    read_key(made.key, secret);
    done(o, second_confirm(o->work, shown(o, secret, 0), codes, &o->e));
    later(TOTP_SECONDS);
}

static void policy(struct office *o, enum setting_id id, const char *roles)
{
    work_become_local(o->work);
    done(o, setting_set(o->work, id, roles, &o->e));
}

static void give_password(struct office *o, const char *login)
{
    work_become_local(o->work);
    done(o, user_reset_password(o->work, office_user(o, login), "wangge-demo", NULL, &o->e));
}

static enum login_ask asked(struct office *o, const char *login, const char *proved)
{
    enum login_ask ask = LOGIN_ASK_NOTHING;
    done(o, login_asks(o->work, login, proved, &ask, &o->e));
    return ask;
}

static void a_code_is_asked_for_once_one_is_confirmed(void **state)
{
    struct office *o = *state;
    struct second_secret made;
    uint8_t secret[TOTP_SECRET];
    struct second now;
    office_act(o, "grid01");
    done(o, second_begin(o->work, &made, &o->e));
    assert_int_equal(asked(o, "grid01", "password"), LOGIN_ASK_NOTHING);
    assert_int_equal(second_confirm(o->work, "000000", codes, &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "code");

    read_key(made.key, secret);
    done(o, second_confirm(o->work, shown(o, secret, 0), codes, &o->e));
    assert_string_equal(office_last_audit(o), "grid01 user.second user 1 set up");
    assert_int_equal(asked(o, "grid01", "password"), LOGIN_ASK_CODE);
    assert_int_equal(asked(o, "grid01", "key"), LOGIN_ASK_NOTHING); /* no policy names the role */
    done(o, second_state(o->work, o->work->actor.user, &now, &o->e));
    assert_true(now.set_up && !now.needed && now.recovery_left == RECOVERY_CODES);
    assert_int_equal(second_begin(o->work, &made, &o->e), ERR_STATE); /* not thrown away by an open terminal */
}

static void a_code_opens_once(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    set_up(o, "grid01", secret);
    assert_int_equal(login_code(o->work, "grid01", shown(o, secret, -1), FROM, NULL, &o->e),
                     ERR_DENIED); /* set up by it */
    done(o, login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e));
    assert_int_equal(login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "grid01 login user 0 code");
    done(o, login_code(o->work, "grid01", shown(o, secret, 1), FROM, NULL, &o->e)); /* a telephone that is fast */
    later(10 * TOTP_SECONDS);
    assert_int_equal(login_code(o->work, "grid01", shown(o, secret, -2), FROM, NULL, &o->e), ERR_DENIED);
    assert_int_equal(login_code(o->work, "grid01b", shown(o, secret, 0), FROM, NULL, &o->e), ERR_DENIED);
    assert_int_equal(login_code(o->work, "nobody", shown(o, secret, 0), FROM, NULL, &o->e), ERR_DENIED);
}

static void each_recovery_code_opens_once(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    int left = 0;
    set_up(o, "grid01", secret);
    for (int i = 0; i < RECOVERY_CODES; i++) {
        done(o, login_code(o->work, "grid01", codes[i], FROM, &left, &o->e));
        assert_int_equal(left, RECOVERY_CODES - 1 - i);
        assert_int_equal(login_code(o->work, "grid01", codes[i], FROM, &left, &o->e), ERR_DENIED);
        for (int other = 0; other < i; other++)
            assert_string_not_equal(codes[i], codes[other]);
    }
}

static void a_recovery_code_may_be_typed_as_people_do_and_is_anothers_not(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET], other[TOTP_SECRET];
    char loud[RECOVERY_ROOM];
    set_up(o, "grid01b", other);
    set_up(o, "grid01", secret);
    assert_int_equal(login_code(o->work, "grid01b", codes[0], FROM, NULL, &o->e), ERR_DENIED);
    snprintf(loud, sizeof loud, "%s", codes[0]);
    for (char *c = loud; *c != '\0'; c++)
        *c = (char)(*c == '-' ? ' ' : *c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    done(o, login_code(o->work, "grid01", loud, FROM, NULL, &o->e));
}

static void wrong_codes_make_the_account_wait_and_a_strangers_passwords_do_not(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    give_password(o, "grid01");
    office_act(o, "grid01");
    done(o, password_change(o->work, "", "new-word-4", &o->e));
    set_up(o, "grid01", secret);
    for (int i = 0; i < FAILURES; i++)
        assert_int_equal(login_password(o->work, "grid01", "guess", FROM, &o->e), ERR_DENIED);
    done(o, login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e)); /* after a key */

    later(TOTP_SECONDS);
    for (int i = 0; i < FAILURES; i++)
        assert_int_equal(login_code(o->work, "grid01", "123", FROM, NULL, &o->e), ERR_DENIED);
    assert_int_equal(login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e), ERR_AGAIN);
    assert_string_equal(office_last_audit(o), "grid01 login user 0 waiting");
    assert_int_equal(login_code(o->work, "grid01", codes[0], FROM, NULL, &o->e), ERR_AGAIN);
    later(WAIT);
    done(o, login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e));
}

static void an_unlock_ends_this_waiting_too(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    set_up(o, "grid01", secret);
    for (int i = 0; i < FAILURES; i++)
        login_code(o->work, "grid01", "123", FROM, NULL, &o->e);
    assert_int_equal(login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e), ERR_AGAIN);
    office_act(o, "admin");
    done(o, user_unlock(o->work, office_user(o, "grid01"), &o->e));
    done(o, login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e));
}

static void who_needs_a_code_sets_it_up_before_anything_else(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    give_password(o, "grid01");
    office_act(o, "grid01");
    done(o, password_change(o->work, "", "new-word-4", &o->e));
    policy(o, SETTING_LOGIN_SECOND, "station grid_leader");
    assert_int_equal(asked(o, "grid01", "password"), LOGIN_ASK_NOTHING);
    assert_int_equal(asked(o, "grid01", "key"), LOGIN_ASK_PASSWORD);
    office_act(o, "grid01");
    assert_true(o->work->actor.must_second);
    assert_int_equal(right_need(o->work, "visit.read", &o->e), ERR_DENIED);
    assert_non_null(strstr(o->e.text, "verification code"));

    set_up(o, "grid01", secret);
    assert_false(o->work->actor.must_second);
    assert_int_equal(right_scope(o->work, "visit.read"), SCOPE_SUBTREE);
    assert_int_equal(asked(o, "grid01", "key"), LOGIN_ASK_CODE);
    office_act(o, "grid01");
    assert_false(o->work->actor.must_second);
    office_act(o, "member01"); /* another role */
    assert_false(o->work->actor.must_second);
}

static void after_a_key_the_password_or_the_code(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    give_password(o, "grid01");
    office_act(o, "grid01");
    done(o, password_change(o->work, "", "new-word-4", &o->e));
    policy(o, SETTING_LOGIN_AFTER_KEY, "grid_leader");
    assert_int_equal(asked(o, "grid01", "key"), LOGIN_ASK_PASSWORD);
    assert_int_equal(asked(o, "member01", "key"), LOGIN_ASK_NOTHING);
    assert_int_equal(asked(o, "grid01", "invite"), LOGIN_ASK_NOTHING);
    assert_int_equal(login_password_too(o->work, "grid01", "wangge-demo", FROM, &o->e), ERR_DENIED);
    done(o, login_password_too(o->work, "grid01", "new-word-4", FROM, &o->e));
    office_act(o, "grid01");
    assert_false(o->work->actor.must_second);
    office_act(o, "grid03"); /* a key and no password: else nothing could follow the key the next time */
    assert_true(o->work->actor.must_second);

    set_up(o, "grid01", secret);
    assert_int_equal(asked(o, "grid01", "key"), LOGIN_ASK_CODE);
}

static void all_posts_of_today_count(void **state)
{
    struct office *o = *state;
    int64_t id = office_user(o, "member01");
    policy(o, SETTING_LOGIN_AFTER_KEY, "grid_leader");
    assert_int_equal(asked(o, "member01", "key"), LOGIN_ASK_NOTHING);
    done(o, user_post_add(o->work, id, "grid_leader", o->grid_a2, "2026-10-20", NULL, &o->e));
    assert_int_equal(asked(o, "member01", "key"), LOGIN_ASK_PASSWORD);
}

static void it_is_removed_with_password_and_code(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    give_password(o, "grid01");
    office_act(o, "grid01");
    done(o, password_change(o->work, "", "new-word-4", &o->e));
    set_up(o, "grid01", secret);
    assert_int_equal(second_remove(o->work, "wrong", shown(o, secret, 0), &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "password");
    assert_int_equal(second_remove(o->work, "new-word-4", "000000", &o->e), ERR_INVALID);
    assert_string_equal(o->e.field, "code");
    done(o, second_remove(o->work, "new-word-4", shown(o, secret, 0), &o->e));
    assert_string_equal(office_last_audit(o), "grid01 user.second user 1 remove");
    assert_int_equal(asked(o, "grid01", "password"), LOGIN_ASK_NOTHING);
}

static void the_security_administrator_resets_others_and_nobody_else_does(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    struct second now;
    set_up(o, "security", secret);
    set_up(o, "grid01", secret);
    int64_t id = office_user(o, "grid01");
    office_act(o, "admin");
    assert_int_equal(second_reset(o->work, id, &o->e), ERR_DENIED);
    office_act(o, "grid03");
    assert_int_equal(second_reset(o->work, id, &o->e), ERR_DENIED);
    assert_int_equal(second_state(o->work, id, &now, &o->e), ERR_DENIED);
    office_act(o, "security");
    assert_int_equal(second_reset(o->work, o->work->actor.user, &o->e), ERR_DENIED);
    done(o, second_state(o->work, id, &now, &o->e));
    assert_true(now.set_up);
    done(o, second_reset(o->work, id, &o->e));
    assert_string_equal(office_last_audit(o), "security user.second user 1 reset");
    assert_int_equal(asked(o, "grid01", "password"), LOGIN_ASK_NOTHING);
    assert_int_equal(login_code(o->work, "grid01", codes[0], FROM, NULL, &o->e), ERR_DENIED);
}

static void the_database_holds_neither_secret_nor_codes(void **state)
{
    struct office *o = *state;
    uint8_t secret[TOTP_SECRET];
    struct rows rows = {0};
    char hex[2 * TOTP_SECRET + 1];
    set_up(o, "grid01", secret);
    for (size_t i = 0; i < TOTP_SECRET; i++)
        snprintf(hex + 2 * i, 3, "%02x", secret[i]);
    done(o, db_query_text(o->work->db, o->pool,
                          "select secret as text from account_second union all select digest from account_recovery",
                          NULL, &rows, &o->e));
    assert_int_equal(rows.count, 1 + RECOVERY_CODES);
    for (size_t i = 0; i < rows.count; i++) {
        assert_null(strstr(rows_text(&rows, i, "text"), hex));
        assert_null(strstr(rows_text(&rows, i, "text"), codes[0]));
    }
    /* One account's row moved to another opens nothing. */
    set_up(o, "grid01b", secret);
    done(o, db_execute_text(o->work->db,
                            "update account_second set last_step = 0, secret = (select secret from account_second s "
                            "join account c on c.id = s.account where c.login = 'grid01b') where account = (select id "
                            "from account where login = 'grid01')",
                            NULL, NULL, &o->e));
    assert_int_equal(login_code(o->work, "grid01", shown(o, secret, 0), FROM, NULL, &o->e), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_code_is_asked_for_once_one_is_confirmed),
        OFFICE_TEST(a_code_opens_once),
        OFFICE_TEST(each_recovery_code_opens_once),
        OFFICE_TEST(a_recovery_code_may_be_typed_as_people_do_and_is_anothers_not),
        OFFICE_TEST(wrong_codes_make_the_account_wait_and_a_strangers_passwords_do_not),
        OFFICE_TEST(an_unlock_ends_this_waiting_too),
        OFFICE_TEST(who_needs_a_code_sets_it_up_before_anything_else),
        OFFICE_TEST(after_a_key_the_password_or_the_code),
        OFFICE_TEST(all_posts_of_today_count),
        OFFICE_TEST(it_is_removed_with_password_and_code),
        OFFICE_TEST(the_security_administrator_resets_others_and_nobody_else_does),
        OFFICE_TEST(the_database_holds_neither_secret_nor_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
