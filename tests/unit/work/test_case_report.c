/* Three lists in one, and what is published of closed cases. */
#include "case_story.h"

#include "wangge/table/describe.h"
#include "wangge/work/case_lists.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/publish.h"
#include "wangge/work/redact.h"
#include "wangge/work/report.h"
#include "wangge/work/table.h"

static struct case_selection october(void)
{
    struct case_selection selection;
    struct error e;
    case_selection_begin(&selection);
    assert_int_equal(case_selection_period(&selection, "2026-10", "", &e), ERR_NONE);
    return selection;
}

struct list {
    struct rows rows;
    struct report report;
};

static struct list list(struct village *v, const char *login, enum case_list_kind kind)
{
    struct case_selection s = october();
    struct list l;
    act_as(v, login);
    DONE(v, case_list_read(v->work, v->pool, kind, &s, &l.rows, &l.report, &v->e));
    assert_int_equal(l.rows.count, l.report.count);
    return l;
}

static const char *cell(const struct list *l, size_t row, const char *column)
{
    for (size_t c = 0; c < l->report.columns; c++)
        if (strcmp(l->report.column[c].name, column) == 0)
            return l->report.cells[row * l->report.columns + c];
    fail_msg("no column %s", column);
    return NULL;
}

/* A case that the grid reports, the station discusses, a department handles; called back as satisfied. */
static int64_t closed(struct village *v, const char *title, const char *text, const char *result)
{
    int64_t id = REPORT(v, "station01", "title", title, "text", text, "source", "4", "reporter", "示例住户",
                        "reporter_phone", "13800002201", "place", "6幢2单元302室");
    STEP(v, "station01", id, "accept", "text", "");
    STEP(v, "station01", id, "dispatch", "handler", "department01");
    STEP(v, "department01", id, "sign", "text", "");
    STEP(v, "department01", id, "handle", "text", result);
    STEP(v, "station01", id, "pass", "text", "");
    STEP(v, "station01", id, "call_back", "satisfaction", "2");
    return id;
}

static const char *no_of(struct village *v, int64_t id)
{
    return field_of(v, "street01", id, "no");
}

/* --- three lists in one ------------------------------------------------------------------------------------------- */

static void problems_are_told_with_numbers_and_names_masked(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "station01", "source", "4", "reporter", "示例住户", "title", "污水外溢", "text",
                        "请打13800002201。", "place", "6幢");
    struct list l = list(v, "station01", LIST_PROBLEM);
    assert_int_equal(l.rows.count, 1);
    assert_int_equal(rows_int(&l.rows, 0, "id"), id);
    assert_string_equal(cell(&l, 0, "no"), no_of(v, id));
    assert_non_null(strstr(cell(&l, 0, "who"), "示**"));
    assert_string_equal(cell(&l, 0, "what"), "污水外溢: 请打***。");
    assert_string_equal(cell(&l, 0, "where"), "甲一网格 6幢");
    assert_string_equal(cell(&l, 0, "reported_at"), "2026-10-21 16:05");
}

static void a_discussion_is_told_as_it_was(void **state)
{
    struct village *v = *state;
    int64_t id = REPORT(v, "grid01", "title", "车棚漏雨", "place", "6幢");
    STEP(v, "station01", id, "accept", "text", "");
    assert_int_equal(TRY(v, "station01", id, "discuss", "text", "议定换顶。"), ERR_INVALID); /* who met? */
    STEP(v, "station01", id, "discuss", "text", "居民要求换顶，电话13800002201。议定由物业十日内换好。", "people",
         "社区、物业、居民代表", "on", "2026-10-20");
    STEP(v, "station01", id, "discuss", "text", "物业说要再等。", "people", "社区、物业");
    struct list l = list(v, "station01", LIST_DISCUSSION);
    assert_int_equal(l.rows.count, 2);
    assert_string_equal(cell(&l, 0, "title"), "车棚漏雨");
    assert_string_equal(cell(&l, 0, "on"), "2026-10-20");
    assert_string_equal(cell(&l, 0, "people"), "社区、物业、居民代表");
    assert_string_equal(cell(&l, 0, "words"), "居民要求换顶，电话***。议定由物业十日内换好。");
    assert_string_equal(cell(&l, 0, "agreed"), "议定由物业十日内换好。");
    assert_string_equal(cell(&l, 1, "on"), "2026-10-21 16:05"); /* the day that it was told */
    assert_string_equal(cell(&l, 1, "agreed"), "");
}

