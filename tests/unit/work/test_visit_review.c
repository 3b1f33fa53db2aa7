/* Reviewing the diary: who may, what it changes, what it leaves alone, and the evidence beside it. */
#include "village.h"

#include "wangge/work/household.h"
#include "wangge/work/job.h"
#include "wangge/work/visit_review.h"

static int64_t add(struct village *v, const char *login, const char *household, const char *on, const char *text)
{
    int64_t id = 0;
    act_as(v, login);
    struct record *record = record_with("on", on, "channel", "1", "household", household, "text", text, NULL);
    DONE(v, visit_add(v->work, record, &id, NULL, NULL, &v->e));
    record_free(&record);
    return id;
}

static const char *key(struct village *v, int64_t id)
{
    return pool_format(v->pool, "%lld", (long long)id);
}

static int64_t one(struct village *v)
{
    return add(v, "grid01", "601", "2026-10-21 15:30", "老人近日头晕，楼道灯坏了三天。");
}

static void a_grade_is_a_new_version_with_history_and_audit(void **state)
{
    struct village *v = *state;
    int64_t id = one(v);
    act_as(v, "station01");
    DONE(v, visit_grade(v->work, key(v, id), 1, "2", " 写明了情况 ", &v->e));
    assert_int_equal(number(v, "select version from visit"), 2);
    assert_int_equal(number(v, "select count(*) from visit where grade = '2' and review = '写明了情况' and counts = 1 "
                               "and reviewed_by = 6 and text like '老人近日头晕%'"),
                     1);
    assert_int_equal(number(v, "select count(*) from row_history where kind = 'visit'"), 2);
    assert_int_equal(number(v, "select count(*) from audit where action = 'visit.review' and success = 1"), 1);
}

static void what_was_changed_meanwhile_is_read_again(void **state)
{
    struct village *v = *state;
    int64_t id = one(v);
    act_as(v, "station01");
    assert_int_equal(visit_grade(v->work, key(v, id), 7, "1", "", &v->e), ERR_CONFLICT);
    DONE(v, visit_grade(v->work, key(v, id), 0, "1", "", &v->e));
    assert_int_equal(visit_grade(v->work, key(v, id), 0, "9", "", &v->e), ERR_INVALID);
}

static void nobody_reviews_own_entries_or_those_of_another_community(void **state)
{
    struct village *v = *state;
    int64_t id = one(v);
    act_as(v, "grid01");
    assert_int_equal(visit_grade(v->work, key(v, id), 0, "1", "", &v->e), ERR_DENIED);
    act_as(v, "member01");
    assert_int_equal(visit_return(v->work, key(v, id), 0, "请补充", &v->e), ERR_DENIED);
    act_as(v, "station02");
    assert_int_equal(visit_grade(v->work, key(v, id), 0, "1", "", &v->e), ERR_NOT_FOUND);
    sql(v, "update visit set created_by = 6");
    act_as(v, "station01");
    assert_int_equal(visit_grade(v->work, key(v, id), 0, "1", "", &v->e), ERR_DENIED);
    assert_int_equal(number(v, "select count(*) from visit where grade <> '' or returned_at is not null"), 0);
    act_as(v, "street01");
    DONE(v, visit_grade(v->work, key(v, id), 0, "1", "", &v->e));
    act_as(v, "district01");
    DONE(v, visit_grade(v->work, key(v, id), 0, "3", "", &v->e));
}

static void what_is_given_back_waits_for_its_author(void **state)
{
    struct village *v = *state;
    struct rows lines;
    int64_t id = one(v);
    act_as(v, "station01");
    assert_int_equal(visit_return(v->work, key(v, id), 0, "  ", &v->e), ERR_INVALID);
    DONE(v, visit_return(v->work, key(v, id), 0, "请写明是否就医", &v->e));
    assert_int_equal(visit_return(v->work, key(v, id), 0, "再写一次", &v->e), ERR_STATE);
    act_as(v, "grid01");
    DONE(v, inbox_lines(v->work, v->pool, false, &lines, &v->e));
    assert_int_equal(lines.count, 1);
    assert_non_null(strstr(rows_text(&lines, 0, "text"), "请写明是否就医"));
    assert_int_equal(rows_int(&lines, 0, "object"), id);
    struct record *record = record_new();
    DONE(v, visit_read(v->work, key(v, id), record, &v->e));
    record_set(record, "text", "老人近日头晕，昨日已由女儿陪同就医。");
    DONE(v, visit_change(v->work, id, record, NULL, NULL, &v->e));
    record_free(&record);
    assert_int_equal(number(v, "select count(*) from visit where returned_at is null"), 1);
}

