/* Rules of the information tables, rows of an import, history, and who looked: on tables that this test describes
 * beside those of the program. */
#include "fixture.h"

#include "wangge/base/buffer.h"
#include "wangge/table/list.h"
#include "wangge/work/person.h"
#include "wangge/work/visit_rule.h"

#include <sys/stat.h>

#define ZHANG "32100319850515201X" /* a man, born 1985-05-15 */
#define OTHER "321003199001012026"

static const char register_ini[] =
    "[table]\n"
    "label.en = Watched\nlabel.zh_CN = 关注\nboard = relief\nright = household\n"
    "order = since\nunique = person\nsensitive = yes\n"
    "[person]\ntype = link\nlink = person\nlabel.en = Person\nlabel.zh_CN = 人员\n"
    "required = yes\nkey = yes\n"
    "[name]\ntype = computed\ncompute = person.name\nlabel.en = Name\nlabel.zh_CN = 姓名\n"
    "[citizen_id]\ntype = computed\ncompute = person.citizen_id\nlabel.en = Citizen ID\n"
    "label.zh_CN = 身份证号\nmasked = yes\n"
    "[area]\ntype = link\nlink = area\nlabel.en = Grid\nlabel.zh_CN = 网格\n"
    "required = yes\nread_only = yes\n"
    "[since]\ntype = date\nlabel.en = Since\nlabel.zh_CN = 起\n"
    "[phone]\ntype = phone\nmasked = yes\nlabel.en = Phone\nlabel.zh_CN = 电话\n"
    "[level]\ntype = code\ncodes = sex\nlabel.en = Level\nlabel.zh_CN = 级别\n"
    "default = 1\n";

static const char tree_ini[] =
    "[table]\nlabel.en = Units\nlabel.zh_CN = 组织\nboard = party\nright = household\n"
    "order = name\ntitle = name\n"
    "[name]\ntype = text\nlabel.en = Name\nlabel.zh_CN = 名称\nrequired = yes\n"
    "[above]\ntype = link\nlink = unit_of_test\nlabel.en = Above\nlabel.zh_CN = 上级\n"
    "[area]\ntype = link\nlink = area\nlabel.en = Grid\nlabel.zh_CN = 网格\nrequired = yes\n";

static const char person_ini[] =
    "[table]\nunique = citizen_id\n[household]\nrequired = no\n[relation]\nrequired = no\n";

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s.ini", dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int setup(void **state)
{
    char site[128], etc[512], tables[600];
    office_setup(state);
    struct office *o = *state;
    snprintf(site, sizeof site, "%s/site", o->dir);
    assert_int_equal(mkdir(site, 0700), 0);
    write_file(site, "person", person_ini);
    write_file(site, "watched", register_ini);
    write_file(site, "unit_of_test", tree_ini);
    assert_true(config_data_path("etc", etc, sizeof etc));
    snprintf(tables, sizeof tables, "%s/tables", etc);
    done(o, tables_load(tables, site, &o->e));
    done(o, visit_rules_load(etc, tables, &o->e));
    done(o, work_migrate(o->database, 0, NULL, NULL, &o->e));
    office_act(o, "grid01");
    return 0;
}

#define TABLE_TEST(function) cmocka_unit_test_setup_teardown(function, setup, office_teardown)

/* "field", "value", ..., NULL */
static struct record *told(const char *field, ...)
{
    va_list args;
    struct record *record = record_new();
    va_start(args, field);
    for (; field != NULL; field = va_arg(args, const char *))
        record_set(record, field, va_arg(args, const char *));
    va_end(args);
    return record;
}

static const char *number(struct office *o, int64_t n)
{
    return pool_format(o->pool, "%lld", (long long)n);
}

static enum err save(struct office *o, const char *table, int64_t *id, struct record *record)
{
    enum err r = *id == 0 ? table_add(o->work, table_find(table), record, id, &o->e)
                          : table_change(o->work, table_find(table), *id, record, &o->e);
    record_free(&record);
    return r;
}

static const char *value(struct office *o, const char *table, int64_t id, const char *field)
{
    struct record *record = record_new();
    done(o, table_read(o->work, table_find(table), id, record, &o->e));
    const char *text = pool_text(o->pool, record_get(record, field));
    record_free(&record);
    return text;
}

static enum err put(struct office *o, const char *table, bool dry, enum put *what, int64_t *id, struct record *record)
{
    *id = 0;
    if (!dry)
        done(o, db_begin(o->work->db, &o->e));
    enum err r = table_put(o->work, table_find(table), record, 0, dry, what, id, &o->e);
    if (!dry && r == ERR_NONE)
        done(o, db_commit(o->work->db, &o->e));
    db_rollback(o->work->db);
    record_free(&record);
    return r;
}

