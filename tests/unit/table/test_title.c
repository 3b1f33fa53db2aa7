/* What rows are called in links: one field, or a door. */
#include "helper.h"

#include "wangge/base/array.h"
#include "wangge/table/title.h"

static const struct {
    struct door door;
    const char *told;
} doors[] = {
    {{"柳巷5号", "", "", ""},             "柳巷5号"                   },
    {{"文苑路18号", "6", "1", "302"},    "文苑路18号 6幢1单元302"},
    {{"文苑路18号", "6", "", "302"},     "文苑路18号 6幢302"       },
    {{"文苑路18号", "东", "", "B"},     "文苑路18号 东B"          },
    {{"文苑路18号", "", "", "302"},      "文苑路18号 302室"        },
    {{"文苑路18号", "", "", "东间"},   "文苑路18号 东间"        },
    {{"文苑路18号", "6号楼", "b", ""}, "文苑路18号 6号楼b单元"},
};

static int64_t add(const char *table, struct record *record)
{
    int64_t id = 0;
    OK(check_record(table_find(table), record, NULL, NULL, &e));
    OK(db_begin(db, &e));
    OK(store_add(db, table_find(table), record, 7, &id, &e));
    OK(db_commit(db, &e));
    record_free(&record);
    return id;
}

static void a_door_is_told_with_its_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(doors); i++)
        assert_string_equal(door_text(pool, &doors[i].door), doors[i].told);
    assert_string_equal(door_text(pool, &(struct door){"", "6", "1", "302"}), "6幢1单元302");
}

static const char *name_of_link(const char *table, const char *column, int64_t id)
{
    struct record *row = record_new();
    OK(store_read(db, table_find(table), id, "0001", "0001~", row, &e));
    const char *text = pool_text(pool, record_get(row, column));
    record_free(&row);
    return text;
}

static void a_link_to_a_household_tells_its_door(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(doors); i++) {
        const struct door *d = &doors[i].door;
        struct record *row = record_of("area", "2", "address", d->address, "building", d->building, "unit", d->unit,
                                       "room", d->room, NULL);
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)add("household", row));
        int64_t person = add("person", record_of("area", "2", "household", id, "name", "甲", "sex", "2", NULL));
        assert_string_equal(name_of_link("person", "household_name", person), doors[i].told);
    }
    int64_t gone = add("person", record_of("area", "2", "name", "乙", "sex", "2", NULL));
    assert_string_equal(name_of_link("person", "household_name", gone), "");
}

static void a_link_to_a_house_tells_its_door(void **state)
{
    (void)state;
    struct record *row =
        record_of("area", "2", "address", "文苑路18号", "block", "6", "unit", "1", "room", "302", NULL);
    assert_string_equal(title_text(pool, table_find("house"), row), "文苑路18号 6幢1单元302");
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)add("house", row));
    int64_t household = add("household", record_of("area", "2", "address", "文苑路18号", "house", id, NULL));
    assert_string_equal(name_of_link("household", "house_name", household), "文苑路18号 6幢1单元302");
}

static void a_title_is_one_field_or_four(void **state)
{
    (void)state;
    write_file("site/stall.ini", "[table]\norder = goods\ntitle = goods place\nlabel.en = X\nlabel.zh_CN = X\n"
                                 "[area]\ntype = link\nlink = area\nrequired = yes\nlabel.en = X\nlabel.zh_CN = X\n"
                                 "[goods]\ntype = text\nlabel.en = X\nlabel.zh_CN = X\n"
                                 "[place]\ntype = text\nlabel.en = X\nlabel.zh_CN = X\n");
    assert_int_equal(tables_load("etc/tables", in_folder("site"), &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "the four of a door"));
    OK(tables_load("etc/tables", NULL, &e));
}

static int open_with_site(void **state)
{
    char command[200];
    open_database(state);
    snprintf(command, sizeof command, "mkdir %s/site", folder);
    return system(command);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_with_site, close_database)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_door_is_told_with_its_words),
        CASE(a_link_to_a_household_tells_its_door),
        CASE(a_link_to_a_house_tells_its_door),
        CASE(a_title_is_one_field_or_four),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}
