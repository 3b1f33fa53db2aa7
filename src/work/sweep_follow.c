/* Open rows of checklists go where their person or household goes. */
#include "sweep_inside.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/work.h"

#include <string.h>

enum err sweep_follow(struct work *work, const struct table *table, int64_t id, int64_t area, struct error *e)
{
    if (strcmp(table->name, "person") == 0)
        return db_execute(work->db, "sweep_item.follow_person", BINDS(BIND_INT("id", id)), NULL, e);
    if (strcmp(table->name, "household") == 0)
        return db_execute(work->db, "sweep_item.follow_household", BINDS(BIND_INT("id", id)), NULL, e);
    if (area == 0)
        return ERR_NONE;
    return db_execute(work->db, "sweep_item.follow_row",
                      BINDS(BIND_INT("id", id), BIND_INT("area", area), BIND_TEXT("table", table->name)), NULL, e);
}

enum err sweep_lists(struct work *work, const struct table *table, const struct field *link, bool *out, struct error *e)
{
    *out = false;
    if (strcmp(link->link, "person") == 0 || strcmp(link->link, "household") == 0)
        return ERR_NONE;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "sweep.of_table", BINDS(BIND_TEXT("table", table->name)), &rows, e);
    *out = r == ERR_NONE && rows.count > 0;
    pool_free(&pool);
    return r;
}
