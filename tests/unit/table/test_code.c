/* Words that offices write in their files, and the code that each means. */
#include "helper.h"

static const struct {
    const char *list, *word, *code;
} rows[] = {
    {"sex",              "男",             "1"     },
    {"sex",              "男性",          "1"     },
    {"sex",              "2",               "2"     },
    {"nation",           "汉",             "01"    },
    {"nation",           "土",             "30"    },
    {"nation",           "汉族",          "01"    },
    {"marriage",         "离异",          "40"    },
    {"marriage",         "丧偶",          "30"    },
    {"education",        "初中",          "70"    },
    {"education",        "高中",          "60"    },
    {"education",        "本科",          "20"    },
    {"education",        "大专",          "30"    },
    {"education",        "小学",          "80"    },
    {"politics",         "群众",          "13"    },
    {"politics",         "中共党员",    "01"    },
    {"politics",         "团员",          "03"    },
    {"relation",         "户主",          "02"    },
    {"relation",         "配偶",          "10"    },
    {"relation",         "子女",          "19"    },
    {"relation",         "女儿",          "30"    },
    {"relation",         "父母",          "50"    },
    {"relation",         "租户",          "98"    },
    {"residence_kind",   "常住人口",    "1"     },
    {"residence_kind",   "流动人口",    "2"     },
    {"person_category",  "独居老人",    "11"    },
    {"person_category",  "低保户",       "21"    },
    {"employment",       "在职",          "17"    },
    {"employment",       "退休",          "80"    },
    {"employment",       "无业",          "70"    },
    {"health",           "健康",          "10"    },
    {"health",           "良好",          "10"    },
    {"health",           "残疾",          "60"    },
    {"health",           "疾病",          "30"    },
    {"building_kind",    "大型出租房", "3"     },
    {"disability_kind",  "肢体残疾",    "4"     },
    {"disability_grade", "二级",          "2"     },
    {"correction_kind",  "暂予监外",    "4"     },
    {"grid_grade",       "黄",             "yellow"},
    {"education",        "博士后流动", NULL    },
    {"sex",              "男女",          NULL    },
};

static void words_of_offices_find_their_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct code_list *list = code_list(rows[i].list);
        assert_non_null(list);
        const char *code = code_parse(list, rows[i].word);
        if (code == NULL || rows[i].code == NULL ? code != rows[i].code : strcmp(code, rows[i].code) != 0)
            fail_msg("%s: %s is %s", rows[i].list, rows[i].word, code == NULL ? "nothing" : code);
    }
}

/* One word, two codes: nobody would know which is meant. */
static void a_synonym_is_of_one_code_only(void **state)
{
    (void)state;
    for (size_t i = 0; code_list_at(i) != NULL; i++) {
        const struct code_list *list = code_list_at(i);
        for (size_t k = 0; k < list->count; k++) {
            char words[600];
            snprintf(words, sizeof words, "%s", list->codes[k].synonyms);
            for (char *word = strtok(words, "|"); word != NULL; word = strtok(NULL, "|")) {
                const char *code = code_parse(list, word);
                if (code == NULL || strcmp(code, list->codes[k].code) != 0)
                    fail_msg("%s: %s is %s, not %s", list->name, word, code == NULL ? "nothing" : code,
                             list->codes[k].code);
            }
        }
    }
}

static void the_column_of_synonyms_may_be_absent(void **state)
{
    char command[300];
    (void)state;
    snprintf(command, sizeof command,
             "mkdir -p %s/codes && printf 'code,name,first,last\\n110000,x,1,2\\n' > %s/codes/division_ever.csv",
             folder, folder);
    assert_int_equal(system(command), 0);
    write_file("codes/old.csv", "code,zh_CN,en,initials,standard\n1,一,one,y,\n");
    write_file("codes/new.csv", "code,zh_CN,en,initials,standard,synonyms\n1,一,one,y,,uno|壹\n2,二,two,e,,\n");
    OK(codes_load(folder, NULL, &e));
    assert_null(code_parse(code_list("old"), "uno"));
    assert_string_equal(code_parse(code_list("new"), "UNO"), "1");
    assert_string_equal(code_parse(code_list("new"), "壹"), "1");
    assert_null(code_parse(code_list("new"), "un"));
    assert_null(code_parse(code_list("new"), ""));
    OK(codes_load("schema", NULL, &e));
}

