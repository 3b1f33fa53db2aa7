/* One save of a diary entry makes everything that its marks ask for, or nothing. */
#include "village.h"

#include "wangge/base/array.h"
#include "wangge/work/mark.h"

static struct record *entry(const char *text)
{
    return record_with("on", "2026-10-21 15:30", "channel", "1", "household", "601", "text", text, NULL);
}

static int64_t add(struct village *v, const char *text)
{
    int64_t id = 0;
    struct record *record = entry(text);
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

static void change(struct village *v, int64_t id, const char *text)
{
    struct record *record = fetch(v, id);
    record_set(record, "text", text);
    DONE(v, visit_change(v->work, id, record, NULL, NULL, &v->e));
    record_free(&record);
}

static const char *word(struct village *v, const char *text)
{
    struct rows rows;
    DONE(v, db_query_text(v->work->db, v->pool, text, NULL, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    return rows.values[0].text;
}

struct heard {
    int count;
    char field[48], text[512];
};

static void hear(void *to, const struct error *fault)
{
    struct heard *heard = to;
    heard->count++;
    snprintf(heard->field, sizeof heard->field, "%s", fault->field);
    snprintf(heard->text, sizeof heard->text, "%s", fault->text);
}

/* The entry is refused for something that it says in this field; nothing is there afterwards. */
static void refused(struct village *v, const char *text, const char *field, const char *because)
{
    struct heard heard = {0};
    int64_t id = 0, audits = number(v, "select count(*) from audit"),
            cases = number(v, "select count(*) from case_file");
    struct record *record = entry(text);
    assert_int_equal(visit_add(v->work, record, &id, hear, &heard, &v->e), ERR_INVALID);
    record_free(&record);
    assert_true(heard.count >= 1);
    if (strcmp(heard.field, field) != 0 || strstr(heard.text, because) == NULL)
        fail_msg("%s: %s: %s", text, heard.field, heard.text);
    assert_int_equal(number(v, "select count(*) from visit"), 0);
    assert_int_equal(number(v, "select count(*) from case_file"), cases);
    assert_int_equal(number(v, "select count(*) from visit_made"), 0);
    assert_int_equal(number(v, "select count(*) from audit"), audits);
}

static void one_save_makes_all_of_it(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    int64_t id = add(v, "老人近日头晕, 女儿周末回来。\n#事件 楼道灯不亮 @6幢1单元 !急\n#再访 周五 看是否就医\n"
                        "#人 住户601 电话 13900001111\n#新增 示例丁 女 1971-03-02 女儿\n#隐患 灶间软管老化 !重大");
    struct record *r = fetch(v, id);
    assert_string_equal(record_get(r, "next_on"), "2026-10-23");
    assert_non_null(strstr(record_get(r, "text"), "#事件 楼道灯不亮 @6幢1单元 !急"));
    record_free(&r);
    assert_int_equal(number(v,
                            "select count(*) from case_file where visit = 1 and state = 'reported' and household = 601"
                            " and urgency = '2' and place = '文苑路18号 6幢1单元' and title = '楼道灯不亮'"),
                     1);
    assert_int_equal(number(v, "select count(*) from case_step"), 1);
    assert_string_equal(word(v, "select phone from person where id = 6011"), "13900001111");
    assert_int_equal(number(v, "select count(*) from person where name = '示例丁' and household = 601 and sex = '2' and"
                               " birth = '1971-03-02' and relation = '30' and area = 6"),
                     1);
    assert_int_equal(
        number(v, "select count(*) from hazard where area = 6 and grade = '3' and found_on = '2026-10-21'"), 1);
    assert_int_equal(number(v, "select count(*) from visit_made where visit = 1"), 5);
    assert_int_equal(number(v, "select count(*) from audit where action in ('visit.add', 'case.add') and success = 1"),
                     2);
    assert_int_equal(number(v, "select count(*) from audit where kind = 'person' and success = 1"), 2);
    assert_int_equal(number(v, "select count(*) from row_history where kind in ('visit', 'case', 'hazard')"), 3);
    assert_int_equal(
        number(v, "select count(*) from row_history where kind = 'person' and object = 6011 and version = 2"), 1);
}

static void what_fails_in_the_middle_leaves_nothing(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    refused(v, "#事件 楼道灯不亮\n#人 住户601 电话 13900001111\n#迁出 住户601\n#迁出 住户601 昨天\n#隐患 灶间软管老化",
            "text", "住户601");
    assert_string_equal(word(v, "select coalesce(phone, '') from person where id = 6011"), "");
    assert_int_equal(number(v, "select household from person where id = 6011"), 601);
    assert_int_equal(number(v, "select count(*) from hazard"), 0);
    assert_int_equal(number(v, "select count(*) from move"), 0);
    assert_int_equal(number(v, "select count(*) from case_step"), 0);
    add(v, "之后照常可以写日记。"); /* and the next save is one by itself */
    assert_int_equal(number(v, "select count(*) from visit"), 1);
}

static void what_cannot_be_made_is_a_fault_of_the_text(void **state)
{
    static const struct {
        const char *text, *because;
    } faults[] = {
        {"#事件",                            "Write it as"             },
        {"#事件 老张家的事",            "F4"                      },
        {"#事件[天上的事] 灯不亮",    "no category"             },
        {"#再访 改天",                     "Write it as"             },
        {"#再访 昨天",                     "comes after"             },
        {"#再访 路人 周五",              "neither a date nor"      },
        {"#人 路人 电话 13900001111",     "no member"               },
        {"#人 住户601 鞋码 42",           "no field"                },
        {"#人 住户601 电话 abc",          "Phone"                   },
        {"#人 住户601 身份证号 1",      "register of people"      },
        {"#人 住户601 住户 602",          "register of people"      },
        {"#人 住户601 婚姻状况 很好", "Marital"                 },
        {"#新增 住户601 女 女儿",       "member of this household"},
        {"#新增 示例丁 高个子",        "no sex, birth"           },
        {"#新增 示例丁 1971",             "Sex"                     },
        {"#迁出 住户601 明天",           "when it has happened"    },
        {"#隐患[天上] 软管老化",       "no kind of hazard"       },
    };
    struct village *v = *state;
    act_as(v, "grid01");
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        refused(v, faults[i].text, "text", faults[i].because);
}

static void all_faults_are_told_at_once(void **state)
{
    struct village *v = *state;
    struct heard heard = {0};
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = entry("#再访 昨天\n#人 路人 电话 1\n#事件 楼道灯不亮\n#事件");
    assert_int_equal(visit_add(v->work, r, &id, hear, &heard, &v->e), ERR_INVALID);
    record_free(&r);
    assert_int_equal(heard.count, 3);
    assert_string_equal(v->e.field, "text");
    assert_non_null(strstr(v->e.text, "#再访 昨天"));
}

static void a_mark_without_a_household_asks_for_one(void **state)
{
    struct village *v = *state;
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = record_with("on", "2026-10-21 15:30", "channel", "1", "area", "6", "text", "#再访 周五", NULL);
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_non_null(strstr(v->e.text, "household"));
    record_set(r, "text", "#事件 路灯不亮 @文化巷口"); /* a case needs none */
    DONE(v, visit_add(v->work, r, &id, NULL, NULL, &v->e));
    record_free(&r);
    assert_int_equal(
        number(v, "select count(*) from case_file where area = 6 and household is null and place = '文化巷口'"), 1);
}

static void a_later_change_makes_only_what_is_new(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    int64_t id = add(v, "#事件 楼道灯不量\n#再访 周五");
    change(v, id, "#事件 楼道灯不量\n#再访 周五\n又说了一句。");
    assert_int_equal(number(v, "select count(*) from case_file"), 1);
    change(v, id, "＃事件　楼道灯不量 \n#再访 下周一\n#事件 污水外溢");
    assert_int_equal(number(v, "select count(*) from case_file"), 2);
    assert_string_equal(word(v, "select next_on from visit"), "2026-10-26");
    change(v, id, "#事件 楼道灯不亮\n#事件 污水外溢\n#人 住户601 电话 13900001111"); /* a slip is corrected */
    assert_int_equal(number(v, "select count(*) from case_file"), 2);
    assert_int_equal(number(v, "select count(*) from case_file where title = '楼道灯不量'"), 1);
    assert_string_equal(word(v, "select phone from person where id = 6011"), "13900001111");
    sql(v, "update person set phone = '13900002222' where id = 6011");
    change(v, id, "#事件 楼道灯不亮\n#事件 污水外溢\n#人 住户601 电话 13900001111\n一切正常");
    assert_string_equal(word(v, "select phone from person where id = 6011"), "13900002222");
}

static void a_date_by_hand_and_one_in_the_text_must_agree(void **state)
{
    struct village *v = *state;
    struct heard heard = {0};
    int64_t id = 0;
    act_as(v, "grid01");
    struct record *r = entry("#再访 周五");
    record_set(r, "next_on", "2026-10-25");
    assert_int_equal(visit_add(v->work, r, &id, hear, &heard, &v->e), ERR_INVALID);
    assert_string_equal(heard.field, "next_on");
    record_set(r, "next_on", "2026-10-23");
    DONE(v, visit_add(v->work, r, &id, NULL, NULL, &v->e));
    record_free(&r);
}

static void the_earliest_of_several_visits_is_the_next(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "#再访 +9 带血压计\n#再访 住户601 周五");
    assert_string_equal(word(v, "select next_on from visit"), "2026-10-23");
}

static void categories_of_a_person_are_added_and_taken_away(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "#人 住户601 人员类别 独居老人");
    add(v, "#人 住户601 人员类别 残疾人");
    assert_string_equal(word(v, "select categories from person where id = 6011"), "11,24");
    add(v, "#人 住户601 人员类别 -独居老人");
    assert_string_equal(word(v, "select categories from person where id = 6011"), "24");
}

static void what_is_so_already_is_not_written_again(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "#人 住户601 电话 13900001111");
    int64_t version = number(v, "select version from person where id = 6011");
    add(v, "#人 住户601 电话 13900001111");
    assert_int_equal(number(v, "select version from person where id = 6011"), version);
}

