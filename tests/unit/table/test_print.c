/* Printed text: every line as wide as the page, Chinese in columns, tables that give way, pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/table/print.h"

#include <string.h>

#define PAPER(w, n) (&(struct paper){.width = (w), .lines = (n)})

static struct buffer out;

/* Ends the print; its text. */
static const char *pages(struct print **print, const char *foot)
{
    buffer_clear(&out);
    print_pages(*print, foot, &out);
    print_free(print);
    return buffer_text(&out);
}

static void columns_are_as_wide_as_their_contents_and_the_last_takes_the_rest(void **state)
{
    static const char *const heads[] = {"姓名", "age"}, *const cells[] = {"示例甲", "45", "Li", "7"};
    struct print *print = print_new(PAPER(40, 0));
    (void)state;
    print_table(print, heads, 2, cells, 2);
    assert_string_equal(pages(&print, "foot"), "+--------+-----------------------------+\n"
                                               "| 姓名   | age                         |\n"
                                               "+--------+-----------------------------+\n"
                                               "| 示例甲 | 45                          |\n"
                                               "| Li     | 7                           |\n"
                                               "+--------+-----------------------------+\n"
                                               "\nfoot\n");
}

static void the_widest_column_gives_way_and_is_wrapped(void **state)
{
    static const char *const heads[] = {"no", "what", "by"};
    static const char *const cells[] = {"17", "楼道灯不亮，晚上上下楼不便，请物业来修", "示例甲"};
    struct print *print = print_new(PAPER(40, 0));
    (void)state;
    print_table(print, heads, 3, cells, 1);
    assert_string_equal(pages(&print, "foot"), "+----+------------------------+--------+\n"
                                               "| no | what                   | by     |\n"
                                               "+----+------------------------+--------+\n"
                                               "| 17 | 楼道灯不亮，晚上上下楼 | 示例甲 |\n"
                                               "|    | 不便，请物业来修       |        |\n"
                                               "+----+------------------------+--------+\n"
                                               "\nfoot\n");
}

static void numbers_and_words_stay_whole_as_long_as_they_can(void **state)
{
    static const char *const heads[] = {"Citizen ID", "Phone", "Relation"};
    static const char *const cells[] = {"3210**********0009", "100****6125", "head of household"};
    struct print *print = print_new(PAPER(50, 0));
    (void)state;
    print_table(print, heads, 3, cells, 1);
    assert_string_equal(pages(&print, "foot"), "+--------------------+-------------+-------------+\n"
                                               "| Citizen ID         | Phone       | Relation    |\n"
                                               "+--------------------+-------------+-------------+\n"
                                               "| 3210**********0009 | 100****6125 | head of     |\n"
                                               "|                    |             | household   |\n"
                                               "+--------------------+-------------+-------------+\n"
                                               "\nfoot\n");
}

static void pairs_stand_two_a_row_and_wide_ones_alone(void **state)
{
    struct print *print = print_new(PAPER(60, 0));
    (void)state;
    print_title(print, "一户一表");
    print_pairs_begin(print);
    print_pair(print, "户号", "12", false);
    print_pair(print, "地址", "文苑路18号", true);
    print_pair(print, "Head", "示例甲", false);
    print_pair(print, "People", "3", false);
    print_pair(print, "No.", "005006001-0001", false); /* would be broken beside another one */
    print_pairs_end(print);
    assert_string_equal(pages(&print, "foot"), "                          一户一表\n"
                                               "+----------------------------------------------------------+\n"
                                               "| 户号         | 12                                        |\n"
                                               "+--------------+-------------------------------------------+\n"
                                               "| 地址         | 文苑路18号                                |\n"
                                               "+--------------+-------------------------------------------+\n"
                                               "| Head         | 示例甲      | People       | 3            |\n"
                                               "+--------------+-------------+--------------+--------------+\n"
                                               "| No.          | 005006001-0001                            |\n"
                                               "+--------------+-------------------------------------------+\n"
                                               "\n"
                                               "foot\n");
}

