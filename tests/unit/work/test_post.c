/* Posts that are asked for, granted and refused; several of one person; nobody gives anything to themselves. */
#include "fixture.h"

#include "wangge/work/access.h"
#include "wangge/work/login.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/role.h"

static int64_t ask(struct office *o, const char *login, const char *role, int64_t area)
{
    int64_t request = 0;
    const struct post_wish wish = {.account = office_user(o, login), .role = role, .area = area};
    done(o, post_ask(o->work, &wish, &request, &o->e));
    return request;
}

static void a_post_is_asked_for_and_granted(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "admin");
    int64_t request = ask(o, "member01", "informant", o->grid_a2);
    assert_true(request != 0);
    assert_int_equal(post_grant(o->work, request, &o->e), ERR_DENIED); /* who asks does not grant */

    office_act(o, "security");
    assert_int_equal(post_waiting(o->work), 1);
    done(o, post_requests(o->work, o->pool, false, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "login"), "member01");
    done(o, post_grant(o->work, request, &o->e));
    assert_int_equal(post_grant(o->work, request, &o->e), ERR_STATE); /* once only */
    assert_int_equal(post_waiting(o->work), 0);

    office_act(o, "member01");
    done(o, post_mine(o->work, o->pool, &rows, &o->e));
    assert_int_equal(rows.count, 2);
}

static void a_refusal_says_why(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "admin");
    int64_t request = ask(o, "member01", "grid_leader", o->grid_a2);
    assert_int_equal(post_refuse(o->work, request, "no", &o->e), ERR_DENIED);
    office_act(o, "security");
    assert_int_equal(post_refuse(o->work, request, "", &o->e), ERR_INVALID);
    done(o, post_refuse(o->work, request, "先培训", &o->e));
    office_act(o, "admin");
    done(o, post_requests(o->work, o->pool, true, &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "state"), "refused");
    assert_string_equal(rows_text(&rows, 0, "answer"), "先培训");
}

static void nobody_gives_anything_to_themselves(void **state)
{
    struct office *o = *state;
    int64_t request = 0;
    office_act(o, "security");
    const struct post_wish own = {.account = o->work->actor.user, .role = "district", .area = o->district};
    assert_int_equal(post_ask(o->work, &own, &request, &o->e), ERR_DENIED);
    assert_int_equal(user_post_end(o->work, own.account, o->work->actor.post, "2026-10-21", &o->e), ERR_STATE);
    office_act(o, "admin");
    request = ask(o, "security", "street", o->street);
    office_act(o, "security");
    assert_int_equal(post_grant(o->work, request, &o->e), ERR_DENIED);
}

static void administrators_duties_are_apart(void **state)
{
    struct office *o = *state;
    int64_t request = 0;
    office_act(o, "security");
    const struct post_wish both = {.account = office_user(o, "admin"), .role = "audit", .area = o->city};
    assert_int_equal(post_ask(o->work, &both, &request, &o->e), ERR_INVALID);
    const struct post_wish kiosk = {.account = office_user(o, "member01"), .role = "guest", .area = o->city};
    assert_int_equal(post_ask(o->work, &kiosk, &request, &o->e), ERR_INVALID);
}

static void who_changes_the_grid_keeps_what_was(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    int64_t request = 0, member = office_user(o, "member01");
    office_act(o, "member01");
    int64_t old = o->work->actor.post;
    office_act(o, "security");
    const struct post_wish wish = {.account = member, .role = "informant", .area = o->grid_a2, .instead = old};
    done(o, post_ask(o->work, &wish, &request, &o->e));
    assert_int_equal(request, 0); /* who may grant has granted */
    done(o, user_posts(o->work, o->pool, member, &rows, &o->e));
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows_text(&rows, 0, "to_on"), "2026-10-20");
    office_act(o, "member01");
    assert_int_equal(o->work->actor.area, o->grid_a2);
}

static void a_session_works_in_one_of_several(void **state)
{
    struct office *o = *state;
    struct rows mine = {0};
    office_act(o, "security");
    ask(o, "member01", "part_time", o->grid_a2);
    office_act(o, "member01");
    assert_string_equal(o->work->actor.role, "informant");
    done(o, post_mine(o->work, o->pool, &mine, &o->e));
    done(o, post_take(o->work, rows_int(&mine, 1, "id"), false, &o->e));
    assert_string_equal(o->work->actor.role, "part_time");
    assert_int_equal(o->work->actor.area, o->grid_a2);
    assert_int_equal(right_scope(o->work, "case.settle"), SCOPE_NONE);
    office_act(o, "member01"); /* the next session begins as before */
    assert_string_equal(o->work->actor.role, "informant");
    done(o, post_take(o->work, rows_int(&mine, 1, "id"), true, &o->e));
    office_act(o, "member01"); /* unless it was to be kept */
    assert_string_equal(o->work->actor.role, "part_time");
    assert_int_equal(post_take(o->work, 1, true, &o->e), ERR_NOT_FOUND); /* somebody else's */
    assert_string_equal(o->work->actor.role, "part_time");
}

