#include "village.h"

#include "wangge/base/array.h"
#include "wangge/table/describe.h"

static struct record *entry(const char *household, const char *text)
{
    return record_with("on", "2026-10-21 15:30", "channel", "1", "household", household, "text", text, NULL);
}

static int64_t add(struct village *v, const char *household, const char *text)
{
    int64_t id = 0;
    struct record *record = entry(household, text);
    DONE(v, visit_add(v->work, record, &id, NULL, NULL, &v->e));
    record_free(&record);
    return id;
}

static struct record *fetch(struct village *v, int64_t id)
{
    struct record *record = record_new();
    DONE(v, visit_read(v->work, pool_format(v->pool, "%lld", (long long)id), record, &v->e));
    return record;
}

static void an_entry_takes_its_place_from_the_household(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    struct record *r = fetch(v, add(v, "601", "老人近日头晕，楼道灯坏了三天。"));
    assert_string_equal(record_get(r, "no"), "MQ-20261021-0001");
    assert_string_equal(record_get(r, "on"), "2026-10-21 15:30");
    assert_string_equal(record_get(r, "area"), "6");
    assert_string_equal(record_get(r, "address"), "文苑路18号 6幢1单元301");
    assert_string_equal(record_get(r, "kinds"), "2"); /* the household's must-visit kind */
    assert_string_equal(record_get(r, "by"), "grid01");
    assert_string_equal(record_get(r, "by_name"), "示例甲");
    assert_string_equal(record_get(r, "version"), "1");
    assert_false(record_has(r, "path"));
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from audit where action = 'visit.add' and success = 1"), 1);
    assert_int_equal(number(v, "select count(*) from row_history where kind = 'visit'"), 1);
}

static void numbers_begin_anew_each_day(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "601", "今天的第一篇");
    struct record *second = fetch(v, add(v, "602", "今天的第二篇"));
    assert_string_equal(record_get(second, "no"), "MQ-20261021-0002");
    record_free(&second);
    now_is("2026-10-22 08:00");
    struct record *next_day = fetch(v, add(v, "602", "第二天"));
    assert_string_equal(record_get(next_day, "no"), "MQ-20261022-0001");
    record_free(&next_day);
}

static void persons_met_are_tidied_and_linked(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = entry("601", "一家三口都在，谈了孩子上学的事。");
    record_set(r, "persons", " 住户601(本人)、来客，来客;邻居 ");
    DONE(v, visit_add(v->work, r, &id, NULL, NULL, &v->e));
    assert_string_equal(record_get(r, "persons"), "住户601(本人),来客,邻居");
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from visit_person"), 3);
    assert_int_equal(number(v, "select person from visit_person where position = 1"), 6011);
    assert_int_equal(number(v, "select count(*) from visit_person where person is null"), 2);
}

static void short_texts_do_not_count(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "601", "一二三四五六七八九");
    add(v, "602", "一二三四五六七八九十");
    assert_int_equal(number(v, "select sum(valid) from visit"), 1);
}

struct heard {
    int count;
    char fields[8][48];
};

static void hear(void *to, const struct error *fault)
{
    struct heard *heard = to;
    if (heard->count < 8)
        snprintf(heard->fields[heard->count], sizeof heard->fields[0], "%s", fault->field);
    heard->count++;
}

static void every_fault_is_told(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    struct heard heard = {0};
    act_as(v, "grid01");
    struct record *r = record_with("on", "", "channel", "9", "area", "6", "text", "", NULL);
    assert_int_equal(visit_add(v->work, r, &id, hear, &heard, &v->e), ERR_INVALID);
    record_free(&r);
    assert_int_equal(heard.count, 3);
    assert_string_equal(heard.fields[0], "on");
    assert_string_equal(heard.fields[1], "channel");
    assert_string_equal(heard.fields[2], "text");
    assert_string_equal(v->e.field, "on");
    assert_int_equal(number(v, "select count(*) from visit"), 0);
}

static void dates_must_be_likely(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = entry("601", "明天才去的走访不能今天写。");
    record_set(r, "on", "2026-10-21 16:06");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "on");
    record_set(r, "on", "2026-10-21 16:05");
    record_set(r, "next_on", "2026-10-20");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "next_on");
    record_set(r, "next_on", "2026-10-21");
    DONE(v, visit_add(v->work, r, &id, NULL, NULL, &v->e));
    record_free(&r);
}

static void households_of_others_are_out_of_reach(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = entry("701", "别的网格的户。");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "household");
    record_set(r, "household", "");
    record_set(r, "area", "7");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "area");
    act_as(v, "admin");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_DENIED);
    record_free(&r);
}

static size_t seen(struct village *v, const char *login)
{
    struct rows rows;
    int64_t total = 0;
    struct list_query query = {0};
    act_as(v, login);
    DONE(v, visit_list(v->work, v->pool, &query, false, &rows, &total, &v->e));
    assert_int_equal(rows.count, total);
    return rows.count;
}

