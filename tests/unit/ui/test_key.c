/* The table of keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/ui/key.h"

static void every_action_has_keys_a_word_and_help(void **state)
{
    (void)state;
    for (int a = 1; a < ACTION_COUNT; a++) {
        enum action action = (enum action)a;
        char main_name[KEY_NAME_ROOM];
        key_main_name(action, main_name);
        assert_true(main_name[0] != '\0');
        assert_true(key_all_names(action) != NULL && strncmp(key_all_names(action), main_name, strlen(main_name)) == 0);
        assert_true(key_word(action)[0] != '\0' && text_width(key_word(action)) <= 20);
        assert_true(key_help(action)[0] != '\0');
        assert_int_not_equal(key_places(action) & ~PLACE_OFFERED, 0);
    }
}

static void every_name_is_a_key_and_finds_its_action(void **state)
{
    (void)state;
    for (int a = 1; a < ACTION_COUNT; a++)
        for (int place = PLACE_ANY; place < PLACE_OFFERED; place <<= 1) {
            if ((key_places((enum action)a) & place) == 0)
                continue;
            char names[128];
            snprintf(names, sizeof(names), "%s", key_all_names((enum action)a));
            for (char *name = strtok(names, " "); name != NULL; name = strtok(NULL, " ")) {
                struct key key;
                assert_true(key_parse(name, &key));
                enum action found = key_action(&key, (enum key_place)place);
                if (found != (enum action)a)
                    fail_msg("%s means two things in place %d: actions %d and %d", name, place, (int)found, a);
            }
        }
}

static void an_f_key_is_never_the_only_way(void **state)
{
    (void)state;
    for (int a = 1; a < ACTION_COUNT; a++) {
        const char *names = key_all_names((enum action)a);
        bool only_f = names[0] == 'F' && names[1] >= '1' && names[1] <= '9' && strchr(names, ' ') == NULL;
        if (only_f && a != ACTION_FORM_PALETTE) /* elsewhere it is ':' */
            fail_msg("%s is the only key", names);
    }
}

static void full_width_letters_count_as_half_width(void **state)
{
    (void)state;
    struct key key = {.code = 0xFF45}; /* ｅ */
    assert_int_equal(key_action(&key, PLACE_LIST), ACTION_EDIT);
    key.code = 0xFF0F; /* ／ */
    assert_int_equal(key_action(&key, PLACE_LIST), ACTION_FILTER);
    key.code = 0x3000;
    assert_int_equal(key_action(&key, PLACE_LIST), ACTION_MARK);
    assert_int_equal(key_action(&key, PLACE_FORM), ACTION_NONE); /* text stays text */
}

static void names_that_are_no_keys(void **state)
{
    (void)state;
    struct key key;
    assert_false(key_parse("", &key));
    assert_false(key_parse("Nonsense", &key));
    assert_false(key_parse("F13", &key));
    assert_false(key_parse("F0", &key));
    assert_false(key_parse("Ctrl-", &key));
    assert_false(key_parse("Ctrl-AB", &key));
    assert_true(key_parse("F12", &key) && key.code == KEY_NAMED_F12);
    assert_true(key_parse("Alt-D", &key) && key.alt && key.code == 'd');
    assert_true(key_parse("中", &key) && key.code == 0x4E2D);
}

static void every_word_is_translated(void **state)
{
    (void)state;
    i18n_start();
    i18n_use(LANGUAGE_ZH);
    for (int a = 1; a < ACTION_COUNT; a++) {
        assert_true((unsigned char)key_word((enum action)a)[0] >= 0x80);
        assert_true((unsigned char)key_help((enum action)a)[0] >= 0x80);
    }
    i18n_use(LANGUAGE_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_action_has_keys_a_word_and_help),
        cmocka_unit_test(every_name_is_a_key_and_finds_its_action),
        cmocka_unit_test(an_f_key_is_never_the_only_way),
        cmocka_unit_test(full_width_letters_count_as_half_width),
        cmocka_unit_test(names_that_are_no_keys),
        cmocka_unit_test(every_word_is_translated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
