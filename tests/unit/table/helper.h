/* The project's own schema, codes and tables in a fresh database, and one small tree of areas. */
#ifndef WANGGE_TEST_TABLE_HELPER_H
#define WANGGE_TEST_TABLE_HELPER_H

#include "../scratch.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW    1792569900 /* 2026-10-21 Wednesday 16:05 */
#define HELPER __attribute__((unused)) static
#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if ((call) != ERR_NONE)                                                                                        \
            fail_msg("%s: %s", #call, e.text);                                                                         \
    } while (0)

HELPER struct db *db;
HELPER struct pool *pool;
HELPER struct error e;
HELPER char folder[SCRATCH_ROOM];

HELPER const char *in_folder(const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

HELPER void write_file(const char *name, const char *text)
{
    FILE *f = fopen(in_folder(name), "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

HELPER int make_folder(void **state)
{
    (void)state;
    scratch_folder(folder, "table");
    return 0;
}

HELPER int remove_folder(void **state)
{
    (void)state;
    return scratch_remove(folder);
}

/* Once for a test program: codes and descriptions in English, at a fixed time. */
HELPER int load_all(void **state)
{
    (void)state;
    log_open("test", "/dev/null", LOG_LEVEL_ERROR);
    i18n_use(LANGUAGE_EN);
    clock_fix(NOW);
    OK(db_load_statements("schema", &e));
    OK(codes_load("schema", NULL, &e));
    OK(tables_load("etc/tables", NULL, &e));
    OK(completeness_compose(&e));
    return 0;
}

HELPER void add_area(int id, const char *path)
{
    char sql[400];
    snprintf(sql, sizeof sql,
             "insert into area (id, level, code, name, initials, path, created_by, created_at, updated_by, updated_at)"
             " values (%d, 5, 'c%d', 'area %d', '', '%s', 1, 0, 1, 0)",
             id, id, id, path);
    OK(db_execute_text(db, sql, NULL, NULL, &e));
}

/* Opens a database as make leaves it, which is called for the first one only. */
HELPER void open_made(struct scratch_kept *kept, void (*make)(void))
{
    make_folder(NULL);
    pool = pool_new();
    if (!kept->is_kept) {
        OK(db_open(in_folder("t.db"), DB_CREATE, &db, &e));
        make();
        db_close(&db);
        scratch_keep(kept, in_folder("t.db"));
    } else
        scratch_lay(kept, in_folder("t.db"));
    OK(db_open(in_folder("t.db"), DB_EXISTING, &db, &e));
}

/* Areas: 1 is a community, 2 and 3 are its grids, 4 is another community. */
HELPER void make_areas(void)
{
    OK(db_migrate(db, "schema", 0, NULL, NULL, &e));
    OK(store_migrate(db, 0, NULL, NULL, &e));
    add_area(1, "0001");
    add_area(2, "00010001");
    add_area(3, "00010002");
    add_area(4, "0002");
}

HELPER int open_database(void **state)
{
    static struct scratch_kept kept;
    (void)state;
    open_made(&kept, make_areas);
    return 0;
}

HELPER int close_database(void **state)
{
    pool_free(&pool);
    db_close(&db);
    return remove_folder(state);
}

/* "field", "value", ..., NULL */
HELPER struct record *record_of(const char *field, ...)
{
    struct record *record = record_new();
    va_list args;
    va_start(args, field);
    for (; field != NULL; field = va_arg(args, const char *))
        record_set(record, field, va_arg(args, const char *));
    va_end(args);
    return record;
}

#endif
