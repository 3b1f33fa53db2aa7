/* Records out of JSON and into it. */
#include "fixture.h"

#include "../../../src/command/json_input.h"
#include "../../../src/command/output.h"

#include "wangge/base/array.h"
#include "wangge/table/record.h"

#include <stdlib.h>
#include <string.h>

static enum err read_record(const char *table, const char *text, struct record *out, struct error *e)
{
    json_t *json = NULL;
    FILE *in = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    enum err r = json_input(in, &json, e);

    fclose(in);
    r = r ? r : json_record(table_find(table), json, out, e);
    json_decref(json);
    return r;
}

static void fields_come_as_text_number_truth_or_array(void **state)
{
    struct record *record = record_new();
    struct error e = {0};

    (void)state;
    assert_int_equal(read_record("household",
                                 "{\"area\":12,\"address\":\"文苑路18号\",\"kinds\":[\"1\",\"2\"],\"note\":null,"
                                 "\"version\":3}",
                                 record, &e),
                     ERR_NONE);
    assert_string_equal(record_get(record, "area"), "12");
    assert_string_equal(record_get(record, "address"), "文苑路18号");
    assert_string_equal(record_get(record, "kinds"), "1,2");
    assert_string_equal(record_get(record, "note"), "");
    assert_true(record_has(record, "note"));
    assert_int_equal(record_int(record, "version"), 3);
    record_free(&record);
}

static void what_is_no_json_or_no_field_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum err code;
        const char *field;
    } cases[] = {
        {" ",                               ERR_USAGE,   ""       },
        {"{",                               ERR_USAGE,   ""       },
        {"{\"room\":\"1\",\"room\":\"2\"}", ERR_USAGE,   ""       },
        {"{\"room\":\"\xff\"}",             ERR_USAGE,   ""       },
        {"[1]",                             ERR_USAGE,   ""       },
        {"{\"colour\":\"red\"}",            ERR_INVALID, "colour" },
        {"{\"room\":{}}",                   ERR_INVALID, "room"   },
        {"{\"kinds\":[1]}",                 ERR_INVALID, "kinds"  },
        {"{\"version\":\"3\"}",             ERR_INVALID, "version"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct record *record = record_new();
        struct error e = {0};
        assert_int_equal(read_record("household", cases[i].text, record, &e), cases[i].code);
        assert_string_equal(e.field, cases[i].field);
        record_free(&record);
    }
}

static void the_text_of_a_code_beside_it_may_be_given_back(void **state)
{
    struct record *record = record_new();
    struct error e = {0};

    (void)state;
    assert_int_equal(read_record("person", "{\"sex\":\"2\",\"sex_text\":\"女\"}", record, &e), ERR_NONE);
    assert_string_equal(record_get(record, "sex"), "2");
    assert_false(record_has(record, "sex_text"));
    record_free(&record);
}

static void values_are_printed_by_their_type(void **state)
{
    struct record *record = record_new();

    (void)state;
    record_set(record, "area", "12");
    record_set(record, "name", "欧阳\"引号\"\\");
    record_set(record, "sex", "2");
    record_set(record, "birth", "");
    record_set(record, "version", "3");
    record_set(record, "area_name", "文苑第1网格");
    record_set(record, "inner", "not for others");
    i18n_use(LANGUAGE_ZH);
    json_t *json = json_of_record(table_find("person"), record);
    i18n_use(LANGUAGE_EN);

    assert_int_equal(json_integer_value(json_object_get(json, "area")), 12);
    assert_string_equal(json_string_value(json_object_get(json, "name")), "欧阳\"引号\"\\");
    assert_string_equal(json_string_value(json_object_get(json, "sex")), "2");
    assert_string_equal(json_string_value(json_object_get(json, "sex_text")), "女");
    assert_true(json_is_null(json_object_get(json, "birth")));
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 3);
    assert_string_equal(json_string_value(json_object_get(json, "area_name")), "文苑第1网格");
    assert_null(json_object_get(json, "inner"));
    json_decref(json);
    record_free(&record);
}

static void instants_are_iso_with_their_offset(void **state)
{
    struct record *record = record_new();

    (void)state;
    record_set(record, "on", "2026-10-21 16:05");
    json_t *json = json_of_record(table_find("visit"), record);
    assert_string_equal(json_string_value(json_object_get(json, "on")), "2026-10-21T16:05:00+08:00");
    json_decref(json);
    record_free(&record);
}

static void cells_line_up_by_display_width(void **state)
{
    static const char *cells[] = {"王芳", "5", "Li", "12", "欧阳建国", "100"};
    static const struct column columns[] = {
        {.name = "name",  .label = "name"},
        { .name = "age", .label = "age",   .right = true}
    };
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    struct command_io io = {.out = out, .err = stderr};
    struct call call = {.io = &io, .pool = pool_new()};

    (void)state;
    print_cells(&call, columns, 2, cells, 3);
    fclose(out);
    assert_string_equal(text, "name      age\n"
                              "王芳        5\n"
                              "Li         12\n"
                              "欧阳建国  100\n");
    free(text);
    pool_free(&call.pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_as_text_number_truth_or_array),
        cmocka_unit_test(what_is_no_json_or_no_field_is_refused),
        cmocka_unit_test(the_text_of_a_code_beside_it_may_be_given_back),
        cmocka_unit_test(values_are_printed_by_their_type),
        cmocka_unit_test(instants_are_iso_with_their_offset),
        cmocka_unit_test(cells_line_up_by_display_width),
    };
    return cmocka_run_group_tests(tests, load_tables, NULL);
}