static int64_t enter(struct office *o, const char *login)
{
    int64_t id = 0;
    office_act(o, login);
    done(o, session_enter(o->work, "screen", &id, &o->e));
    return id;
}

/* The actor of a session while an administrator does something. */
static struct actor in_between(struct office *o, struct actor *session)
{
    struct actor other = o->work->actor;
    o->work->actor = *session;
    return other;
}

static void a_session_takes_over_what_has_changed(void **state)
{
    struct office *o = *state;
    char why[320];
    enter(o, "member01");
    struct actor session = o->work->actor;
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_SAME);

    office_act(o, "security");
    const struct post_wish wish = {
        .account = session.user, .role = "part_time", .area = o->grid_a2, .instead = session.post};
    int64_t request = 0;
    done(o, post_ask(o->work, &wish, &request, &o->e));
    in_between(o, &session);
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_CHANGED);
    assert_string_equal(o->work->actor.role, "part_time");
    assert_non_null(strstr(why, "part-time member"));
    assert_int_equal(o->work->actor.session, session.session);
    session = o->work->actor;

    office_act(o, "admin");
    done(o, user_set_state(o->work, session.user, "disabled", &o->e));
    in_between(o, &session);
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_ENDED);
}

static int64_t access_of(struct office *o, int64_t account)
{
    struct rows rows = {0};
    done(o, db_query(o->work->db, o->pool, "access.of_account", BINDS(BIND_INT("account", account)), &rows, &o->e));
    return rows_int(&rows, 0, "access");
}

/* What is on the screen or runs as a command goes on: the present post is as it was. */
static void a_further_post_disturbs_nobody(void **state)
{
    struct office *o = *state;
    struct rows posts = {0};
    char why[320];
    int64_t id = 0;
    enter(o, "member01");
    struct actor session = o->work->actor;
    int64_t before = access_of(o, session.user);

    office_act(o, "security");
    ask(o, "member01", "part_time", o->grid_a2);
    assert_int_equal(access_of(o, session.user), before);
    done(o, user_posts(o->work, o->pool, session.user, &posts, &o->e));
    int64_t further = rows_int(&posts, 0, "id") == session.post ? rows_int(&posts, 1, "id") : rows_int(&posts, 0, "id");
    done(o, user_post_end(o->work, session.user, further, "2026-10-20", &o->e)); /* nor does its end */
    assert_int_equal(access_of(o, session.user), before);

    in_between(o, &session);
    struct record *record = record_new();
    record_set_int(record, "area", o->grid_a1);
    record_set(record, "address", "文苑路18号");
    done(o, table_add(o->work, table_find("household"), record, &id, &o->e));
    record_free(&record);
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_SAME);
}

static void a_first_post_is_noticed(void **state)
{
    struct office *o = *state;
    char why[320];
    work_become_local(o->work);
    office_add_user(o, "new01", "示例新", "", 0);
    enter(o, "new01");
    struct actor session = o->work->actor;
    int64_t before = access_of(o, session.user);
    office_act(o, "security");
    ask(o, "new01", "informant", o->grid_a1);
    assert_true(access_of(o, session.user) > before);
    in_between(o, &session);
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_CHANGED);
}

static void an_ended_session_saves_nothing(void **state)
{
    struct office *o = *state;
    char why[320];
    int64_t id = enter(o, "grid01");
    struct actor session = o->work->actor;
    office_act(o, "security");
    done(o, db_begin(o->work->db, &o->e));
    done(o, access_end_session(o->work, id, &o->e));
    done(o, db_commit(o->work->db, &o->e));
    in_between(o, &session);
    struct record *record = record_new();
    record_set_int(record, "area", o->grid_a1);
    record_set(record, "address", "文苑路18号");
    assert_int_equal(table_add(o->work, table_find("household"), record, &id, &o->e), ERR_DENIED);
    record_free(&record);
    assert_int_equal(access_renew(o->work, why, sizeof why), ACCESS_ENDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_post_is_asked_for_and_granted),       OFFICE_TEST(a_refusal_says_why),
        OFFICE_TEST(nobody_gives_anything_to_themselves),   OFFICE_TEST(administrators_duties_are_apart),
        OFFICE_TEST(who_changes_the_grid_keeps_what_was),   OFFICE_TEST(a_session_works_in_one_of_several),
        OFFICE_TEST(a_session_takes_over_what_has_changed), OFFICE_TEST(an_ended_session_saves_nothing),
        OFFICE_TEST(a_further_post_disturbs_nobody),        OFFICE_TEST(a_first_post_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
