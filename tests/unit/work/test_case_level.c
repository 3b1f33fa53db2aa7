/* Who holds a case, who is waited for, and what takes a step back. */
#include "case_story.h"

static void its_author_decides_who_holds_it_first(void **state)
{
    struct village *v = *state;
    ASSERT_FIELD(v, REPORT(v, "member01", "place", "6幢"), "level", "grid");
    ASSERT_FIELD(v, REPORT(v, "grid01", "place", "6幢"), "level", "grid");
    ASSERT_FIELD(v, REPORT(v, "station01", "place", "6幢"), "level", "station");
    ASSERT_FIELD(v, REPORT(v, "street01", "place", "6幢"), "level", "street");
    ASSERT_FIELD(v, REPORT(v, "station01", "area", "4"), "level", "station"); /* of the community, in no grid */
    ASSERT_FIELD(v, REPORT(v, "member01", "place", "6幢"), "source", "2");
}

static void it_goes_up_level_by_level(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "grid01", id, "report_up", "text", "");
    ASSERT_FIELD(v, id, "level", "station");
    assert_int_equal(listed(v, "station01", CASE_QUEUE), 1);
    STEP(v, "station01", id, "report_up", "text", "社区解决不了。");
    ASSERT_FIELD(v, id, "level", "street");
    assert_int_equal(listed(v, "station01", CASE_QUEUE), 0);
    assert_int_equal(listed(v, "street01", CASE_QUEUE), 1);
    assert_int_equal(TRY(v, "station01", id, "accept", "text", ""), ERR_DENIED); /* the street holds it now */
    STEP(v, "street01", id, "accept", "text", "");
    STEP(v, "street01", id, "report_up", "text", "须区里协调。");
    ASSERT_FIELD(v, id, "level", "district");
    assert_int_equal(TRY(v, "district01", id, "report_up", "text", "再报。"), ERR_STATE);
    STEP(v, "district01", id, "dispatch", "handler", "department01");
}

static void a_higher_level_may_act_too(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "street01", id, "accept", "text", "", "urgency", "2");
    ASSERT_FIELD(v, id, "level", "street"); /* who accepts it has it */
    ASSERT_FIELD(v, id, "urgency", "2");
    ASSERT_FIELD(v, id, "due_at", "2026-10-22 16:05"); /* a day, from the report */
}

static void what_residents_report_is_looked_at_on_the_spot(void **state)
{
    struct village *v = *state;
    int64_t own = REPORT(v, "grid01", "place", "6幢"), id = REPORT(v, "grid01", "source", "8", "reporter", "示例住户");
    assert_int_equal(TRY(v, "grid01", own, "verify", "finding", "1"), ERR_STATE);
    STEP(v, "grid01", id, "verify", "finding", "3", "text", "现场没有发现。");
    STEP(v, "station01", id, "refuse", "text", "经核实不属实。");
    ASSERT_FIELD(v, id, "state", "closed");
    ASSERT_FIELD(v, id, "outcome", "refused");
    STEP(v, "station01", own, "refuse", "text", "请补充照片。"); /* own staff gets it back as a draft */
    assert_string_equal(field_of(v, "grid01", own, "state"), "draft");
}

static void steps_are_taken_back(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "grid01", id, "self_handle", "text", "已清扫。");
    STEP(v, "grid01", id, "recall", "text", "");
    ASSERT_FIELD(v, id, "state", "reported");
    ASSERT_FIELD(v, id, "result", "");
    ASSERT_FIELD(v, id, "self_handled", "0");
    STEP(v, "grid01", id, "report_up", "text", "");
    STEP(v, "station01", id, "accept", "text", "");
    STEP(v, "station01", id, "withdraw", "text", "受理有误。");
    ASSERT_FIELD(v, id, "state", "awaiting_acceptance");
    STEP(v, "station01", id, "accept", "text", "");
    STEP(v, "station01", id, "dispatch", "handler", "department01");
    STEP(v, "station01", id, "recall", "text", "");
    ASSERT_FIELD(v, id, "state", "registered");
    ASSERT_FIELD(v, id, "handler", "");
    STEP(v, "station01", id, "withdraw", "text", "受理有误。"); /* the recalled dispatch is as if it had not been */
    ASSERT_FIELD(v, id, "state", "awaiting_acceptance");
    assert_int_equal(number(v, "select count(*) from case_step"), 10); /* and nothing is forgotten */
}

static void a_closed_case_is_opened_again_and_put_away(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "grid01", id, "self_handle", "text", "已清扫。");
    STEP(v, "station01", id, "pass", "text", "");
    STEP(v, "station01", id, "call_back", "satisfaction", "1");
    ASSERT_FIELD(v, id, "outcome", "settled");
    STEP(v, "station01", id, "reopen", "text", "又有积水。");
    ASSERT_FIELD(v, id, "state", "awaiting_return_visit");
    ASSERT_FIELD(v, id, "satisfaction", "");
    ASSERT_FIELD(v, id, "closed_at", "");
    STEP(v, "station01", id, "close", "text", "联系不上。");
    STEP(v, "station01", id, "archive", "text", "");
    ASSERT_FIELD(v, id, "state", "archived");
    STEP(v, "station01", id, "reopen", "text", "取出。");
    ASSERT_FIELD(v, id, "state", "closed");
}

/* Whoever does not hold it sees that somebody reported it, not who. */
static void the_reporter_is_masked_for_others(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "station01", "source", "4", "reporter", "示例住户", "reporter_phone", "13800002201");
    assert_string_equal(field_of(v, "station01", id, "reporter_phone"), "13800002201");
    assert_string_equal(field_of(v, "street01", id, "reporter"), "示例住户");
    assert_string_equal(field_of(v, "grid01", id, "reporter_phone"), "138****2201"); /* the station holds it */
    assert_string_equal(field_of(v, "grid01", id, "reporter"), "示**");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(its_author_decides_who_holds_it_first),
        IN_VILLAGE(it_goes_up_level_by_level),
        IN_VILLAGE(a_higher_level_may_act_too),
        IN_VILLAGE(what_residents_report_is_looked_at_on_the_spot),
        IN_VILLAGE(steps_are_taken_back),
        IN_VILLAGE(a_closed_case_is_opened_again_and_put_away),
        IN_VILLAGE(the_reporter_is_masked_for_others),
    };
    return cmocka_run_group_tests_name("case levels", tests, NULL, NULL);
}