static void a_list_shows_what_the_post_may_see(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "601", "甲一网格的走访。");
    act_as(v, "member01");
    add(v, "602", "信息员在甲一网格的走访。");
    act_as(v, "grid02");
    add(v, "701", "甲二网格的走访。");
    act_as(v, "grid03");
    add(v, "801", "乙一网格的走访。");
    assert_int_equal(seen(v, "grid01"), 2);
    assert_int_equal(seen(v, "grid02"), 1);
    assert_int_equal(seen(v, "member01"), 2); /* the diary of the grid */
    assert_int_equal(seen(v, "station01"), 3);
    assert_int_equal(seen(v, "station02"), 1);
    assert_int_equal(seen(v, "district01"), 4);
    act_as(v, "grid04");
    struct record *r = record_new();
    assert_int_equal(visit_read(v->work, "MQ-20261021-0001", r, &v->e), ERR_NOT_FOUND);
    record_free(&r);
}

static void lists_are_filtered_sorted_and_paged(void **state)
{
    struct village *v = *state;
    struct rows rows;
    int64_t total = 0;
    struct list_query query = {.limit = 2, .sort = "on"};
    act_as(v, "grid01");
    for (int n = 1; n <= 5; n++) {
        struct record *r = record_with("on", pool_format(v->pool, "2026-10-%02d 09:00", n), "channel",
                                       n % 2 ? "1" : "2", "household", "603", "text", "按时走访，一切正常。", NULL);
        int64_t id = 0;
        DONE(v, visit_add(v->work, r, &id, NULL, NULL, &v->e));
        record_free(&r);
    }
    DONE(v, list_add_filter(&query, table_find("visit"), "channel", "1", &v->e));
    DONE(v, visit_list(v->work, v->pool, &query, false, &rows, &total, &v->e));
    assert_int_equal(total, 3);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows_int(&rows, 0, "on"), at("2026-10-01 09:00"));
    query.after = rows_int(&rows, 1, "id");
    DONE(v, visit_list(v->work, v->pool, &query, false, &rows, &total, &v->e));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "on"), at("2026-10-05 09:00"));
    snprintf(query.search, sizeof query.search, "不存在");
    query.after = 0;
    DONE(v, visit_list(v->work, v->pool, &query, false, &rows, &total, &v->e));
    assert_int_equal(total, 0);
}

static void only_the_writer_changes_an_entry(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    int64_t id = add(v, "601", "第一次写的内容。");
    struct record *r = record_with("version", "1", "text", "改过以后的内容，更完整。", NULL);
    act_as(v, "member01");
    assert_int_equal(visit_change(v->work, id, r, NULL, NULL, &v->e), ERR_DENIED);
    act_as(v, "station01");
    assert_int_equal(visit_change(v->work, id, r, NULL, NULL, &v->e), ERR_DENIED);
    act_as(v, "grid01");
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    r = fetch(v, id);
    assert_string_equal(record_get(r, "text"), "改过以后的内容，更完整。");
    assert_string_equal(record_get(r, "household"), "601"); /* what was not named stays */
    assert_string_equal(record_get(r, "version"), "2");
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from row_history where kind = 'visit'"), 2);
    assert_int_equal(number(v, "select count(*) from audit where action = 'visit.change' and success = 0"), 2);
}

static void of_two_who_save_the_second_is_told(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    int64_t id = add(v, "601", "两个窗口同时打开。");
    struct record *first = fetch(v, id), *second = fetch(v, id);
    record_set(first, "outcome", "第一个窗口");
    record_set(second, "outcome", "第二个窗口");
    DONE(v, visit_change(v->work, id, first, NULL, NULL, &v->e));
    assert_int_equal(visit_change(v->work, id, second, NULL, NULL, &v->e), ERR_CONFLICT);
    assert_int_equal(visit_delete(v->work, id, 1, &v->e), ERR_CONFLICT);
    record_free(&first);
    record_free(&second);
    struct record *now = fetch(v, id);
    assert_string_equal(record_get(now, "outcome"), "第一个窗口");
    record_free(&now);
}

static void what_is_deleted_comes_back(void **state)
{
    struct village *v = *state;
    struct rows rows;
    struct list_query query = {0};
    act_as(v, "grid01");
    int64_t id = add(v, "601", "写错了，删掉。");
    DONE(v, visit_delete(v->work, id, 1, &v->e));
    assert_int_equal(seen(v, "grid01"), 0);
    DONE(v, visit_list(v->work, v->pool, &query, true, &rows, NULL, &v->e));
    assert_int_equal(rows.count, 1);
    DONE(v, visit_restore(v->work, id, &v->e));
    assert_int_equal(seen(v, "grid01"), 1);
    assert_int_equal(visit_restore(v->work, id, &v->e), ERR_NOT_FOUND);
}

