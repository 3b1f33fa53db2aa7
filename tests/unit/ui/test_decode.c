/* Bytes of terminals to keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../src/ui/decode.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"

/* Feeds bytes and expects exactly these keys, by their names. late ends a sequence that is open. */
static void expect_keys(const char *bytes, size_t n, const char *names, bool late)
{
    struct decode decode = {0};
    struct key key, wanted;
    char copy[200], *rest = copy;
    snprintf(copy, sizeof(copy), "%s", names);
    decode_feed(&decode, bytes, n);
    for (char *name = strsep(&rest, " "); name != NULL && *name != '\0'; name = strsep(&rest, " ")) {
        assert_int_equal(decode_next(&decode, late, &key), DECODED_KEY);
        assert_true(key_parse(name, &wanted));
        assert_int_equal(key.code, wanted.code);
        assert_int_equal(key.alt, wanted.alt);
    }
    assert_int_not_equal(decode_next(&decode, late, &key), DECODED_KEY);
    decode_free(&decode);
}

#define EXPECT(bytes, names)      expect_keys(bytes, sizeof(bytes) - 1, names, false)
#define EXPECT_LATE(bytes, names) expect_keys(bytes, sizeof(bytes) - 1, names, true)

static void plain_characters_and_controls(void **state)
{
    (void)state;
    EXPECT("a中é𠮷", "a 中 é 𠮷");
    EXPECT("\r\n\t\b\x7F\x13\x1A", "Enter Enter Tab Backspace Backspace Ctrl-S Ctrl-Z");
    EXPECT("\0a", "a");
}

static void keys_of_the_common_terminals(void **state)
{
    (void)state;
    EXPECT("\033[A\033OB\033[C\033OD", "Up Down Right Left");
    EXPECT("\033[H\033[1~\033[7~\033OH", "Home Home Home Home");
    EXPECT("\033[F\033[4~\033[8~\033OF", "End End End End");
    EXPECT("\033[5~\033[6~\033[2~\033[3~\033[Z", "PgUp PgDn Ins Del Shift-Tab");
    EXPECT("\033OP\033[11~\033[[A\033[24~", "F1 F1 F1 F12");
    EXPECT("\033[1;5D\033[1;5C", "Ctrl-Left Ctrl-Right");
    EXPECT("\033OM\033Op\033Oy", "Enter 0 9");
    EXPECT("\033d", "Alt-D");
}

static void a_sequence_that_means_nothing_is_passed_over(void **state)
{
    (void)state;
    EXPECT("\033[99~a", "a");
    EXPECT("\033[?1;2ca", "a");
    EXPECT("\033[1;5\x01z", "Ctrl-A z"); /* broken off by a byte that counts for itself */
    EXPECT("\033[12中", "中");
}

static void escape_alone_needs_a_moment(void **state)
{
    (void)state;
    struct decode decode = {0};
    struct key key;
    decode_feed(&decode, "\033", 1);
    assert_int_equal(decode_next(&decode, false, &key), DECODED_PARTIAL);
    assert_int_equal(decode_next(&decode, true, &key), DECODED_KEY);
    assert_int_equal(key.code, KEY_NAMED_ESCAPE);
    decode_free(&decode);
    EXPECT_LATE("\033\033", "Esc Esc");
    EXPECT_LATE("\033[", "");
    EXPECT("\033\033[A", "Esc Up");
    EXPECT("\033中", "Esc 中"); /* keys that arrive together are not lost */
    EXPECT("\033\x13", "Esc Ctrl-S");
}

static void everything_may_be_split_at_any_byte(void **state)
{
    static const char bytes[] = "中\033[A文\033OP\033[1;5Dé\033x𠮷";
    static const char *const names[] = {"中", "Up", "文", "F1", "Ctrl-Left", "é", "Alt-X", "𠮷"};
    (void)state;
    for (size_t cut = 1; cut + 1 < sizeof(bytes); cut++) {
        struct decode decode = {0};
        struct key key, wanted;
        size_t found = 0;
        for (int part = 0; part < 2; part++) {
            decode_feed(&decode, part == 0 ? bytes : bytes + cut, part == 0 ? cut : sizeof(bytes) - 1 - cut);
            while (decode_next(&decode, false, &key) == DECODED_KEY) {
                assert_true(key_parse(names[found++], &wanted));
                assert_int_equal(key.code, wanted.code);
            }
        }
        assert_int_equal(found, COUNT_OF(names));
        decode_free(&decode);
    }
}

static void invalid_bytes_swallow_nothing(void **state)
{
    (void)state;
    EXPECT("\xFF\xC0\x80"
           "a",
           "\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD a");
    EXPECT("\xE4\xB8"
           "b",
           "\xEF\xBF\xBD b");
    EXPECT("\xE4中", "\xEF\xBF\xBD 中");
    EXPECT("\xC2\x9B"
           "a",
           "a"); /* a C1 control is no key */
    EXPECT("\xED\xA0\x80", "\xEF\xBF\xBD");
}

static void a_paste_is_one_key_and_is_cleaned(void **state)
{
    (void)state;
    static const char bytes[] = "\033[200~第一行\r\n第二行\r\x07\xE2\x80\xAE!\033[201~x";
    for (size_t cut = 1; cut + 1 < sizeof(bytes); cut++) {
        struct decode decode = {0};
        struct key key;
        decode_feed(&decode, bytes, cut);
        enum decoded first = decode_next(&decode, false, &key);
        decode_feed(&decode, bytes + cut, sizeof(bytes) - 1 - cut);
        if (first != DECODED_KEY)
            assert_int_equal(decode_next(&decode, false, &key), DECODED_KEY);
        assert_int_equal(key.code, KEY_NAMED_PASTE);
        assert_string_equal(key.paste, "第一行\n第二行\n\xEF\xBF\xBD\xEF\xBF\xBD!");
        assert_int_equal(decode_next(&decode, false, &key), DECODED_KEY);
        assert_int_equal(key.code, 'x');
        decode_free(&decode);
    }
}

static void a_huge_paste_is_cut_and_the_next_key_lives(void **state)
{
    (void)state;
    struct decode decode = {0};
    struct key key;
    char piece[4096];
    memset(piece, 'a', sizeof(piece));
    decode_feed(&decode, "\033[200~", 6);
    for (int i = 0; i < 1024; i++) {
        decode_feed(&decode, piece, sizeof(piece));
        assert_int_equal(decode_next(&decode, false, &key), DECODED_NOTHING);
    }
    decode_feed(&decode, "\033[201~\033[A", 9);
    assert_int_equal(decode_next(&decode, false, &key), DECODED_KEY);
    assert_int_equal(strlen(key.paste), 1024 * 1024);
    assert_int_equal(decode_next(&decode, false, &key), DECODED_KEY);
    assert_int_equal(key.code, KEY_NAMED_UP);
    decode_free(&decode);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_characters_and_controls),
        cmocka_unit_test(keys_of_the_common_terminals),
        cmocka_unit_test(a_sequence_that_means_nothing_is_passed_over),
        cmocka_unit_test(escape_alone_needs_a_moment),
        cmocka_unit_test(everything_may_be_split_at_any_byte),
        cmocka_unit_test(invalid_bytes_swallow_nothing),
        cmocka_unit_test(a_paste_is_one_key_and_is_cleaned),
        cmocka_unit_test(a_huge_paste_is_cut_and_the_next_key_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
