/* Completeness: the kept figures of an area are those that a naive reckoning finds, whatever was done to the rows. */
#include "helper.h"

#include "../../../src/table/row_count.h"

#include "wangge/base/random.h"

#define ROWS  40
#define STEPS 1500

static struct dice dice;
static int64_t ids[ROWS];
static size_t id_count;

/* Is the field asked for in this row? Read from the words of the description, not from what was made of them. */
static bool is_asked(const struct table *table, const struct field *field, const struct record *row)
{
    char on[64];
    if (field->wanted == NULL)
        return false;
    if (strcmp(field->wanted, "yes") == 0)
        return true;
    snprintf(on, sizeof on, "%.*s", (int)strcspn(field->wanted, ":"), field->wanted);
    assert_non_null(table_field(table, on));
    const char *value = record_get(row, on), *colon = strchr(field->wanted, ':');
    if (colon == NULL)
        return *value != '\0';
    const char *found = *value == '\0' ? NULL : strstr(colon + 1, value);
    return found != NULL && (found[-1] == ':' || found[-1] == '|') &&
           (found[strlen(value)] == '\0' || found[strlen(value)] == '|');
}

struct naive {
    long rows, asked, filled;
};

static struct naive reckon(const struct table *table, int64_t area)
{
    struct naive sum = {0};
    for (size_t i = 0; i < id_count; i++) {
        struct record *row = record_new();
        if (store_read(db, table, ids[i], "", "~", row, &e) == ERR_NONE && record_int(row, "area") == area) {
            sum.rows++;
            for (size_t k = 0; k < table->count; k++)
                if (is_asked(table, &table->fields[k], row)) {
                    sum.asked++;
                    sum.filled += *record_get(row, table->fields[k].name) != '\0';
                }
        }
        record_free(&row);
    }
    return sum;
}

static void compare(const struct table *table, int step)
{
    for (int64_t area = 2; area <= 4; area++) {
        struct rows rows = {0};
        struct naive want = reckon(table, area);
        OK(db_query_text(db, pool, "select * from row_count where table_name = $table and area = $area",
                         BINDS(BIND_TEXT("table", table->name), BIND_INT("area", area)), &rows, &e));
        struct naive got = {0};
        if (rows.count > 0)
            got = (struct naive){(long)rows_int(&rows, 0, "rows"), (long)rows_int(&rows, 0, "asked"),
                                 (long)rows_int(&rows, 0, "filled")};
        if (memcmp(&want, &got, sizeof want) != 0)
            fail_msg("step %d, area %d: %ld rows, %ld of %ld instead of %ld rows, %ld of %ld", step, (int)area,
                     got.rows, got.filled, got.asked, want.rows, want.filled, want.asked);
    }
}

static const char *any(const char *const *values, uint32_t count)
{
    return values[dice_below(&dice, count)];
}

/* Some of the fields of a person, each now and then empty. */
static struct record *some_person(void)
{
    static const char *const names[] = {"甲", "乙", "", "丙"}, *const phones[] = {"13800000000", ""},
                             *const relations[] = {"02", "10", "", "98"}, *const nations[] = {"01", "", "02"};
    struct record *row = record_new();
    record_set(row, "name", any(names, 4));
    record_set(row, "phone", any(phones, 2));
    record_set(row, "relation", any(relations, 4));
    record_set(row, "nation", any(nations, 3));
    record_set(row, "sex", dice_below(&dice, 2) == 0 ? "" : "1");
    record_set(row, "household", dice_below(&dice, 3) == 0 ? "" : "1");
    record_set_int(row, "area", 2 + dice_below(&dice, 3));
    return row;
}

static void step_once(const struct table *table)
{
    struct record *row = some_person(), *before = record_new();
    int64_t id = id_count == 0 ? 0 : ids[dice_below(&dice, (uint32_t)id_count)];
    uint32_t what = dice_below(&dice, 10);
    OK(db_begin(db, &e));
    bool alive = id != 0 && store_read(db, table, id, "", "~", before, &e) == ERR_NONE;
    if (id == 0 || (what < 3 && id_count < ROWS)) {
        OK(store_add(db, table, row, 1, &ids[id_count], &e));
        id_count++;
    } else if (!alive) {
        OK(store_restore(db, table, id, 1, &e));
    } else if (what < 5) {
        OK(store_delete(db, table, id, record_int(before, "version"), 1, &e));
    } else {
        record_set_int(row, "version", record_int(before, "version"));
        OK(store_change(db, table, id, row, 1, &e));
    }
    OK(db_commit(db, &e));
    record_free(&before);
    record_free(&row);
}