static void an_untrue_entry_counts_for_nothing_until_that_is_taken_back(void **state)
{
    struct village *v = *state;
    int64_t id = one(v), household = number(v, "select household from visit");
    struct rows rows = {0};
    act_as(v, "station01");
    assert_int_equal(visit_set_counts(v->work, key(v, id), 0, false, "", &v->e), ERR_INVALID);
    assert_int_equal(visit_set_counts(v->work, key(v, id), 0, true, "计入", &v->e), ERR_STATE);
    DONE(v, visit_set_counts(v->work, key(v, id), 0, false, "住户说没有来过", &v->e));
    assert_int_equal(number(v, "select counts from visit"), 0);
    DONE(v, household_find(v->work, v->pool, household, &rows, &v->e));
    assert_string_equal(rows_text(&rows, 0, "last_visit"), "");
    DONE(v, visit_set_counts(v->work, key(v, id), 0, true, "住户记错了", &v->e));
    assert_int_equal(number(v, "select counts from visit"), 1);
    DONE(v, household_find(v->work, v->pool, household, &rows, &v->e));
    assert_string_equal(rows_text(&rows, 0, "last_visit"), "2026-10-21");
    assert_int_equal(number(v, "select count(*) from inbox_line where account = 1"), 2);
}

static void a_frozen_month_is_not_reviewed_any_more(void **state)
{
    struct village *v = *state;
    int64_t changed, id = add(v, "grid01", "601", "2026-09-21 15:30", "老人近日头晕，楼道灯坏了三天。");
    act_as(v, "district01");
    DONE(v, evaluation_compute(v->work, "2026-09", &changed, &v->e));
    DONE(v, evaluation_freeze(v->work, "2026-09", &changed, &v->e));
    act_as(v, "station01");
    assert_int_equal(visit_grade(v->work, key(v, id), 0, "1", "", &v->e), ERR_STATE);
    assert_int_equal(visit_return(v->work, key(v, id), 0, "补充", &v->e), ERR_STATE);
    assert_int_equal(visit_set_counts(v->work, key(v, id), 0, false, "不实", &v->e), ERR_STATE);
}

static void the_list_has_the_month_of_the_area_without_own_entries(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t id = one(v);
    add(v, "grid02", "701", "2026-10-20 15:30", "已登记新住户一家三口。");
    add(v, "grid03", "801", "2026-10-20 15:30", "乙社区的走访记录一篇。");
    add(v, "grid01", "602", "2026-09-20 15:30", "上个月的走访记录一篇。");
    act_as(v, "station01");
    DONE(v, review_list(v->work, v->pool, "2026-10", 0, &rows, &v->e));
    assert_int_equal(rows.count, 2);
    DONE(v, review_list(v->work, v->pool, "2026-10", GRID_1, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "reviewed"), 0);
    assert_int_equal(review_list(v->work, v->pool, "2026-10", GRID_3, &rows, &v->e), ERR_NOT_FOUND);
    DONE(v, visit_grade(v->work, key(v, id), 0, "1", "", &v->e));
    DONE(v, review_list(v->work, v->pool, "2026-10", GRID_1, &rows, &v->e));
    assert_int_equal(rows_int(&rows, 0, "reviewed"), 2);
    sql(v, "update visit set created_by = 6 where id = 1");
    DONE(v, review_list(v->work, v->pool, "2026-10", GRID_1, &rows, &v->e));
    assert_int_equal(rows.count, 0);
    act_as(v, "street01");
    assert_int_equal(review_list(v->work, v->pool, "2026-10", 0, &rows, &v->e), ERR_INVALID);
    DONE(v, review_list(v->work, v->pool, "2026-10", COMMUNITY_A, &rows, &v->e));
    assert_int_equal(rows.count, 2);
}

