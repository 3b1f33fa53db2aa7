/* The eight boards: every table that is shipped holds together, and the files of offices find their fields. */
#include "fixture.h"

#include "wangge/base/array.h"
#include "wangge/table/code.h"
#include "wangge/work/right.h"

#define WINDOW     78 /* columns that a list has in a window of 80 */
#define COLUMN_GAP 2
#define LEAST      4 /* columns that a list has */
#define MOST       9

/* The tables of each board, in its order. */
static const struct {
    const char *board, *tables;
} boards[] = {
    {"housing",         "building house rental special_place facility firm dangerous_house "          },
    {"population",      "household person registered floating left_behind overseas move "             },
    {"relief",          "low_income low_income_edge disabled lonely_elder entitled serious_illness relief_grant "
               "home_care "                                                             },
    {"party",           "party_organisation party_member central_household in_service party_activity "},
    {"family_planning", "fertile_woman birth infant family_service "                                  },
    {"key_groups",      "released correction mental_disorder drug key_youth petition high_risk "      },
    {"public_order",    "dispute incident hazard patrol_point mass_defence "                          },
    {"resources",       "social_resource mass_organisation talent volunteer grid unit unit_member response_template duty "
                  "leave visit_rule holiday "
                  "case_notice "                                                     },
};

/* The headers of two templates that offices use, as they came. Whether somebody has moved out or died is told by a yes:
 * src/work/import_person.c makes the state of it. */
static const char *const person_headers[] = {
    "姓名",     "与其他人员关系", "身份证号",   "性别",         "出生日期", "联系电话",      "现住小区/建筑",
    "门牌地址", "所属网格",       "人员类型",   "是否重点人员", "重点类别", "户籍小区/建筑", "户籍地址",
    "户编号",   "是否人户分离",   "实际居住地", "迁出日期",     "迁往地",   "死亡日期",      "民族",
    "政治面貌", "婚姻状况",       "文化程度",   "工作学习情况", "健康状况", "备注"};
static const char *const building_headers[] = {
    "小区/建筑名称", "类型",         "所属网格",       "详细地址",     "建成年份",       "户数",     "楼栋数",
    "约居住人数",    "企业数",       "底商数",         "是否通燃气",   "物业费标准",     "电梯数",   "室内车位数",
    "室外车位数",    "安全负责人",   "安全负责人电话", "纬度",         "经度",           "开发商",   "施工单位",
    "物业公司",      "物业联系电话", "备注",           "业委会联系人", "业委会联系电话", "业主姓名", "业主电话",
    "房东姓名",      "房东电话",     "商业类型"};

static int by_position(const void *a, const void *b)
{
    return (*(const struct table *const *)a)->position - (*(const struct table *const *)b)->position;
}

static void each_board_has_its_tables_in_order(void **state)
{
    (void)state;
    assert_int_equal(code_list("board")->count, COUNT_OF(boards));
    for (size_t b = 0; b < COUNT_OF(boards); b++) {
        const struct table *of[40];
        char names[400] = "";
        size_t count = 0;
        for (size_t i = 0; i < table_count(); i++)
            if (table_at(i)->board != NULL && strcmp(table_at(i)->board, boards[b].board) == 0)
                of[count++] = table_at(i);
        qsort(of, count, sizeof *of, by_position);
        for (size_t i = 0; i < count; i++) {
            strcat(strcat(names, of[i]->name), " ");
            assert_true(i == 0 || of[i]->position > of[i - 1]->position);
        }
        assert_string_equal(names, boards[b].tables);
    }
}

static void both_languages(const struct table *table, const char *name, const char *const text[LANGUAGE_COUNT])
{
    if ((text[LANGUAGE_EN] == NULL) != (text[LANGUAGE_ZH] == NULL))
        fail_msg("%s.%s speaks one language only", table->name, name);
}

static void every_table_holds_together(const struct table *table)
{
    int used = -COLUMN_GAP, columns = 0;
    char action[ACTION_ROOM];

    both_languages(table, "", table->help);
    if (table->help[LANGUAGE_ZH] == NULL || table->title == NULL || table_title(table) == NULL)
        fail_msg("%s has no help, or no field that names its rows", table->name);
    if (code_text("board", table->board) == table->board)
        fail_msg("%s: there is no board \"%s\"", table->name, table->board);
    for (int write = 0; write < 2; write++)
        if (!right_is_known(table_action(table, write ? "write" : "read", action)))
            fail_msg("%s: nobody has the right %s", table->name, action);
    for (size_t i = 0; i < table->count; i++) {
        const struct field *f = &table->fields[i];
        both_languages(table, f->name, f->help);
        both_languages(table, f->name, f->group);
        if (f->label[LANGUAGE_EN] == NULL || f->label[LANGUAGE_ZH] == NULL)
            fail_msg("%s.%s has no label", table->name, f->name);
        for (size_t k = 0; k < i; k++)
            if (strcmp(table->fields[k].label[LANGUAGE_ZH], f->label[LANGUAGE_ZH]) == 0)
                fail_msg("%s: %s is the label of two fields", table->name, f->label[LANGUAGE_ZH]);
        columns += f->width > 0;
        used += f->width > 0 ? f->width + COLUMN_GAP : 0;
    }
    if (used > WINDOW || columns < LEAST || columns > MOST)
        fail_msg("%s: a list of %d columns is %d wide", table->name, columns, used);
}

