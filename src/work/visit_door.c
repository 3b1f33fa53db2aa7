/* From door to door: who lives next. */
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/title.h"
#include "wangge/work/due.h"
#include "wangge/work/right.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <stdbool.h>

/* Of the household's area, or of this one. */
static enum err doors(struct work *work, struct pool *pool, int64_t household, int64_t area, struct rows *out,
                      struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "visit.write", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit.doors",
                     BINDS(BIND_INT("household", household), BIND_INT("area", area), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi)),
                     out, e);
    if (r != ERR_NONE)
        return r;
    size_t column = (size_t)rows_column(out, "address");
    const char **said = pool_new_piece(pool, out->count + 1, sizeof *said);
    for (size_t i = 0; i < out->count; i++)
        said[i] = door_of_row(pool, out, i);
    for (size_t i = 0; i < out->count; i++)
        out->values[i * out->columns + column].text = said[i];
    return r;
}

enum err visit_doors(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e)
{
    return doors(work, pool, 0, area, out, e);
}

static bool is_due(const struct due_list *due, int64_t household)
{
    for (size_t i = 0; i < due->count; i++)
        if (due->rows[i].household == household)
            return true;
    return false;
}

/* Which door comes next: one behind this one that is due, else one before it, else the next at all, from the first on
 * again behind the last; nobody's twice a day. Without a household: from the first door on. */
static int64_t next_of(const struct rows *rows, const struct due_list *due, int64_t household)
{
    enum { DUE_BEHIND, DUE_BEFORE, BEHIND, BEFORE, ORDER };
    int64_t today = day_start(day_of(clock_now())), found[ORDER] = {0};
    bool behind = household == 0;
    for (size_t i = 0; i < rows->count; i++) {
        int64_t id = rows_int(rows, i, "id");
        size_t kind = (is_due(due, id) ? DUE_BEHIND : BEHIND) + (behind ? 0 : 1);
        if (id == household)
            behind = true;
        else if (rows_int(rows, i, "visited_at") < today && found[kind] == 0)
            found[kind] = id;
    }
    for (size_t i = 0; i < ORDER; i++)
        if (found[i] != 0)
            return found[i];
    return 0;
}

int64_t visit_next_door(struct work *work, int64_t household)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct due_list due = {0};
    int64_t next = 0, area = household == 0 ? work->actor.area : 0;
    if (doors(work, pool, household, area, &rows, NULL) == ERR_NONE && rows.count > 0) {
        struct due_query query = {.area = rows_text(&rows, 0, "area"), .by_door = true};
        if (due_read(work, pool, &query, &due, NULL) != ERR_NONE)
            due.count = 0;
        next = next_of(&rows, &due, household);
    }
    pool_free(&pool);
    return next;
}