static int64_t add_zhang(struct office *o)
{
    int64_t id = 0, home = office_add_household(o, o->grid_a1, "6", "1", "302");
    done(o, save(o, "person", &id,
                 told("household", number(o, home), "name", "张伟", "citizen_id", ZHANG, "relation", "02", NULL)));
    return id;
}

static void sex_and_birth_come_from_the_number(void **state)
{
    struct office *o = *state;
    int64_t id = add_zhang(o), other = 0;
    assert_string_equal(value(o, "person", id, "sex"), "1");
    assert_string_equal(value(o, "person", id, "birth"), "1985-05-15");

    const char *home = value(o, "person", id, "household");
    assert_int_equal(save(o, "person", &other,
                          told("household", home, "name", "李强", "citizen_id", OTHER, "birth", "1990-01-02",
                               "relation", "99", NULL)),
                     ERR_INVALID);
    assert_string_equal(o->e.field, "birth");

    done(o, save(o, "person", &id, told("citizen_id", OTHER, NULL))); /* the number was wrong: all follows it */
    assert_string_equal(value(o, "person", id, "birth"), "1990-01-01");
    assert_string_equal(value(o, "person", id, "sex"), "2");
}

static void a_number_is_registered_once_and_says_only_where(void **state)
{
    struct office *o = *state;
    int64_t id = add_zhang(o), other = 0;
    struct person_found found;
    const char *home = value(o, "person", id, "household");
    assert_int_equal(
        save(o, "person", &other, told("household", home, "name", "张三", "citizen_id", ZHANG, "relation", "99", NULL)),
        ERR_INVALID);
    assert_non_null(strstr(o->e.text, "Change that one"));

    office_act(o, "grid03");
    int64_t there = office_add_household(o, o->grid_b1, "1", "1", "101");
    assert_int_equal(
        save(o, "person", &other,
             told("household", number(o, there), "name", "张三", "citizen_id", ZHANG, "relation", "02", NULL)),
        ERR_INVALID);
    assert_string_equal(o->e.field, "citizen_id");
    assert_non_null(strstr(o->e.text, "文苑第1网格"));
    assert_non_null(strstr(o->e.text, "move in"));
    assert_null(strstr(o->e.text, "张伟"));

    done(o, person_by_id(o->work, ZHANG, &found, &o->e));
    assert_int_equal(found.where, PERSON_ELSEWHERE);
    assert_string_equal(found.name, "");
    assert_int_equal(found.id, 0);
    done(o, person_by_id(o->work, OTHER, &found, &o->e));
    assert_int_equal(found.where, PERSON_UNKNOWN);
    assert_int_equal(person_by_id(o->work, "123", &found, &o->e), ERR_INVALID);
}

static void a_register_row_finds_its_person_by_number_or_makes_one(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o), row = 0, fresh = 0;
    enum put what;
    done(o, save(o, "watched", &row, told("citizen_id", ZHANG, "name", "张伟", "since", "2026-01-01", NULL)));
    assert_string_equal(value(o, "watched", row, "person"), number(o, zhang));
    assert_int_equal(put(o, "watched", false, &what, &fresh, told("citizen_id", ZHANG, "name", "李四", NULL)),
                     ERR_INVALID);
    assert_string_equal(o->e.field, "name");

    assert_int_equal(put(o, "watched", true, &what, &fresh, told("citizen_id", OTHER, "name", "王芳", NULL)), ERR_NONE);
    assert_int_equal(what, PUT_ADD);
    assert_int_equal(fresh, 0);
    done(o, put(o, "watched", false, &what, &fresh,
                told("citizen_id", OTHER, "name", "王芳", "since", "2026-02-03", NULL)));
    assert_int_equal(what, PUT_ADD);
    assert_string_equal(value(o, "watched", fresh, "area"), number(o, o->grid_a1));
    assert_string_equal(value(o, "watched", fresh, "level"), "1");

    int64_t again = 0;
    done(o, put(o, "watched", false, &what, &again,
                told("citizen_id", OTHER, "name", "王芳", "since", "2026-02-03", NULL)));
    assert_int_equal(what, PUT_SAME);
    assert_int_equal(again, fresh);
    done(o, put(o, "watched", false, &what, &again,
                told("citizen_id", OTHER, "name", "王芳", "since", "2026-02-04", NULL)));
    assert_int_equal(what, PUT_CHANGE);
    assert_int_equal(put(o, "watched", false, &what, &again, told("name", "无此人", NULL)), ERR_INVALID);
}

