/* Descriptions: what a good one becomes, and where the fault of a bad one is. */
#include "helper.h"

#define HEAD                                                                                                           \
    "[table]\nlabel.en = Houses\nlabel.zh_CN = 房屋\norder = -name\n"                                                \
    "[area]\ntype = link\nlink = area\nlabel.en = Grid\nlabel.zh_CN = 网格\nrequired = yes\n"                        \
    "[name]\ntype = text\nlabel.en = Name\nlabel.zh_CN = 名称\n"

static enum err load(const char *text)
{
    write_file("house.ini", text);
    return tables_load(folder, NULL, &e);
}

/* Refused, and the error says these words. */
static void refuses(const char *text, const char *where, const char *why)
{
    assert_int_equal(load(text), ERR_INVALID);
    assert_int_equal(table_count(), 0);
    assert_non_null(strstr(e.text, "house.ini"));
    if (strstr(e.text, where) == NULL || strstr(e.text, why) == NULL)
        fail_msg("\"%s\" does not say \"%s\" and \"%s\"", e.text, where, why);
}

static void a_description_becomes_a_table(void **state)
{
    (void)state;
    OK(load(HEAD "searched = yes\nlength = 30\nwidth = 12\nhelp.en = What people call it.\nhelp.zh_CN = 俗称。\n"
                 "[kind]\ntype = code\ncodes = must_visit\ndefault = frail\nlabel.en = Kind\nlabel.zh_CN = 类别\n"
                 "[floors]\ntype = integer\nlow = 1\nhigh = 99\nlabel.en = Floors\nlabel.zh_CN = 层数\n"));
    const struct table *t = table_find("house");
    assert_int_equal(table_count(), 1);
    assert_ptr_equal(table_at(0), t);
    assert_string_equal(table_label(t), "Houses");
    assert_string_equal(t->order, "-name");
    assert_string_equal(t->stored_in, "house");
    assert_false(t->own_storage);
    assert_int_equal(t->count, 4);
    const struct field *name = table_field(t, "name");
    assert_int_equal(name->type, FIELD_TEXT);
    assert_int_equal(name->length, 30);
    assert_int_equal(name->width, 12);
    assert_true(name->searched);
    assert_string_equal(name->column, "t.\"name\"");
    assert_string_equal(field_help(name), "What people call it.");
    assert_int_equal(table_field(t, "floors")->high, 99);
    assert_null(table_field(t, "colour"));
    i18n_use(LANGUAGE_ZH);
    assert_string_equal(table_label(t), "房屋");
    assert_string_equal(field_label(name), "名称");
    i18n_use(LANGUAGE_EN);
}

static void defaults_are_typed_as_people_type_them(void **state)
{
    struct record *r = record_new();
    (void)state;
    OK(load(HEAD "[kind]\ntype = code\ncodes = must_visit\ndefault = frail\nlabel.en = Kind\nlabel.zh_CN = 类别\n"
                 "[on]\ntype = date\ndefault = t\nlabel.en = On\nlabel.zh_CN = 日期\n"));
    record_defaults(r, table_find("house"));
    assert_int_equal(record_count(r), 2);
    assert_string_equal(record_get(r, "kind"), "2");
    assert_string_equal(record_get(r, "on"), "2026-10-21");
    record_free(&r);
}

static void every_type_has_its_name(void **state)
{
    (void)state;
    for (int t = 0; t < FIELD_TYPE_COUNT; t++) {
        char text[800];
        const char *name = field_type_name((enum field_type)t);
        snprintf(text, sizeof text, HEAD "[x]\ntype = %s\nlabel.en = X\nlabel.zh_CN = X\n%s%s", name,
                 t == FIELD_CODE || t == FIELD_CODES ? "codes = sex\n" : "", t == FIELD_LINK ? "link = area\n" : "");
        OK(load(text));
        assert_int_equal(table_field(table_find("house"), "x")->type, t);
    }
}

#define FIELD(more) HEAD "[x]\nlabel.en = X\nlabel.zh_CN = X\n" more

