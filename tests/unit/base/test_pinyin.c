#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wangge/base/pinyin.h"

static void expect(const char *text, const char *initials)
{
    char out[64];
    pinyin_initials(text, out, sizeof(out));
    assert_string_equal(out, initials);
}

static void words_give_their_initials(void **state)
{
    (void)state;
    expect("民情日记", "mqrj");
    expect("文苑路18号", "wyl18h");
    expect("Ａ座 302", "az302");
    expect("鄂欧安", "eoa");
    expect("", "");
}

static void a_surname_is_read_as_a_surname(void **state)
{
    (void)state;
    char out[8];
    assert_int_equal(pinyin_name_initials("单小红", out, sizeof(out)), 3);
    assert_string_equal(out, "sxh");
    expect("单位", "dw");
}

static void a_short_room_cuts(void **state)
{
    (void)state;
    char out[3];
    assert_int_equal(pinyin_initials("民情日记", out, sizeof(out)), 2);
    assert_string_equal(out, "mq");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_give_their_initials),
        cmocka_unit_test(a_surname_is_read_as_a_surname),
        cmocka_unit_test(a_short_room_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
