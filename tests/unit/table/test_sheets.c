/* A book: made once, the same in a spreadsheet and on paper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/print.h"
#include "wangge/table/sheets.h"
#include "wangge/table/table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT(t)                                                                                                        \
    {                                                                                                                  \
        .type = VALUE_TEXT, .text = (t)                                                                                \
    }
#define REAL(v)                                                                                                        \
    {                                                                                                                  \
        .type = VALUE_REAL, .real = (v)                                                                                \
    }
#define INT(v)                                                                                                         \
    {                                                                                                                  \
        .type = VALUE_INT, .number = (v)                                                                               \
    }
#define EMPTY                                                                                                          \
    {                                                                                                                  \
        .type = VALUE_NULL                                                                                             \
    }

static struct sheets *results(struct pool *pool)
{
    static const char *const heads[] = {"名次", "网格长", "总分"}, *const others[] = {"网格长", "事由"};
    static const struct value first[] = {INT(1), TEXT("示例甲"), REAL(92.3)}, second[] = {INT(2), TEXT("=1+1"), EMPTY};
    static const struct value line[] = {TEXT("示例甲"), TEXT("拾金不昧")};
    struct sheets *sheets = sheets_new(pool);
    sheets_begin(sheets, "排名: [10月]", "文苑社区 2026-10", heads, 3);
    sheets_line(sheets, "方案第2版");
    sheets_row(sheets, first);
    sheets_row(sheets, second);
    sheets_begin(sheets, "加减分", "加减分", others, 2);
    sheets_row(sheets, line);
    return sheets;
}

static void expect_row(struct table_file *file, const char *const *cells, size_t count)
{
    struct table_row row;
    struct error e = {0};
    bool more = false;
    assert_int_equal(table_file_next(file, &row, &more, &e), ERR_NONE);
    assert_true(more);
    assert_true(row.count >= count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(row.cells[i], cells[i]);
}

static void a_spreadsheet_has_its_numbers_as_numbers_and_its_texts_as_texts(void **state)
{
    static const char *const rows[][3] = {
        {"文苑社区 2026-10", "",          ""      },
        {"方案第2版",        "",          ""      },
        {"名次",               "网格长", "总分"},
        {"1",                    "示例甲", "92.3"  },
        {"2",                    "=1+1",      ""      },
    };
    static const size_t filled[] = {1, 1, 3, 3, 2};
    char path[] = "/tmp/wangge-book-XXXXXX.xlsx";
    struct pool *pool = pool_new();
    struct table_file *file = NULL;
    struct error e = {0};
    (void)state;
    close(mkstemps(path, 5));
    assert_int_equal(sheets_write(results(pool), path, &e), ERR_NONE);
    assert_int_equal(table_file_open(path, &file, &e), ERR_NONE);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_row(file, rows[i], filled[i]);
    table_file_close(&file);
    unlink(path);
    pool_free(&pool);
}

static void on_paper_each_sheet_is_a_heading_and_a_table(void **state)
{
    struct pool *pool = pool_new();
    struct print *print = print_new(&(struct paper){.width = 60});
    struct buffer out = {0};
    (void)state;
    sheets_print(results(pool), print);
    print_pages(print, "", &out);
    print_free(&print);
    const char *text = buffer_text(&out);
    assert_non_null(strstr(text, "文苑社区 2026-10"));
    assert_non_null(strstr(text, "| 1    | 示例甲 | 92.3"));
    assert_non_null(strstr(text, "拾金不昧"));
    for (const char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        char one[400];
        snprintf(one, sizeof one, "%.*s", (int)(end - line), line);
        assert_true(text_width(one) <= 60);
    }
    buffer_free(&out);
    pool_free(&pool);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    struct pool *pool = pool_new();
    struct error e = {0};
    (void)state;
    assert_int_equal(sheets_write(results(pool), "/nowhere/at/all.xlsx", &e), ERR_FAILED);
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spreadsheet_has_its_numbers_as_numbers_and_its_texts_as_texts),
        cmocka_unit_test(on_paper_each_sheet_is_a_heading_and_a_table),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests_name("sheets", tests, NULL, NULL);
}