static void a_code_bears_the_marks_of_its_row(void **state)
{
    (void)state;
    OK(codes_load("schema", NULL, &e));
    assert_true(code_has_mark("case_source", "3", "public"));
    assert_false(code_has_mark("case_source", "1", "public"));
    assert_false(code_has_mark("case_source", "3", "pub"));
    assert_false(code_has_mark("case_source", "99", "public"));
    assert_false(code_has_mark("no_such_list", "3", "public"));
    const struct code renamed = {.code = "3", .zh = "短信反映", .en = "text message", .initials = "dxfy"};
    code_put("case_source", &renamed); /* an office's own words for it */
    assert_true(code_has_mark("case_source", "3", "public"));
    OK(codes_load("schema", NULL, &e));
}

static const char *path_of(const char *code)
{
    static struct buffer out;
    buffer_clear(&out);
    code_path(code_list("case_category"), code, &out);
    return buffer_text(&out);
}

static void a_code_of_a_tree_knows_the_way_down_to_it(void **state)
{
    (void)state;
    const struct code_list *list = code_list("case_category");
    assert_true(list->tree);
    assert_false(code_list("sex")->tree);
    assert_null(code_above(list, "02"));
    assert_null(code_above(list, "none such"));
    assert_null(code_above(code_list("nation"), "11"));
    assert_string_equal(code_above(list, "020301")->code, "0203");
    assert_string_equal(path_of("02"), "");
    assert_string_equal(path_of("0203"), "02 livelihood");
    assert_string_equal(path_of("020301"), "02 livelihood > 0203 property management");
    i18n_use(LANGUAGE_ZH);
    assert_string_equal(path_of("020301"), "02 民生服务 > 0203 物业服务");
    i18n_use(LANGUAGE_EN);
}

static void categories_of_cases_have_three_levels_and_a_name_of_their_own(void **state)
{
    (void)state;
    const struct code_list *list = code_list("case_category");
    size_t count[3] = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct code *c = &list->codes[i];
        size_t n = strlen(c->code);
        assert_true(n == 2 || n == 4 || n == 6);
        count[n / 2 - 1]++;
        assert_int_equal(strlen(c->under), n - 2);
        assert_true(*c->initials != '\0');
        assert_string_equal(code_parse(list, c->zh), c->code);
        assert_string_equal(code_parse(list, c->en), c->code);
    }
    assert_int_equal(count[0], 8);
    assert_in_range(count[1], 60, 100);
    assert_in_range(count[2], 200, 500);
}

static void a_code_that_is_added_lies_under_the_longest_that_it_begins_with(void **state)
{
    (void)state;
    const struct code added = {.code = "020399", .zh = "其他物业", .en = "other management", .initials = "qtwy"};
    code_put("case_category", &added);
    assert_string_equal(path_of("020399"), "02 livelihood > 0203 property management");
    OK(codes_load("schema", NULL, &e));
}

static void what_lies_under_no_row_before_it_is_refused(void **state)
{
    char command[300];
    (void)state;
    snprintf(command, sizeof command,
             "mkdir -p %s/codes && printf 'code,name,first,last\\n110000,x,1,2\\n' > %s/codes/division_ever.csv",
             folder, folder);
    assert_int_equal(system(command), 0);
    write_file("codes/tree.csv", "code,zh_CN,en,initials,standard,under\n1,一,one,y,,\n22,二,two,e,,1\n");
    assert_int_equal(codes_load(folder, NULL, &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "tree.csv, line 3"));
    write_file("codes/tree.csv", "code,zh_CN,en,initials,standard,under\n11,一,one,y,,1\n1,二,two,e,,\n");
    assert_int_equal(codes_load(folder, NULL, &e), ERR_INVALID);
    write_file("codes/tree.csv", "code,zh_CN,en,initials,standard,under\n1,一,one,y,,\n11,二,two,e,,1\n");
    OK(codes_load(folder, NULL, &e));
    assert_string_equal(code_above(code_list("tree"), "11")->code, "1");
    OK(codes_load("schema", NULL, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_offices_find_their_code),
        cmocka_unit_test(a_synonym_is_of_one_code_only),
        cmocka_unit_test(a_code_bears_the_marks_of_its_row),
        cmocka_unit_test_setup_teardown(the_column_of_synonyms_may_be_absent, make_folder, remove_folder),
        cmocka_unit_test(a_code_of_a_tree_knows_the_way_down_to_it),
        cmocka_unit_test(categories_of_cases_have_three_levels_and_a_name_of_their_own),
        cmocka_unit_test(a_code_that_is_added_lies_under_the_longest_that_it_begins_with),
        cmocka_unit_test_setup_teardown(what_lies_under_no_row_before_it_is_refused, make_folder, remove_folder),
    };
    return cmocka_run_group_tests_name("code", tests, load_all, NULL);
}