static void what_came_of_it_is_told_when_it_is_closed(void **state)
{
    struct village *v = *state;
    int64_t id = closed(v, "污水外溢", "门口污水外溢。", "已疏通，13800002201可复核。");
    REPORT(v, "grid01", "place", "6幢"); /* open: not there */
    struct list l = list(v, "station01", LIST_FEEDBACK);
    assert_int_equal(l.rows.count, 1);
    assert_int_equal(rows_int(&l.rows, 0, "id"), id);
    assert_non_null(strstr(cell(&l, 0, "result"), "已疏通，***可复核。"));
    assert_string_equal(cell(&l, 0, "satisfaction"), "basically satisfied");
    assert_non_null(strstr(cell(&l, 0, "told"), "示**"));
}

static void nobody_is_told_of_other_areas_or_of_what_is_confidential(void **state)
{
    static const struct {
        const char *login;
        size_t problems;
    } cases[] = {
        {"grid01",     1}, /* of the grid */
        {"member01",   0}, /* what the helper wrote: nothing */
        {"station01",  2},
        {"station02",  1},
        {"street01",   4}, /* with the confidential one */
        {"district01", 4},
    };
    struct village *v = *state;
    REPORT(v, "grid01", "area", "6");
    REPORT(v, "grid02", "area", "7");
    REPORT(v, "grid03", "area", "8");
    int64_t secret = REPORT(v, "grid04", "area", "9");
    sql(v, pool_format(v->pool, "update case_file set confidential = 1, area = 6, created_by = 4 where id = %lld",
                       (long long)secret));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(list(v, cases[i].login, LIST_PROBLEM).rows.count, cases[i].problems);
    sql(v, pool_format(v->pool, "update case_file set state = 'closed', closed_at = %lld",
                       (long long)at("2026-10-21 10:00")));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(list(v, cases[i].login, LIST_FEEDBACK).rows.count, cases[i].problems);
}

/* --- published results -------------------------------------------------------------------------------------------- */

static enum err published(struct village *v, const char *login, const char *no, const char *field, const char *value,
                          int64_t *id)
{
    struct record *r = record_new();
    act_as(v, login);
    enum err err = publish_propose(v->work, no, r, &v->e);
    if (field != NULL)
        record_set(r, field, value);
    if (err == ERR_NONE)
        err = table_add(v->work, table_find("case_notice"), r, id, &v->e);
    record_free(&r);
    return err;
}

static size_t on_the_board(struct village *v, const char *login)
{
    struct case_selection s = october();
    struct rows rows;
    act_as(v, login);
    DONE(v, publish_list(v->work, v->pool, &s, &rows, NULL, &v->e));
    return rows.count;
}

static size_t proposed(struct village *v, const char *login)
{
    struct rows rows;
    act_as(v, login);
    DONE(v, publish_candidates(v->work, v->pool, "", 30, &rows, &v->e));
    return rows.count;
}

static void a_result_is_proposed_without_personal_data(void **state)
{
    struct village *v = *state;
    struct record *r = record_new();
    int64_t id = closed(v, "示例住户家漏水", "示例住户家漏水。", "已为示例住户修好，电话13800002201。");
    const char *no = no_of(v, id);
    act_as(v, "station01");
    DONE(v, publish_propose(v->work, no, r, &v->e));
    assert_null(strstr(record_get(r, "title"), "示例住户"));
    assert_string_equal(record_get(r, "place"), "6幢");
    assert_null(strstr(record_get(r, "result"), "138"));
    assert_null(strstr(record_get(r, "result"), "示例住户"));
    assert_string_equal(record_get(r, "closed_on"), "2026-10-21");
    record_free(&r);
}

