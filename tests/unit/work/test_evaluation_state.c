#include "ledger.h"

#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/evaluation_state.h"

/* September: grid01 closed one case in time and one late. */
static void tell_september(struct village *v)
{
    for (int i = 1; i <= 2; i++)
        tell_case(v, &(struct told_case){.id = i,
                                         .area = GRID_1,
                                         .reported_at = at("2026-09-01 08:00"),
                                         .due_at = at("2026-09-06 08:00"),
                                         .closed_at = at(i == 1 ? "2026-09-05 08:00" : "2026-09-07 08:00")});
    tell_visit(v, &(struct told_visit){.id = 1,
                                       .household = HOUSEHOLD(GRID_1, 1),
                                       .area = GRID_1,
                                       .by = GRID01,
                                       .at = at("2026-09-02 09:00"),
                                       .valid = true});
}

static struct evaluation result_of(struct village *v, const char *login, const char *who)
{
    struct evaluation one = {0};
    act_as(v, login);
    DONE(v, evaluation_show(v->work, v->pool, "2026-09", NULL, who, &one, &v->e));
    return one;
}

static void freeze(struct village *v)
{
    int64_t changed = 0;
    act_as(v, "station01");
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
}

static int64_t appeal(struct village *v, const char *item, const char *no)
{
    int64_t id = 0;
    struct record *record = record_with("month", "2026-09", "item", item, "no", no, "text", "the power was off", NULL);
    act_as(v, "grid01");
    DONE(v, evaluation_appeal_add(v->work, record, &id, NULL, NULL, &v->e));
    record_free(&record);
    return id;
}

static void a_month_is_reviewed_when_no_appeal_is_open(void **state)
{
    struct village *v = *state;
    int64_t changed = 0;
    tell_september(v);
    act_as(v, "station01");
    assert_int_equal(evaluation_review(v->work, "2026-09", &changed, &v->e), ERR_STATE); /* it is not frozen */
    freeze(v);
    int64_t id = appeal(v, "", "");
    act_as(v, "grid01");
    assert_int_equal(evaluation_review(v->work, "2026-09", &changed, &v->e), ERR_DENIED);
    act_as(v, "station01");
    assert_int_equal(evaluation_review(v->work, "2026-09", &changed, &v->e), ERR_STATE);
    assert_non_null(strstr(v->e.text, "示例甲"));
    assert_int_equal(evaluation_publish(v->work, "2026-09", &changed, &v->e), ERR_STATE);
    DONE(v, evaluation_appeal_decide(v->work, id, "", "", "looked at it", &v->e));
    DONE(v, evaluation_review(v->work, "2026-09", &changed, &v->e));
    assert_true(changed >= 2);
    assert_string_equal(result_of(v, "grid01", "grid01").state, "reviewed");
    struct record *late = record_with("month", "2026-09", "text", "the power was off", NULL);
    assert_int_equal(evaluation_appeal_add(v->work, late, &id, NULL, NULL, &v->e), ERR_STATE);
    record_free(&late);
    act_as(v, "station01");
    DONE(v, evaluation_publish(v->work, "2026-09", &changed, &v->e));
    assert_string_equal(result_of(v, "grid01", "grid01").state, "published");
}

static void an_appeal_accepted_before_freezing_is_in_the_live_figures(void **state)
{
    struct village *v = *state;
    tell_september(v);
    struct evaluation was = result_of(v, "grid01", "grid01");
    int64_t id = appeal(v, "handling", "C-2");
    act_as(v, "station01");
    DONE(v, evaluation_appeal_decide(v->work, id, "leave_out", "", "not his", &v->e));
    struct evaluation is = result_of(v, "grid01", "grid01");
    assert_near(item_of(&was, "handling")->denominator, 2);
    assert_near(item_of(&is, "handling")->denominator, 1);
    assert_near(item_of(&is, "handling")->numerator, 1);
}

static void an_appeal_accepted_after_freezing_is_reckoned_in_from_what_was_kept(void **state)
{
    struct village *v = *state;
    tell_september(v);
    freeze(v);
    struct evaluation was = result_of(v, "grid01", "grid01");
    int64_t id = appeal(v, "handling", "C-2");
    sql(v, "delete from case_file; update visit set deleted_at = 1; update household set deleted_at = 1");
    act_as(v, "station01");
    DONE(v, evaluation_appeal_decide(v->work, id, "count", "", "the power was off indeed", &v->e));
    struct evaluation is = result_of(v, "grid01", "grid01");
    assert_string_equal(is.state, "frozen");
    assert_near(item_of(&was, "handling")->numerator, 1);
    assert_near(item_of(&is, "handling")->numerator, 2); /* of two */
    assert_near(item_of(&is, "handling")->denominator, 2);
    assert_true(is.total > was.total);
    assert_near(item_of(&is, "entry")->numerator, item_of(&was, "entry")->numerator);

    id = appeal(v, "", "");
    act_as(v, "station01");
    DONE(v, evaluation_appeal_decide(v->work, id, "points", "+3", "helped the neighbours", &v->e));
    struct evaluation more = result_of(v, "grid01", "grid01");
    assert_near(more.total, is.total + 3);
    assert_near(more.points, 3);
}

static void what_is_published_stays_and_corrections_stand_beside_it(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t changed = 0;
    tell_september(v);
    freeze(v);
    act_as(v, "street01");
    assert_int_equal(evaluation_correct(v->work, "2026-09", NULL, "grid01", "+2", "why", &v->e), ERR_STATE);
    DONE(v, evaluation_publish(v->work, "2026-09", &changed, &v->e));
    struct evaluation was = result_of(v, "grid01", "grid01");
    assert_false(was.corrected);
    act_as(v, "station01");
    assert_int_equal(evaluation_correct(v->work, "2026-09", NULL, "grid01", "+2", "why", &v->e), ERR_DENIED);
    act_as(v, "street01");
    assert_int_equal(evaluation_correct(v->work, "2026-09", NULL, "grid01", "+2", "", &v->e), ERR_INVALID);
    assert_int_equal(evaluation_correct(v->work, "2026-09", NULL, "grid01", "two", "why", &v->e), ERR_INVALID);
    DONE(v, evaluation_correct(v->work, "2026-09", NULL, "grid01", "+2", "a copy that was none", &v->e));
    DONE(v, evaluation_correct(v->work, "2026-09", NULL, "grid01", "-0.5", "half of it", &v->e));
    struct evaluation is = result_of(v, "grid01", "grid01");
    assert_near(is.total, was.total);
    assert_string_equal(is.grade, was.grade);
    assert_true(is.corrected);
    assert_near(is.corrected_total, was.total + 1.5);
    DONE(v, evaluation_corrections(v->work, v->pool, "2026-09", NULL, GRID01, &rows, &v->e));
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows_text(&rows, 0, "reason"), "a copy that was none");
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 1 and kind = 'evaluation'"), 2);
    act_as(v, "grid02");
    DONE(v, evaluation_corrections(v->work, v->pool, "2026-09", NULL, GRID01, &rows, &v->e));
    assert_int_equal(rows.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_month_is_reviewed_when_no_appeal_is_open),
        IN_VILLAGE(an_appeal_accepted_before_freezing_is_in_the_live_figures),
        IN_VILLAGE(an_appeal_accepted_after_freezing_is_reckoned_in_from_what_was_kept),
        IN_VILLAGE(what_is_published_stays_and_corrections_stand_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
