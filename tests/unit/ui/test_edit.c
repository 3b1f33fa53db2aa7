/* Editors: graphemes, width, undo, wrapping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wangge/base/text.h"
#include "wangge/ui/edit.h"

enum { COLUMNS = 10 };

static struct edit edit;

static void start(const char *text, size_t most, bool lines)
{
    edit_end(&edit);
    edit_start(&edit, text, most, lines);
}

static int tear_down(void **state)
{
    (void)state;
    edit_end(&edit);
    return 0;
}

/* Keys by name, separated by blanks. */
static void press(const char *names)
{
    char copy[200];
    text_copy(copy, sizeof(copy), names);
    for (char *name = strtok(copy, " "); name != NULL; name = strtok(NULL, " ")) {
        struct key key;
        assert_true(key_parse(name, &key));
        edit_key(&edit, &key, COLUMNS);
    }
}

static void type(const char *text)
{
    for (size_t n; *text != '\0'; text += n) {
        struct key key = {0};
        n = text_decode(text, strlen(text), &key.code);
        edit_key(&edit, &key, COLUMNS);
    }
}

#define EXPECT_TEXT(wanted) assert_string_equal(buffer_text(&edit.text), wanted)

static void chinese_is_typed_and_deleted_by_characters(void **state)
{
    (void)state;
    start("", 0, false);
    type("楼道灯不亮");
    press("Backspace Left Left Del");
    EXPECT_TEXT("楼道不");
    assert_int_equal(edit.caret, 6);
    type("灯");
    EXPECT_TEXT("楼道灯不");
}

static void a_grapheme_is_one_character(void **state)
{
    (void)state;
    start("", 0, false);
    type("e\u0301a👩\u200d👩\u200d👧🇨🇳");
    press("Left");
    assert_int_equal(edit.caret, edit.text.length - strlen("🇨🇳"));
    press("Backspace Backspace Backspace");
    EXPECT_TEXT("🇨🇳");
    assert_int_equal(edit.caret, 0);
}

static void a_mark_typed_later_joins_the_character_before(void **state)
{
    (void)state;
    start("ea", 0, false);
    press("Left");
    type("\u0301");
    assert_int_equal(edit.caret, 3);
    press("Backspace");
    EXPECT_TEXT("a");
}

static void moving_by_words_and_to_the_ends(void **state)
{
    (void)state;
    start("one two 中文", 0, false);
    press("Ctrl-Left");
    assert_int_equal(edit.caret, strlen("one two 中"));
    press("Ctrl-Left Ctrl-Left");
    assert_int_equal(edit.caret, strlen("one "));
    press("Ctrl-A Ctrl-Right");
    assert_int_equal(edit.caret, strlen("one "));
    press("Ctrl-E");
    assert_int_equal(edit.caret, edit.text.length);
    press("Home Right Ctrl-K");
    EXPECT_TEXT("o");
    press("Ctrl-U");
    EXPECT_TEXT("");
}

static void undo_takes_back_whole_runs(void **state)
{
    (void)state;
    start("", 0, false);
    type("楼道");
    press("Left");
    type("灯亮");
    press("Backspace Backspace");
    EXPECT_TEXT("楼道");
    press("Ctrl-Z");
    EXPECT_TEXT("楼灯亮道");
    press("Ctrl-Z");
    EXPECT_TEXT("楼道");
    press("Ctrl-Z Ctrl-Z");
    EXPECT_TEXT("");
    press("Ctrl-Y Ctrl-Y");
    EXPECT_TEXT("楼灯亮道");
    type("x");
    press("Ctrl-Y"); /* nothing to redo after a new change */
    EXPECT_TEXT("楼灯亮x道");
}

static void a_limit_is_kept_by_graphemes(void **state)
{
    (void)state;
    start("", 3, false);
    type("楼道灯不亮");
    EXPECT_TEXT("楼道灯");
    press("Home");
    assert_false(edit_insert(&edit, "不亮", strlen("不亮")));
    EXPECT_TEXT("楼道灯");
    press("Backspace Del");
    assert_false(edit_insert(&edit, "不亮", strlen("不亮")));
    EXPECT_TEXT("不道灯");
}