static void add_household(void)
{
    struct record *home = record_of("area", "2", "address", "文苑路", "no", "1", NULL);
    int64_t id = 0;
    OK(db_begin(db, &e));
    OK(store_add(db, table_find("household"), home, 1, &id, &e));
    OK(db_commit(db, &e));
    assert_int_equal(id, 1);
    record_free(&home);
}

static void kept_figures_are_those_of_the_rows(void **state)
{
    const struct table *table = table_find("person");
    int64_t faults = 0;
    (void)state;
    dice_seed(&dice, 56);
    id_count = 0;
    add_household();
    for (int i = 0; i < STEPS; i++) {
        step_once(table);
        if (i % 10 == 0)
            compare(table, i);
    }
    OK(row_count_faults(db, table, &faults, &e));
    assert_int_equal(faults, 0);
    OK(db_begin(db, &e));
    OK(row_count_all(db, table, &e));
    OK(db_commit(db, &e));
    compare(table, STEPS);
    OK(db_execute_text(db, "update row_count set filled = filled + 1 where table_name = 'person' and area = 2", NULL,
                       NULL, &e));
    OK(row_count_faults(db, table, &faults, &e));
    assert_int_equal(faults, 1);
}

static void the_list_names_what_is_missing(void **state)
{
    const struct table *table = table_find("person");
    struct record *row = record_of("area", "2", "household", "1", "name", "甲", "relation", "02", "sex", "1", "nation",
                                   "01", "birth", "1980-01-01", NULL),
                  *gone = record_of("area", "2", "name", "乙", NULL);
    struct rows rows = {0};
    int64_t id = 0;
    (void)state;
    add_household();
    OK(db_begin(db, &e));
    OK(store_add(db, table, row, 1, &id, &e));
    OK(store_add(db, table, gone, 1, &id, &e)); /* lives nowhere: nothing is asked for */
    OK(db_commit(db, &e));
    OK(completeness_rows(db, pool, table, "", "~", 0, 0, 10, &rows, &e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "text"), "甲");
    assert_int_equal(rows_int(&rows, 0, "asked"), 8);
    assert_int_equal(rows_int(&rows, 0, "filled"), 5);
    const char *missing = rows_text(&rows, 0, "missing");
    assert_string_equal(missing, "citizen_id phone marriage ");
    assert_string_equal(completeness_labels(pool, table, missing), "Citizen ID, Phone, Marital status");
    assert_string_equal(completeness_labels(pool, table, "not a field"), "not a field");
    assert_string_equal(completeness_first(pool, missing), "citizen_id");
    assert_null(completeness_first(pool, ""));
    OK(completeness_rows(db, pool, table, "0002", "0002~", 0, 0, 10, &rows, &e));
    assert_int_equal(rows.count, 0);
    OK(completeness_rows(db, pool, table, "", "~", 1, 7, 10, &rows, &e)); /* somebody else made it */
    assert_int_equal(rows.count, 0);
    record_free(&row);
    record_free(&gone);
}

#define TABLE_HEAD                                                                                                     \
    "[table]\nlabel.en = A\nlabel.zh_CN = 甲\norder = no\n[no]\ntype = text\nlabel.en = No\nlabel.zh_CN = 号\n"      \
    "[area]\ntype = link\nlink = area\nrequired = yes\nlabel.en = Area\nlabel.zh_CN = 区\n[kind]\ntype = code\n"      \
    "codes = sex\nlabel.en = Kind\nlabel.zh_CN = 类\n"

static void a_key_that_says_nothing_is_refused(void **state)
{
    static const struct {
        const char *wanted;
        bool good;
    } rows[] = {
        {"yes",         true },
        {"no",          true },
        {"kind",        true },
        {"kind:1",      true },
        {"kind:1|2",    true },
        {"elsewhere",   false},
        {"elsewhere:1", false},
        {"no:1",        false},
        {"kind:",       false},
        {"kind:'",      false},
        {"kind:1'2",    false},
        {"perhaps so",  false},
        {"kind:|1",     false},
    };
    make_folder(state);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1200];
        snprintf(text, sizeof text, TABLE_HEAD "[note]\ntype = text\nlabel.en = N\nlabel.zh_CN = 注\nwanted = \"%s\"\n",
                 rows[i].wanted);
        write_file("a.ini", text);
        bool good = tables_load(folder, NULL, &e) == ERR_NONE;
        if (good != rows[i].good)
            fail_msg("wanted = %s: %s", rows[i].wanted, good ? "taken" : e.text);
        if (!good)
            assert_non_null(strstr(e.text, "wanted"));
    }
    remove_folder(state);
    OK(tables_load("etc/tables", NULL, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kept_figures_are_those_of_the_rows, open_database, close_database),
        cmocka_unit_test_setup_teardown(the_list_names_what_is_missing, open_database, close_database),
        cmocka_unit_test(a_key_that_says_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, load_all, NULL);
}
