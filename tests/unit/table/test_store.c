/* Rows of the tables that are described: saved with their history, never lost to somebody else's save. */
#include "helper.h"

#include "wangge/table/register.h"

static const struct table *household;

static int open_all(void **state)
{
    household = table_find("household");
    return open_database(state);
}

static int64_t add(const char *no, const char *area)
{
    int64_t id = 0;
    struct record *r =
        record_of("no", no, "address", "文苑路18号", "area", area, "kinds", "2,3", "verified_on", "2026-10-21", NULL);
    OK(db_begin(db, &e));
    OK(store_add(db, household, r, 7, &id, &e));
    OK(db_commit(db, &e));
    record_free(&r);
    return id;
}

static struct record *read_row(int64_t id)
{
    struct record *r = record_new();
    OK(store_read(db, household, id, "", "~", r, &e));
    return r;
}

static enum err change(int64_t id, const struct record *r)
{
    OK(db_begin(db, &e));
    enum err result = store_change(db, household, id, r, 8, &e);
    if (result == ERR_NONE)
        OK(db_commit(db, &e));
    db_rollback(db);
    return result;
}

static int64_t count_history(int64_t id)
{
    struct rows rows;
    OK(db_query(db, pool, "history.of", BINDS(BIND_TEXT("kind", "household"), BIND_INT("object", id)), &rows, &e));
    return (int64_t)rows.count;
}

static void a_row_is_read_as_it_was_added(void **state)
{
    (void)state;
    int64_t id = add("6-302", "2");
    struct record *r = read_row(id);
    assert_int_equal(id, 1);
    assert_string_equal(record_get(r, "no"), "6-302");
    assert_string_equal(record_get(r, "kinds"), "2,3");
    assert_string_equal(record_get(r, "verified_on"), "2026-10-21");
    assert_string_equal(record_get(r, "phone"), "");
    assert_string_equal(record_get(r, "area"), "2");
    assert_string_equal(record_get(r, "version"), "1");
    assert_string_equal(record_get(r, "created_by"), "7");
    assert_string_equal(record_get(r, "created_at"), "2026-10-21 16:05");
    assert_int_equal(count_history(id), 1);
    record_free(&r);
}

static void a_change_raises_the_version_and_keeps_the_one_before(void **state)
{
    struct rows rows;
    struct record *old = record_new();
    (void)state;
    int64_t id = add("6-302", "2");
    struct record *r = read_row(id);
    record_set(r, "phone", "13800002201");
    assert_int_equal(change(id, r), ERR_NONE);
    record_free(&r);
    r = read_row(id);
    assert_string_equal(record_get(r, "phone"), "13800002201");
    assert_string_equal(record_get(r, "version"), "2");
    assert_string_equal(record_get(r, "updated_by"), "8");
    assert_string_equal(record_get(r, "created_by"), "7");
    record_free(&r);

    OK(db_query(db, pool, "history.of", BINDS(BIND_TEXT("kind", "household"), BIND_INT("object", id)), &rows, &e));
    assert_int_equal(rows.count, 2);
    const char *text = rows_text(&rows, 0, "record");
    assert_true(record_parse(old, text, strlen(text)));
    assert_string_equal(record_get(old, "phone"), "");
    assert_string_equal(record_get(old, "no"), "6-302");
    record_free(&old);
}

static void only_the_fields_that_are_given_change(void **state)
{
    (void)state;
    int64_t id = add("6-302", "2");
    struct record *part = record_of("version", "1", "note", "狗很凶", NULL);
    assert_int_equal(change(id, part), ERR_NONE);
    record_free(&part);
    struct record *r = read_row(id);
    assert_string_equal(record_get(r, "note"), "狗很凶");
    assert_string_equal(record_get(r, "address"), "文苑路18号");
    record_free(&r);
}

static void who_saves_second_is_told(void **state)
{
    (void)state;
    int64_t id = add("6-302", "2");
    struct record *mine = read_row(id), *theirs = read_row(id);
    record_set(theirs, "note", "theirs");
    record_set(mine, "note", "mine");
    assert_int_equal(change(id, theirs), ERR_NONE);
    assert_int_equal(change(id, mine), ERR_CONFLICT);
    record_free(&mine);
    record_free(&theirs);
    struct record *r = read_row(id);
    assert_string_equal(record_get(r, "note"), "theirs");
    record_free(&r);
    assert_int_equal(count_history(id), 2);
}

static void a_deleted_row_is_gone_and_comes_back(void **state)
{
    struct record *r = record_new();
    (void)state;
    int64_t id = add("6-302", "2");
    OK(db_begin(db, &e));
    assert_int_equal(store_delete(db, household, id, 9, 7, &e), ERR_CONFLICT);
    OK(store_delete(db, household, id, 1, 7, &e));
    assert_int_equal(store_delete(db, household, id, 2, 7, &e), ERR_NOT_FOUND);
    OK(db_commit(db, &e));
    assert_int_equal(store_read(db, household, id, "", "~", r, &e), ERR_NOT_FOUND);
    OK(db_begin(db, &e));
    OK(store_restore(db, household, id, 7, &e));
    assert_int_equal(store_restore(db, household, id, 7, &e), ERR_NOT_FOUND);
    OK(db_commit(db, &e));
    OK(store_read(db, household, id, "", "~", r, &e));
    assert_string_equal(record_get(r, "version"), "3");
    assert_int_equal(count_history(id), 3);
    record_free(&r);
}