static void who_left_or_died_goes_by_a_move(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "#新增 示例丁 女 女儿\n#新增 示例戊 男 儿子");
    add(v, "#迁出 示例丁 今天 去宁波工作\n#去世 示例戊");
    assert_int_equal(number(v,
                            "select count(*) from person where state = '2' and left_on = '2026-10-21' and household is "
                            "null and name = '示例丁'"),
                     1);
    assert_int_equal(number(v, "select count(*) from person where state = '3' and name = '示例戊'"), 1);
    assert_int_equal(number(v, "select count(*) from move"), 2);
}

static const char *number_made(struct village *v, const char *login)
{
    struct rows made;
    act_as(v, login);
    DONE(v, mark_made(v->work, v->pool, 1, &made, &v->e));
    assert_int_equal(made.count, 1);
    return rows_text(&made, 0, "no");
}

static void the_number_of_a_confidential_case_is_for_those_who_see_it(void **state)
{
    struct village *v = *state;
    act_as(v, "grid01");
    add(v, "#事件 楼道灯不亮");
    sql(v, "update case_file set confidential = 1");
    assert_string_equal(number_made(v, "grid01"), "SJ-20261021-0001");
    assert_string_equal(number_made(v, "station01"), "");
    assert_string_equal(number_made(v, "street01"), "SJ-20261021-0001");
    sql(v, "update case_file set handler = 6"); /* it has become hers */
    assert_string_equal(number_made(v, "station01"), "SJ-20261021-0001");
}

