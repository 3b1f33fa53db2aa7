#include "ledger.h"

#include "wangge/base/array.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/job.h"

/* Two cases of October in the grid of grid01: one closed late, one in time. */
static void tell_october(struct village *v)
{
    tell_case(v, &(struct told_case){.id = 1,
                                     .area = GRID_1,
                                     .reported_at = at("2026-10-01 08:00"),
                                     .due_at = at("2026-10-06 08:00"),
                                     .closed_at = at("2026-10-07 08:00")});
    tell_case(v, &(struct told_case){.id = 2,
                                     .area = GRID_1,
                                     .reported_at = at("2026-10-01 08:00"),
                                     .due_at = at("2026-10-06 08:00"),
                                     .closed_at = at("2026-10-05 08:00")});
}

static enum err appeal(struct village *v, const char *login, const char *item, const char *no, int64_t *id)
{
    struct record *record = record_with("month", "2026-10", "item", item, "no", no, "text", "the power was off", NULL);
    act_as(v, login);
    enum err r = evaluation_appeal_add(v->work, record, id, NULL, NULL, &v->e);
    record_free(&record);
    return r;
}

static enum err decide(struct village *v, const char *login, int64_t id, const char *effect, const char *points)
{
    act_as(v, login);
    return evaluation_appeal_decide(v->work, id, effect, points, "looked at it", &v->e);
}

static struct rows list_of(struct village *v, const char *login)
{
    struct rows rows;
    act_as(v, login);
    DONE(v, evaluation_appeal_list(v->work, v->pool, &(struct appeal_query){0}, &rows, &v->e));
    return rows;
}

static int64_t waiting_for(struct village *v, const char *login)
{
    int64_t count = 0;
    act_as(v, login);
    DONE(v, evaluation_appeal_count(v->work, "2026-10", &count, &v->e));
    return count;
}

static void against_the_whole_an_item_or_one_record(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    tell_october(v);
    DONE(v, appeal(v, "grid01", "", "", &id));
    DONE(v, appeal(v, "grid01", "handling", "", &id));
    DONE(v, appeal(v, "grid01", "handling", "C-1", &id));
    assert_int_equal(number(v, "select object from evaluation_appeal where no = 'C-1'"), 1);
    assert_int_equal(appeal(v, "grid01", "handling", "C-1", &id), ERR_STATE); /* it is being asked */
    assert_int_equal(appeal(v, "grid01", "handling", "C-9", &id), ERR_INVALID);
    assert_int_equal(appeal(v, "grid01", "nothing", "", &id), ERR_INVALID);
    assert_int_equal(appeal(v, "grid01", "", "C-1", &id), ERR_INVALID);
    assert_int_equal(list_of(v, "grid01").count, 3);
    assert_int_equal(list_of(v, "grid02").count, 0);
    assert_int_equal(list_of(v, "station01").count, 3);
    assert_int_equal(list_of(v, "station02").count, 0);
}

static void only_whom_it_concerns_appeals(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    struct record *other = record_with("month", "2026-10", "who", "grid02", "text", "the power was off", NULL);
    act_as(v, "grid01");
    assert_int_equal(evaluation_appeal_add(v->work, other, &id, NULL, NULL, &v->e), ERR_DENIED);
    act_as(v, "district01");
    assert_int_equal(evaluation_appeal_add(v->work, other, &id, NULL, NULL, &v->e), ERR_DENIED);
    record_free(&other);
    struct record *station =
        record_with("month", "2026-10", "subject", "station", "who", "321003001001", "text", "the power was off", NULL);
    act_as(v, "station01");
    DONE(v, evaluation_appeal_add(v->work, station, &id, NULL, NULL, &v->e));
    record_free(&station);
    assert_int_equal(waiting_for(v, "station01"), 0); /* the own one is not for oneself to decide */
    assert_int_equal(waiting_for(v, "street01"), 1);
    assert_int_equal(decide(v, "station01", id, "", ""), ERR_DENIED);
    DONE(v, decide(v, "street01", id, "", ""));
}

static void somebody_else_decides_with_an_answer(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = 0;
    tell_october(v);
    DONE(v, appeal(v, "grid01", "handling", "C-1", &id));
    assert_int_equal(waiting_for(v, "station01"), 1);
    assert_int_equal(waiting_for(v, "station02"), 0);
    assert_int_equal(waiting_for(v, "grid01"), 0);
    act_as(v, "station01");
    DONE(v, inbox_lines(v->work, v->pool, false, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "text"),
                        "Appeal against the evaluation 2026-10 of 示例甲: the power was off");
    assert_int_equal(decide(v, "grid01", id, "", ""), ERR_DENIED);
    assert_int_equal(decide(v, "station02", id, "", ""), ERR_NOT_FOUND);
    assert_int_equal(decide(v, "station01", id, "forgive", ""), ERR_INVALID);
    assert_int_equal(decide(v, "station01", id, "points", "many"), ERR_INVALID);
    assert_int_equal(evaluation_appeal_decide(v->work, id, "count", "", "", &v->e), ERR_INVALID);
    DONE(v, decide(v, "station01", id, "count", ""));
    assert_int_equal(decide(v, "station01", id, "", ""), ERR_STATE);
    assert_int_equal(waiting_for(v, "station01"), 0);
    rows = list_of(v, "grid01");
    assert_string_equal(rows_text(&rows, 0, "state"), "accepted");
    assert_string_equal(rows_text(&rows, 0, "effect"), "count");
    assert_string_equal(rows_text(&rows, 0, "answer"), "looked at it");
    DONE(v, inbox_lines(v->work, v->pool, false, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "kind"), "evaluation_appeal");
    assert_int_equal(number(v, "select count(*) from audit where action = 'evaluation.decide' and success = 1"), 1);
}

static void an_effect_on_a_record_needs_a_record(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    tell_october(v);
    DONE(v, appeal(v, "grid01", "handling", "", &id));
    assert_int_equal(decide(v, "station01", id, "leave_out", ""), ERR_INVALID);
    assert_int_equal(decide(v, "station01", id, "count", ""), ERR_INVALID);
    DONE(v, decide(v, "station01", id, "points", "+0.5"));
}

static void who_asked_takes_it_back(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    DONE(v, appeal(v, "grid01", "", "", &id));
    act_as(v, "grid02");
    assert_int_equal(evaluation_appeal_withdraw(v->work, id, &v->e), ERR_NOT_FOUND);
    act_as(v, "station01");
    assert_int_equal(evaluation_appeal_withdraw(v->work, id, &v->e), ERR_NOT_FOUND);
    act_as(v, "grid01");
    DONE(v, evaluation_appeal_withdraw(v->work, id, &v->e));
    assert_int_equal(evaluation_appeal_withdraw(v->work, id, &v->e), ERR_STATE);
    assert_int_equal(decide(v, "station01", id, "", ""), ERR_STATE);
    DONE(v, appeal(v, "grid01", "", "", &id)); /* and may ask again */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(against_the_whole_an_item_or_one_record),
        IN_VILLAGE(only_whom_it_concerns_appeals),
        IN_VILLAGE(somebody_else_decides_with_an_answer),
        IN_VILLAGE(an_effect_on_a_record_needs_a_record),
        IN_VILLAGE(who_asked_takes_it_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
