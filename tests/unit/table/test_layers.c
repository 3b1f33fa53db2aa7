/* What a site lays over the shipped descriptions and code lists, and where it stands in the end. */
#include "helper.h"

#define BASE                                                                                                           \
    "[table]\norder = name\n"                                                                                          \
    "[name]\ntype = text\nlabel.en = Name\nlabel.zh_CN = 名称\nwidth = 10\n"                                         \
    "[area]\ntype = link\nlink = area\nlabel.en = Grid\nlabel.zh_CN = 网格\nrequired = yes\nat = end\n"              \
    "[note]\ntype = long_text\nlabel.en = Note\nlabel.zh_CN = 备注\nat = end\n"
#define HOUSE                                                                                                          \
    "[table]\nbase = place\nlabel.en = Houses\nlabel.zh_CN = 房屋\nboard = housing\n"                                \
    "[floors]\ntype = integer\nlabel.en = Floors\nlabel.zh_CN = 层数\n"                                              \
    "[kind]\ntype = code\ncodes = must_visit\nlabel.en = Kind\nlabel.zh_CN = 类别\n"

static const char *site;

static int make_site(void **state)
{
    static char path[80];
    char command[300];
    make_folder(state);
    snprintf(path, sizeof path, "%s/site", folder);
    site = path;
    snprintf(command, sizeof command, "mkdir -p %s/base %s/site/base %s/site/codes", folder, folder, folder);
    assert_int_equal(system(command), 0);
    write_file("base/place.ini", BASE);
    write_file("house.ini", HOUSE);
    return 0;
}

static const struct table *load(const char *site_house)
{
    write_file("site/house.ini", site_house);
    OK(tables_load(folder, site, &e));
    return table_find("house");
}

static void refuses(const char *site_house, const char *where, const char *why)
{
    write_file("site/house.ini", site_house);
    assert_int_equal(tables_load(folder, site, &e), ERR_INVALID);
    assert_int_equal(table_count(), 0);
    if (strstr(e.text, where) == NULL || strstr(e.text, why) == NULL)
        fail_msg("\"%s\" does not say \"%s\" and \"%s\"", e.text, where, why);
}

static void order_is(const struct table *t, const char *expected)
{
    struct buffer names = {0};
    for (size_t i = 0; i < t->count; i++)
        buffer_format(&names, "%s%s", i == 0 ? "" : " ", t->fields[i].name);
    assert_string_equal(buffer_text(&names), expected);
    buffer_free(&names);
}

static void a_base_gives_its_sections_and_its_end(void **state)
{
    (void)state;
    OK(tables_load(folder, NULL, &e));
    const struct table *t = table_find("house");
    assert_int_equal(table_count(), 1);
    order_is(t, "name floors kind area note");
    assert_string_equal(t->order, "name");
    assert_string_equal(t->board, "housing");
}

static void a_site_changes_single_keys(void **state)
{
    (void)state;
    const struct table *t = load("[name]\nlabel.zh_CN = 楼名\nrequired = yes\n[floors]\nhidden = yes\n"
                                 "[kind]\ncodes = marriage\n[table]\nlabel.en = Buildings\norder = -name\n");
    assert_string_equal(table_field(t, "name")->label[LANGUAGE_ZH], "楼名");
    assert_string_equal(table_field(t, "name")->label[LANGUAGE_EN], "Name");
    assert_int_equal(table_field(t, "name")->width, 10);
    assert_true(table_field(t, "name")->required);
    assert_true(table_field(t, "floors")->hidden);
    assert_string_equal(table_field(t, "kind")->codes, "marriage");
    assert_string_equal(table_label(t), "Buildings");
    assert_string_equal(t->order, "-name");
}

#define NEW(name, more) "[" name "]\ntype = yes_no\nlabel.en = X\nlabel.zh_CN = X\n" more

static void a_site_s_fields_stand_where_they_say(void **state)
{
    (void)state;
    order_is(load(NEW("lift", "")), "name floors kind lift area note");
    order_is(load(NEW("lift", "after = name\n")), "name lift floors kind area note");
    order_is(load(NEW("lift", "after = name\n") NEW("stairs", "after = name\n") NEW("ramp", "after = lift\n")),
             "name lift ramp stairs floors kind area note");
    order_is(load(NEW("lift", "at = end\n")), "name floors kind area note lift");
    order_is(load("[name]\nafter = kind\n"), "floors kind name area note");
    order_is(load("[note]\nafter = name\n"), "name note floors kind area");
}

static void a_site_has_tables_of_its_own(void **state)
{
    (void)state;
    write_file("site/base/stall.ini", "[goods]\ntype = text\nlabel.en = Goods\nlabel.zh_CN = 货品\n");
    write_file("site/market.ini", "[table]\nbase = place\nlabel.en = Markets\nlabel.zh_CN = 集市\n");
    write_file("site/stand.ini",
               "[table]\nbase = stall\nlabel.en = Stands\nlabel.zh_CN = 摊位\norder = goods\n"
               "[area]\ntype = link\nlink = area\nlabel.en = Grid\nlabel.zh_CN = 网格\nrequired = yes\n");
    load("");
    assert_int_equal(table_count(), 3);
    assert_string_equal(table_at(0)->name, "house");
    assert_string_equal(table_at(1)->name, "market");
    order_is(table_find("market"), "name area note");
    order_is(table_find("stand"), "goods area");
    write_file("site/market.ini", "[name]\nwidth = 5\n");
    assert_int_equal(tables_load(folder, site, &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "market.ini, section [name], line 1"));
}

