/* Finding a command and sorting its words into arguments and options. */
#include "fixture.h"

#include "wangge/base/array.h"

#include <stdlib.h>
#include <string.h>

/* A call of the words, each a string; the caller frees call->pool. */
static enum err parse(struct call *call, struct error *e, size_t count, const char *const *given)
{
    size_t used = 0;
    char **words;

    *call = (struct call){.pool = pool_new()};
    words = pool_new_piece(call->pool, count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++) {
        words[i] = pool_text(call->pool, given[i]);
    }
    call->command = command_find(count, words, &used);
    assert_non_null(call->command);
    call->noun = words[0];
    call->table = table_find(words[0]);
    return call_parse(call, count - used, words + used, e);
}

#define PARSE(call, e, ...)                                                                                            \
    parse(call, e, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *),                                  \
          (const char *const[]){__VA_ARGS__})

static void options_come_in_both_forms_and_anywhere(void **state)
{
    struct call call;
    struct error e = {0};

    (void)state;
    assert_int_equal(PARSE(&call, &e, "case", "list", "--status", "overdue", "--json", "--limit=5"), ERR_NONE);
    assert_true(call.json);
    assert_string_equal(call_option(&call, "status"), "overdue");
    assert_string_equal(call_option(&call, "limit"), "5");
    assert_null(call_option(&call, "view"));
    pool_free(&call.pool);

    assert_int_equal(PARSE(&call, &e, "case", "do", "--text=已办", "SJ-20261018-0042", "handle"), ERR_NONE);
    assert_string_equal(call_argument(&call, 0), "SJ-20261018-0042");
    assert_string_equal(call_argument(&call, 1), "handle");
    assert_string_equal(call_option(&call, "text"), "已办");
    pool_free(&call.pool);
}

static void an_option_without_value_does_not_eat_the_next_word(void **state)
{
    struct call call;
    struct error e = {0};

    (void)state;
    assert_int_equal(PARSE(&call, &e, "user", "password", "--generate", "grid01"), ERR_NONE);
    assert_string_equal(call_argument(&call, 0), "grid01");
    assert_non_null(call_option(&call, "generate"));
    pool_free(&call.pool);
}

static void after_two_dashes_everything_is_an_argument(void **state)
{
    struct call call;
    struct error e = {0};

    (void)state;
    assert_int_equal(PARSE(&call, &e, "visit", "show", "--", "--json"), ERR_NONE);
    assert_string_equal(call_argument(&call, 0), "--json");
    assert_false(call.json);
    pool_free(&call.pool);
}

static void wrong_words_are_refused_with_the_field_named(void **state)
{
    static const struct {
        const char *words[5];
        size_t count;
        const char *field;
    } cases[] = {
        {{"case", "list", "--colour=red"}, 3, "colour"  },
        {{"case", "list", "--limit"},      3, "limit"   },
        {{"case", "add", "--draft=yes"},   3, "draft"   },
        {{"case", "add", "--nonsense=1"},  3, "nonsense"},
        {{"visit", "show"},                2, ""        },
        {{"visit", "show", "1", "2"},      4, ""        },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct call call;
        struct error e = {0};
        assert_int_equal(parse(&call, &e, cases[i].count, cases[i].words), ERR_USAGE);
        assert_string_equal(e.field, cases[i].field);
        assert_true(strlen(e.text) > 0);
        pool_free(&call.pool);
    }
}

static void fields_of_the_table_are_options_of_add(void **state)
{
    struct call call;
    struct error e = {0};

    (void)state;
    assert_int_equal(PARSE(&call, &e, "household", "add", "--building=6", "--room", "302"), ERR_NONE);
    assert_string_equal(call_option(&call, "building"), "6");
    assert_string_equal(call_option(&call, "room"), "302");
    pool_free(&call.pool);
}

static void the_last_of_an_option_counts_and_numbers_are_numbers(void **state)
{
    struct call call;
    struct error e = {0};
    int64_t number;

    (void)state;
    assert_int_equal(PARSE(&call, &e, "visit", "list", "--limit=3", "--limit=7"), ERR_NONE);
    assert_int_equal(call_number(&call, "limit", &number, &e), ERR_NONE);
    assert_int_equal(number, 7);
    assert_int_equal(call_number(&call, "after", &number, &e), ERR_NONE);
    assert_int_equal(number, 0);
    pool_free(&call.pool);

    static const char *const bad[] = {"12abc", "-1", "", "99999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        char option[64];
        snprintf(option, sizeof option, "--limit=%s", bad[i]);
        assert_int_equal(PARSE(&call, &e, "visit", "list", option), ERR_NONE);
        assert_int_equal(call_number(&call, "limit", &number, &e), ERR_USAGE);
        assert_string_equal(e.field, "limit");
        pool_free(&call.pool);
    }
}

static const struct command *find(const char *a, const char *b, const char *c, size_t *used)
{
    struct pool *pool = pool_new();
    char *words[] = {pool_text(pool, a), pool_text(pool, b), pool_text(pool, c)};
    const struct command *row = command_find(b ? c ? 3 : 2 : 1, words, used);

    pool_free(&pool);
    return row;
}

static void commands_are_found_by_noun_and_verb(void **state)
{
    size_t used;

    (void)state;
    assert_string_equal(find("user", "key", "add", &used)->verb, "key add");
    assert_int_equal(used, 3);
    assert_string_equal(find("user", "key", "list", &used)->verb, "key list");
    assert_string_equal(find("who", NULL, NULL, &used)->noun, "who");
    assert_int_equal(used, 1);
    assert_string_equal(find("person", "list", NULL, &used)->noun, ANY_TABLE);
    assert_null(find("user", "key", NULL, &used));
    assert_null(find("sequence_number", "list", NULL, &used));
    assert_null(find("case", "explode", NULL, &used));
}

/* What help and documentation rely on. */
static void every_row_is_complete(void **state)
{
    const struct command *row;

    (void)state;
    for (size_t i = 0; (row = command_at(i)); i++) {
        bool flag;
        assert_non_null(row->verb);
        assert_non_null(row->usage);
        assert_non_null(row->help);
        assert_non_null(row->run);
        assert_true(row->most >= row->least);
        assert_false(command_has_option(row, "json", &flag));
    }
    assert_true(row == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_come_in_both_forms_and_anywhere),
        cmocka_unit_test(an_option_without_value_does_not_eat_the_next_word),
        cmocka_unit_test(after_two_dashes_everything_is_an_argument),
        cmocka_unit_test(wrong_words_are_refused_with_the_field_named),
        cmocka_unit_test(fields_of_the_table_are_options_of_add),
        cmocka_unit_test(the_last_of_an_option_counts_and_numbers_are_numbers),
        cmocka_unit_test(commands_are_found_by_noun_and_verb),
        cmocka_unit_test(every_row_is_complete),
    };
    return cmocka_run_group_tests(tests, load_tables, NULL);
}
