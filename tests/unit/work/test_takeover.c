/* Ways around: an administrator or a former holder tries to work under another's name or in a post that nobody granted.
 */
#include "fixture.h"

#include "wangge/table/code.h"
#include "wangge/work/access.h"
#include "wangge/work/code_row.h"
#include "wangge/work/invite.h"
#include "wangge/work/job.h"
#include "wangge/work/login.h"
#include "wangge/work/post.h"
#include "wangge/work/retention.h"
#include "wangge/work/right.h"
#include "wangge/work/second.h"

#define BLOB "AAAAC3NzaC1lZDI1NTE5AAAAIICfJN7zmaY8byls6iW4kjWTQLkPyDTJwIzyqVDQ8BA2"
#define KEY  "ssh-ed25519 " BLOB " admin@laptop"

static const char *newest_line(struct office *o, const char *login)
{
    struct rows rows = {0};
    office_act(o, login);
    done(o, inbox_lines(o->work, o->pool, false, &rows, &o->e));
    assert_true(rows.count > 0);
    return rows_text(&rows, 0, "text");
}

static void who_gets_a_proof_from_another_hears_of_it(void **state)
{
    struct office *o = *state;
    struct rows keys = {0};
    char code[INVITE_ROOM], password[64];
    int64_t member = office_user(o, "member01");
    office_act(o, "admin");
    done(o, user_key_add(o->work, member, KEY, NULL, &o->e));
    assert_non_null(strstr(newest_line(o, "member01"), "A login key was added to your user, by admin"));
    done(o, user_keys(o->work, o->pool, member, &keys, &o->e));
    done(o, inbox_read(o->work, 0, &o->e));
    office_act(o, "admin");
    done(o, user_key_delete(o->work, member, rows_int(&keys, 0, "id"), &o->e));
    assert_non_null(strstr(newest_line(o, "member01"), "was removed, by admin"));
    done(o, inbox_read(o->work, 0, &o->e));
    office_act(o, "admin");
    done(o, invite_make(o->work, member, code, NULL, NULL, &o->e));
    assert_non_null(strstr(newest_line(o, "member01"), "An invite that binds a login key was made for you, by admin"));
    done(o, inbox_read(o->work, 0, &o->e));
    office_act(o, "admin");
    done(o, user_reset_password(o->work, member, NULL, password, &o->e));
    office_act(o, "security");
    done(o, second_reset(o->work, member, &o->e));
    struct rows rows = {0};
    o->work->actor.user = member;
    done(o, inbox_lines(o->work, o->pool, false, &rows, &o->e));
    assert_int_equal(rows.count, 2);
}

static void what_one_does_to_oneself_needs_no_telling(void **state)
{
    struct office *o = *state;
    int64_t unread = 0;
    office_act(o, "member01");
    done(o, user_key_add(o->work, o->work->actor.user, KEY, NULL, &o->e));
    done(o, inbox_unread(o->work, &unread, &o->e));
    assert_int_equal(unread, 0);
}

/* The post of one who watches, given by the security administrator. */
static enum err give(struct office *o, const char *login, const char *role)
{
    int64_t request = 0;
    office_act(o, "security");
    const struct post_wish wish = {.account = office_user(o, login), .role = role, .area = o->city};
    return post_ask(o->work, &wish, &request, &o->e);
}

static void nobody_watches_whose_proof_another_has(void **state)
{
    struct office *o = *state;
    struct rows keys = {0};
    char code[INVITE_ROOM], password[64];
    int64_t invite = 0, member = office_user(o, "member01");
    office_act(o, "admin"); /* an invite for later */
    done(o, invite_make(o->work, member, code, &invite, NULL, &o->e));
    assert_int_equal(give(o, "member01", "security"), ERR_STATE);
    office_act(o, "admin");
    done(o, invite_withdraw(o->work, invite, &o->e));
    done(o, user_key_add(o->work, member, KEY, NULL, &o->e)); /* a key that stays */
    assert_int_equal(give(o, "member01", "audit"), ERR_STATE);
    office_act(o, "member01");
    done(o, user_keys(o->work, o->pool, member, &keys, &o->e));
    done(o, user_key_delete(o->work, member, rows_int(&keys, 0, "id"), &o->e));
    office_act(o, "admin"); /* a password that is known */
    done(o, user_reset_password(o->work, member, NULL, password, &o->e));
    assert_int_equal(give(o, "member01", "security"), ERR_STATE);
    office_act(o, "member01");
    done(o, password_change(o->work, password, "kX7-wind-harbour", &o->e));
    done(o, user_key_add(o->work, member, KEY, NULL, &o->e)); /* an own one is an own one */
    done(o, give(o, "member01", "security"));
}

static void a_post_that_ended_is_not_ended_later(void **state)
{
    struct office *o = *state;
    office_act(o, "member01");
    int64_t member = o->work->actor.user, post = o->work->actor.post;
    office_act(o, "security");
    done(o, user_post_end(o->work, member, post, "2026-10-20", &o->e));
    assert_int_equal(user_post_end(o->work, member, post, "2036-10-20", &o->e), ERR_INVALID);
    assert_int_equal(user_post_end(o->work, member, post, "2026-10-21", &o->e), ERR_INVALID);
    office_act(o, "member01");
    assert_string_equal(o->work->actor.role, "");
}