static void rows_follow_their_person_household_and_house(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o), row = 0;
    done(o, save(o, "watched", &row, told("person", number(o, zhang), NULL)));
    office_act(o, "station01");
    int64_t home = strtoll(value(o, "person", zhang, "household"), NULL, 10);
    done(o, save(o, "household", &home, told("area", number(o, o->grid_a2), NULL)));
    assert_string_equal(value(o, "person", zhang, "area"), number(o, o->grid_a2));
    assert_string_equal(value(o, "watched", row, "area"), number(o, o->grid_a2));
    if (table_find("house") == NULL)
        return;
    int64_t house = 0;
    done(o, save(o, "house", &house,
                 told("area", number(o, o->grid_a1), "address", "兰庄路1号", "block", "9", "unit", "2", "room", "101",
                      NULL)));
    done(o, save(o, "household", &home, told("house", number(o, house), NULL)));
    assert_string_equal(value(o, "household", home, "address"), "兰庄路1号");
    assert_string_equal(value(o, "household", home, "building"), "9");
    assert_string_equal(value(o, "watched", row, "area"), number(o, o->grid_a1));
    done(o, save(o, "house", &house, told("area", number(o, o->grid_a2), "room", "102", NULL)));
    assert_string_equal(value(o, "household", home, "room"), "102");
    assert_string_equal(value(o, "watched", row, "area"), number(o, o->grid_a2));
}

static void nothing_lies_below_itself(void **state)
{
    struct office *o = *state;
    int64_t top = 0, middle = 0, low = 0;
    done(o, save(o, "unit_of_test", &top, told("name", "党委", NULL)));
    done(o, save(o, "unit_of_test", &middle, told("name", "总支", "above", number(o, top), NULL)));
    done(o, save(o, "unit_of_test", &low, told("name", "支部", "above", number(o, middle), NULL)));
    assert_int_equal(save(o, "unit_of_test", &top, told("above", number(o, low), NULL)), ERR_INVALID);
    assert_string_equal(o->e.field, "above");
    assert_int_equal(table_delete(o->work, table_find("unit_of_test"), middle, 1, &o->e), ERR_STATE);
    assert_non_null(strstr(o->e.text, "1 of \"Units\""));

    office_act(o, "grid03");
    int64_t stranger = 0;
    assert_int_equal(save(o, "unit_of_test", &stranger, told("name", "外", "above", number(o, top), NULL)),
                     ERR_INVALID);
}

static const char *history(struct office *o, const char *table, int64_t id)
{
    struct rows rows = {0};
    const char *text = "";
    done(o, table_history(o->work, o->pool, table_find(table), id, &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++)
        text = pool_format(o->pool, "%s%s%lld %s %s %s>%s", text, i == 0 ? "" : "; ",
                           (long long)rows_int(&rows, i, "version"), rows_text(&rows, i, "action"),
                           rows_text(&rows, i, "field"), rows_text(&rows, i, "from"), rows_text(&rows, i, "to"));
    return text;
}

static void the_history_tells_each_field_and_brings_versions_back(void **state)
{
    struct office *o = *state;
    const struct table *watched = table_find("watched");
    int64_t zhang = add_zhang(o), row = 0;
    done(o, save(o, "watched", &row,
                 told("person", number(o, zhang), "since", "2026-01-01", "phone", "13800002201", "level", "1", NULL)));
    done(o, save(o, "watched", &row, told("level", "2", "phone", "13800003302", NULL)));
    done(o, table_delete(o->work, watched, row, 2, &o->e));
    assert_string_equal(history(o, "watched", row),
                        "3 delete  >; 2 change level male>female; 2 change phone 138****2201>138****3302; 1 add  >");
    struct rows gone = {0};
    struct list_query query = {0};
    done(o, table_list_deleted(o->work, o->pool, watched, &query, &gone, NULL, &o->e));
    assert_int_equal(gone.count, 1);

    done(o, table_restore_version(o->work, watched, row, 1, &o->e));
    assert_string_equal(value(o, "watched", row, "level"), "1");
    struct record *full = record_new();
    done(o, table_reveal(o->work, watched, row, "call", full, &o->e));
    assert_string_equal(record_get(full, "phone"), "13800002201");
    record_free(&full);
    assert_int_equal(table_restore_version(o->work, watched, row, 77, &o->e), ERR_NOT_FOUND);

    office_act(o, "grid03");
    struct rows rows = {0};
    assert_int_equal(table_history(o->work, o->pool, watched, row, &rows, &o->e), ERR_NOT_FOUND);
    assert_int_equal(table_restore_version(o->work, watched, row, 1, &o->e), ERR_NOT_FOUND);
}

static void a_conflict_names_the_fields_of_the_others(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o), row = 0;
    done(o, save(o, "watched", &row, told("person", number(o, zhang), "since", "2026-01-01", NULL)));
    done(o, save(o, "watched", &row, told("since", "2026-03-01", "version", "1", NULL)));
    assert_int_equal(save(o, "watched", &row, told("level", "2", "version", "1", NULL)), ERR_CONFLICT);
    assert_non_null(strstr(o->e.text, "(Since)"));
}

