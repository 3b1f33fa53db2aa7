/* What the further roles are for: a street's leader and the secretary approve and supervise, people of a grid handle
 * what their unit has in hand, and roles of the place follow their cells. */
#include "case_story.h"

#include "wangge/work/right.h"

static const char further_people[] =
    "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
    " values (21, 'leader01', '示例寅', '', 0, 0, 0, 0), (22, 'secretary01', '示例卯', '', 0, 0, 0, 0),"
    " (23, 'part01', '示例辰', '', 0, 0, 0, 0), (24, 'place01', '示例巳', '', 0, 0, 0, 0);"
    "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
    " values (21, 21, 'street_leader', 3, '2020-01-01', 0, 0, 0, 0), (22, 22, 'secretary', 2, '2020-01-01', 0, 0, 0, "
    "0),"
    " (23, 23, 'part_time', 6, '2020-01-01', 0, 0, 0, 0);";

static int further_begin(void **state)
{
    int r = village_begin(state);
    sql(*state, further_people);
    return r;
}

#define WITH_LEADERS(test) cmocka_unit_test_setup_teardown(test, further_begin, village_end)

/* place01 holds a role of the place, made from base with these cells ("action", scope). */
static void hold_role(struct village *v, const char *base, int area, const char *action, enum scope scope)
{
    static const char *const names[] = {"", "own", "unit", "subtree", "all"};
    sql(v,
        pool_format(v->pool,
                    "insert into role_custom (id, code, name_zh, name_en, note, base, version, created_by, created_at,"
                    " updated_by, updated_at) values (1, 'place', '本地岗位', 'of the place', '', '%s', 1, 0, 0, 0, 0);"
                    "insert into role_cell (custom, action, scope) values (1, '%s', '%s');"
                    "insert into post (id, account, role, custom, area, from_on, created_by, created_at, updated_by,"
                    " updated_at) values (24, 24, '%s', 1, %d, '2020-01-01', 0, 0, 0, 0);",
                    base, action, names[scope], base, area));
}

static int64_t handling(struct village *v)
{
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "station01", id, "accept", "text", "");
    STEP(v, "station01", id, "dispatch", "handler", "department01");
    STEP(v, "department01", id, "sign", "text", "");
    return id;
}

static void what_asks_for_more_time_waits_for_the_leader_too(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    assert_int_equal(listed(v, "leader01", CASE_QUEUE), 0);
    STEP(v, "department01", id, "extend", "text", "等配件。", "until", "2026-10-30 16:05");
    assert_int_equal(listed(v, "leader01", CASE_ASKED), 1);
    assert_int_equal(listed(v, "leader01", CASE_QUEUE), 1);
    assert_int_equal(listed(v, "secretary01", CASE_QUEUE), 1);
    STEP(v, "leader01", id, "approve", "text", "同意。");
    ASSERT_FIELD(v, id, "due_at", "2026-10-30 16:05");
    assert_int_equal(listed(v, "leader01", CASE_QUEUE), 0);
}

static void a_case_is_made_void_with_the_leaders_word(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "place", "6幢"), other = REPORT(v, "grid02", "area", "7");
    STEP(v, "street01", id, "void", "text", "不成其为事件。");
    assert_int_equal(listed(v, "leader01", CASE_QUEUE), 1);
    assert_int_equal(listed(v, "station01", CASE_ASKED), 0); /* has not the right for this */
    STEP(v, "leader01", id, "approve", "text", "");
    ASSERT_FIELD(v, id, "state", "void");
    assert_int_equal(TRY(v, "leader01", other, "void", "text", "不是。"), ERR_DENIED); /* a word, not a hand */
    assert_int_equal(TRY(v, "leader01", other, "accept", "text", ""), ERR_DENIED);
}

static void what_the_district_holds_waits_for_the_secretary_alone(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "street01", "place", "6幢");
    STEP(v, "street01", id, "report_up", "text", "须区里协调。");
    STEP(v, "district01", id, "accept", "text", "");
    STEP(v, "district01", id, "void", "text", "重复。");
    assert_int_equal(listed(v, "leader01", CASE_QUEUE), 0);
    assert_int_equal(TRY(v, "leader01", id, "approve", "text", ""), ERR_DENIED);
    assert_int_equal(listed(v, "secretary01", CASE_QUEUE), 1);
    STEP(v, "secretary01", id, "reject", "text", "确有其事。");
    ASSERT_FIELD(v, id, "state", "registered");
}

static void leaders_supervise_and_hear_the_reply(void **state)
{
    static const struct {
        const char *login;
        int account;
    } leaders[] = {
        {"leader01",    21},
        {"secretary01", 22},
    };
    struct village *v = *state;
    for (size_t i = 0; i < 2; i++) {
        int64_t id = handling(v);
        STEP(v, leaders[i].login, id, "supervise", "reason", "2", "reply_by", "2026-10-22 10:00", "text", "请抓紧。");
        assert_int_equal(listed(v, leaders[i].login, CASE_SUPERVISED), 1);
        STEP(v, "department01", id, "reply", "text", "明天办好。");
        assert_int_equal(listed(v, leaders[i].login, CASE_SUPERVISED), 0);
        assert_int_equal(
            number(v, pool_format(v->pool, "select count(*) from inbox_line where account = %d", leaders[i].account)),
            1);
    }
}