static void make_kiosk(struct office *o)
{
    struct record *record = record_new();
    work_become_local(o->work);
    record_set(record, "login", "kiosk");
    record_set(record, "name", "自助终端");
    record_set(record, "role", "guest");
    record_set_int(record, "area", o->city);
    done(o, user_add(o->work, record, NULL, &o->e));
    record_free(&record);
}

static void the_kiosk_has_no_other_duty(void **state)
{
    struct office *o = *state;
    int64_t request = 0;
    make_kiosk(o);
    assert_int_equal(give(o, "kiosk", "grid_leader"), ERR_INVALID);
    office_act(o, "kiosk");
    const struct post_wish instead = {
        .account = o->work->actor.user, .role = "district", .area = o->city, .instead = o->work->actor.post};
    office_act(o, "security");
    assert_int_equal(post_ask(o->work, &instead, &request, &o->e), ERR_INVALID);
}

static void a_kiosk_session_becomes_nothing_else(void **state)
{
    struct office *o = *state;
    char why[320];
    int64_t session = 0;
    make_kiosk(o);
    office_act(o, "kiosk");
    done(o, session_enter(o->work, "screen", &session, &o->e));
    const struct actor guest = o->work->actor;
    work_become_local(o->work);
    done(o, user_post_end(o->work, guest.user, guest.post, "2026-10-20", &o->e));
    done(o, user_post_add(o->work, guest.user, "district", o->city, NULL, NULL, &o->e));
    o->work->actor = guest;
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_ENDED);
}

/* Whoever keeps code lists names no role: "local" is the program itself, which may do all. */
static void a_role_is_not_made_as_a_code(void **state)
{
    struct office *o = *state;
    const struct code local = {.code = "local", .zh = "信息员助理", .en = "informant helper", .initials = ""};
    int64_t request = 0;
    office_act(o, "admin");
    assert_int_equal(code_row_add(o->work, "role", "local", local.zh, local.en, NULL, &o->e), ERR_DENIED);
    assert_int_equal(code_row_change(o->work, "role", "district", "信息员", "informant", NULL, &o->e), ERR_DENIED);
    assert_int_equal(code_row_retire(o->work, "role", "security", true, &o->e), ERR_DENIED);
    assert_string_equal(code_text("role", "district"), "district centre");
    code_put("role", &local); /* as of a place's file */
    const struct post_wish wish = {.account = office_user(o, "member01"), .role = "local", .area = o->grid_a1};
    assert_int_equal(post_ask(o->work, &wish, &request, &o->e), ERR_INVALID);
    done(o, db_execute_text(o->work->db, "update post set role = 'local' where account = $id",
                            BINDS(BIND_INT("id", wish.account)), NULL, &o->e));
    office_act(o, "member01");
    assert_string_equal(o->work->actor.role, "");
    assert_int_equal(right_scope(o->work, "person.read"), SCOPE_NONE);
    work_become_local(o->work);
    office_load(o);
}

static void cancel_it(void *to, const struct job *job)
{
    struct office *o = to;
    if (job->at > 0)
        db_execute_text(o->work->db, "update job set cancel = 1 where id = $id", BINDS(BIND_INT("id", job->id)), NULL,
                        NULL);
}

static const char *audited(struct office *o, const char *note)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          "select login from audit where action = 'retention.run' and success = 1 and note = $note",
                          BINDS(BIND_TEXT("note", note)), &rows, &o->e));
    return rows.count == 0 ? "nobody" : rows_text(&rows, 0, "login");
}

/* What a job has removed is told, though whoever began it stops it in the middle. */
static void nothing_is_removed_unheard(void **state)
{
    struct office *o = *state;
    int64_t job = 0;
    office_act(o, "admin");
    done(o, inbox_add(o->work, o->work->actor.user, "job", 1, 0, "x", &o->e));
    done(o, db_execute_text(o->work->db, "update inbox_line set at = 1, read_at = 1", NULL, NULL, &o->e));
    job_set_watch(cancel_it, o);
    done(o, retention_run(o->work, "inbox", &job, &o->e));
    job_set_watch(NULL, NULL);
    assert_string_equal(audited(o, "begin inbox"), "admin");
    assert_string_equal(audited(o, "inbox 1"), "admin");
}

static void who_watches_is_not_switched_off(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_int_equal(user_disable(o->work, office_user(o, "audit"), "", &o->e), ERR_DENIED);
    assert_int_equal(user_disable(o->work, office_user(o, "security"), "", &o->e), ERR_DENIED);
    done(o, give(o, "member01", "audit"));
    office_act(o, "admin");
    done(o, user_disable(o->work, office_user(o, "audit"), "", &o->e)); /* there is another one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(who_gets_a_proof_from_another_hears_of_it),
        OFFICE_TEST(what_one_does_to_oneself_needs_no_telling),
        OFFICE_TEST(nobody_watches_whose_proof_another_has),
        OFFICE_TEST(a_post_that_ended_is_not_ended_later),
        OFFICE_TEST(the_kiosk_has_no_other_duty),
        OFFICE_TEST(a_kiosk_session_becomes_nothing_else),
        OFFICE_TEST(a_role_is_not_made_as_a_code),
        OFFICE_TEST(nothing_is_removed_unheard),
        OFFICE_TEST(who_watches_is_not_switched_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