static void whoever_looks_is_told_of(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o), row = 0, look = 0;
    struct buffer text = {0};
    struct rows rows = {0};
    done(o, save(o, "watched", &row, told("person", number(o, zhang), "phone", "13800002201", NULL)));
    value(o, "watched", row, "since");
    done(o, table_reveal_field(o->work, table_find("person"), zhang, "citizen_id", "on the phone", &text, &o->e));
    assert_string_equal(buffer_text(&text), ZHANG);
    assert_int_equal(table_reveal_field(o->work, table_find("person"), zhang, "citizen_id", " ", &text, &o->e),
                     ERR_INVALID);
    assert_string_equal(buffer_text(&text), "");
    buffer_free(&text);
    done(o, db_begin(o->work->db, &o->e));
    done(o, person_look_begin(o->work, "export", table_find("person"), "list for the street", &look, &o->e));
    done(o, person_look_add(o->work, look, zhang, &o->e));
    done(o, db_commit(o->work->db, &o->e));

    assert_int_equal(person_looked(o->work, o->pool, zhang, &rows, &o->e), ERR_DENIED);
    office_act(o, "station01");
    done(o, person_looked(o->work, o->pool, zhang, &rows, &o->e));
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows_text(&rows, 0, "reason"), "list for the street");
    assert_string_equal(rows_text(&rows, 1, "reason"), "citizen_id: on the phone");
    assert_string_equal(rows_text(&rows, 1, "by"), "grid01");
    assert_string_equal(rows_text(&rows, 2, "what"), "watched");
    done(o, table_looked(o->work, o->pool, table_find("watched"), row, &rows, &o->e));
    assert_int_equal(rows.count, 3);
    office_act(o, "station02");
    assert_int_equal(person_looked(o->work, o->pool, zhang, &rows, &o->e), ERR_NOT_FOUND);
    office_act(o, "audit");
    done(o, person_looked(o->work, o->pool, zhang, &rows, &o->e));
}

static void a_register_reveals_the_number_of_its_person(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o), row = 0;
    struct buffer text = {0};
    done(o, save(o, "watched", &row, told("person", number(o, zhang), NULL)));
    assert_string_equal(value(o, "watched", row, "name"), "张伟");
    assert_string_equal(value(o, "watched", row, "citizen_id"), "3210**********201X");
    done(o, table_reveal_field(o->work, table_find("watched"), row, "citizen_id", "on the phone", &text, &o->e));
    assert_string_equal(buffer_text(&text), ZHANG);
    buffer_free(&text);
}

static void who_may_be_the_same_is_asked(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o);
    struct rows rows = {0};
    struct record *record = told("name", "张伟", "birth", "1985-05-15", NULL);
    done(o, person_duplicates(o->work, o->pool, record, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "id"), zhang);
    office_act(o, "grid03");
    done(o, person_duplicates(o->work, o->pool, record, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    record_free(&record);
}

static void what_an_import_changes_stays_in_scope(void **state)
{
    struct office *o = *state;
    int64_t zhang = add_zhang(o), id = 0;
    enum put what;
    office_act(o, "grid03");
    assert_int_equal(
        put(o, "person", false, &what, &id, told("citizen_id", ZHANG, "name", "改名", "relation", "99", NULL)),
        ERR_INVALID);
    assert_int_equal(put(o, "watched", true, &what, &id, told("citizen_id", ZHANG, "name", "张伟", NULL)), ERR_INVALID);
    assert_int_equal(put(o, "watched", true, &what, &id, told("person", number(o, zhang), NULL)), ERR_NOT_FOUND);
    office_act(o, "grid01");
    assert_int_equal(put(o, "person", false, &what, &id, told("citizen_id", ZHANG, "name", "改名", NULL)), ERR_INVALID);
    done(o, put(o, "person", false, &what, &id, told("citizen_id", ZHANG, "employer", "某厂", NULL)));
    assert_int_equal(what, PUT_CHANGE);
    assert_int_equal(id, zhang);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TABLE_TEST(sex_and_birth_come_from_the_number),
        TABLE_TEST(a_number_is_registered_once_and_says_only_where),
        TABLE_TEST(a_register_row_finds_its_person_by_number_or_makes_one),
        TABLE_TEST(rows_follow_their_person_household_and_house),
        TABLE_TEST(nothing_lies_below_itself),
        TABLE_TEST(the_history_tells_each_field_and_brings_versions_back),
        TABLE_TEST(a_conflict_names_the_fields_of_the_others),
        TABLE_TEST(whoever_looks_is_told_of),
        TABLE_TEST(a_register_reveals_the_number_of_its_person),
        TABLE_TEST(who_may_be_the_same_is_asked),
        TABLE_TEST(what_an_import_changes_stays_in_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