static void every_line_of_any_text_fits_the_page(void **state)
{
    static const char *const heads[] = {"姓名", "a very long heading", "记述", "电话;手机"};
    static const char *const cells[] = {"示例甲乙丙", "words that go on and on",
                                        "记述\n两行，第二行很长很长很长很长很长", "10005665615;10004443592"};
    (void)state;
    for (int width = PRINT_WIDTH_LOW; width <= 132; width++) {
        struct print *print = print_new(PAPER(width, 0));
        print_title(print, "标题");
        print_heading(print, "小标题");
        print_text(print, "这一段文字比一行长得多，要在合适的地方折行；words too, wherever a blank lets them.");
        print_ends(print, "左边的文字比一半还要长很多很多很多很多很多很多很多", "right");
        print_pairs_begin(print);
        print_pair(print, "一个很长的标签文字", "value value value value value value value", false);
        print_pair(print, "label", "值", false);
        print_pairs_end(print);
        print_table(print, heads, 4, cells, 1);
        const char *s = pages(&print, "foot");
        while (*s != '\0') {
            size_t n = strcspn(s, "\n");
            assert_true(text_width_n(s, n) <= width);
            if (*s == '|' || *s == '+')
                assert_int_equal(text_width_n(s, n), width);
            s += n + 1;
        }
    }
}

static void no_control_reaches_the_printer(void **state)
{
    struct print *print = print_new(PAPER(40, 0));
    (void)state;
    print_text(print, "a\033[2Jb\fc");
    print_line(print, "x\fy");
    const char *text = pages(&print, "foot");
    assert_null(strchr(text, '\033'));
    assert_null(strchr(text, '\f'));
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *s = strstr(text, what); s != NULL; s = strstr(s + 1, what))
        n++;
    return n;
}

static void pages_have_their_lines_a_foot_and_the_heads_of_the_table(void **state)
{
    static const char *const heads[] = {"no"};
    const char *cells[50];
    struct print *print = print_new(PAPER(40, 20));
    (void)state;
    for (size_t i = 0; i < 50; i++)
        cells[i] = "row";
    print_title(print, "title");
    print_table(print, heads, 1, cells, 50);
    const char *text = pages(&print, "by me");
    assert_int_equal(count(text, "\f"), 3);
    assert_int_equal(count(text, "| no "), 4);
    assert_int_equal(count(text, "| row "), 50);
    assert_non_null(strstr(text, "by me                        page 1 of 4\f"));
    assert_non_null(strstr(text, "page 4 of 4\n"));
    for (const char *s = text; s != NULL; s = strchr(s, '\f')) {
        s += *s == '\f';
        const char *end = strchr(s, '\f');
        size_t lines = 0;
        for (const char *c = s; *c != '\0' && c != end; c++)
            lines += *c == '\n';
        assert_int_equal(lines, end == NULL ? 20 : 19); /* the feed ends the last one */
        if (end == NULL)
            break;
    }
}

static void a_heading_never_stands_last_on_a_page(void **state)
{
    (void)state;
    for (int before = 10; before < 20; before++) {
        static const char *const heads[] = {"no"}, *const cells[] = {"row"};
        struct print *print = print_new(PAPER(40, 20));
        for (int i = 0; i < before; i++)
            print_line(print, "text");
        print_heading(print, "heading");
        print_table(print, heads, 1, cells, 1);
        const char *text = pages(&print, "foot"), *heading = strstr(text, "heading"), *row = strstr(text, "| row");
        assert_non_null(heading);
        for (const char *s = heading; s < row; s++)
            assert_int_not_equal(*s, '\f');
    }
}

static void paper_that_holds_nothing_is_refused(void **state)
{
    struct error e;
    (void)state;
    assert_int_equal(paper_check(PAPER(0, 0), &e), ERR_NONE);
    assert_int_equal(paper_check(PAPER(132, 66), &e), ERR_NONE);
    assert_int_equal(paper_check(PAPER(20, 0), &e), ERR_INVALID);
    assert_int_equal(paper_check(PAPER(1000, 0), &e), ERR_INVALID);
    assert_int_equal(paper_check(PAPER(80, 5), &e), ERR_INVALID);
    assert_string_equal(e.field, "pages");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_their_contents_and_the_last_takes_the_rest),
        cmocka_unit_test(the_widest_column_gives_way_and_is_wrapped),
        cmocka_unit_test(numbers_and_words_stay_whole_as_long_as_they_can),
        cmocka_unit_test(pairs_stand_two_a_row_and_wide_ones_alone),
        cmocka_unit_test(every_line_of_any_text_fits_the_page),
        cmocka_unit_test(no_control_reaches_the_printer),
        cmocka_unit_test(pages_have_their_lines_a_foot_and_the_heads_of_the_table),
        cmocka_unit_test(a_heading_never_stands_last_on_a_page),
        cmocka_unit_test(paper_that_holds_nothing_is_refused),
    };
    i18n_start();
    i18n_use(LANGUAGE_EN);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buffer_free(&out);
    return failed;
}