static void a_table_that_is_not_enabled_is_not_there(void **state)
{
    (void)state;
    write_file("zebra.ini", "[table]\nbase = place\nlabel.en = Z\nlabel.zh_CN = 斑\nenabled = no\n");
    load("[table]\nenabled = no\n");
    assert_int_equal(table_count(), 0);
    write_file("site/zebra.ini", "[table]\nenabled = yes\n");
    load("[table]\nenabled = no\n");
    assert_int_equal(table_count(), 1);
    assert_string_equal(table_at(0)->name, "zebra");
}

static void faults_name_the_file_that_made_them(void **state)
{
    (void)state;
    refuses("\n[floors]\ntype = text\n", "site/house.ini, section [floors], line 3", "keeps its type");
    refuses("[kind]\ncodes = nothing\n", "site/house.ini, section [kind], line 1", "no code list");
    refuses("[floors]\n\nwidth = x\n", "site/house.ini, section [floors], line 3", "whole number");
    refuses("[x]\nlabel.en = X\n", "site/house.ini, section [x], line 1", "type is missing");
    refuses("[floors]\nafter = x\n", "site/house.ini, section [floors], line 2", "\"x\"");
    refuses("[floors]\nafter = floors\n", "line 2", "\"floors\"");
    refuses("[floors]\nat = top\n", "line 2", "at = end");
    refuses("[table]\nbase = absent\n", "site/house.ini, section [table], line 2", "no base");
    refuses("[table]\nbase = ../house\n", "line 2", "no base");
    refuses("[table]\nboard = sea\n", "site/house.ini, section [table], line 2", "no board");
    refuses("[table]\ntitle = nobody\n", "line 2", "\"nobody\"");
    refuses("[table]\nunique = name nobody\n", "line 2", "\"nobody\"");
    write_file("base/place.ini", "[table]\nbase = place\n");
    refuses("", "base/place.ini, section [table], line 2", "too deep");
}

#define COMPUTED(compute) "[x]\nlabel.en = X\nlabel.zh_CN = X\ntype = computed\ncompute = " compute "\n"
#define ON                "[on]\nlabel.en = On\nlabel.zh_CN = 日\ntype = date\n"
#define TWIN              "[twin]\nlabel.en = Twin\nlabel.zh_CN = 邻\ntype = link\nlink = house\n"

static void computed_fields_lead_somewhere(void **state)
{
    (void)state;
    const struct field *x = table_field(load(ON COMPUTED("age(on)")), "x");
    assert_int_equal(x->computes, COMPUTE_AGE);
    assert_string_equal(x->from->name, "on");
    assert_int_equal(field_shown_type(x), FIELD_INTEGER);
    x = table_field(load(TWIN COMPUTED("twin.kind")), "x");
    assert_int_equal(x->computes, COMPUTE_JOINED);
    assert_string_equal(field_shown(x)->name, "kind");
    assert_int_equal(field_shown_type(x), FIELD_CODE);
    assert_string_equal(x->codes, "must_visit");
    refuses(COMPUTED("age(on)"), "line 1", "\"on\"");
    refuses(COMPUTED("age(name)"), "line 1", "no date");
    refuses(COMPUTED("years"), "line 1", "LINK.FIELD");
    refuses(COMPUTED("name.kind"), "line 1", "no link");
    refuses(TWIN COMPUTED("twin.colour"), "section [x]", "\"colour\"");
    refuses(TWIN COMPUTED("twin.x"), "section [x]", "circle");
    refuses("[floors]\ncompute = age(on)\n", "line 1", "computed field");
}

static void a_site_changes_codes_and_adds_lists(void **state)
{
    (void)state;
    write_file("site/codes/sex.csv", "code,zh_CN,en,initials,standard\n1,男性,man,nx,\nx,其他,other,qt,\n");
    write_file("site/codes/roof.csv", "code,zh_CN,en,initials,standard\nflat,平,flat,p,\n");
    OK(codes_load("schema", site, &e));
    assert_string_equal(code_text("sex", "1"), "man");
    assert_string_equal(code_text("sex", "2"), "female");
    assert_string_equal(code_text("sex", "x"), "other");
    assert_int_equal(code_list("sex")->count, 5);
    assert_string_equal(code_list("sex")->standard, "GB/T 2261.1-2003");
    assert_true(code_is_of(code_list("roof"), "flat"));
    assert_false(code_is_of(code_list("roof"), "steep"));
    write_file("site/codes/roof.csv", "code,zh_CN,en,initials,standard\n,平,flat,p,\n");
    assert_int_equal(codes_load("schema", site, &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "site/codes/roof.csv, line 2"));
    OK(codes_load("schema", NULL, &e));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, make_site, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_base_gives_its_sections_and_its_end),    CASE(a_site_changes_single_keys),
        CASE(a_site_s_fields_stand_where_they_say),     CASE(a_site_has_tables_of_its_own),
        CASE(a_table_that_is_not_enabled_is_not_there), CASE(faults_name_the_file_that_made_them),
        CASE(computed_fields_lead_somewhere),           CASE(a_site_changes_codes_and_adds_lists),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}
