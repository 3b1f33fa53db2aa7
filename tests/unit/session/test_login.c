/* The session child before anybody is anybody, against a network child that was taken over: what it says out of order
 * ends the connection, and what it leaves out leaves nobody in. */
#include "../work/fixture.h"

#include "../../../src/session/session.h"

#include "wangge/base/memory.h"
#include "wangge/wire/wire.h"
#include "wangge/work/setting.h"

#include <sys/socket.h>

static struct wire net;
static struct session session;
static struct config *config;

/* grid01 and grid03 have the password "wangge-demo"; after a key grid leaders need it. grid01 has the key "AAAA". */
static int connect_them(void **state)
{
    office_setup(state);
    struct office *o = *state;
    int ends[2], control[2];
    struct error e;
    for (int i = 0; i < 2; i++) {
        const char *login = i == 0 ? "grid01" : "grid03";
        done(o, user_reset_password(o->work, office_user(o, login), "wangge-demo", NULL, &o->e));
    }
    done(o, setting_set(o->work, SETTING_LOGIN_AFTER_KEY, "grid_leader", &o->e));
    done(o, db_execute_text(o->work->db,
                            "insert into account_key (id, account, type, blob, fingerprint, comment, created_by, "
                            "created_at) select 1, id, 'ssh-ed25519', 'AAAA', 'x', '', 0, 0 from account "
                            "where login = 'grid01'",
                            NULL, NULL, &o->e));
    assert_int_equal(wire_pair(ends), 0);
    assert_int_equal(wire_pair(control), 0);
    session = (struct session){.work = o->work, .from = "192.0.2.7"};
    assert_int_equal(config_load(NULL, &config, &e), ERR_NONE);
    session.config = config;
    wire_start(&net, ends[0], WIRE_SIDE_NET, WIRE_PHASE_LOGIN);
    wire_start(&session.wire, ends[1], WIRE_SIDE_SESSION, WIRE_PHASE_LOGIN);
    wire_start(&session.control, control[1], WIRE_SIDE_SESSION, WIRE_PHASE_CONTROL);
    return 0;
}

static int part_them(void **state)
{
    wire_close(&net);
    wire_close(&session.wire);
    wire_close(&session.control);
    mem_free(session.proof.key);
    config_free(&config);
    return office_teardown(state);
}

/* What the session child makes of it; its answer in *said when it is no breach. */
static enum wire_result say(enum wire_message message, const char *login, const char *proof, enum wire_message *said)
{
    static struct wire_letter letter;
    assert_int_equal(wire_send_words(&net, message, NULL, 0, 2, (const char *const[]){login, proof}, NULL), WIRE_OK);
    enum wire_result result = wire_serve(&session.wire, session_handlers, &session);
    if (result == WIRE_OK) {
        assert_int_equal(wire_receive(&net, &letter), WIRE_OK);
        *said = letter.message;
    }
    return result;
}

static void expect_answer(enum wire_message message, const char *login, const char *proof, enum wire_message wanted)
{
    enum wire_message said = WIRE_MESSAGE_COUNT;
    assert_int_equal(say(message, login, proof, &said), WIRE_OK);
    assert_int_equal(said, wanted);
}

static void expect_breach(struct office *o, enum wire_message message, const char *login, const char *proof)
{
    enum wire_message said = WIRE_MESSAGE_COUNT;
    assert_int_equal(say(message, login, proof, &said), WIRE_BREACH);
    assert_int_equal(session.wire.phase, WIRE_PHASE_LOGIN);
    assert_int_equal(o->work->actor.user, 0);
}

static void an_answer_before_a_proof_is_a_breach(void **state)
{
    struct office *o = *state;
    o->work->actor = (struct actor){0};
    expect_breach(o, WIRE_ANSWER, "grid01", "wangge-demo");
}

static void an_answer_after_a_proof_that_failed_is_one_too(void **state)
{
    struct office *o = *state;
    o->work->actor = (struct actor){0};
    expect_answer(WIRE_KEY_PROVED, "grid03", "AAAA", WIRE_REFUSED); /* grid01's key */
    expect_breach(o, WIRE_ANSWER, "grid03", "wangge-demo");
}

static void an_answer_as_somebody_else_is_a_breach(void **state)
{
    struct office *o = *state;
    o->work->actor = (struct actor){0};
    expect_answer(WIRE_KEY_PROVED, "grid01", "AAAA", WIRE_MORE);
    expect_breach(o, WIRE_ANSWER, "grid03", "wangge-demo");
}

static void after_more_nothing_else_is_heard(void **state)
{
    struct office *o = *state;
    o->work->actor = (struct actor){0};
    expect_answer(WIRE_KEY_PROVED, "grid01", "AAAA", WIRE_MORE);
    expect_breach(o, WIRE_PASSWORD, "grid03", "wangge-demo");
    expect_breach(o, WIRE_KEY_PROVED, "grid01", "AAAA");
    expect_breach(o, WIRE_KEY_OFFER, "grid01", "AAAA");
    expect_breach(o, WIRE_GUEST, "kiosk", "");
    assert_int_equal(wire_send(&session.wire, WIRE_PTY, NULL, 0, NULL), WIRE_BREACH); /* nor anything run */
}

static void the_answer_that_was_asked_for_opens(void **state)
{
    struct office *o = *state;
    o->work->actor = (struct actor){0};
    expect_answer(WIRE_KEY_PROVED, "grid01", "AAAA", WIRE_MORE);
    expect_answer(WIRE_ANSWER, "grid01", "wrong", WIRE_REFUSED);
    expect_answer(WIRE_ANSWER, "grid01", "wangge-demo", WIRE_ACCEPTED);
    assert_string_equal(o->work->actor.login, "grid01");
    assert_string_equal(office_last_audit(o), "grid01 login user 1 key and password");
}

static void an_offer_alone_is_nobody(void **state)
{
    struct office *o = *state;
    o->work->actor = (struct actor){0};
    expect_answer(WIRE_KEY_OFFER, "grid01", "AAAA", WIRE_KEY_KNOWN);
    assert_int_equal(o->work->actor.user, 0);
    assert_int_equal(session.wire.phase, WIRE_PHASE_LOGIN);
    expect_breach(o, WIRE_ANSWER, "grid01", "wangge-demo");
}

#define WIRED_TEST(function) cmocka_unit_test_setup_teardown(function, connect_them, part_them)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WIRED_TEST(an_answer_before_a_proof_is_a_breach),   WIRED_TEST(an_answer_after_a_proof_that_failed_is_one_too),
        WIRED_TEST(an_answer_as_somebody_else_is_a_breach), WIRED_TEST(after_more_nothing_else_is_heard),
        WIRED_TEST(the_answer_that_was_asked_for_opens),    WIRED_TEST(an_offer_alone_is_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