/* Whoever types it in again is told what is wrong with which field. */
static void personal_data_is_refused_when_it_is_saved(void **state)
{
    static const struct {
        const char *field, *text, *told;
    } faults[] = {
        {"title",  "示例住户家漏水",                      "\"示例住户\" is"      },
        {"result", "已修好，电话13800002201",              "\"13800002201\" is"       },
        {"result", "已修好，请打 138 0000 2201",           "\"138 0000 2201\" is"     },
        {"result", "身份证11010519491231002X的住户已告", "\"11010519491231002X\" is"},
        {"place",  "6幢2单元302室",                          "\"2单元\" is"           },
        {"result", "车牌苏K12345已拖离",                   "苏K12345"                },
    };
    struct village *v = *state;
    int64_t id = closed(v, "门口漏水", "门口漏水。", "已修好。"), notice = 0;
    const char *no = no_of(v, id);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        enum err r = published(v, "station01", no, faults[i].field, faults[i].text, &notice);
        assert_int_equal(r, ERR_INVALID);
        assert_string_equal(v->e.field, faults[i].field);
        if (strstr(v->e.text, faults[i].told) == NULL)
            fail_msg("%s: %s", faults[i].text, v->e.text);
    }
    assert_int_equal(on_the_board(v, "grid01"), 0);
    DONE(v, published(v, "station01", no, "result", "已修好，居民满意。", &notice));
    assert_int_equal(on_the_board(v, "grid01"), 1);
    assert_int_equal(published(v, "station01", no, NULL, NULL, &notice), ERR_INVALID); /* once */
}

static void a_notice_is_withdrawn(void **state)
{
    struct village *v = *state;
    int64_t id = closed(v, "门口漏水", "门口漏水。", "已修好。"), notice = 0;
    assert_int_equal(proposed(v, "station01"), 1);
    DONE(v, published(v, "station01", no_of(v, id), NULL, NULL, &notice));
    assert_int_equal(proposed(v, "station01"), 0);
    assert_int_equal(on_the_board(v, "grid01"), 1);
    assert_int_equal(on_the_board(v, "station02"), 0); /* the board of another community */
    act_as(v, "station01");
    DONE(v, table_delete(v->work, table_find("case_notice"), notice, 1, &v->e));
    assert_int_equal(on_the_board(v, "grid01"), 0);
    assert_int_equal(proposed(v, "station01"), 1);
    DONE(v, published(v, "station01", no_of(v, id), NULL, NULL, &notice));
}

static void what_is_confidential_is_never_published(void **state)
{
    struct village *v = *state;
    int64_t id = closed(v, "门口漏水", "门口漏水。", "已修好。"), notice = 0;
    int64_t open = REPORT(v, "grid01", "place", "6幢");
    const char *no = no_of(v, id), *open_no = no_of(v, open);
    assert_int_equal(published(v, "station01", open_no, NULL, NULL, &notice), ERR_INVALID); /* not closed */
    assert_int_equal(published(v, "station02", no, NULL, NULL, &notice), ERR_INVALID);      /* not theirs */
    assert_int_equal(published(v, "grid01", no, NULL, NULL, &notice), ERR_DENIED);
    sql(v, "update case_file set confidential = 1 where closed_at is not null");
    assert_int_equal(published(v, "street01", no, NULL, NULL, &notice), ERR_INVALID); /* whoever may see it */
    assert_int_equal(proposed(v, "street01"), 0);
    sql(v, "update case_file set confidential = 0");
    DONE(v, published(v, "street01", no, NULL, NULL, &notice));
    assert_int_equal(on_the_board(v, "street01"), 1);
    sql(v, "update case_file set confidential = 1 where closed_at is not null"); /* it has become so */
    assert_int_equal(on_the_board(v, "street01"), 0);
    assert_int_equal(on_the_board(v, "grid01"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(problems_are_told_with_numbers_and_names_masked),
        IN_VILLAGE(a_discussion_is_told_as_it_was),
        IN_VILLAGE(what_came_of_it_is_told_when_it_is_closed),
        IN_VILLAGE(nobody_is_told_of_other_areas_or_of_what_is_confidential),
        IN_VILLAGE(a_result_is_proposed_without_personal_data),
        IN_VILLAGE(personal_data_is_refused_when_it_is_saved),
        IN_VILLAGE(a_notice_is_withdrawn),
        IN_VILLAGE(what_is_confidential_is_never_published),
    };
    return cmocka_run_group_tests_name("lists of cases", tests, NULL, NULL);
}