static void the_plan_tells_what_would_be_made(void **state)
{
    struct village *v = *state;
    struct mark_plan plan;
    act_as(v, "grid01");
    struct record *r = entry("#事件 楼道灯不亮 @6幢1单元\n#再访 周五\n#人 路人 电话 1\n#事件楼道堆物");
    record_set(r, "persons", "住户601,示例丁(女儿)");
    DONE(v, mark_plan(v->work, v->pool, 0, r, &plan, &v->e));
    record_free(&r);
    assert_int_equal(plan.count, 3);
    assert_non_null(strstr(plan.items[0].text, "楼道灯不亮, 文苑路18号 6幢1单元, "));
    assert_null(plan.items[0].problem);
    assert_string_equal(plan.next_on, "2026-10-23");
    assert_non_null(plan.items[2].problem);
    assert_int_equal(plan.hint_count, 2);
    assert_non_null(strstr(plan.hints[0], "示例丁"));
    assert_non_null(strstr(plan.hints[1], "#事件"));
    mark_plan_free(&plan);
    assert_int_equal(number(v, "select count(*) from case_file"), 0);
}

static void a_case_that_may_be_known_is_told(void **state)
{
    struct village *v = *state;
    struct mark_plan plan;
    act_as(v, "grid01");
    add(v, "#事件 一楼到三楼的楼道灯都不亮了 @6幢1单元");
    struct record *r = record_with("on", "2026-10-21 15:30", "channel", "1", "household", "605", "text",
                                   "#事件 楼道灯坏 @6幢1单元\n#事件 污水外溢 @8幢门口", NULL);
    DONE(v, mark_plan(v->work, v->pool, 0, r, &plan, &v->e));
    record_free(&r);
    assert_null(plan.items[0].problem);
    assert_int_equal(plan.hint_count, 1);
    assert_non_null(strstr(plan.hints[0], "SJ-20261021-0001"));
    assert_null(plan.items[1].like);
    mark_plan_free(&plan);
}

