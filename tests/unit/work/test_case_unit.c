/* Units that a case is handed to, cases that are the same matter, and confidential ones. */
#include "case_story.h"

static int64_t registered(struct village *v)
{
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "station01", id, "accept", "text", "");
    return id;
}

static void a_member_of_the_unit_in_charge_signs(void **state)
{
    struct village *v = *state;
    units_are_there(v);
    int64_t id = registered(v);
    STEP(v, "station01", id, "dispatch", "lead", "城管中队", "assist", "环卫所");
    ASSERT_FIELD(v, id, "unit", "城管中队");
    ASSERT_FIELD(v, id, "handler", "");
    assert_int_equal(listed(v, "department01", CASE_QUEUE), 1);
    assert_int_equal(listed(v, "grid03", CASE_QUEUE), 0);
    assert_int_equal(TRY(v, "grid03", id, "sign", "text", ""), ERR_DENIED);
    STEP(v, "department01", id, "sign", "text", "");
    ASSERT_FIELD(v, id, "handler", "9");
    STEP(v, "grid03", id, "assist", "text", "已派一辆车。"); /* of another community: it sees what it assists in */
    assert_int_equal(TRY(v, "department01", id, "assist", "text", "我也协办。"), ERR_DENIED);
    STEP(v, "department01", id, "transfer", "lead", "2", "text", "属环卫作业。");
    ASSERT_FIELD(v, id, "unit", "环卫所");
    ASSERT_FIELD(v, id, "state", "dispatched");
    STEP(v, "grid03", id, "return", "text", "车辆不足。");
    ASSERT_FIELD(v, id, "returns", "1");
    assert_int_equal(number(v, "select count(*) from case_unit where to_at is null"), 0);
}

static void a_unit_or_a_person_has_to_be_named(void **state)
{
    struct village *v = *state;
    units_are_there(v);
    int64_t id = registered(v);
    assert_int_equal(TRY(v, "station01", id, "dispatch", "text", "谁来办？"), ERR_INVALID);
    assert_string_equal(v->e.field, "handler");
    assert_int_equal(TRY(v, "station01", id, "dispatch", "lead", "没有的单位"), ERR_INVALID);
    assert_string_equal(v->e.field, "lead");
}

static void the_same_matter_is_handled_once(void **state)
{
    struct village *v = *state;
    int64_t first = REPORT(v, "grid01", "place", "6幢"), again = REPORT(v, "member01", "place", "6幢");
    struct record *r = record_new();
    struct rows found;
    act_as(v, "station01");
    DONE(v, case_read(v->work, "2", r, &v->e));
    DONE(v, case_duplicates(v->work, v->pool, r, &found, &v->e));
    assert_int_equal(found.count, 1);
    assert_string_equal(rows_text(&found, 0, "why"), "place");
    record_free(&r);
    assert_int_equal(TRY(v, "station01", again, "merge", "into", "2"), ERR_INVALID); /* into itself */
    STEP(v, "station01", again, "merge", "into", "SJ-20261021-0001");
    ASSERT_FIELD(v, again, "state", "closed");
    ASSERT_FIELD(v, again, "outcome", "merged");
    ASSERT_FIELD(v, again, "merged_no", "SJ-20261021-0001");
    assert_int_equal(TRY(v, "station01", first, "merge", "into", "2"), ERR_INVALID);
    STEP(v, "grid01", first, "self_handle", "text", "已疏通。");
    STEP(v, "station01", first, "pass", "text", "");
    STEP(v, "station01", first, "call_back", "satisfaction", "1");
    ASSERT_FIELD(v, again, "outcome", "settled"); /* as the main one */
    ASSERT_FIELD(v, again, "result", "已疏通。");
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 5"), 2); /* merged, and ended */
}

static void a_merge_is_undone(void **state)
{
    struct village *v = *state;
    int64_t first = REPORT(v, "grid01", "place", "6幢"), other = REPORT(v, "member01", "place", "7幢");
    STEP(v, "station01", other, "merge", "into", "1");
    STEP(v, "station01", other, "unmerge", "text", "不是同一处。");
    ASSERT_FIELD(v, other, "state", "reported");
    ASSERT_FIELD(v, other, "outcome", "");
    ASSERT_FIELD(v, other, "merged_no", "");
    STEP(v, "station01", first, "accept", "text", "");
}

static void alike_words_are_suggested(void **state)
{
    struct village *v = *state;
    struct rows found;
    REPORT(v, "grid01", "title", "路灯不亮", "text", "文苑路西段三盏路灯不亮，晚上看不清。");
    REPORT(v, "grid02", "title", "井盖松动", "text", "小区北门口井盖松动，车过有响声。", "area", "7");
    struct record *r =
        record_with("area", "7", "title", "路灯坏了", "text", "文苑路西段路灯不亮，晚上看不清路。", NULL);
    act_as(v, "station01");
    DONE(v, case_duplicates(v->work, v->pool, r, &found, &v->e));
    assert_int_equal(found.count, 1);
    assert_string_equal(rows_text(&found, 0, "title"), "路灯不亮");
    assert_string_equal(rows_text(&found, 0, "why"), "words");
    now_is("2026-10-22 16:06"); /* a day later it is another matter */
    DONE(v, case_duplicates(v->work, v->pool, r, &found, &v->e));
    assert_int_equal(found.count, 0);
    record_free(&r);
}

static enum err seen_by(struct village *v, const char *login, int64_t id)
{
    struct record *r = record_new();
    act_as(v, login);
    enum err e = case_read(v->work, pool_format(v->pool, "%lld", (long long)id), r, &v->e);
    record_free(&r);
    return e;
}

static void a_confidential_case_is_not_there_for_others(void **state)
{
    struct village *v = *state;
    units_are_there(v);
    int64_t id = REPORT(v, "grid01", "confidential", "1");
    assert_int_equal(seen_by(v, "grid01", id), ERR_NONE);
    assert_int_equal(seen_by(v, "street01", id), ERR_NONE); /* has the right */
    assert_int_equal(seen_by(v, "station01", id), ERR_NOT_FOUND);
    assert_int_equal(listed(v, "station01", CASE_OPEN), 0);
    assert_int_equal(listed(v, "station01", CASE_AREA), 0);
    assert_int_equal(listed(v, "station01", CASE_QUEUE), 0);
    assert_int_equal(listed(v, "street01", CASE_CONFIDENTIAL), 1);
    STEP(v, "street01", id, "accept", "text", "");
    assert_int_equal(seen_by(v, "department01", id), ERR_NOT_FOUND);
    STEP(v, "street01", id, "dispatch", "lead", "1");
    assert_int_equal(seen_by(v, "department01", id), ERR_NONE); /* its unit has it */
    STEP(v, "department01", id, "sign", "text", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_member_of_the_unit_in_charge_signs),
        IN_VILLAGE(a_unit_or_a_person_has_to_be_named),
        IN_VILLAGE(the_same_matter_is_handled_once),
        IN_VILLAGE(a_merge_is_undone),
        IN_VILLAGE(alike_words_are_suggested),
        IN_VILLAGE(a_confidential_case_is_not_there_for_others),
    };
    return cmocka_run_group_tests_name("units and cases", tests, NULL, NULL);
}
