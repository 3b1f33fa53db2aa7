/* Open rows of checklists go where their person or household goes. */
#include "sweep_inside.h"

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