static void a_paste_into_one_line_stays_one_line(void **state)
{
    (void)state;
    start("", 0, false);
    struct key key = {.code = KEY_NAMED_PASTE, .paste = "第一行\n第二行\n\n"};
    assert_true(edit_key(&edit, &key, COLUMNS));
    EXPECT_TEXT("第一行 第二行");
    start("", 0, true);
    assert_true(edit_key(&edit, &key, COLUMNS));
    EXPECT_TEXT("第一行\n第二行\n\n");
}

static void long_text_wraps_and_the_caret_moves_by_rows(void **state)
{
    (void)state;
    int row, column;
    start("一二三四五六七\n八", 0, true); /* rows: 一二三四五 | 六七 | 八 */
    assert_int_equal(edit_row_count(&edit, COLUMNS), 3);
    edit_caret_place(&edit, COLUMNS, &row, &column);
    assert_int_equal(row, 2);
    assert_int_equal(column, 2);
    press("End Up Up"); /* the wanted column stays 2 */
    edit_caret_place(&edit, COLUMNS, &row, &column);
    assert_int_equal(row, 0);
    assert_int_equal(column, 2);
    struct key up = {.code = KEY_NAMED_UP};
    assert_false(edit_key(&edit, &up, COLUMNS)); /* leaves the field */
    start("八\n", 0, true);
    assert_int_equal(edit_row_count(&edit, COLUMNS), 2);
    edit_caret_place(&edit, COLUMNS, &row, &column);
    assert_int_equal(row, 1);
    assert_int_equal(column, 0);
}

static void an_empty_text_has_one_row(void **state)
{
    (void)state;
    int row, column;
    start("", 0, true);
    assert_int_equal(edit_row_count(&edit, COLUMNS), 1);
    edit_caret_place(&edit, COLUMNS, &row, &column);
    assert_int_equal(row, 0);
    assert_int_equal(column, 0);
}

static void the_view_follows_the_caret(void **state)
{
    (void)state;
    int row, column;
    start("一二三四五六七八", 0, false);
    edit_view(&edit, COLUMNS, 1, &row, &column);
    assert_int_equal(edit.scroll, strlen("一二三"));
    assert_int_equal(column, COLUMNS);
    press("Home");
    edit_view(&edit, COLUMNS, 1, &row, &column);
    assert_int_equal(edit.scroll, 0);
    start("一\n二\n三\n四", 0, true);
    edit_view(&edit, COLUMNS, 2, &row, &column);
    assert_int_equal(edit.scroll, 2);
    assert_int_equal(row, 1);
}

static void controls_never_get_into_a_text(void **state)
{
    (void)state;
    start("", 0, true);
    edit_insert(&edit, "a\033[31mb\xE2\x80\xAE", 9);
    assert_null(strchr(buffer_text(&edit.text), '\033'));
    assert_null(strstr(buffer_text(&edit.text), "\xE2\x80\xAE"));
    start("", 0, false);
    press("Ctrl-B Ctrl-L F5 Alt-D Tab Enter Ins");
    EXPECT_TEXT("");
}

#define EDIT_TEST(test) cmocka_unit_test_teardown(test, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EDIT_TEST(chinese_is_typed_and_deleted_by_characters),
        EDIT_TEST(a_grapheme_is_one_character),
        EDIT_TEST(a_mark_typed_later_joins_the_character_before),
        EDIT_TEST(moving_by_words_and_to_the_ends),
        EDIT_TEST(undo_takes_back_whole_runs),
        EDIT_TEST(a_limit_is_kept_by_graphemes),
        EDIT_TEST(a_paste_into_one_line_stays_one_line),
        EDIT_TEST(long_text_wraps_and_the_caret_moves_by_rows),
        EDIT_TEST(an_empty_text_has_one_row),
        EDIT_TEST(the_view_follows_the_caret),
        EDIT_TEST(controls_never_get_into_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
