#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wangge/base/pinyin.h"

#include <stdbool.h>
#include <string.h>

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

/* Each reading as "full initials", with a blank behind it. */
static const char *said(const char *text, bool is_name)
{
    static char line[PINYIN_READINGS * (2 * PINYIN_ROOM + 2) + 1];
    struct pinyin_reading readings[PINYIN_READINGS];
    size_t count = is_name ? pinyin_name_readings(text, readings) : pinyin_readings(text, readings);

    line[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(strcat(line, readings[i].full), " ");
        strcat(strcat(line, readings[i].initials), " ");
    }
    return line;
}

static void a_name_has_a_reading_for_each_way_its_characters_are_read(void **state)
{
    static const struct {
        const char *name, *readings;
    } rows[] = {
        {"王芳",    "wangfang wf "                      },
        {"单方",    "shanfang sf "                      }, /* not dan */
        {"解兵",    "xiebing xb "                       },
        {"仇英",    "qiuying qy "                       },
        {"曾国强", "zengguoqiang zgq zengguojiang zgj "}, /* 倔强 */
        {"尉迟方", "yuchifang ycf "                    },
        {"尉方",    "weifang wf "                       },
        {"万俟方", "moqifang mqf "                     },
        {"欧阳方", "ouyangfang oyf "                   },
        {"女方",    "nvfang nf "                        },
        {"覃方",    "qinfang qf tanfang tf "            }, /* both are surnames */
        {"Anna Li",   "annali annali "                    },
        {"·",        ""                                  },
        {"",          ""                                  },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(said(rows[i].name, true), rows[i].readings) != 0)
            fail_msg("%s is read \"%s\"", rows[i].name, said(rows[i].name, true));
}

static void a_place_is_read_in_every_way(void **state)
{
    (void)state;
    assert_non_null(strstr(said("重庆路", false), "zhongqinglu zql "));
    assert_non_null(strstr(said("重庆路", false), "chongqinglu cql "));
    assert_non_null(strstr(said("单位", false), "danwei dw "));
}

static void rare_characters_are_read(void **state)
{
    (void)state;
    assert_string_equal(said("䶮", false), "yan y ");         /* extension A */
    assert_string_equal(said("\U0002C642", false), "yan y "); /* extension E, in the table of 2013 */
    assert_string_equal(said("\U00020000", false), "he h ");  /* the first one of extension B */
    assert_string_equal(said("\U0001F600", false), "");
}

static void the_number_and_the_length_of_readings_are_bounded(void **state)
{
    char text[400] = "";
    struct pinyin_reading readings[PINYIN_READINGS];
    (void)state;
    assert_int_equal(pinyin_readings("重重重重", readings), PINYIN_READINGS);
    for (int i = 0; i < 100; i++)
        strcat(text, "双");
    assert_int_equal(pinyin_readings(text, readings), 1);
    assert_true(strlen(readings[0].full) < PINYIN_ROOM);
    assert_int_equal(strlen(readings[0].full) % strlen("shuang"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_give_their_initials),
        cmocka_unit_test(a_surname_is_read_as_a_surname),
        cmocka_unit_test(a_short_room_cuts),
        cmocka_unit_test(a_name_has_a_reading_for_each_way_its_characters_are_read),
        cmocka_unit_test(a_place_is_read_in_every_way),
        cmocka_unit_test(rare_characters_are_read),
        cmocka_unit_test(the_number_and_the_length_of_readings_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
