#include "ledger.h"

#include "wangge/base/array.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/job.h"

#define EVIDENCE "see the photo of 3 October"

static enum err add(struct village *v, const char *login, const char *who, const char *kind, const char *points,
                    const char *evidence, int64_t *id)
{
    struct record *record = record_with("month", "2026-10", "who", who, "kind", kind, "points", points, "reason",
                                        "found a gas leak", "evidence", evidence, NULL);
    act_as(v, login);
    enum err r = evaluation_point_add(v->work, record, id, NULL, NULL, &v->e);
    record_free(&record);
    return r;
}

static size_t seen_by(struct village *v, const char *login, struct rows *out)
{
    act_as(v, login);
    DONE(v, evaluation_point_list(v->work, v->pool, "2026-10", NULL, 0, out, &v->e));
    return out->count;
}

static void a_line_tells_why_and_by_what_and_is_told_to_whom_it_concerns(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = 0;
    DONE(v, add(v, "station01", "grid01", "points", "+1.5", EVIDENCE, &id));
    assert_int_equal(seen_by(v, "grid01", &rows), 1);
    assert_string_equal(rows_text(&rows, 0, "name"), "示例甲");
    assert_near(rows_real(&rows, 0, "points"), 1.5);
    assert_string_equal(rows_text(&rows, 0, "by_name"), "示例己");
    DONE(v, inbox_lines(v->work, v->pool, false, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "kind"), "evaluation_point");
    assert_string_equal(rows_text(&rows, 0, "text"), "Evaluation 2026-10: +1.5 points. found a gas leak");
    assert_int_equal(number(v, "select count(*) from audit where action = 'evaluation.points' and success = 1"), 1);
}

static void without_reason_evidence_or_points_there_is_no_line(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    struct record *bare = record_with("month", "2026-10", "who", "grid01", "kind", "points", "points", "1", NULL);
    static const char *const wrong[] = {"", "0", "x", "1x", "nan", "101", "-1e9"};
    act_as(v, "station01");
    assert_int_equal(evaluation_point_add(v->work, bare, &id, NULL, NULL, &v->e), ERR_INVALID);
    record_free(&bare);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(add(v, "station01", "grid01", "points", wrong[i], EVIDENCE, &id), ERR_INVALID);
    assert_int_equal(number(v, "select count(*) from evaluation_point"), 0);
}

static void evidence_that_is_a_number_has_to_be_there(void **state)
{
    struct village *v = *state;
    const char *kind = NULL;
    int64_t id = 0;
    tell_case(v, &(struct told_case){.id = 1, .area = GRID_1, .reported_at = at("2026-10-15 08:00")});
    tell_case(v, &(struct told_case){.id = 2, .area = GRID_3, .reported_at = at("2026-10-15 08:00")});
    sql(v, "update case_file set no = 'SJ-20261015-0001' where id = 1;"
           "update case_file set no = 'SJ-20261015-0002' where id = 2");
    DONE(v, add(v, "station01", "grid01", "points", "1", "见SJ-20261015-0001, 有照片", &id));
    assert_int_equal(add(v, "station01", "grid01", "points", "1", "SJ-20261015-0009", &id), ERR_INVALID);
    assert_int_equal(add(v, "station01", "grid01", "points", "1", "SJ-20261015-0002", &id),
                     ERR_INVALID); /* elsewhere */
    assert_int_equal(add(v, "station01", "grid01", "points", "1", "MQ-20261015-0001", &id), ERR_INVALID);
    assert_string_equal(evaluation_evidence(v->pool, "见SJ-20261015-0001, 有照片", &kind), "SJ-20261015-0001");
    assert_string_equal(kind, "case");
    assert_string_equal(evaluation_evidence(v->pool, "抽查CC-20261015-0001", &kind), "CC-20261015-0001");
    assert_string_equal(kind, "spot_check");
    assert_null(evaluation_evidence(v->pool, "SJ-2026", &kind));
}

static void who_may_write_lines_and_for_whom(void **state)
{
    static const struct {
        const char *login, *who, *kind;
        enum err result;
    } tries[] = {
        {"grid01",       "grid02", "points", ERR_DENIED   },
        {"member01",     "grid01", "points", ERR_DENIED   },
        {"station01",    "grid01", "points", ERR_NONE     },
        {"station01",    "grid03", "points", ERR_NOT_FOUND}, /* of the other community */
        {"station01",    "grid01", "veto",   ERR_DENIED   },
        {"street01",     "grid01", "veto",   ERR_NONE     },
        {"street01",     "nobody", "veto",   ERR_NOT_FOUND},
        {"department01", "grid01", "points", ERR_DENIED   },
        {"admin",        "grid01", "points", ERR_DENIED   },
    };
    struct village *v = *state;
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        int64_t id = 0;
        enum err r = add(v, tries[i].login, tries[i].who, tries[i].kind, "1", EVIDENCE, &id);
        if (r != tries[i].result)
            fail_msg("%s for %s (%s): %s %s", tries[i].login, tries[i].who, tries[i].kind, error_name(r), v->e.text);
    }
}