/* An entry is about a day: what becomes of the household later changes neither its door nor its area. */
static void an_entry_outlives_its_household(void **state)
{
    static const char *const later[] = {
        "update household set deleted_at = 1 where id = 601",
        "update household set deleted_at = null, area = 8, address = '新街1号' where id = 601", /* another community */
    };
    struct village *v = *state;
    act_as(v, "grid01");
    int64_t id = add(v, "601", "老人近日头晕，楼道灯坏了三天。");
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        sql(v, later[i]);
        struct record *r = fetch(v, id);
        record_set(r, "outcome", "已补写处理情况。");
        DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
        record_free(&r);
        r = fetch(v, id);
        assert_string_equal(record_get(r, "household"), "601");
        assert_string_equal(record_get(r, "address"), "文苑路18号 6幢1单元301");
        assert_string_equal(record_get(r, "area"), "6");
        record_set(r, "household", "602"); /* corrected: then it follows that one */
        DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
        record_free(&r);
        r = fetch(v, id);
        record_set(r, "household", "601"); /* and cannot go back */
        assert_int_equal(visit_change(v->work, id, r, NULL, NULL, &v->e), ERR_INVALID);
        record_free(&r);
        sql(v, "update visit set household = 601, address = '文苑路18号 6幢1单元301', area = 6");
    }
}

/* What the program keeps is not taken from whoever saves, not even into the history. */
static void the_history_cannot_be_told_lies(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    int64_t id = add(v, "601", "第一次写的内容。");
    struct record *r = record_with("version", "1", "no", "MQ-1", "by", "grid02", "text", "改过的内容。", NULL);
    DONE(v, visit_change(v->work, id, r, NULL, NULL, &v->e));
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from row_history where record like '%MQ-1%' or record like '%grid02%'"),
                     0);
    DONE(v, visit_delete(v->work, id, 2, &v->e));
    DONE(v, visit_restore(v->work, id, &v->e));
    assert_int_equal(number(v, "select max(version) from row_history where kind = 'visit'"), 4);
    assert_int_equal(number(v, "select count(*) from row_history where kind = 'visit'"), 4);
}

static void a_case_is_made_of_an_entry(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    int64_t visit = add(v, "601", "楼道灯坏了三天\n老人近日头晕。");
    struct record *r = record_new();
    DONE(v, visit_to_case(v->work, visit, r, &v->e));
    assert_string_equal(record_get(r, "title"), "楼道灯坏了三天");
    assert_string_equal(record_get(r, "place"), "文苑路18号 6幢1单元301");
    assert_string_equal(record_get(r, "household"), "601");
    record_set(r, "category", "02");
    DONE(v, case_add(v->work, r, false, &id, NULL, NULL, &v->e));
    record_free(&r);
    r = fetch(v, visit);
    assert_string_equal(record_get(r, "case_no"), "SJ-20261021-0001");
    record_free(&r);
}

static void a_new_entry_stands_here_and_now(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    struct record *r = record_new();
    DONE(v, visit_new(v->work, HOUSEHOLD(GRID_1, 1), 0, r, &v->e));
    assert_string_equal(record_get(r, "on"), "2026-10-21 16:05");
    assert_string_equal(record_get(r, "channel"), "1");
    assert_string_equal(record_get(r, "address"), "文苑路18号 6幢1单元301");
    assert_string_equal(record_get(r, "kinds"), "2");
    assert_int_equal(visit_new(v->work, HOUSEHOLD(GRID_2, 1), 0, r, &v->e), ERR_INVALID);
    record_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(an_entry_takes_its_place_from_the_household),
        IN_VILLAGE(numbers_begin_anew_each_day),
        IN_VILLAGE(persons_met_are_tidied_and_linked),
        IN_VILLAGE(short_texts_do_not_count),
        IN_VILLAGE(every_fault_is_told),
        IN_VILLAGE(dates_must_be_likely),
        IN_VILLAGE(households_of_others_are_out_of_reach),
        IN_VILLAGE(a_list_shows_what_the_post_may_see),
        IN_VILLAGE(lists_are_filtered_sorted_and_paged),
        IN_VILLAGE(only_the_writer_changes_an_entry),
        IN_VILLAGE(of_two_who_save_the_second_is_told),
        IN_VILLAGE(what_is_deleted_comes_back),
        IN_VILLAGE(an_entry_outlives_its_household),
        IN_VILLAGE(the_history_cannot_be_told_lies),
        IN_VILLAGE(a_case_is_made_of_an_entry),
        IN_VILLAGE(a_new_entry_stands_here_and_now),
    };
    return cmocka_run_group_tests_name("visit", tests, NULL, NULL);
}
