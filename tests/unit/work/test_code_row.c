/* Codes that an administrator adds, names anew and retires. */
#include "fixture.h"

#include "wangge/table/code.h"
#include "wangge/work/code_row.h"

static const char *text_of(const char *code)
{
    return code_text("must_visit", code);
}

static void an_administrator_adds_and_names_codes(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    done(o, code_row_add(o->work, "must_visit", "9", "独居老人", "old and alone", NULL, &o->e));
    assert_string_equal(text_of("9"), "old and alone");
    assert_string_equal(code_parse(code_list("must_visit"), "djlr"), "9"); /* initials of its own */
    done(o, code_row_change(o->work, "must_visit", "9", "孤寡老人", NULL, NULL, &o->e));
    assert_string_equal(code_parse(code_list("must_visit"), "孤寡老人"), "9");
    assert_string_equal(text_of("9"), "old and alone");
    assert_int_equal(code_row_add(o->work, "must_visit", "9", "甲", "a", NULL, &o->e), ERR_INVALID);
    assert_int_equal(code_row_add(o->work, "must_visit", "a b", "甲", "a", NULL, &o->e), ERR_INVALID);
    assert_int_equal(code_row_add(o->work, "must_visit", "10", "甲", NULL, NULL, &o->e), ERR_INVALID);
    assert_int_equal(code_row_add(o->work, "nothing", "1", "甲", "a", NULL, &o->e), ERR_NOT_FOUND);
    assert_int_equal(code_row_change(o->work, "must_visit", "77", "甲", "a", NULL, &o->e), ERR_NOT_FOUND);
}

static void the_next_session_has_them(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    done(o, code_row_add(o->work, "must_visit", "9", "独居老人", "old and alone", NULL, &o->e));
    work_close(&o->work);
    office_load(o); /* as in a server that has just begun */
    assert_string_equal(text_of("9"), "9");
    done(o, work_open(o->database, &o->work, &o->e));
    assert_string_equal(text_of("9"), "old and alone");
}

static void a_national_code_keeps_its_meaning_and_can_be_retired(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_int_equal(code_row_change(o->work, "politics", "13", "甲", "a", NULL, &o->e), ERR_STATE);
    assert_non_null(strstr(o->e.text, "GB/T 4762"));
    done(o, code_row_retire(o->work, "politics", "13", true, &o->e));
    assert_true(code_find(code_list("politics"), "13")->retired);
}

static enum err change(struct office *o, int64_t id, const char *field, const char *value)
{
    struct record *record = record_new();
    record_set(record, field, value);
    enum err r = table_change(o->work, table_find("person"), id, record, &o->e);
    record_free(&record);
    return r;
}

static void a_retired_code_stays_where_it_is_and_is_not_given_again(void **state)
{
    struct office *o = *state;
    office_act(o, "grid01");
    int64_t door = office_add_household(o, o->grid_a1, "1", "1", "101");
    int64_t id = office_add_person(o, door, "宋丽娟", "", "", "02");
    done(o, change(o, id, "categories", "11,12"));
    office_act(o, "admin");
    done(o, code_row_retire(o->work, "person_category", "11", true, &o->e));
    office_act(o, "grid01");
    done(o, change(o, id, "note", "x"));
    assert_int_equal(change(o, id, "categories", "11"), ERR_INVALID);
    assert_string_equal(o->e.field, "categories");
    assert_null(code_parse(code_list("person_category"), "独居老人"));
    done(o, change(o, id, "categories", "12"));
    office_act(o, "admin");
    done(o, code_row_retire(o->work, "person_category", "11", false, &o->e));
    office_act(o, "grid01");
    done(o, change(o, id, "categories", "11"));
}

static void only_an_administrator_may(void **state)
{
    struct office *o = *state;
    office_act(o, "station01");
    assert_int_equal(code_row_add(o->work, "must_visit", "9", "甲", "a", NULL, &o->e), ERR_DENIED);
    assert_int_equal(code_row_retire(o->work, "must_visit", "2", true, &o->e), ERR_DENIED);
    assert_false(code_is_of(code_list("must_visit"), "9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(an_administrator_adds_and_names_codes),
        OFFICE_TEST(the_next_session_has_them),
        OFFICE_TEST(a_national_code_keeps_its_meaning_and_can_be_retired),
        OFFICE_TEST(a_retired_code_stays_where_it_is_and_is_not_given_again),
        OFFICE_TEST(only_an_administrator_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