static void rights_hold_for_what_marks_make(void **state)
{
    struct village *v = *state;
    act_as(v, "grid02"); /* the household is another grid's */
    struct record *r = entry("#事件 楼道灯不亮");
    int64_t id = 0;
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_INVALID);
    assert_string_equal(v->e.field, "household");
    record_free(&r);
    act_as(v, "department01");
    r = entry("#事件 楼道灯不亮");
    assert_int_equal(visit_add(v->work, r, &id, NULL, NULL, &v->e), ERR_DENIED);
    record_free(&r);
    assert_int_equal(number(v, "select count(*) from case_file"), 0);
}

static int begin(void **state)
{
    int r = village_begin(state);
    struct village *v = *state;
    sql(v, "update person set sex = '1', relation = '02', state = '1'");
    return r;
}

#define VILLAGE_TEST(test) cmocka_unit_test_setup_teardown(test, begin, village_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VILLAGE_TEST(one_save_makes_all_of_it),
        VILLAGE_TEST(what_fails_in_the_middle_leaves_nothing),
        VILLAGE_TEST(what_cannot_be_made_is_a_fault_of_the_text),
        VILLAGE_TEST(all_faults_are_told_at_once),
        VILLAGE_TEST(a_mark_without_a_household_asks_for_one),
        VILLAGE_TEST(a_later_change_makes_only_what_is_new),
        VILLAGE_TEST(a_date_by_hand_and_one_in_the_text_must_agree),
        VILLAGE_TEST(the_earliest_of_several_visits_is_the_next),
        VILLAGE_TEST(categories_of_a_person_are_added_and_taken_away),
        VILLAGE_TEST(what_is_so_already_is_not_written_again),
        VILLAGE_TEST(who_left_or_died_goes_by_a_move),
        VILLAGE_TEST(the_number_of_a_confidential_case_is_for_those_who_see_it),
        VILLAGE_TEST(the_plan_tells_what_would_be_made),
        VILLAGE_TEST(a_case_that_may_be_known_is_told),
        VILLAGE_TEST(rights_hold_for_what_marks_make),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
