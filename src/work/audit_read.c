/* The audit as those read it who watch over it. */
#include "wangge/work/audit.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define BESIDE_MOST 50

/* What a role of the place may see less of than all. */
static enum err narrow(const struct work *work, enum scope scope, struct list_query *query, struct error *e)
{
    char id[24];
    if (scope == SCOPE_ALL)
        return ERR_NONE;
    bool area = scope == SCOPE_SUBTREE;
    snprintf(id, sizeof id, "%lld", (long long)(area ? work->actor.area : work->actor.user));
    return list_add_filter(query, table_find("audit"), area ? "area" : "user", id, e);
}

enum err audit_range(const struct work *work, struct list_query *query, struct error *e)
{
    enum err r = right_need(work, "audit.read", e);
    return r == ERR_NONE ? narrow(work, right_scope(work, "audit.read"), query, e) : r;
}

enum err audit_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                    int64_t *total, struct error *e)
{
    struct list_query asked = *query;
    enum err r = audit_range(work, &asked, e);
    return r == ERR_NONE ? list_read(work->db, pool, table_find("audit"), NULL, &asked, NULL, out, total, e) : r;
}

enum err audit_read(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "audit.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "audit.read",
                     BINDS(BIND_INT("id", id), BIND_INT("all", right_scope(work, "audit.read") == SCOPE_ALL),
                           BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                           BIND_INT("me", range.me)),
                     out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no row %lld in the audit."), (long long)id);
    return r;
}

enum err audit_beside(struct work *work, struct pool *pool, const struct rows *row, int most, struct rows *before,
                      struct rows *after, struct error *e)
{
    const struct bind *binds =
        BINDS(BIND_INT("session", rows_int(row, 0, "session")), BIND_INT("at", rows_int(row, 0, "at")),
              BIND_INT("id", rows_int(row, 0, "id")), BIND_INT("limit", most < BESIDE_MOST ? most : BESIDE_MOST));
    enum err r = right_need(work, "audit.read", e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "audit.before", binds, before, e);
    return r == ERR_NONE ? db_query(work->db, pool, "audit.after", binds, after, e) : r;
}
