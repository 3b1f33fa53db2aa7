/* Words of a line as ssh sends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../src/command/call.h"

#include "wangge/base/array.h"
#include "wangge/base/pool.h"

#include <string.h>

/* The words, joined with bars; or "!" when the line is refused. */
static const char *split(struct pool *pool, const char *line)
{
    char **words;
    size_t count;
    struct error e = {0};
    const char *joined = "";

    if (words_split(pool, line, &words, &count, &e) != ERR_NONE) {
        assert_int_equal(e.code, ERR_USAGE);
        return "!";
    }
    for (size_t i = 0; i < count; i++) {
        joined = pool_format(pool, "%s%s[%s]", joined, i ? " " : "", words[i]);
    }
    return joined;
}

static void words_are_split_as_a_shell_would(void **state)
{
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"",                                 ""                                    },
        {"  \t\n ",                          ""                                    },
        {"case list",                        "[case] [list]"                       },
        {"  case   list  ",                  "[case] [list]"                       },
        {"case add --title='路灯 不亮'", "[case] [add] [--title=路灯 不亮]"},
        {"a \"b c\" d",                      "[a] [b c] [d]"                       },
        {"\"it's\" 'a \"b\"'",               "[it's] [a \"b\"]"                    },
        {"one'two'\"three\"",                "[onetwothree]"                       },
        {"a '' \"\" b",                      "[a] [] [] [b]"                       },
        {"a\\ b \\'c\\'",                    "[a b] ['c']"                         },
        {"\"a\\\"b\\\\c\\n\"",               "[a\"b\\c\\n]"                        },
        {"'a\\b'",                           "[a\\b]"                              },
        {"'two\nlines'",                     "[two\nlines]"                        },
    };
    struct pool *pool = pool_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_string_equal(split(pool, cases[i].line), cases[i].words);
    }
    pool_free(&pool);
}

static void nothing_is_expanded(void **state)
{
    struct pool *pool = pool_new();

    (void)state;
    assert_string_equal(split(pool, "$HOME * ~ `id` $(id) a;b|c>d"), "[$HOME] [*] [~] [`id`] [$(id)] [a;b|c>d]");
    pool_free(&pool);
}

static void an_open_quotation_mark_is_refused(void **state)
{
    struct pool *pool = pool_new();

    (void)state;
    assert_string_equal(split(pool, "a 'b"), "!");
    assert_string_equal(split(pool, "a \"b"), "!");
    assert_string_equal(split(pool, "a \"b'"), "!");
    pool_free(&pool);
}

static void too_many_words_are_refused(void **state)
{
    char line[4096];
    struct pool *pool = pool_new();

    (void)state;
    memset(line, 0, sizeof line);
    for (size_t i = 0; i < 1200; i += 2) {
        memcpy(line + i, "a ", 2);
    }
    assert_string_equal(split(pool, line), "!");
    pool_free(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_split_as_a_shell_would),
        cmocka_unit_test(nothing_is_expanded),
        cmocka_unit_test(an_open_quotation_mark_is_refused),
        cmocka_unit_test(too_many_words_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
