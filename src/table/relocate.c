#include "wangge/table/relocate.h"

#include "row_count.h"

#include "wangge/base/pool.h"
#include "wangge/table/describe.h"

enum err relocate_rows(struct db *db, const char *table, const char *column, const char *where, int64_t from,
                       int64_t into, int64_t *moved, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows columns = {0};
    enum err r = db_columns(db, pool, table, &columns, e);

    *moved = 0;
    if (r == ERR_NONE && columns.count > 0)
        r = db_execute_text(db,
                            pool_format(pool, "update \"%s\" set \"%s\" = $into where \"%s\" = $from%s%s", table,
                                        column, column, *where == '\0' ? "" : " and ", where),
                            BINDS(BIND_INT("from", from), BIND_INT("into", into)), moved, e);
    pool_free(&pool);
    return r;
}

enum err relocate_living(struct db *db, const struct table *table, int64_t area, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query_text(db, pool,
                               pool_format(pool,
                                           "select count(*) as total from \"%s\" where \"area\" = $area"
                                           " and \"deleted_at\" is null",
                                           table->stored_in),
                               BINDS(BIND_INT("area", area)), &rows, e);
    *out = r == ERR_NONE ? rows_int(&rows, 0, "total") : 0;
    pool_free(&pool);
    return r;
}

enum err relocate_table(struct db *db, const struct table *table, int64_t from, int64_t into, int64_t *moved,
                        struct error *e)
{
    const struct bind binds[] = {BIND_INT("from", from), {.name = NULL}};
    int64_t all = 0;
    enum err r = relocate_living(db, table, from, moved, e);

    if (r == ERR_NONE && *moved > 0)
        r = row_count_move(db, table, "\"area\" = $from", binds, into, e);
    return r == ERR_NONE ? relocate_rows(db, table->stored_in, "area", "", from, into, &all, e) : r;
}

enum err relocate_list(struct db *db, struct pool *pool, const struct table *table, int64_t area, struct rows *out,
                       struct error *e)
{
    return db_query_text(db, pool,
                         pool_format(pool,
                                     "select \"id\", \"version\" from \"%s\" where \"area\" = $area"
                                     " and \"deleted_at\" is null order by \"id\"",
                                     table->stored_in),
                         BINDS(BIND_INT("area", area)), out, e);
}