static void what_was_not_solved_in_time_is_the_secretarys(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    assert_int_equal(listed(v, "secretary01", CASE_SECRETARY), 0);
    sql(v, pool_format(v->pool, "update case_file set secretary_at = 1 where id = %lld", (long long)id));
    assert_int_equal(listed(v, "secretary01", CASE_SECRETARY), 1);
    assert_int_equal(listed(v, "leader01", CASE_SECRETARY), 1);
    assert_int_equal(listed(v, "part01", CASE_SECRETARY), 0); /* not of a unit of theirs */
    STEP(v, "secretary01", id, "discuss", "people", "示例甲、示例乙", "text", "一周内办结。");
}

static void who_may_dispatch_by_a_role_of_the_place_is_waited_for(void **state)
{
    struct village *v = *state;
    hold_role(v, "street_leader", STREET, "case.dispatch", SCOPE_SUBTREE);
    int64_t id = REPORT(v, "street01", "place", "6幢");
    STEP(v, "street01", id, "accept", "text", "");
    assert_int_equal(listed(v, "leader01", CASE_QUEUE), 0);
    assert_int_equal(listed(v, "place01", CASE_QUEUE), 1);
    STEP(v, "place01", id, "dispatch", "handler", "department01");
}

static void a_member_handles_what_the_unit_has_in_hand(void **state)
{
    struct village *v = *state;
    units_are_there(v);
    hold_role(v, "street_leader", COMMUNITY_B, "case.handle", SCOPE_UNIT); /* another community than the case's */
    sql(v, "insert into unit_member (id, unit, member, area, version, created_by, created_at, updated_by, updated_at)"
           " values (3, 1, 24, 2, 1, 0, 0, 0, 0)");
    int64_t id = REPORT(v, "grid01", "place", "6幢"), other = REPORT(v, "grid01", "place", "7幢");
    STEP(v, "station01", id, "accept", "text", "");
    STEP(v, "station01", other, "accept", "text", "");
    STEP(v, "station01", id, "dispatch", "lead", "城管中队");
    STEP(v, "station01", other, "dispatch", "lead", "环卫所");
    assert_int_equal(listed(v, "place01", CASE_QUEUE), 1);
    assert_int_equal(TRY(v, "leader01", id, "sign", "text", ""), ERR_DENIED); /* the base has not the right */
    STEP(v, "place01", id, "sign", "text", "");
    STEP(v, "place01", id, "handle", "text", "已疏通。");
    assert_int_not_equal(TRY(v, "place01", other, "sign", "text", ""), ERR_NONE); /* another unit has that */
}

static void a_case_is_handed_to_who_may_handle_by_cell(void **state)
{
    struct village *v = *state;
    hold_role(v, "informant", GRID_1, "case.handle", SCOPE_NONE);
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "station01", id, "accept", "text", "");
    assert_int_equal(TRY(v, "station01", id, "dispatch", "handler", "place01"), ERR_INVALID);
    assert_int_equal(TRY(v, "station01", id, "dispatch", "handler", "leader01"), ERR_INVALID);
    sql(v, "update role_cell set scope = 'unit'");
    STEP(v, "station01", id, "dispatch", "handler", "place01");
    STEP(v, "place01", id, "sign", "text", "");
}

static void a_part_time_member_is_judged_as_an_informant(void **state)
{
    struct village *v = *state;
    struct evaluation *list = NULL, own = {0};
    bool found = false;
    size_t count = 0;
    int64_t entry = 0;
    struct record *visit = record_with("on", "2026-10-20 10:00", "channel", "1", "household", "602", "text",
                                       "上门了解近况，老人身体都好。", NULL);
    act_as(v, "part01");
    DONE(v, visit_add(v->work, visit, &entry, NULL, NULL, &v->e));
    record_free(&visit);
    DONE(v, evaluation_own(v->work, v->pool, "2026-10", &own, &found, &v->e));
    assert_true(found);
    assert_string_equal(own.subject, "informant");
    act_as(v, "station01");
    DONE(v, evaluation_list(v->work, v->pool, "2026-10", "informant", &list, &count, &v->e));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].login, "part01"); /* the other one has written nothing */
    assert_true(list[0].total > list[1].total);
    assert_true(own.total == list[0].total);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LEADERS(what_asks_for_more_time_waits_for_the_leader_too),
        WITH_LEADERS(a_case_is_made_void_with_the_leaders_word),
        WITH_LEADERS(what_the_district_holds_waits_for_the_secretary_alone),
        WITH_LEADERS(leaders_supervise_and_hear_the_reply),
        WITH_LEADERS(what_was_not_solved_in_time_is_the_secretarys),
        WITH_LEADERS(who_may_dispatch_by_a_role_of_the_place_is_waited_for),
        WITH_LEADERS(a_member_handles_what_the_unit_has_in_hand),
        WITH_LEADERS(a_case_is_handed_to_who_may_handle_by_cell),
        WITH_LEADERS(a_part_time_member_is_judged_as_an_informant),
    };
    return cmocka_run_group_tests_name("leaders and further roles", tests, NULL, NULL);
}
