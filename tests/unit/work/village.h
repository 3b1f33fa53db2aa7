/* A small place for tests of visits, cases and evaluations: one city, two communities of two grids each, ten households
 * in a grid, and somebody in every role. */
#ifndef WANGGE_TESTS_WORK_VILLAGE_H
#define WANGGE_TESTS_WORK_VILLAGE_H

#include "../scratch.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/error.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CITY = 1, DISTRICT, STREET, COMMUNITY_A, COMMUNITY_B, GRID_1, GRID_2, GRID_3, GRID_4 };

/* Logins are these words; ids count from 1. */
enum { GRID01 = 1, GRID02, GRID03, GRID04, MEMBER01, STATION01, STATION02, STREET01, DEPARTMENT01, DISTRICT01, ADMIN };

#define HOUSEHOLDS_OF_A_GRID 10
#define HOUSEHOLD(grid, n)   ((int64_t)(grid)*100 + (n)) /* n from 1 to 10 */

struct village {
    char dir[SCRATCH_ROOM], path[SCRATCH_ROOM + 16];
    struct work *work;
    struct pool *pool;
    struct error e;
};

/* Stops the test with what went wrong. */
#define DONE(village, call)                                                                                            \
    do {                                                                                                               \
        enum err done_ = (call);                                                                                       \
        if (done_ != ERR_NONE)                                                                                         \
            fail_msg("%s: %s: %s", #call, error_name(done_), (village)->e.text);                                       \
    } while (0)

static inline int64_t at(const char *text)
{
    int64_t instant = 0;
    assert_true(instant_parse(text, &instant));
    return instant;
}

static inline void now_is(const char *text)
{
    clock_fix(at(text));
}

static inline void act_as(struct village *v, const char *login)
{
    DONE(v, work_become(v->work, login, "test", &v->e));
}

static inline void sql(struct village *v, const char *text)
{
    DONE(v, db_execute_script(v->work->db, text, &v->e));
}

/* One number of one row. */
static inline int64_t number(struct village *v, const char *text)
{
    struct rows rows;
    DONE(v, db_query_text(v->work->db, v->pool, text, NULL, &rows, &v->e));
    assert_int_equal(rows.count, 1);
    return rows.values[0].number;
}

/* A record of "field", "value", ..., NULL; the caller frees it. */
static inline struct record *record_with(const char *field, ...)
{
    va_list args;
    struct record *record = record_new();
    va_start(args, field);
    for (; field != NULL; field = va_arg(args, const char *))
        record_set(record, field, va_arg(args, const char *));
    va_end(args);
    return record;
}

static const char village_people[] =
    "insert into area (id, parent, level, code, name, initials, path, created_by, created_at, updated_by, updated_at)"
    " values (1, null, 1, '3210', '测试市', 'css', '0001', 0, 0, 0, 0),"
    " (2, 1, 2, '321003', '测试区', 'csq', '00010001', 0, 0, 0, 0),"
    " (3, 2, 3, '321003001', '测试街道', 'csjd', '000100010001', 0, 0, 0, 0),"
    " (4, 3, 4, '321003001001', '甲社区', 'jsq', '0001000100010001', 0, 0, 0, 0),"
    " (5, 3, 4, '321003001002', '乙社区', 'ysq', '0001000100010002', 0, 0, 0, 0),"
    " (6, 4, 5, '32100300100101', '甲一网格', 'jywg', '00010001000100010001', 0, 0, 0, 0),"
    " (7, 4, 5, '32100300100102', '甲二网格', 'jewg', '00010001000100010002', 0, 0, 0, 0),"
    " (8, 5, 5, '32100300100201', '乙一网格', 'yywg', '00010001000100020001', 0, 0, 0, 0),"
    " (9, 5, 5, '32100300100202', '乙二网格', 'yewg', '00010001000100020002', 0, 0, 0, 0);"
    "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
    " values (1, 'grid01', '示例甲', '', 0, 0, 0, 0), (2, 'grid02', '示例乙', '', 0, 0, 0, 0),"
    " (3, 'grid03', '示例丙', '', 0, 0, 0, 0), (4, 'grid04', '示例丁', '', 0, 0, 0, 0),"
    " (5, 'member01', '示例戊', '', 0, 0, 0, 0), (6, 'station01', '示例己', '', 0, 0, 0, 0),"
    " (7, 'station02', '示例庚', '', 0, 0, 0, 0), (8, 'street01', '示例辛', '', 0, 0, 0, 0),"
    " (9, 'department01', '示例壬', '', 0, 0, 0, 0), (10, 'district01', '示例癸', '', 0, 0, 0, 0),"
    " (11, 'admin', '示例子', '', 0, 0, 0, 0);"
    "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
    " values (1, 1, 'grid_leader', 6, '2020-01-01', 0, 0, 0, 0), (2, 2, 'grid_leader', 7, '2020-01-01', 0, 0, 0, 0),"
    " (3, 3, 'grid_leader', 8, '2020-01-01', 0, 0, 0, 0), (4, 4, 'grid_leader', 9, '2020-01-01', 0, 0, 0, 0),"
    " (5, 5, 'informant', 6, '2020-01-01', 0, 0, 0, 0), (6, 6, 'station', 4, '2020-01-01', 0, 0, 0, 0),"
    " (7, 7, 'station', 5, '2020-01-01', 0, 0, 0, 0), (8, 8, 'street', 3, '2020-01-01', 0, 0, 0, 0),"
    " (9, 9, 'department', 2, '2020-01-01', 0, 0, 0, 0), (10, 10, 'district', 2, '2020-01-01', 0, 0, 0, 0),"
    " (11, 11, 'system', 1, '2020-01-01', 0, 0, 0, 0);";

static inline void village_settle(struct village *v)
{
    sql(v, village_people);
    for (int grid = GRID_1; grid <= GRID_4; grid++)
        for (int n = 1; n <= HOUSEHOLDS_OF_A_GRID; n++) {
            long long id = HOUSEHOLD(grid, n);
            sql(v, pool_format(v->pool,
                               "insert into household (id, area, no, address, building, unit, room, kinds, version, "
                               "created_by, created_at,"
                               " updated_by, updated_at) values (%lld, %d, '%03d', '文苑路18号', '%d', '1', '30%d', "
                               "'%s', 1, 0, 0, 0, 0);"
                               "insert into person (id, area, household, name, version, created_by, created_at,"
                               " updated_by, updated_at) values (%lld, %d, %lld, '住户%lld', 1, 0, 0, 0, 0);",
                               id, grid, n, grid, n, n == 1 ? "2" : "", id * 10 + 1, grid, id, id));
        }
}

/* All tests of a program begin with the same empty database. */
static inline void village_migrate(struct village *v)
{
    static struct scratch_kept kept;
    if (!kept.is_kept) {
        DONE(v, work_migrate(v->path, 0, NULL, NULL, &v->e));
        scratch_keep(&kept, v->path);
    } else
        scratch_lay(&kept, v->path);
}

/* As cmocka's setup and teardown of each test. The clock stands at 2026-10-21 16:05. */
static inline int village_begin(void **state)
{
    struct village *v = calloc(1, sizeof *v);
    i18n_use(LANGUAGE_EN);
    now_is("2026-10-21 16:05");
    scratch_folder(v->dir, "village");
    snprintf(v->path, sizeof v->path, "%s/village.db", v->dir);
    v->pool = pool_new();

    DONE(v, work_load("schema", "etc", "etc/tables", NULL, &v->e));
    village_migrate(v);
    DONE(v, work_open(v->path, &v->work, &v->e));
    work_become_local(v->work);
    sql(v, "begin");
    village_settle(v);
    sql(v, "commit");
    *state = v;
    return 0;
}

static inline int village_end(void **state)
{
    struct village *v = *state;
    pool_free(&v->pool);
    work_close(&v->work);
    int removed = scratch_remove(v->dir);
    free(v);
    clock_fix(0);
    return removed;
}

#define IN_VILLAGE(test) cmocka_unit_test_setup_teardown(test, village_begin, village_end)

#endif
