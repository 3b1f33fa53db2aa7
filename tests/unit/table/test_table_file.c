/* Rows of files as people make them: text in its encodings, what a header and a cell mean. xlsx: tests/command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wangge/base/buffer.h"
#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/table/cell.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/header.h"
#include "wangge/table/table_file.h"

#include <stdio.h>
#include <string.h>

/* All rows as "line:a|b|c " or the error's sentence. */
static const char *read_all(const void *data, size_t n)
{
    static char out[2000];
    struct table_file *file = NULL;
    struct table_row row;
    struct error e = {0};
    bool more = true;
    enum err r = table_file_bytes(data, n, &file, &e);
    *out = '\0';
    while (r == ERR_NONE && more) {
        r = table_file_next(file, &row, &more, &e);
        for (size_t i = 0; r == ERR_NONE && more && i < row.count; i++)
            snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s%s", i > 0 ? "|" : "",
                     row.lost[i] ? "(lost)" : "", row.cells[i]);
        if (r == ERR_NONE && more)
            snprintf(out + strlen(out), sizeof out - strlen(out), " @%ld;", row.line);
    }
    table_file_close(&file);
    if (r != ERR_NONE)
        snprintf(out, sizeof out, "%s", e.text);
    return out;
}

#define reads(data, expected) assert_string_equal(read_all(data, sizeof(data) - 1), expected)

static void text_of_every_spelling(void **state)
{
    (void)state;
    reads("a,b\nc,d\n", "a|b @1;c|d @2;");
    reads("\xEF\xBB\xBF"
          "a,b\r\nc,d",
          "a|b @1;c|d @2;");
    reads("a;b\n\"c;1\";d\n", "a|b @1;c;1|d @2;");
    reads("a\tb\nc\t\"d\ne\"\n\nf\tg\n", "a|b @1;c|d\ne @2;f|g @5;");
    reads("a,b\n,\n  , \nc,\"say \"\"x\"\"\"\n", "a|b @1;c|say \"x\" @4;");
    reads("\xD0\xD5\xC3\xFB,\xD0\xD4\xB1\xF0\n", "姓名|性别 @1;"); /* GB18030 */
    reads("\xFF\xFE"
          "a\0,\0\x2d\x4e\n\0",
          "a|中 @1;"); /* UTF-16, as "Unicode text" is saved */
    reads("only\none\n", "only @1;one @2;");
    reads("", "");
    reads("id,x\n3.21003E+17,\"3.2E+17\"\n", "id|x @1;(lost)3.21003E+17|3.2E+17 @2;");
}

static void what_cannot_be_read_says_what_to_do(void **state)
{
    (void)state;
    reads("a,\"b\nc", "Line 1: a quote is opened and not closed.");
    reads("a,\xFF\xFF\n",
          "The text is neither UTF-8 nor GB18030. Save the file as .xlsx or as CSV in UTF-8 and send it "
          "again.");
    reads("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....",
          "This is an old .xls file. Save it as .xlsx or CSV and send it again.");
    reads("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
          "This file has a password. Save it without one and send it again.");
    reads("PK\x03\x04 and no more", "The file is damaged or not all of it has come. Send it again.");
}

static void titles_are_compared_by_what_they_say(void **state)
{
    (void)state;
    assert_true(header_is(" * 性别（男/女） ", "性别"));
    assert_true(header_is("身份证号码", "身份证,身份证号码"));
    assert_true(header_is("ＣＩＴＩＺＥＮ id", "citizen_id"));
    assert_true(header_is("现住小区/建筑", "现住小区建筑"));
    assert_false(header_is("", "性别"));
    assert_false(header_is("性别", ""));
    assert_string_equal(header_field(table_find("person"), "身份证号(18位)")->name, "citizen_id");
    assert_string_equal(header_field(table_find("person"), "与其他人员关系")->name, "relation");
    assert_null(header_field(table_find("person"), "colour"));
}

