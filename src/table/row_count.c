#include "row_count.h"

#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/store.h"

#include <string.h>

/* What is told of an area. */
struct figures {
    int64_t rows, asked, filled;
};

static struct figures figures_of(const struct rows *rows, size_t row)
{
    return (struct figures){rows_int(rows, row, "number"), rows_int(rows, row, "asked"), rows_int(rows, row, "filled")};
}

static enum err add(struct db *db, const struct table *table, int64_t area, struct figures more, struct error *e)
{
    return db_execute(db, "row_count.add",
                      BINDS(BIND_TEXT("table", table->name), BIND_INT("area", area), BIND_INT("more", more.rows),
                            BIND_INT("asked", more.asked), BIND_INT("filled", more.filled)),
                      NULL, e);
}

/* "count(*) as number, sum(..) as asked, sum(..) as filled" of rows t. */
static const char *sums(struct pool *pool, const struct table *table)
{
    if (table->asked == NULL)
        return "count(*) as number, 0 as asked, 0 as filled";
    return pool_format(pool, "count(*) as number, sum%s as asked, sum%s as filled", table->asked, table->filled);
}

enum err row_count_enter(struct db *db, const struct table *table, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    enum err r = db_query_text(db, pool,
                               pool_format(pool,
                                           "select area, %s from \"%s\" t where id = $id and \"deleted_at\" is null"
                                           " group by area",
                                           sums(pool, table), table->stored_in),
                               BINDS(BIND_INT("id", id)), &row, e);
    if (r == ERR_NONE && row.count == 1)
        r = add(db, table, rows_int(&row, 0, "area"), figures_of(&row, 0), e);
    pool_free(&pool);
    return r;
}

enum err row_count_move(struct db *db, const struct table *table, const char *where, const struct bind *binds,
                        int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows from = {0};
    struct figures moved = {0};
    enum err r = db_query_text(db, pool,
                               pool_format(pool,
                                           "select area, %s from \"%s\" t"
                                           " where \"deleted_at\" is null and %s group by area",
                                           sums(pool, table), table->stored_in, where),
                               binds, &from, e);
    for (size_t i = 0; r == ERR_NONE && i < from.count; i++) {
        struct figures one = figures_of(&from, i);
        r = add(db, table, rows_int(&from, i, "area"), (struct figures){-one.rows, -one.asked, -one.filled}, e);
        moved = (struct figures){moved.rows + one.rows, moved.asked + one.asked, moved.filled + one.filled};
    }
    if (r == ERR_NONE && moved.rows > 0 && area != 0)
        r = add(db, table, area, moved, e);
    pool_free(&pool);
    return r;
}

/* What the figures depend on, but for the rows. */
static const char *counted_by(struct pool *pool, const struct table *table)
{
    return table->asked == NULL ? "" : pool_format(pool, "%s %s", table->asked, table->filled);
}

enum err row_count_is_current(struct db *db, const struct table *table, bool *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "row_count.by", BINDS(BIND_TEXT("table", table->name)), &rows, e);
    const char *by = r == ERR_NONE && rows.count > 0 ? rows_text(&rows, 0, "fields") : "";
    *out = strcmp(by, counted_by(pool, table)) == 0;
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
                                        "insert into row_count (table_name, area, rows, asked, filled)"
                                        " select $table, q.area, q.number, q.asked, q.filled from"
                                        " (select area, %s from \"%s\" t where \"deleted_at\" is null"
                                        " group by area) q",
                                        sums(pool, table), table->stored_in),
                            BINDS(BIND_TEXT("table", table->name)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(db, "row_count.set_by",
                       BINDS(BIND_TEXT("table", table->name), BIND_TEXT("fields", counted_by(pool, table))), NULL, e);
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
    enum err r = db_query_text(db, pool,
                               pool_format(pool,
                                           "select count(*) as faults from area a"
                                           " left join (select area, %s from \"%s\" t where \"deleted_at\" is null"
                                           " group by area) q on q.area = a.id"
                                           " left join row_count c on c.table_name = $table and c.area = a.id"
                                           " where coalesce(q.number, 0) <> coalesce(c.rows, 0)"
                                           " or coalesce(q.asked, 0) <> coalesce(c.asked, 0)"
                                           " or coalesce(q.filled, 0) <> coalesce(c.filled, 0)",
                                           sums(pool, table), table->stored_in),
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
