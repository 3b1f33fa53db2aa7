#include "row_count.h"

#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/store.h"

enum err row_count_add(struct db *db, const struct table *table, int64_t area, int64_t more, struct error *e)
{
    return db_execute(db, "row_count.add",
                      BINDS(BIND_TEXT("table", table->name), BIND_INT("area", area), BIND_INT("more", more)), NULL, e);
}

enum err row_count_enter(struct db *db, const struct table *table, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    enum err r = db_query_text(db, pool, pool_format(pool, "select area from \"%s\" where id = $id", table->stored_in),
                               BINDS(BIND_INT("id", id)), &row, e);
    if (r == ERR_NONE && row.count == 1)
        r = row_count_add(db, table, rows_int(&row, 0, "area"), 1, e);
    pool_free(&pool);
    return r;
}

enum err row_count_move(struct db *db, const struct table *table, const char *where, const struct bind *binds,
                        int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows from = {0};
    int64_t moved = 0;
    enum err r = db_query_text(db, pool,
                               pool_format(pool,
                                           "select area, count(*) as number from \"%s\""
                                           " where \"deleted_at\" is null and %s group by area",
                                           table->stored_in, where),
                               binds, &from, e);
    for (size_t i = 0; r == ERR_NONE && i < from.count; i++) {
        r = row_count_add(db, table, rows_int(&from, i, "area"), -rows_int(&from, i, "number"), e);
        moved += rows_int(&from, i, "number");
    }
    if (r == ERR_NONE && moved > 0 && area != 0)
        r = row_count_add(db, table, area, moved, e);
    pool_free(&pool);
    return r;
}

enum err row_count_all(struct db *db, const struct table *table, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = db_execute(db, "row_count.clear", BINDS(BIND_TEXT("table", table->name)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute_text(db,
                            pool_format(pool,
                                        "insert into row_count (table_name, area, rows)"
                                        " select $table, area, count(*) from \"%s\" where \"deleted_at\" is null"
                                        " group by area",
                                        table->stored_in),
                            BINDS(BIND_TEXT("table", table->name)), NULL, e);
    pool_free(&pool);
    return r;
}

/* The one number of one row. */
static enum err number(enum err r, struct pool *pool, const struct rows *rows, int64_t *out)
{
    *out = r == ERR_NONE && rows->count == 1 ? rows->values[0].number : 0;
    pool_free(&pool);
    return r;
}

enum err row_count_here(struct db *db, const struct table *table, const char *lo, const char *hi, int64_t *out,
                        struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "row_count.here",
                          BINDS(BIND_TEXT("table", table->name), BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)), &rows, e);
    return number(r, pool, &rows, out);
}

enum err row_count_everywhere(struct db *db, const struct table *table, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "row_count.everywhere", BINDS(BIND_TEXT("table", table->name)), &rows, e);
    return number(r, pool, &rows, out);
}

enum err row_count_faults(struct db *db, const struct table *table, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r =
        db_query_text(db, pool,
                      pool_format(pool,
                                  "select count(*) as faults from area a where"
                                  " (select count(*) from \"%s\" t where t.area = a.id and t.\"deleted_at\" is null)"
                                  " <> coalesce((select c.rows from row_count c"
                                  " where c.table_name = $table and c.area = a.id), 0)",
                                  table->stored_in),
                      BINDS(BIND_TEXT("table", table->name)), &rows, e);
    return number(r, pool, &rows, out);
}

enum err store_count_all(struct db *db, struct error *e)
{
    enum err r = db_begin(db, e);
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++)
        if (!table_at(i)->own_storage)
            r = row_count_all(db, table_at(i), e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    return r;
}