static void every_table_of_a_board_holds_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < table_count(); i++)
        if (table_at(i)->board != NULL && !table_at(i)->own_storage)
            every_table_holds_together(table_at(i));
}

/* Is the word one of words, which are parted by commas? */
static bool is_among(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (size_t length; words != NULL && *words != '\0'; words += length + (words[length] == ',')) {
        length = strcspn(words, ",");
        if (length == n && memcmp(words, word, n) == 0)
            return true;
    }
    return false;
}

/* By label or synonym, as an import finds it; NULL when there is none or more than one. */
static const struct field *find(const struct table *table, const char *header)
{
    const struct field *found = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct field *f = &table->fields[i];
        if (strcmp(f->label[LANGUAGE_ZH], header) != 0 && !is_among(f->synonyms, header))
            continue;
        if (found != NULL)
            return NULL;
        found = f;
    }
    return found;
}

static void every_column_of_the_offices_templates_is_found(void **state)
{
    const struct table *person = table_find("person"), *household = table_find("household");
    (void)state;
    for (size_t i = 0; i < COUNT_OF(person_headers); i++)
        if (find(person, person_headers[i]) == NULL && find(household, person_headers[i]) == NULL)
            fail_msg("people have no field for %s", person_headers[i]);
    for (size_t i = 0; i < COUNT_OF(building_headers); i++)
        if (find(table_find("building"), building_headers[i]) == NULL)
            fail_msg("buildings have no field for %s", building_headers[i]);
    assert_string_equal(find(person, "工作学习情况")->name, "occupation");
    assert_string_equal(find(person, "实际居住地")->name, "present_address");
    assert_string_equal(find(household, "现住小区/建筑")->name, "address");
    assert_null(find(person, "血型"));
}

/* Two fields that answer to one word: a file's column would go to either. */
static void a_synonym_is_of_one_field_only(void **state)
{
    char words[512];
    (void)state;
    for (size_t i = 0; i < table_count(); i++)
        for (size_t k = 0; k < table_at(i)->count; k++) {
            const struct field *f = &table_at(i)->fields[k];
            snprintf(words, sizeof words, "%s", f->synonyms == NULL ? "" : f->synonyms);
            char *rest = words;
            for (char *word; (word = strsep(&rest, ",")) != NULL;)
                if (*word != '\0' && find(table_at(i), word) != f)
                    fail_msg("%s: %s means more than %s", table_at(i)->name, word, f->name);
        }
}

/* Sensitive registers: what an informant, an inspector, a department or an administrator may not see. */
static void sensitive_registers_are_for_few(void **state)
{
    static const char *const names[] = {"released", "correction", "mental_disorder", "drug"};
    static const char *const strangers[] = {"member01", "inspector01", "department01", "admin", "security", "audit"};
    struct office *o = *state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct table *table = table_find(names[i]);
        assert_true(table->sensitive);
        for (size_t k = 0; k < COUNT_OF(strangers); k++) {
            office_act(o, strangers[k]);
            if (table_may(o->work, table, "read") || table_may(o->work, table, "write"))
                fail_msg("%s reaches %s", strangers[k], names[i]);
        }
        office_act(o, "grid01");
        assert_false(table_may(o->work, table, "write"));
        office_act(o, "station01");
        assert_true(table_may(o->work, table, "read") && table_may(o->work, table, "write"));
    }
    assert_null(table_find("hiv")); /* off unless a site turns it on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_board_has_its_tables_in_order),
        cmocka_unit_test(every_table_of_a_board_holds_together),
        cmocka_unit_test(every_column_of_the_offices_templates_is_found),
        cmocka_unit_test(a_synonym_is_of_one_field_only),
        cmocka_unit_test(sensitive_registers_are_for_few),
    };
    return cmocka_run_group_tests_name("boards", tests, office_setup, office_teardown);
}
