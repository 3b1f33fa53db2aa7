/* A database from before schema/050, with a month that was stored by the evaluation of that time: after the migration
 * all of it is found again, and who is to be visited follows the registers instead of what was ticked. */
#include "fixture.h"

#include "wangge/db/migrate.h"
#include "wangge/table/store.h"
#include "wangge/work/daily.h"
#include "wangge/work/evaluation.h"

enum { LEADER = 7, HOME = 11, OTHER = 12, LEFT = 13, PERSON = 21 };

static const char *const people[] = {
    "insert into area (id, parent, level, code, name, initials, path, created_by, created_at, updated_by, updated_at)"
    " values (1, null, 1, '3210', '扬州市', '', '0001', 0, 0, 0, 0),"
    " (2, 1, 2, '321003', '邗江区', '', '00010001', 0, 0, 0, 0),"
    " (3, 2, 3, '321003001', '邗上街道', '', '000100010001', 0, 0, 0, 0),"
    " (4, 3, 4, '321003001001', '文苑社区', '', '0001000100010001', 0, 0, 0, 0),"
    " (5, 4, 5, '32100300100101', '文苑第1网格', '', '00010001000100010001', 0, 0, 0, 0)",
    "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
    " values (7, 'grid01', '李建国', '', 0, 0, 0, 0)",
    "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
    " values (1, 7, 'grid_leader', 5, '2026-01-01', 0, 0, 0, 0)",
};

static const char *const month[] = {
    "insert into sequence_number (name, next) values ('scheme', 3), ('evaluation', 33)",
    "insert into scheme (id, name, from_month) values (1, '2026', '2026-01'), (2, '2026-09', '2026-09')",
    "insert into scheme_item (scheme, position, item, measure, weight, target, label_en, label_zh, help_en, help_zh)"
    " values (1, 1, 'timely', 'timely', 60, 0.9, 'In time', '及时', '', ''),"
    " (2, 1, 'timely', 'timely', 55, 0.95, 'In time', '及时', '', ''),"
    " (2, 2, 'diary', 'diary', 45, 20, 'Diary', '日记', '', '')",
    "insert into evaluation (id, month, leader, area, scheme, total, grade, rank, state, computed_at)"
    " values (31, '2026-08', 7, 5, 1, 88.5, 'B', 1, 'published', 100), (32, '2026-09', 7, 5, 2, 91.25, 'A', 1, "
    "'frozen',"
    " 200)",
    "insert into evaluation_line (evaluation, position, item, numerator, denominator, rate, weight, score)"
    " values (31, 1, 'timely', 9, 10, 0.885, 60, 88.5), (32, 1, 'timely', null, null, null, null, null),"
    " (32, 2, 'diary', 18, 20, 0.9125, 100, 91.25)",
    "insert into evaluation_record (evaluation, item, position, kind, object, no, at, text, counted, note)"
    " values (31, 'timely', 1, 'case', 41, 'SJ-1', 50, '路灯不亮', 1, ''),"
    " (31, 'timely', 2, 'case', 42, 'SJ-2', null, '噪音', 0, 'late'),"
    " (32, 'diary', 1, 'visit', 43, 'ZF-1', 60, '走访', 1, '')",
};

static void execute(struct office *o, struct db *db, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        done(o, db_execute_text(db, texts[i], NULL, NULL, &o->e));
}

static void load(struct office *o, struct db *db, const char *table, int64_t id, const char *const *pairs)
{
    struct record *record = record_new();
    record_defaults(record, table_find(table));
    for (size_t i = 0; pairs[i] != NULL; i += 2)
        record_set(record, pairs[i], pairs[i + 1]);
    done(o, store_load(db, store_loader(o->pool, table_find(table)), record, id, LEADER, &o->e));
    record_free(&record);
}

#define ROW(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Kinds were ticked by hand: right, missing, and of somebody who is in no register. */
static void load_homes(struct office *o, struct db *db)
{
    load(o, db, "household", HOME,
         ROW("area", "5", "address", "文苑路18号", "building", "1", "unit", "1", "room", "101"));
    load(o, db, "household", OTHER,
         ROW("area", "5", "address", "文苑路18号", "building", "1", "unit", "1", "room", "102", "kinds", "4,6"));
    load(o, db, "household", LEFT,
         ROW("area", "5", "address", "文苑路18号", "building", "1", "unit", "1", "room", "103"));
    load(o, db, "person", PERSON,
         ROW("area", "5", "household", "11", "name", "测试甲", "sex", "1", "relation", "02", "state", "1"));
    load(o, db, "person", PERSON + 1,
         ROW("area", "5", "household", "13", "name", "测试乙", "sex", "2", "relation", "02", "state", "1"));
    load(o, db, "low_income", 1,
         ROW("area", "5", "household", "11", "monthly", "700", "from_on", "2025-01-01", "cause", "1", "state", "1"));
    load(o, db, "floating", 1,
         ROW("area", "5", "person", "22", "reason", "1", "dwelling", "1", "registered_on", "2026-10-01", "arrived_on",
             "2026-10-01"));
}