static void comments_of_templates_are_known(void **state)
{
    static const char *const comment[] = {"必填，真实姓名", "如：户主", "男/女"}, *const data[] = {"示例甲", "户主",
                                                                                                   "男"};
    const struct table_row a = {.count = 3, .cells = comment}, b = {.count = 3, .cells = data};
    (void)state;
    assert_true(header_is_comment(&a));
    assert_false(header_is_comment(&b));
}

static void dates_in_the_forms_seen(void **state)
{
    static const struct {
        const char *cell, *iso;
    } rows[] = {
        {"20260315",            "2026-03-15"},
        {"2026/3/15",           "2026-03-15"},
        {"2026-3-15",           "2026-03-15"},
        {"2026.3.15",           "2026-03-15"},
        {"2026年3月15日",    "2026-03-15"},
        {"2026-03-15 00:00:00", "2026-03-15"},
        {"46096",               "2026-03-15"},
        {"1985-03",             "no day"    },
        {"1985年3月",         "no day"    },
        {"198503",              "no day"    },
        {"1985",                "no day"    },
        {"2026-02-30",          "none"      },
        {"26.3.15",             "none"      },
        {"t",                   "none"      },
        {"-1",                  "none"      },
        {"2026-13-01",          "none"      },
        {"99999999",            "none"      },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char iso[11];
        bool no_day;
        const char *said = cell_date(rows[i].cell, iso, &no_day) ? iso : no_day ? "no day" : "none";
        if (strcmp(said, rows[i].iso) != 0)
            fail_msg("%s: %s instead of %s", rows[i].cell, said, rows[i].iso);
    }
}

static void cells_become_values(void **state)
{
    static const struct {
        const char *field, *cell, *value;
    } rows[] = {
        {"sex",    "女",                                     "2"                                  },
        {"sex",    "2",                                       "2"                                  },
        {"nation", "汉族",                                  "01"                                 },
        {"nation", "1",                                       "01"                                 },
        {"phone",  "13800000001；13800000002、13800000003", "13800000001;13800000002;13800000003"},
        {"phone",  "008613800000001/13800000002",             "13800000001;13800000002"            },
        {"name",   " '=示例甲 ",                           "=示例甲"                         },
        {"birth",  "1985/3/15",                               "1985-03-15"                         },
        {"phone",  "/",                                       ""                                   },
    };
    struct buffer value = {0};
    struct error e = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct field *field = table_field(table_find("person"), rows[i].field);
        assert_int_equal(cell_value(field, rows[i].cell, false, &value, &e), ERR_NONE);
        assert_string_equal(buffer_text(&value), rows[i].value);
    }
    assert_int_equal(cell_value(table_field(table_find("person"), "birth"), "1985-03", false, &value, &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "no day"));
    assert_int_equal(
        cell_value(table_field(table_find("person"), "citizen_id"), "110101199003070000", true, &value, &e),
        ERR_INVALID);
    buffer_free(&value);
}

static int load(void **state)
{
    char schema[4096], etc[4096], tables[4200];
    struct error e = {0};
    (void)state;
    i18n_start();
    i18n_use(LANGUAGE_EN);
    if (!config_data_path("schema", schema, sizeof schema) || !config_data_path("etc", etc, sizeof etc))
        return -1;
    snprintf(tables, sizeof tables, "%s/tables", etc);
    return codes_load(schema, NULL, &e) || tables_load(tables, NULL, &e) ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_every_spelling),
        cmocka_unit_test(what_cannot_be_read_says_what_to_do),
        cmocka_unit_test(titles_are_compared_by_what_they_say),
        cmocka_unit_test(comments_of_templates_are_known),
        cmocka_unit_test(dates_in_the_forms_seen),
        cmocka_unit_test(cells_become_values),
    };
    return cmocka_run_group_tests_name("table_file", tests, load, NULL);
}