static void nobody_writes_a_line_for_oneself(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    struct record *record = record_with("month", "2026-10", "subject", "station", "who", "321003001001", "kind",
                                        "points", "points", "1", "reason", "a", "evidence", "b", NULL);
    sql(v, "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
           " values (30, 6, 'grid_leader', 6, '2026-10-01', 0, 0, 0, 0);"); /* the station leads a grid as well */
    assert_int_equal(add(v, "station01", "station01", "points", "1", EVIDENCE, &id), ERR_DENIED);
    act_as(v, "station01"); /* nor for the own community */
    assert_int_equal(evaluation_point_add(v->work, record, &id, NULL, NULL, &v->e), ERR_DENIED);
    act_as(v, "street01");
    DONE(v, evaluation_point_add(v->work, record, &id, NULL, NULL, &v->e));
    record_free(&record);
    act_as(v, "station01");
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 6"), 1);
}

static void who_reads_which_lines(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = 0;
    DONE(v, add(v, "station01", "grid01", "points", "1", EVIDENCE, &id));
    DONE(v, add(v, "station01", "grid02", "points", "1", EVIDENCE, &id));
    DONE(v, add(v, "station02", "grid03", "points", "1", EVIDENCE, &id));
    assert_int_equal(seen_by(v, "grid01", &rows), 1);
    assert_int_equal(seen_by(v, "grid04", &rows), 0);
    assert_int_equal(seen_by(v, "station01", &rows), 2);
    assert_int_equal(seen_by(v, "station02", &rows), 1);
    assert_int_equal(seen_by(v, "street01", &rows), 3);
}

static void a_line_that_was_wrong_is_withdrawn_and_stays_readable(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = 0, veto = 0;
    DONE(v, add(v, "station01", "grid01", "points", "-2", EVIDENCE, &id));
    DONE(v, add(v, "street01", "grid01", "veto", "", EVIDENCE, &veto));
    act_as(v, "station02");
    assert_int_equal(evaluation_point_withdraw(v->work, id, "wrong", &v->e), ERR_NOT_FOUND);
    act_as(v, "grid01");
    assert_int_equal(evaluation_point_withdraw(v->work, id, "wrong", &v->e), ERR_DENIED);
    act_as(v, "station01");
    assert_int_equal(evaluation_point_withdraw(v->work, id, "", &v->e), ERR_INVALID);
    assert_int_equal(evaluation_point_withdraw(v->work, veto, "wrong", &v->e), ERR_DENIED);
    DONE(v, evaluation_point_withdraw(v->work, id, "wrong leader", &v->e));
    assert_int_equal(evaluation_point_withdraw(v->work, id, "wrong leader", &v->e), ERR_STATE);
    assert_int_equal(seen_by(v, "grid01", &rows), 2);
    assert_string_equal(rows_text(&rows, 1, "withdrawn_why"), "wrong leader");
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 1"), 3);
}

static void a_frozen_month_takes_no_line(void **state)
{
    struct village *v = *state;
    int64_t id = 0, changed = 0;
    DONE(v, add(v, "station01", "grid01", "points", "1", EVIDENCE, &id));
    now_is("2026-11-02 09:00");
    act_as(v, "station01");
    DONE(v, evaluation_freeze(v->work, "2026-10", &changed, &v->e));
    assert_int_equal(add(v, "station01", "grid01", "points", "1", EVIDENCE, &changed), ERR_STATE);
    assert_int_equal(evaluation_point_withdraw(v->work, id, "wrong", &v->e), ERR_STATE);
    assert_int_equal(add(v, "station02", "grid03", "points", "1", EVIDENCE, &id), ERR_NONE); /* not frozen there */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_line_tells_why_and_by_what_and_is_told_to_whom_it_concerns),
        IN_VILLAGE(without_reason_evidence_or_points_there_is_no_line),
        IN_VILLAGE(evidence_that_is_a_number_has_to_be_there),
        IN_VILLAGE(who_may_write_lines_and_for_whom),
        IN_VILLAGE(nobody_writes_a_line_for_oneself),
        IN_VILLAGE(who_reads_which_lines),
        IN_VILLAGE(a_line_that_was_wrong_is_withdrawn_and_stays_readable),
        IN_VILLAGE(a_frozen_month_takes_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
