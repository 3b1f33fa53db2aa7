#include "row_follow.h"

#include "household_index.h"

#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

/* The search keys of the households that a change touches. */
static enum err index_rows(struct work *work, const struct table *table, int64_t id, const struct record *before,
                           const struct record *after, struct error *e)
{
    int64_t area = before == NULL ? 0 : record_int(before, "area");
    enum err r = ERR_NONE;

    if (strcmp(table->name, "household") == 0)
        return household_index(work, id, area, e);
    if (strcmp(table->name, "person") != 0)
        return ERR_NONE;
    int64_t from = before == NULL ? 0 : record_int(before, "household");
    int64_t to = after == NULL ? 0 : record_int(after, "household");
    if (from != 0)
        r = household_index(work, from, area, e);
    if (r == ERR_NONE && to != 0 && to != from)
        r = household_index(work, to, record_int(after, "area"), e);
    return r;
}

/* People who live there go where the household goes. */
static enum err take_along(struct work *work, const struct table *table, int64_t id, const struct record *before,
                           const struct record *after, struct error *e)
{
    if (strcmp(table->name, "household") != 0 || before == NULL || after == NULL)
        return ERR_NONE;
    return db_execute(work->db, "household.move_people",
                      BINDS(BIND_INT("household", id), BIND_INT("area", record_int(after, "area"))), NULL, e);
}

enum err row_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                    const struct record *after, const struct span_cause *cause, struct error *e)
{
    enum err r = relation_follow_cause(work, table, id, before, after, cause, e);
    if (r == ERR_NONE)
        r = take_along(work, table, id, before, after, e);
    return r == ERR_NONE ? index_rows(work, table, id, before, after, e) : r;
}
