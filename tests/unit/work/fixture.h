/* A small office for the tests of work/: a district with two communities, three grids and one user in each role.
 *
 *     city > district > street > community A > grid A1 (grid01, member01), grid A2 (grid01b)
 *                              > community B > grid B1 (grid03)
 *
 * The clock stands at 2026-10-21 09:00. Nobody has a password until office_password gives one. */
#ifndef WANGGE_TESTS_WORK_FIXTURE_H
#define WANGGE_TESTS_WORK_FIXTURE_H

#include "../scratch.h"

#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/household.h"
#include "wangge/work/table.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A helper that not every test needs. */
#define HELPER static __attribute__((unused))

struct office {
    char dir[SCRATCH_ROOM], database[SCRATCH_ROOM + 16];
    struct work *work;
    struct pool *pool;
    struct error e;
    int64_t city, district, street, community_a, community_b, grid_a1, grid_a2, grid_b1;
};

/* Fails with the sentence that the user would see. */
#define done(office, call)                                                                                             \
    do {                                                                                                               \
        if ((call) != ERR_NONE)                                                                                        \
            fail_msg("%s: %s", #call, (office)->e.text);                                                               \
    } while (0)

HELPER void office_act(struct office *o, const char *login)
{
    done(o, work_become(o->work, login, "192.0.2.7", &o->e));
}

HELPER int64_t office_user(struct office *o, const char *login)
{
    struct rows rows = {0};
    done(o, db_query(o->work->db, o->pool, "account.login", BINDS(BIND_TEXT("login", login)), &rows, &o->e));
    assert_int_equal(rows.count, 1);
    return rows_int(&rows, 0, "id");
}

static void office_add_user(struct office *o, const char *login, const char *name, const char *role, int64_t area)
{
    struct record *record = record_new();
    record_set(record, "login", login);
    record_set(record, "name", name);
    record_set(record, "role", role);
    record_set_int(record, "area", area);
    done(o, user_add(o->work, record, NULL, &o->e));
    record_free(&record);
}

static void office_load(struct office *o)
{
    char schema[512], etc[512], tables[600];
    assert_true(config_data_path("schema", schema, sizeof schema));
    assert_true(config_data_path("etc", etc, sizeof etc));
    snprintf(tables, sizeof tables, "%s/tables", etc);
    done(o, work_load(schema, etc, tables, NULL, &o->e));
}

static void office_add_areas(struct office *o)
{
    struct work *w = o->work;
    done(o, area_add(w, 0, "3210", "扬州市", LEVEL_CITY, &o->city, &o->e));
    done(o, area_add(w, o->city, "321003", "邗江区", LEVEL_DISTRICT, &o->district, &o->e));
    done(o, area_add(w, o->district, "321003001", "邗上街道", LEVEL_STREET, &o->street, &o->e));
    done(o, area_add(w, o->street, "321003001001", "文苑社区", LEVEL_COMMUNITY, &o->community_a, &o->e));
    done(o, area_add(w, o->street, "321003001002", "兰庄社区", LEVEL_COMMUNITY, &o->community_b, &o->e));
    done(o, area_add(w, o->community_a, "32100300100101", "文苑第1网格", LEVEL_GRID, &o->grid_a1, &o->e));
    done(o, area_add(w, o->community_a, "32100300100102", "文苑第2网格", LEVEL_GRID, &o->grid_a2, &o->e));
    done(o, area_add(w, o->community_b, "32100300100201", "兰庄第1网格", LEVEL_GRID, &o->grid_b1, &o->e));
}

static void office_add_users(struct office *o)
{
    office_add_user(o, "grid01", "李建国", "grid_leader", o->grid_a1);
    office_add_user(o, "grid01b", "王秀英", "grid_leader", o->grid_a2);
    office_add_user(o, "grid03", "陈志强", "grid_leader", o->grid_b1);
    office_add_user(o, "member01", "周敏", "informant", o->grid_a1);
    office_add_user(o, "sunk01", "何平", "sunk", o->community_a);
    office_add_user(o, "station01", "赵丽华", "station", o->community_a);
    office_add_user(o, "station02", "孙海燕", "station", o->community_b);
    office_add_user(o, "street01", "钱卫东", "street", o->street);
    office_add_user(o, "department01", "吴刚", "department", o->district);
    office_add_user(o, "district01", "郑文", "district", o->district);
    office_add_user(o, "inspector01", "冯静", "inspector", o->district);
    office_add_user(o, "admin", "管理员", "system", o->city);
    office_add_user(o, "security", "安全员", "security", o->city);
    office_add_user(o, "audit", "审计员", "audit", o->city);
}

/* A database of the tables that are loaded, and its secret. All tests of a program begin with the same ones. */
static void office_migrate(struct office *o)
{
    static struct scratch_kept kept;
    if (!kept.is_kept) {
        done(o, work_migrate(o->database, 0, NULL, NULL, &o->e));
        scratch_keep(&kept, o->database);
    } else
        scratch_lay(&kept, o->database);
}

static struct office *office_open(void)
{
    struct office *o = calloc(1, sizeof *o);
    assert_non_null(o);
    o->pool = pool_new();
    scratch_folder(o->dir, "work");
    snprintf(o->database, sizeof o->database, "%s/office.db", o->dir);
    clock_fix(day_start(date_make(2026, 10, 21)) + 9 * 3600);
    i18n_use(LANGUAGE_EN);
    office_load(o);
    office_migrate(o);
    done(o, work_open(o->database, &o->work, &o->e));
    work_become_local(o->work);
    office_add_areas(o);
    office_add_users(o);
    return o;
}

static void office_close(struct office *o)
{
    work_close(&o->work);
    pool_free(&o->pool);
    assert_int_equal(scratch_remove(o->dir), 0);
    clock_fix(0);
    free(o);
}

/* cmocka's setup and teardown: each test has an office of its own. */
HELPER int office_setup(void **state)
{
    *state = office_open();
    return 0;
}

HELPER int office_teardown(void **state)
{
    office_close(*state);
    return 0;
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_setup, office_teardown)

/* A household of the actor's area, and a person in it. */
static int64_t __attribute__((unused))
office_add_household(struct office *o, int64_t area, const char *building, const char *unit, const char *room)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_set_int(record, "area", area);
    record_set(record, "address", "文苑路18号");
    record_set(record, "building", building);
    record_set(record, "unit", unit);
    record_set(record, "room", room);
    done(o, table_add(o->work, table_find("household"), record, &id, &o->e));
    record_free(&record);
    return id;
}

static int64_t __attribute__((unused))
office_add_person(struct office *o, int64_t household, const char *name, const char *citizen_id, const char *phone,
                  const char *relation)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_set_int(record, "household", household);
    record_set(record, "name", name);
    record_set(record, "citizen_id", citizen_id);
    record_set(record, "sex", "2");
    record_set(record, "phone", phone);
    record_set(record, "relation", relation);
    done(o, table_add(o->work, table_find("person"), record, &id, &o->e));
    record_free(&record);
    return id;
}

/* What the audit says last: "login action kind success note" of the newest row. */
HELPER const char *office_last_audit(struct office *o)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          "select login, action, kind, success, note from audit order by id desc limit 1", NULL, &rows,
                          &o->e));
    assert_int_equal(rows.count, 1);
    return pool_format(o->pool, "%s %s %s %lld %s", rows_text(&rows, 0, "login"), rows_text(&rows, 0, "action"),
                       rows_text(&rows, 0, "kind"), (long long)rows_int(&rows, 0, "success"),
                       rows_text(&rows, 0, "note"));
}

#endif