static void faults_are_told_with_section_and_line(void **state)
{
    (void)state;
    refuses("", "line 1", "[table]");
    refuses("[name]\ntype = text\n", "[name], line 1", "[table]");
    refuses("[table]\nlabel.en = A\n", "[table], line 1", "label.zh_CN");
    refuses(HEAD "colour = red\n", "[name], line 15", "\"colour\"");
    refuses(HEAD "required = maybe\n", "line 15", "\"yes\" or \"no\"");
    refuses(HEAD "width = wide\n", "line 15", "whole number");
    refuses(HEAD "length = 010x\n", "line 15", "whole number");
    refuses(HEAD "length = 0\n", "line 15", "from 1");
    refuses(HEAD "[X]\ntype = text\n", "[X], line 15", "small letters");
    refuses(HEAD "[1st]\ntype = text\n", "line 15", "small letters");
    refuses(FIELD(""), "[x], line 15", "type is missing");
    refuses(FIELD("type = colour\n"), "line 18", "no type");
    refuses(HEAD "[x]\ntype = text\nlabel.en = X\n", "line 15", "both needed");
    refuses(FIELD("type = code\n"), "line 15", "codes");
    refuses(FIELD("type = code\ncodes = nothing\n"), "line 15", "no code list");
    refuses(FIELD("type = link\n"), "line 15", "link");
    refuses(FIELD("type = text\nlink = area\n"), "line 15", "link");
    refuses(FIELD("type = integer\nlow = 5\nhigh = 1\n"), "line 15", "low");
    refuses(FIELD("type = date\nsearched = yes\n"), "line 15", "searched");
    refuses(FIELD("type = integer\nhigh = 5\ndefault = 6\n"), "line 15", "default");
    refuses(HEAD "[version]\ntype = integer\nlabel.en = V\nlabel.zh_CN = V\n", "line 15", "kept by the program");
    refuses("[table]\nlabel.en = A\nlabel.zh_CN = A\norder = x\n", "[table]", "order");
    refuses("[table]\nlabel.en = A\nlabel.zh_CN = A\norder = x\n[x]\ntype=text\nlabel.en=X\nlabel.zh_CN=X\n", "[table]",
            "[area]");
    refuses(HEAD "type = text\n", "line 15", "second time");
    refuses("rubbish\n", "line 1", "");
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(tables_load(in_folder("absent"), NULL, &e), ERR_FAILED);
}

static void a_record_survives_any_bytes_as_one_line(void **state)
{
    struct record *r = record_of("text", "a\tb\nc\\d\r\xff\x01", "name", "", "field with = and tab\t", "x", NULL);
    struct record *back = record_new();
    struct buffer line = {0};
    (void)state;
    record_write(r, &line);
    assert_null(strchr(buffer_text(&line), '\n'));
    assert_true(record_parse(back, buffer_text(&line), line.length));
    assert_true(record_equal(r, back));
    assert_int_equal(record_count(back), 3);
    assert_string_equal(record_get(back, "text"), "a\tb\nc\\d\r\xff\x01");
    for (size_t n = 1; n < line.length; n++) /* cut anywhere: damage, or the fields before */
        if (record_parse(back, buffer_text(&line), n))
            assert_true(record_count(back) < 3);
    assert_false(record_parse(back, "a\tb\\x\t", 6));
    assert_false(record_parse(back, "a\tb\ta\tc\t", 8));
    assert_true(record_parse(back, "", 0));
    assert_int_equal(record_count(back), 0);
    buffer_free(&line);
    record_free(&r);
    record_free(&back);
}

static void a_record_is_its_fields_in_order(void **state)
{
    struct record *r = record_new();
    (void)state;
    record_set(r, "a", "1");
    record_set(r, "b", NULL);
    record_set_int(r, "c", -5);
    record_set(r, "a", "2");
    assert_int_equal(record_count(r), 3);
    assert_string_equal(record_name(r, 0), "a");
    assert_string_equal(record_value(r, 0), "2");
    assert_true(record_has(r, "b"));
    assert_string_equal(record_get(r, "b"), "");
    assert_int_equal(record_int(r, "c"), -5);
    assert_int_equal(record_int(r, "absent"), 0);
    struct record *copy = record_copy(r);
    record_remove(copy, "b");
    assert_int_equal(record_count(copy), 2);
    assert_string_equal(record_name(copy, 1), "c");
    assert_true(record_equal(r, copy)); /* absent is empty */
    record_set(copy, "a", record_get(copy, "a"));
    record_set(copy, "c", "6");
    assert_false(record_equal(r, copy));
    record_free(&copy);
    record_free(&r);
}

