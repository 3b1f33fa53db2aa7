#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/text.h"

#define FAMILY  "\U0001F468\u200D\U0001F469\u200D\U0001F467" /* three people joined into one picture */
#define E_ACUTE "e\u0301"

static void width_counts_columns(void **state)
{
    (void)state;
    assert_int_equal(text_width("abc"), 3);
    assert_int_equal(text_width("民情日记"), 8);
    assert_int_equal(text_width(E_ACUTE), 1);
    assert_int_equal(text_width(FAMILY), 2);
    assert_int_equal(text_width("─"), 1);
    assert_int_equal(text_width(""), 0);
}

static void a_grapheme_is_what_the_user_sees_as_one(void **state)
{
    (void)state;
    static const char *const ones[] = {"a", "中", E_ACUTE, FAMILY};
    for (size_t i = 0; i < COUNT_OF(ones); i++) {
        assert_int_equal(text_grapheme(ones[i], strlen(ones[i])), strlen(ones[i]));
        assert_int_equal(text_grapheme_before(ones[i], strlen(ones[i])), 0);
    }
    assert_int_equal(text_count("a中" E_ACUTE FAMILY), 4);
    assert_int_equal(text_grapheme("", 0), 0);
    assert_int_equal(text_grapheme_before("网格\n长", 7), 6);
    assert_int_equal(text_grapheme_before("网格", 6), 3);
}

static void a_wide_character_is_never_halved(void **state)
{
    (void)state;
    int used;
    assert_int_equal(text_fit("网格长", 9, 5, &used), 6);
    assert_int_equal(used, 4);
    struct buffer b = {0};
    text_pad(&b, "网格长示例", 6, -1);
    assert_string_equal(buffer_text(&b), "网格~ ");
    buffer_clear(&b);
    text_pad(&b, "网格", 6, 1);
    assert_string_equal(buffer_text(&b), "  网格");
    buffer_clear(&b);
    text_pad(&b, "网格", 6, 0);
    assert_string_equal(buffer_text(&b), " 网格 ");
    buffer_free(&b);
}

static void wrapping_breaks_words_at_blanks_and_han_anywhere(void **state)
{
    (void)state;
    size_t skip;
    const char *latin = "door closed";
    assert_int_equal(text_wrap(latin, strlen(latin), 7, &skip), 5);
    assert_int_equal(text_wrap(latin, strlen(latin), 4, &skip), 4);
    assert_int_equal(skip, 5);
    const char *number = "case SJ-20261020-0002"; /* a number stays whole */
    assert_int_equal(text_wrap(number, strlen(number), 12, &skip), 5);
    assert_int_equal(skip, 5);
    const char *han = "楼道灯坏了";
    assert_int_equal(text_wrap(han, strlen(han), 5, &skip), 6);
    assert_int_equal(skip, 6);
    const char *sentence = "灯坏了。"; /* no line begins with a full stop */
    assert_int_equal(text_wrap(sentence, strlen(sentence), 6, &skip), 6);
    assert_int_equal(skip, 6);
    assert_int_equal(text_wrap("a\nb", 3, 10, &skip), 1);
    assert_int_equal(skip, 2);
    assert_int_equal(text_wrap("", 0, 10, &skip), 0);
    assert_int_equal(skip, 0);
}

static void no_control_reaches_a_terminal(void **state)
{
    (void)state;
    struct buffer b = {0};
    const char bad[] = "a\033[2Jb\tc\nd\x7f\xC2\x9B\xE2\x80\xAE\xFF";
    text_clean(&b, bad, sizeof(bad) - 1, true);
    assert_string_equal(buffer_text(&b), "a\uFFFD[2Jb c\nd\uFFFD\uFFFD\uFFFD\uFFFD");
    buffer_clear(&b);
    text_clean(&b, "a\nb", 3, false);
    assert_string_equal(buffer_text(&b), "a\uFFFDb");
    buffer_clear(&b);
    text_clean(&b, FAMILY, strlen(FAMILY), false);
    assert_string_equal(buffer_text(&b), FAMILY);
    buffer_free(&b);
}

static void what_is_unsafe_is_known_and_escaped_for_logs(void **state)
{
    (void)state;
    static const char *const unsafe[] = {"a\033[2J", "\x7f",         "\xC2\x9B", "\xE2\x80\xAE",  "\xE2\x81\xA6",
                                         "\xFF",     "\xED\xA0\x80", "\xC0\xAF", "\xEF\xBB\xBFx", "\xF3\xA0\x81\x81"};
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        assert_false(text_is_plain(unsafe[i], strlen(unsafe[i])));
    assert_false(text_is_plain("a\0b", 3));
    static const char *const plain[] = {"", "网格\tа\r\n", FAMILY, "\uFFFD", "=1+1", "a\u200Bb"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        assert_true(text_is_plain(plain[i], strlen(plain[i])));
    struct buffer b = {0};
    const char bad[] = "网\033[2J\n\xC2\x9B\xFF\uFFFD\\x";
    text_escape(&b, bad, sizeof(bad) - 1);
    assert_string_equal(buffer_text(&b), "网\\x1b[2J\\x0a\\xc2\\x9b\\xff\uFFFD\\x");
    buffer_free(&b);
}

static void copies_are_cut_at_whole_characters(void **state)
{
    (void)state;
    char small[6];
    assert_false(text_copy(small, sizeof(small), "网格长"));
    assert_string_equal(small, "网");
    assert_true(text_copy(small, sizeof(small), "abcde"));
    assert_string_equal(small, "abcde");
}

static void trimming_knows_the_wide_blank(void **state)
{
    (void)state;
    char s[] = " \t　网 格　\n";
    assert_string_equal(text_trim(s), "网 格");
    char blank[] = "　 ";
    assert_string_equal(text_trim(blank), "");
}

static void decoding_is_strict(void **state)
{
    (void)state;
    uint32_t code;
    assert_int_equal(text_decode("\xC0\xAF", 2, &code), 1); /* an overlong '/' */
    assert_int_equal(code, 0xFFFD);
    assert_int_equal(text_decode("\xE7\xBD", 2, &code), 1); /* cut short */
    assert_int_equal(text_decode("网", 3, &code), 3);
    assert_int_equal(code, 0x7F51);
    assert_false(text_is_valid("\xED\xA0\x80", 3)); /* a surrogate */
    assert_int_equal(text_half_width(0xFF45), 'e');
    assert_int_equal(text_half_width(0x3000), ' ');
    assert_int_equal(text_half_width(0x7F51), 0x7F51);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width_counts_columns),
        cmocka_unit_test(a_grapheme_is_what_the_user_sees_as_one),
        cmocka_unit_test(a_wide_character_is_never_halved),
        cmocka_unit_test(wrapping_breaks_words_at_blanks_and_han_anywhere),
        cmocka_unit_test(no_control_reaches_a_terminal),
        cmocka_unit_test(what_is_unsafe_is_known_and_escaped_for_logs),
        cmocka_unit_test(copies_are_cut_at_whole_characters),
        cmocka_unit_test(trimming_knows_the_wide_blank),
        cmocka_unit_test(decoding_is_strict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