static void other_areas_are_not_seen(void **state)
{
    struct record *r = record_new();
    (void)state;
    int64_t id = add("6-302", "2");
    OK(store_read(db, household, id, "0001", "0001~", r, &e));
    OK(store_read(db, household, id, "00010001", "00010001~", r, &e));
    assert_int_equal(store_read(db, household, id, "00010002", "00010002~", r, &e), ERR_NOT_FOUND);
    assert_int_equal(store_read(db, household, id, "0002", "0002~", r, &e), ERR_NOT_FOUND);
    record_free(&r);
}

static void an_area_that_is_not_there_is_refused_by_the_database(void **state)
{
    int64_t id = 0;
    (void)state;
    struct record *r = record_of("no", "1", "address", "x", "area", "99", NULL);
    OK(db_begin(db, &e));
    assert_int_not_equal(store_add(db, household, r, 7, &id, &e), ERR_NONE);
    db_rollback(db);
    record_free(&r);
}

static void add_line(void *to, const char *line)
{
    strncat(to, line, 400);
    strcat(to, "\n");
}

static void the_check_finds_dead_links_and_used_numbers(void **state)
{
    char said[2000] = "";
    (void)state;
    add("6-302", "2");
    OK(store_check(db, add_line, said, &e));
    assert_string_equal(said, "");
    OK(db_execute_script(db,
                         "pragma foreign_keys=off; update household set area = 77;"
                         "update sequence_number set next = 1 where name = 'household';",
                         &e));
    assert_int_equal(store_check(db, add_line, said, &e), ERR_FAILED);
    assert_non_null(strstr(said, "household: 1 rows"));
    assert_non_null(strstr(said, "the next id, 1, is in use"));
    assert_int_equal(db_check(db, NULL, NULL, &e), ERR_FAILED); /* the foreign key */
}

static void count_line(void *to, const char *line)
{
    (void)line;
    ++*(int *)to;
}

static void a_new_field_of_a_description_becomes_a_column(void **state)
{
    int said = 0;
    char command[400];
    (void)state;
    int64_t id = add("6-302", "2");
    OK(store_migrate(db, 0, count_line, &said, &e));
    assert_int_equal(said, 0); /* nothing to do */
    snprintf(command, sizeof command,
             "cp etc/tables/household.ini %s/ && printf '\\n[lift]\\ntype = yes_no\\nlabel.en = Lift\\n"
             "label.zh_CN = 电梯\\n[gate]\\ntype = text\\nlabel.en = Gate\\nlabel.zh_CN = 门\\nsearched = yes\\n'"
             " >> %s/household.ini",
             folder, folder);
    assert_int_equal(system(command), 0);
    OK(tables_load(folder, NULL, &e));
    household = table_find("household");
    OK(store_migrate(db, 1, count_line, &said, &e));
    assert_int_equal(said, 3); /* two columns and an index, not made yet */
    OK(store_migrate(db, 0, count_line, &said, &e));
    assert_int_equal(said, 6);
    OK(store_migrate(db, 0, count_line, &said, &e));
    assert_int_equal(said, 6);
    struct record *r = read_row(id);
    record_set(r, "lift", "1");
    assert_int_equal(change(id, r), ERR_NONE);
    record_free(&r);
    r = read_row(id);
    assert_string_equal(record_get(r, "lift"), "1");
    assert_string_equal(record_get(r, "no"), "6-302");
    record_free(&r);
    OK(tables_load("etc/tables", NULL, &e));
}

static void the_household_of_a_door_is_sought_by_the_whole_door(void **state)
{
    struct pool *mine = pool_new();
    struct rows plan = {0};
    (void)state;
    OK(db_query_text(db, mine,
                     "explain query plan select id from household where address = 'A' and building = '6' and unit = '1'"
                     " and room = '302' and deleted_at is null",
                     NULL, &plan, &e));
    assert_non_null(strstr(rows_text(&plan, 0, "detail"), "household_title"));
    pool_free(&mine);
}

/* kind of table that has rows of the household; "" when none has. */
static const char *kind_of_rows(int64_t id)
{
    struct rows kinds = {0};
    OK(register_kinds(db, pool, REGISTER_OF_HOUSEHOLD, id, &kinds, &e));
    assert_true(kinds.count <= 1);
    return kinds.count == 0 ? "" : rows_text(&kinds, 0, "kind");
}

static void the_tables_that_have_rows_of_a_household_are_told(void **state)
{
    const struct table *person = table_find("person");
    int64_t home = add("6-302", "2"), other = add("6-303", "2"), id = 0;
    struct record *r = record_of("name", "甲", "area", "2", NULL);
    (void)state;
    record_set_int(r, "household", home);
    assert_string_equal(kind_of_rows(home), "");
    OK(db_begin(db, &e));
    OK(store_add(db, person, r, 7, &id, &e));
    OK(db_commit(db, &e));
    assert_string_equal(kind_of_rows(home), "person");
    assert_string_equal(kind_of_rows(other), "");
    OK(db_begin(db, &e));
    OK(store_delete(db, person, id, 1, 7, &e));
    OK(db_commit(db, &e));
    assert_string_equal(kind_of_rows(home), "");
    record_free(&r);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_all, close_database)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_row_is_read_as_it_was_added),
        CASE(the_tables_that_have_rows_of_a_household_are_told),
        CASE(the_household_of_a_door_is_sought_by_the_whole_door),
        CASE(a_change_raises_the_version_and_keeps_the_one_before),
        CASE(only_the_fields_that_are_given_change),
        CASE(who_saves_second_is_told),
        CASE(a_deleted_row_is_gone_and_comes_back),
        CASE(other_areas_are_not_seen),
        CASE(an_area_that_is_not_there_is_refused_by_the_database),
        CASE(the_check_finds_dead_links_and_used_numbers),
        CASE(a_new_field_of_a_description_becomes_a_column),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}
