/* What needs another person's word, and what the clocks do meanwhile. */
#include "case_story.h"

static int64_t handling(struct village *v)
{
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "station01", id, "accept", "text", "");
    STEP(v, "station01", id, "dispatch", "handler", "department01");
    STEP(v, "department01", id, "sign", "text", "");
    return id;
}

static void more_time_is_asked_for_and_given(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    ASSERT_FIELD(v, id, "due_at", "2026-10-28 16:05");
    assert_int_equal(TRY(v, "department01", id, "extend", "text", "等配件。"), ERR_INVALID);
    assert_string_equal(v->e.field, "until");
    assert_int_equal(TRY(v, "department01", id, "extend", "text", "等配件。", "until", "2026-10-20 10:00"),
                     ERR_INVALID);
    STEP(v, "department01", id, "extend", "text", "等配件。", "until", "2026-10-30 16:05");
    ASSERT_FIELD(v, id, "asked", "extend");
    ASSERT_FIELD(v, id, "due_at", "2026-10-28 16:05"); /* not yet */
    assert_int_equal(TRY(v, "department01", id, "extend", "text", "再等。", "until", "2026-10-31 10:00"), ERR_STATE);
    assert_int_equal(listed(v, "station01", CASE_ASKED), 1);
    assert_int_equal(listed(v, "department01", CASE_ASKED), 0);
    STEP(v, "station01", id, "approve", "text", "同意。");
    ASSERT_FIELD(v, id, "due_at", "2026-10-30 16:05");
    ASSERT_FIELD(v, id, "asked", "");
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 9 and kind = 'case'"),
                     2); /* dispatched, approved */
}

static void nobody_approves_what_they_asked_for(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "place", "6幢");
    STEP(v, "street01", id, "void", "text", "不成其为事件。");
    assert_int_equal(TRY(v, "street01", id, "approve", "text", ""), ERR_DENIED);
    assert_int_equal(TRY(v, "station01", id, "approve", "text", ""), ERR_DENIED); /* has not the right for this */
    STEP(v, "district01", id, "reject", "text", "确有其事。");
    ASSERT_FIELD(v, id, "state", "reported");
    ASSERT_FIELD(v, id, "asked", "");
    assert_int_equal(number(v, "select count(*) from case_request where decision = 'reject' and decided_by = 10"), 1);
}

static void a_step_that_moves_the_case_withdraws_what_was_asked(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    STEP(v, "department01", id, "extend", "text", "等配件。", "until", "2026-10-30 16:05");
    STEP(v, "department01", id, "handle", "text", "配件到了，已修好。");
    ASSERT_FIELD(v, id, "asked", "");
    assert_int_equal(number(v, "select count(*) from case_request where decision = 'withdrawn'"), 1);
}

/* Suspended on Thursday, gone on with on Monday: the limit is later by the two working days that it stood still. */
static void a_suspended_case_keeps_its_time(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    now_is("2026-10-22 16:05");
    STEP(v, "department01", id, "suspend", "text", "等管道公司停水。", "until", "2026-11-02 09:00");
    STEP(v, "station01", id, "approve", "text", "");
    ASSERT_FIELD(v, id, "suspended_until", "2026-11-02 09:00");
    assert_int_equal(TRY(v, "department01", id, "handle", "text", "已办。"), ERR_STATE);
    assert_int_equal(listed(v, "station01", CASE_SUSPENDED), 1);
    now_is("2026-11-20 16:05");
    ASSERT_FIELD(v, id, "light", "green"); /* it stands still */
    now_is("2026-10-26 16:05");
    STEP(v, "department01", id, "resume", "text", "");
    ASSERT_FIELD(v, id, "due_at", "2026-10-30 16:05");
    ASSERT_FIELD(v, id, "suspended_until", "");
}

static void a_return_after_signing_is_approved(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    STEP(v, "department01", id, "return", "text", "不属本部门。");
    ASSERT_FIELD(v, id, "state", "handling");
    STEP(v, "station01", id, "approve", "text", "");
    ASSERT_FIELD(v, id, "state", "registered");
    ASSERT_FIELD(v, id, "returns", "1");
    ASSERT_FIELD(v, id, "handler", "");
}

static void supervision_asks_for_a_reply(void **state)
{
    struct village *v = *state;
    int64_t id = handling(v);
    assert_int_equal(TRY(v, "street01", id, "supervise", "reason", "1"), ERR_INVALID);
    STEP(v, "street01", id, "supervise", "reason", "1", "reply_by", "2026-10-22 10:00", "text", "请抓紧。");
    assert_int_equal(listed(v, "street01", CASE_SUPERVISED), 1);
    assert_int_equal(number(v, "select count(*) from case_alarm where kind = 'reply' and done_at is null"), 1);
    STEP(v, "department01", id, "reply", "text", "明天办好。");
    assert_int_equal(listed(v, "street01", CASE_SUPERVISED), 0);
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 8"), 1); /* who supervised it */
    assert_int_equal(TRY(v, "department01", id, "reply", "text", "再答。"), ERR_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(more_time_is_asked_for_and_given),
        IN_VILLAGE(nobody_approves_what_they_asked_for),
        IN_VILLAGE(a_step_that_moves_the_case_withdraws_what_was_asked),
        IN_VILLAGE(a_suspended_case_keeps_its_time),
        IN_VILLAGE(a_return_after_signing_is_approved),
        IN_VILLAGE(supervision_asks_for_a_reply),
    };
    return cmocka_run_group_tests_name("case requests", tests, NULL, NULL);
}
