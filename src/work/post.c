/* Posts: who works where, as what, from when to when. */
#include "inside.h"
#include "post_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/access.h"
#include "wangge/work/audit.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/second.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err check_area(struct work *work, int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "area.path", BINDS(BIND_INT("id", area)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_INVALID, "area", _("A post needs an area."));
    if (r == ERR_NONE && *rows_text(&rows, 0, "ended_on") != '\0')
        r = error_set(e, ERR_INVALID, "area", _("%s ended on %s."), rows_text(&rows, 0, "name"),
                      rows_text(&rows, 0, "ended_on"));
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

static bool is_administrator(const char *role)
{
    return strcmp(role, "system") == 0 || strcmp(role, "security") == 0 || strcmp(role, "audit") == 0;
}

static bool is_guest(const char *role)
{
    return strcmp(role, "guest") == 0;
}

/* Who watches the administrators is not who is watched; the kiosk, which asks for no proof, has no other duty. */
static bool are_apart(const char *role, const char *other)
{
    return strcmp(role, other) != 0 &&
           ((is_administrator(role) && is_administrator(other)) || is_guest(role) || is_guest(other));
}

static enum err check_duties(struct work *work, const struct post_row *post, int64_t instead, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "post.duties",
                          BINDS(BIND_INT("account", post->account), BIND_TEXT("day", post->from_on)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *other = rows_text(&rows, i, "role");
        if (rows_int(&rows, i, "id") == instead && !is_guest(other))
            continue;
        if (are_apart(post->role, other) && (is_guest(post->role) || is_guest(other)))
            r = error_set(e, ERR_INVALID, "role", _("The kiosk is a user of its own, and has no other duty."));
        else if (are_apart(post->role, other))
            r = error_set(e, ERR_INVALID, "role",
                          _("This user is %s: the duties of administrators are held by different people."),
                          code_text("role", other));
        else if (strcmp(other, post->role) == 0 && rows_int(&rows, i, "custom") == post->custom &&
                 rows_int(&rows, i, "area") == post->area)
            r = error_set(e, ERR_INVALID, "role", _("This user holds that post already."));
    }
    pool_free(&pool);
    return r;
}

enum err post_check(struct work *work, const struct post_row *post, int64_t instead, struct error *e)
{
    enum err r = check_area(work, post->area, e);
    if (r == ERR_NONE)
        r = check_dates(post->from_on, post->to_on, e);
    return r == ERR_NONE ? check_duties(work, post, instead, e) : r;
}

/* A further post takes nothing away from who works in another one, unless its role needs a proof that is not there. */
static enum err is_first(struct work *work, int64_t account, bool *first, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows held = {0};
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(work->db, pool, "post.holding",
                          BINDS(BIND_INT("account", account), BIND_TEXT("today", today)), &held, e);
    *first = held.count == 0;
    pool_free(&pool);
    return r;
}

enum err post_begin(struct work *work, const struct post_row *post, int64_t *id, struct error *e)
{
    bool first = true, due = false;
    enum err r = is_first(work, post->account, &first, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "post", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "post.insert",
                       BINDS(BIND_INT("id", *id), BIND_INT("account", post->account), BIND_TEXT("role", post->role),
                             post->custom == 0 ? BIND_NULL("custom") : BIND_INT("custom", post->custom),
                             BIND_INT("area", post->area), BIND_TEXT("from_on", post->from_on),
                             BIND_TEXT("to_on", post->to_on), BIND_INT("by", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = second_is_due(work, post->account, &due, e);
    return r == ERR_NONE && (first || due) ? access_changed(work, post->account, e) : r;
}

enum err post_end(struct work *work, int64_t account, int64_t post, const char *to_on, struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(work->db, "post.end",
                            BINDS(BIND_INT("id", post), BIND_INT("account", account), BIND_TEXT("to_on", to_on),
                                  BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                            &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("The user has no such post."));
    return r == ERR_NONE ? access_changed_post(work, account, post, e) : r;
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
    bool holds = held.count > 0, wanted = role[0] != '\0' || area != 0;
    bool same = holds && strcmp(rows_text(&held, 0, "role"), role) == 0 && rows_int(&held, 0, "area") == area;
    int64_t id = holds ? rows_int(&held, 0, "id") : 0, request = 0;
    const struct post_wish wish = {.account = account, .role = role, .area = area, .instead = id};
    if (r == ERR_NONE && wanted && !same)
        r = post_want(work, &wish, &request, e);
    else if (r == ERR_NONE && holds && !wanted)
        r = right_need(work, "post.grant", e);
    if (r == ERR_NONE && holds && !wanted)
        r = post_end(work, account, id, yesterday, e);
    pool_free(&pool);
    return r;
}

enum err user_posts(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "post.of_account", BINDS(BIND_INT("account", id)), out, e);
    if (r == ERR_NONE)
        post_name_roles(work, pool, out, "role", "custom");
    return r;
}

enum err user_post_add(struct work *work, int64_t id, const char *role, int64_t area, const char *from_on,
                       const char *to_on, struct error *e)
{
    int64_t request = 0;
    return post_ask(work,
                    &(struct post_wish){.account = id, .role = role, .area = area, .from_on = from_on, .to_on = to_on},
                    &request, e);
}

/* An end is brought forward only: a later one would give again what somebody had to grant. */
static enum err check_end(struct work *work, int64_t account, int64_t post, const char *to_on, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, "post.ends_on", BINDS(BIND_INT("id", post), BIND_INT("account", account)), &rows, e);
    if (r == ERR_NONE && rows.count > 0 && strcmp(rows_text(&rows, 0, "to_on"), to_on) < 0)
        r = error_set(e, ERR_INVALID, "to_on", _("This post ends on %s already; for a longer time grant another one."),
                      rows_text(&rows, 0, "to_on"));
    pool_free(&pool);
    return r;
}

enum err user_post_end(struct work *work, int64_t id, int64_t post, const char *to_on, struct error *e)
{
    day_t day = 0;
    enum err r = right_need(work, "post.grant", e);
    if (r == ERR_NONE && !date_parse(to_on, &day))
        r = error_set(e, ERR_INVALID, "to_on", _("This is not a date: %s"), to_on);
    if (r == ERR_NONE && id == work->actor.user)
        r = error_set(e, ERR_STATE, NULL, _("You cannot end your own post."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check_end(work, id, post, to_on, e);
    if (r == ERR_NONE)
        r = post_end(work, id, post, to_on, e);
    return audit_end(work, r, "post.grant", "user", id, "post end", e);
}

enum err user_search(struct work *work, struct pool *pool, const char *text, const char *role, int limit,
                     struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    if (right_scope(work, "audit.read") == SCOPE_ALL)
        return db_query(work->db, pool, "post.search_all",
                        BINDS(BIND_TEXT("contains", like_contains(pool, text)),
                              BIND_TEXT("prefix", like_prefix(pool, text)), BIND_TEXT("role", role == NULL ? "" : role),
                              BIND_INT("limit", limit)),
                        out, e);
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

const char *user_name(struct work *work, struct pool *pool, int64_t id)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.name", BINDS(BIND_INT("id", id)), &rows, NULL);
    return r == ERR_NONE && rows.count > 0 ? rows_text(&rows, 0, "name") : "";
}