static void copies_and_bursts_are_shown_with_what_they_are_made_of(void **state)
{
    struct village *v = *state;
    struct evidence *found;
    size_t count;
    add(v, "grid01", "601", "2026-08-20 09:00", "老人独居，降压药将用完，儿子在外地，已代为联系卫生站。");
    int64_t copy =
        add(v, "member01", "602", "2026-10-20 09:00", "老人独居，降压药将用完，儿子在外地，已经联系卫生站。");
    sql(v, "update household set building = id % 10 where area = 6");
    add(v, "grid01", "603", "2026-10-21 09:00", "家里刚装修，想问问垃圾往哪里运。");
    add(v, "grid01", "604", "2026-10-21 09:03", "孩子明年上学，问学区怎样划分。");
    int64_t last = add(v, "grid01", "605", "2026-10-21 09:08", "楼上漏水，双方愿意坐下来谈。");
    act_as(v, "station01");
    DONE(v, review_evidence(v->work, v->pool, "2026-10", 0, 0, &found, &count, &v->e));
    assert_int_equal(count, 2);
    assert_int_equal(found[0].kind, EVIDENCE_COPY);
    assert_int_equal(found[0].entries[0].id, copy);
    assert_in_range(found[0].percent, 60, 99);
    assert_true(found[0].passage_count > 0);
    assert_int_equal(found[1].kind, EVIDENCE_WALK);
    assert_int_equal(found[1].count, 3);
    DONE(v, review_evidence_of(v->work, v->pool, key(v, last), &found, &count, &v->e));
    assert_int_equal(count, 1);
    act_as(v, "station02");
    assert_int_equal(review_evidence_of(v->work, v->pool, key(v, last), &found, &count, &v->e), ERR_NOT_FOUND);
    act_as(v, "grid01");
    assert_int_equal(review_evidence(v->work, v->pool, "2026-10", 0, 0, &found, &count, &v->e), ERR_DENIED);
}

static void every_grade_has_its_factor(void **state)
{
    struct village *v = *state;
    struct rows rows;
    act_as(v, "station01");
    DONE(v, grade_factors(v->work, v->pool, &rows, &v->e));
    assert_int_equal(rows.count, 4);
    assert_true(rows_real(&rows, 0, "factor") == 1.0 && rows_real(&rows, 3, "factor") < 0.5);
}

static void check_waiting(struct village *v, const char *login, int64_t now, int64_t before)
{
    int64_t found[2] = {-1, -1};
    act_as(v, login);
    DONE(v, review_waiting(v->work, 0, &found[0], &found[1], &v->e));
    assert_int_equal(found[0], now);
    assert_int_equal(found[1], before);
}

static void what_waits_is_counted_for_its_reviewer(void **state)
{
    struct village *v = *state;
    int64_t id = one(v);
    add(v, "grid01", "601", "2026-09-30 15:30", "老人近日头晕，楼道灯坏了三天。");
    add(v, "grid01", "601", "2026-08-31 15:30", "老人近日头晕，楼道灯坏了三天。");
    check_waiting(v, "station01", 1, 1);
    check_waiting(v, "station02", 0, 0);
    act_as(v, "station01");
    DONE(v, visit_grade(v->work, key(v, id), 1, "2", "", &v->e));
    check_waiting(v, "station01", 0, 1);
    DONE(v, db_execute_text(v->work->db, "update visit set updated_at = updated_at + 1 where grade = '2'", NULL, NULL,
                            &v->e));
    check_waiting(v, "station01", 1, 1); /* its author has written on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_grade_is_a_new_version_with_history_and_audit),
        IN_VILLAGE(what_was_changed_meanwhile_is_read_again),
        IN_VILLAGE(nobody_reviews_own_entries_or_those_of_another_community),
        IN_VILLAGE(what_is_given_back_waits_for_its_author),
        IN_VILLAGE(an_untrue_entry_counts_for_nothing_until_that_is_taken_back),
        IN_VILLAGE(a_frozen_month_is_not_reviewed_any_more),
        IN_VILLAGE(the_list_has_the_month_of_the_area_without_own_entries),
        IN_VILLAGE(copies_and_bursts_are_shown_with_what_they_are_made_of),
        IN_VILLAGE(what_waits_is_counted_for_its_reviewer),
        IN_VILLAGE(every_grade_has_its_factor),
    };
    return cmocka_run_group_tests_name("visit_review", tests, NULL, NULL);
}
