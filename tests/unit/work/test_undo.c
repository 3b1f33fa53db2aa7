/* What a job has written is taken back version by version, but for what somebody has changed since; files belong to who
 * made them. */
#include "fixture.h"

#include "../../../src/work/table_inside.h"

#include "wangge/table/store.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"

static int64_t versions[16];
static size_t version_count;

static void on_write(void *to, const struct table *table, int64_t id, int64_t version)
{
    (void)to, (void)id;
    if (strcmp(table->name, "person") == 0 && version_count < 16)
        versions[version_count++] = version;
}

static int64_t put(struct office *o, const char *employer, enum put expected)
{
    struct record *record = record_new();
    enum put what;
    int64_t id = 0;
    record_set(record, "name", "示例甲");
    record_set(record, "citizen_id", "110101199003070097");
    record_set(record, "employer", employer);
    record_set_int(record, "area", o->grid_a1);
    done(o, db_begin(o->work->db, &o->e));
    done(o, table_put(o->work, table_find("person"), record, 0, false, &what, &id, &o->e));
    done(o, db_commit(o->work->db, &o->e));
    assert_int_equal(what, expected);
    record_free(&record);
    return id;
}

static enum err undo(struct office *o, int64_t id, int64_t version)
{
    done(o, db_begin(o->work->db, &o->e));
    enum err r = table_undo(o->work, table_find("person"), id, version, &o->e);
    if (r == ERR_NONE)
        done(o, db_commit(o->work->db, &o->e));
    db_rollback(o->work->db);
    return r;
}

static void versions_are_taken_back_in_their_order(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    version_count = 0;
    store_watch(on_write, NULL);
    int64_t id = put(o, "甲厂", PUT_ADD);
    assert_int_equal(put(o, "乙厂", PUT_CHANGE), id);
    assert_int_equal(put(o, "乙厂", PUT_SAME), id);
    store_watch(NULL, NULL);
    assert_int_equal(version_count, 2);
    assert_int_equal(versions[1], 2);

    assert_int_equal(undo(o, id, 1), ERR_CONFLICT); /* changed since */
    done(o, table_read(o->work, table_find("person"), id, record, &o->e));
    assert_string_equal(record_get(record, "employer"), "乙厂");
    assert_int_equal(undo(o, id, 2), ERR_NONE);
    done(o, table_read(o->work, table_find("person"), id, record, &o->e));
    assert_string_equal(record_get(record, "employer"), "甲厂");

    int64_t other = put(o, "丙厂", PUT_CHANGE);
    assert_int_equal(undo(o, other, 2), ERR_CONFLICT);
    record_free(&record);
}

static void a_new_row_goes(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    office_act(o, "grid01");
    int64_t id = put(o, "甲厂", PUT_ADD);
    assert_int_equal(undo(o, id, 1), ERR_NONE);
    assert_int_equal(table_read(o->work, table_find("person"), id, record, &o->e), ERR_NOT_FOUND);
    assert_int_equal(undo(o, id, 1), ERR_NOT_FOUND);
    record_free(&record);
}

static void a_file_is_its_makers(void **state)
{
    struct office *o = *state;
    FILE *file = NULL;
    char name[128];
    int64_t id = 0;
    office_act(o, "grid01");
    done(o, file_new(o->work, "x.csv", "csv", &id, &file, &o->e));
    assert_int_equal(fputs("示例", file) >= 0 && fclose(file) == 0, 1);
    done(o, file_done(o->work, id, &o->e));
    done(o, file_open(o->work, id, &file, name, &o->e));
    assert_string_equal(name, "x.csv");
    fclose(file);
    office_act(o, "grid03");
    assert_int_equal(file_open(o->work, id, &file, name, &o->e), ERR_NOT_FOUND);
    office_act(o, "grid01");
    clock_fix(clock_now() + (FILE_DAYS + 1) * DAY_SECONDS);
    done(o, file_expire(o->work, &o->e));
    assert_int_equal(file_open(o->work, id, &file, name, &o->e), ERR_NOT_FOUND);
}

static void a_line_of_the_inbox_is_read_once(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "grid01");
    int64_t unread = -1;
    done(o, inbox_unread(o->work, &unread, &o->e));
    assert_int_equal(unread, 0);
    done(o, inbox_add(o->work, 0, "job", 1, 0, "示例", &o->e));
    done(o, inbox_unread(o->work, &unread, &o->e));
    assert_int_equal(unread, 1);
    done(o, inbox_lines(o->work, o->pool, false, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    int64_t id = rows_int(&rows, 0, "id");
    office_act(o, "grid03");
    assert_int_equal(inbox_read(o->work, id, &o->e), ERR_NOT_FOUND);
    office_act(o, "grid01");
    done(o, inbox_read(o->work, id, &o->e));
    assert_int_equal(inbox_read(o->work, id, &o->e), ERR_NOT_FOUND);
    done(o, inbox_lines(o->work, o->pool, false, &rows, &o->e));
    assert_int_equal(rows.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(versions_are_taken_back_in_their_order, office_setup, office_teardown),
        cmocka_unit_test_setup_teardown(a_new_row_goes, office_setup, office_teardown),
        cmocka_unit_test_setup_teardown(a_file_is_its_makers, office_setup, office_teardown),
        cmocka_unit_test_setup_teardown(a_line_of_the_inbox_is_read_once, office_setup, office_teardown),
    };
    return cmocka_run_group_tests_name("undo", tests, NULL, NULL);
}