static void rows_become_canonical_text_by_the_table_s_types(void **state)
{
    static const char *names[] = {"when", "price", "name", "n", "created_at"};
    struct value values[] = {
        {.type = VALUE_INT,     .number = NOW,  .text = "1792569900"},
        {.type = VALUE_INT,     .number = 1250, .text = "1250"      },
        {.type = VALUE_NULL   },
        {.type = VALUE_INT,          .number = 3,               .text = "3"                  },
        {.type = VALUE_INT, .number = NOW,          .text = "1792569900"}
    };
    struct rows rows = {.count = 1, .columns = 5, .names = names, .values = values};
    struct record *r = record_new();
    (void)state;
    OK(load(HEAD "[when]\ntype = instant\nlabel.en = W\nlabel.zh_CN = W\n[price]\ntype = money\nlabel.en = P\n"
                 "label.zh_CN = P\n"));
    record_from_row(r, table_find("house"), &rows, 0);
    assert_string_equal(record_get(r, "when"), "2026-10-21 16:05");
    assert_string_equal(record_get(r, "price"), "12.50");
    assert_string_equal(record_get(r, "name"), "");
    assert_string_equal(record_get(r, "n"), "3");
    assert_string_equal(record_get(r, "created_at"), "2026-10-21 16:05");
    record_free(&r);
}

static void the_project_s_tables_and_codes_are_whole(void **state)
{
    (void)state;
    OK(tables_load("etc/tables", NULL, &e));
    for (size_t i = 0; i < table_count(); i++)
        for (size_t k = 0; k < table_at(i)->count; k++) {
            const struct field *f = &table_at(i)->fields[k];
            if (f->type == FIELD_LINK && strcmp(f->link, "area") != 0)
                assert_non_null(table_find(f->link));
        }
    assert_string_equal(code_text("relation", "02"), "head of household");
    assert_string_equal(code_text("relation", "none"), "none");
    assert_string_equal(code_text("sex", ""), "");
    assert_null(code_list("nothing"));
    assert_string_equal(code_list("nation")->standard, "GB/T 3304-1991");
}

static int bad_codes(const char *text)
{
    char command[300];
    snprintf(command, sizeof command,
             "mkdir -p %s/codes && printf 'code,name,first,last\\n110000,x,1,2\\n' > %s/codes/division_ever.csv",
             folder, folder);
    assert_int_equal(system(command), 0);
    write_file("codes/kind.csv", text);
    return (int)codes_load(folder, NULL, &e);
}

static void a_bad_code_list_names_file_and_line(void **state)
{
    (void)state;
    assert_int_equal(bad_codes("code,zh_CN,en,initials,standard\n1,一,one,y,\n"), ERR_NONE);
    assert_string_equal(code_text("kind", "1"), "one");
    assert_int_equal(bad_codes("code,zh_CN,en,initials\n1,一,one,y\n"), ERR_INVALID);
    assert_non_null(strstr(e.text, "standard"));
    assert_int_equal(bad_codes("code,zh_CN,en,initials,standard\n1,一,one,y,\n1,二,two,e,\n"), ERR_INVALID);
    assert_non_null(strstr(e.text, "kind.csv, line 3"));
    assert_int_equal(bad_codes("code,zh_CN,en,initials,standard\n1,,one,y,\n"), ERR_INVALID);
    OK(codes_load("schema", NULL, &e));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_description_becomes_a_table),
        CASE(defaults_are_typed_as_people_type_them),
        CASE(every_type_has_its_name),
        CASE(faults_are_told_with_section_and_line),
        CASE(a_folder_that_is_not_there_is_an_error),
        CASE(a_record_survives_any_bytes_as_one_line),
        CASE(a_record_is_its_fields_in_order),
        CASE(rows_become_canonical_text_by_the_table_s_types),
        CASE(the_project_s_tables_and_codes_are_whole),
        CASE(a_bad_code_list_names_file_and_line),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}
