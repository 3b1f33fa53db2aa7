/* What tests of moves share: rows typed in a few words, and the database looked at as it is. */
#ifndef WANGGE_TEST_MOVES_H
#define WANGGE_TEST_MOVES_H

#include "fixture.h"

#include "wangge/work/move.h"

static inline void on(int month, int day)
{
    clock_fix(day_start(date_make(2026, month, day)) + 9 * 3600);
}

static inline int64_t add(struct office *o, const char *table, const char *const *pairs)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_defaults(record, table_find(table));
    for (; pairs[0] != NULL; pairs += 2)
        record_set(record, pairs[0], pairs[1]);
    done(o, table_add(o->work, table_find(table), record, &id, &o->e));
    record_free(&record);
    return id;
}

#define ADD(o, table, ...) add((o), (table), (const char *const[]){__VA_ARGS__, NULL})

static inline const char *number(struct office *o, int64_t n)
{
    return pool_format(o->pool, "%lld", (long long)n);
}

static inline const char *cell(struct office *o, const char *table, int64_t id, const char *column)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool,
                          pool_format(o->pool, "select \"%s\" as value from \"%s\" where id = $id", column, table),
                          BINDS(BIND_INT("id", id)), &rows, &o->e));
    return rows.count == 0 ? "no row" : rows_text(&rows, 0, "value");
}

static inline const char *of_person(struct office *o, int64_t person, const char *column)
{
    return cell(o, "person", person, column);
}

static inline int64_t count(struct office *o, const char *sql)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

#endif
