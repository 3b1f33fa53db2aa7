/* The tree as it is read: what lies right below an area, and what happened to it. */
#include "area_inside.h"

#include "inside.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

enum err area_history(struct work *work, struct pool *pool, int64_t area, int limit, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "area.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "area_change.list",
                     BINDS(BIND_INT("area", area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_INT("limit", limit)),
                     out, e);
    if (r == ERR_NONE)
        rows_iso(pool, out, "at");
    return r;
}

enum err area_posts(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "area.read", &range, e);
    today_text(today);
    if (r != ERR_NONE)
        return r;
    return db_query(
        work->db, pool, "area.posts_of",
        BINDS(BIND_INT("area", area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)),
        out, e);
}

enum err area_children(struct work *work, struct pool *pool, int64_t parent, bool ended, struct rows *out,
                       struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "area.read", &range, e);
    today_text(today);
    if (r != ERR_NONE)
        return r;
    if (parent == 0)
        return db_query(work->db, pool, "area.top",
                        BINDS(BIND_TEXT("lo", range.lo), BIND_INT("ended", ended), BIND_TEXT("today", today)), out, e);
    return db_query(work->db, pool, "area.children",
                    BINDS(BIND_INT("parent", parent), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                          BIND_INT("ended", ended), BIND_TEXT("today", today)),
                    out, e);
}
