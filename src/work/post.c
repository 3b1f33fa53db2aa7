/* Posts: who works where, as what, from when to when. */
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/access.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err check_role(const char *role, struct error *e)
{
    const struct code_list *roles = code_list("role");
    for (size_t i = 0; roles != NULL && i < roles->count; i++)
        if (strcmp(roles->codes[i].code, role) == 0)
            return ERR_NONE;
    return error_set(e, ERR_INVALID, "role", _("There is no role \"%s\"."), role);
}

static enum err check_area(struct work *work, int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "area.path", BINDS(BIND_INT("id", area)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_INVALID, "area", _("A post needs an area."));
    pool_free(&pool);
    return r;
}

static enum err check_dates(const char *from_on, const char *to_on, struct error *e)
{
    day_t from = 0, to = 0;
    if (!date_parse(from_on, &from))
        return error_set(e, ERR_INVALID, "from_on", _("This is not a date: %s"), from_on);
    if (to_on != NULL && !date_parse(to_on, &to))
        return error_set(e, ERR_INVALID, "to_on", _("This is not a date: %s"), to_on);
    if (to_on != NULL && to < from)
        return error_set(e, ERR_INVALID, "to_on", _("A post cannot end before it begins."));
    return ERR_NONE;
}

enum err post_begin(struct work *work, int64_t account, const char *role, int64_t area, const char *from_on,
                    const char *to_on, struct error *e)
{
    int64_t id = 0;
    enum err r = check_role(role, e);

    if (r == ERR_NONE)
        r = check_area(work, area, e);
    if (r == ERR_NONE)
        r = check_dates(from_on, to_on, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "post", &id, e);
    if (r != ERR_NONE)
        return r;
    r = db_execute(work->db, "post.insert",
                   BINDS(BIND_INT("id", id), BIND_INT("account", account), BIND_TEXT("role", role),
                         BIND_INT("area", area), BIND_TEXT("from_on", from_on), BIND_TEXT("to_on", to_on),
                         BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                   NULL, e);
    return r == ERR_NONE ? access_changed(work, account, e) : r;
}

static enum err end(struct work *work, int64_t account, int64_t post, const char *to_on, struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(work->db, "post.end",
                            BINDS(BIND_INT("id", post), BIND_INT("account", account), BIND_TEXT("to_on", to_on),
                                  BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                            &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("The user has no such post."));
    return r == ERR_NONE ? access_changed(work, account, e) : r;
}

enum err post_replace(struct work *work, int64_t account, const char *role, int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows held = {0};
    char today[DATE_TEXT], yesterday[DATE_TEXT];

    today_text(today);
    date_format(day_of(clock_now()) - 1, yesterday);
    enum err r = db_query(work->db, pool, "post.holding",
                          BINDS(BIND_INT("account", account), BIND_TEXT("today", today)), &held, e);
    bool holds = held.count > 0;
    bool same = holds && strcmp(rows_text(&held, 0, "role"), role) == 0 && rows_int(&held, 0, "area") == area;
    bool wanted = role[0] != '\0' || area != 0;
    if (r == ERR_NONE && holds && !same)
        r = end(work, account, rows_int(&held, 0, "id"), yesterday, e);
    if (r == ERR_NONE && wanted && !same)
        r = post_begin(work, account, role, area, today, NULL, e);
    pool_free(&pool);
    return r;
}

enum err user_posts(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "post.of_account", BINDS(BIND_INT("account", id)), out, e);
    return r;
}

enum err user_post_add(struct work *work, int64_t id, const char *role, int64_t area, const char *from_on,
                       const char *to_on, struct error *e)
{
    enum err r = right_need(work, "user.manage", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = post_begin(work, id, role, area, from_on, to_on != NULL && to_on[0] != '\0' ? to_on : NULL, e);
    return audit_end(work, r, "user.manage", "user", id, "post", e);
}

enum err user_post_end(struct work *work, int64_t id, int64_t post, const char *to_on, struct error *e)
{
    day_t day = 0;
    enum err r = right_need(work, "user.manage", e);
    if (r == ERR_NONE && !date_parse(to_on, &day))
        r = error_set(e, ERR_INVALID, "to_on", _("This is not a date: %s"), to_on);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = end(work, id, post, to_on, e);
    return audit_end(work, r, "user.manage", "user", id, "post end", e);
}

enum err user_search(struct work *work, struct pool *pool, const char *text, const char *role, int limit,
                     struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "user.pick", &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    return db_query(work->db, pool, "post.search",
                    BINDS(BIND_TEXT("contains", like_contains(pool, text)),
                          BIND_TEXT("prefix", like_prefix(pool, text)), BIND_TEXT("role", role == NULL ? "" : role),
                          BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("path", work->actor.path),
                          BIND_TEXT("today", today), BIND_INT("limit", limit)),
                    out, e);
}