/* The migrations of that time only, in a folder of their own; 056 has the counters that laying the registers asks for.
 */
static void make_old(struct office *o)
{
    char schema[512], old[80], command[1400];
    struct db *db = NULL;
    assert_true(config_data_path("schema", schema, sizeof schema));
    snprintf(old, sizeof old, "%s/schema", o->dir);
    snprintf(command, sizeof command, "mkdir %s && cp %s/0[0-4]?_*.sql %s/056_*.sql %s", old, schema, schema, old);
    assert_int_equal(system(command), 0);
    done(o, db_open(o->database, DB_CREATE, &db, &o->e));
    done(o, db_migrate(db, old, 0, NULL, NULL, &o->e));
    done(o, store_migrate(db, 0, NULL, NULL, &o->e));
    done(o, db_begin(db, &o->e));
    execute(o, db, people, sizeof people / sizeof *people);
    execute(o, db, month, sizeof month / sizeof *month);
    load_homes(o, db);
    done(o, db_commit(db, &o->e));
    db_close(&db);
}

static int old_setup(void **state)
{
    struct office *o = calloc(1, sizeof *o);
    assert_non_null(o);
    o->pool = pool_new();
    scratch_folder(o->dir, "old");
    snprintf(o->database, sizeof o->database, "%s/office.db", o->dir);
    clock_fix(day_start(date_make(2026, 10, 21)) + 9 * 3600);
    i18n_use(LANGUAGE_EN);
    office_load(o);
    make_old(o);
    done(o, work_migrate(o->database, 0, NULL, NULL, &o->e));
    done(o, work_open(o->database, &o->work, &o->e));
    work_become_local(o->work);
    *state = o;
    return 0;
}

static const char *one(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    return rows_text(&rows, 0, "it");
}

static void what_was_stored_is_found_again(void **state)
{
    struct office *o = *state;
    assert_string_equal(one(o, "select count(*) as it from evaluation where subject = 'grid_leader' and who = 7"
                               " and login = 'grid01' and name = '李建国' and base = total and points = 0"),
                        "2");
    assert_string_equal(one(o, "select state || ' ' || grade || ' ' || rank || ' ' || scheme || ' ' || area as it"
                               " from evaluation where id = 31"),
                        "published B 1 1 5");
    assert_string_equal(one(o, "select full_weight || ' ' || coalesce(rate, '-') as it from evaluation_line"
                               " where evaluation = 32 and item = 'timely'"),
                        "55.0 -");
    assert_string_equal(one(o, "select sum(counted) || ' ' || sum(due) as it from evaluation_record"
                               " where evaluation = 31 and measure = 'timely'"),
                        "1.0 2.0");
    assert_string_equal(one(o, "select count(*) as it from scheme_item where scheme in (1, 2)"), "3");
    assert_string_equal(one(o, "select count(*) as it from pragma_foreign_key_check"), "0");
}

/* As it is shown: the figures of then, not what the rules of today would make of the month. */
static void a_published_month_is_shown_as_it_was(void **state)
{
    struct office *o = *state;
    struct evaluation e;
    struct rows records = {0};
    office_act(o, "grid01");
    done(o, evaluation_show(o->work, o->pool, "2026-08", NULL, "grid01", &e, &o->e));
    assert_string_equal(e.state, "published");
    assert_string_equal(e.grade, "B");
    assert_true(e.total == 88.5);
    assert_int_equal(e.count, 1);
    assert_string_equal(e.items[0].code, "timely");
    done(o, evaluation_records(o->work, o->pool, "2026-08", NULL, LEADER, "timely", &records, &o->e));
    assert_int_equal(records.count, 2);
}

static const char *kinds(struct office *o, int64_t household)
{
    return one(o, pool_format(o->pool, "select coalesce(kinds, '') as it from household where id = %lld",
                              (long long)household));
}

static void kinds_follow_the_registers(void **state)
{
    struct office *o = *state;
    int64_t different = -1;
    assert_string_equal(kinds(o, HOME), "3");
    assert_string_equal(kinds(o, OTHER), "");
    assert_string_equal(kinds(o, LEFT), "1");
    done(o, daily_compare(o->work, date_make(2026, 10, 21), &different, &o->e));
    assert_int_equal(different, 0);
}

static void the_upkeep_renews_them(void **state)
{
    struct office *o = *state;
    int64_t different = -1;
    day_t later = date_make(2027, 3, 1);
    clock_fix(day_start(later) + 9 * 3600);
    done(o, daily_serve(o->work, later, NULL, NULL, &o->e));
    assert_string_equal(kinds(o, HOME), "3");
    assert_string_equal(kinds(o, LEFT), ""); /* new no more */
    done(o, daily_compare(o->work, later, &different, &o->e));
    assert_int_equal(different, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_stored_is_found_again, old_setup, office_teardown),
        cmocka_unit_test_setup_teardown(a_published_month_is_shown_as_it_was, old_setup, office_teardown),
        cmocka_unit_test_setup_teardown(kinds_follow_the_registers, old_setup, office_teardown),
        cmocka_unit_test_setup_teardown(the_upkeep_renews_them, old_setup, office_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
