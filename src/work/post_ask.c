/* Posts that are asked for, granted and refused; and which of several a session works in. */
#include "wangge/work/post.h"

#include "inside.h"
#include "post_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/access.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"

#include <string.h>

#define ASK   "post.ask"
#define GRANT "post.grant"

static bool grants(const struct work *work)
{
    return right_scope(work, GRANT) != SCOPE_NONE;
}

/* --- names of roles ------------------------------------------------------------------------------------------------
 */

void post_name_roles(struct work *work, struct pool *pool, struct rows *rows, const char *role, const char *custom)
{
    size_t at = (size_t)rows_column(rows, role), other = (size_t)rows_column(rows, custom), wide = rows->columns + 1;
    const char **names = pool_new_piece(pool, wide, sizeof *names);
    struct value *values = pool_new_piece(pool, rows->count * wide + 1, sizeof *values);
    memcpy(names, rows->names, rows->columns * sizeof *names);
    names[wide - 1] = "role_name";
    for (size_t i = 0; i < rows->count; i++) {
        struct value *to = &values[i * wide];
        memcpy(to, &rows->values[i * rows->columns], rows->columns * sizeof *to);
        to[wide - 1] = (struct value){.type = VALUE_TEXT, .text = role_text(work, pool, to[at].text, to[other].number)};
    }
    rows->names = names;
    rows->values = values;
    rows->columns = wide;
}

/* --- asking --------------------------------------------------------------------------------------------------------
 */

/* The day before a post begins. */
static void day_before(const char *from_on, char out[DATE_TEXT])
{
    day_t day = 0;
    date_parse(from_on, &day);
    date_format(day - 1, out);
}

static enum err give(struct work *work, const struct post_row *post, int64_t instead, int64_t *id, struct error *e)
{
    char before[DATE_TEXT];
    enum err r = ERR_NONE;
    day_before(post->from_on, before);
    if (post->account == work->actor.user)
        r = error_set(e, ERR_DENIED, NULL, _("Nobody gives a post to themselves: somebody else has to."));
    if (r == ERR_NONE)
        r = post_check(work, post, instead, e);
    if (r == ERR_NONE && (strcmp(post->role, "security") == 0 || strcmp(post->role, "audit") == 0))
        r = user_proof_was_theirs(work, post->account, e);
    if (r == ERR_NONE && instead != 0)
        r = post_end(work, post->account, instead, before, e);
    return r == ERR_NONE ? post_begin(work, post, id, e) : r;
}

static enum err check_not_asked(struct work *work, const struct post_row *post, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "post.asked",
                          BINDS(BIND_INT("account", post->account), BIND_TEXT("role", post->role),
                                BIND_INT("custom", post->custom), BIND_INT("area", post->area)),
                          &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("This post is asked for already; the security administrator decides."));
    pool_free(&pool);
    return r;
}

static enum err tell_deciders(struct work *work, int64_t request, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows who = {0};
    char today[DATE_TEXT];
    today_text(today);
    const char *line = pool_format(pool, _("%s asks for a post; grant or refuse it"), work->actor.login);
    enum err r =
        db_query(work->db, pool, "post.deciders", BINDS(BIND_TEXT("today", today), BIND_TEXT("line", line)), &who, e);
    for (size_t i = 0; r == ERR_NONE && i < who.count; i++)
        r = inbox_add(work, rows_int(&who, i, "account"), "post_request", request, 0, line, e);
    pool_free(&pool);
    return r;
}

static enum err write_down(struct work *work, const struct post_row *post, const struct post_wish *wish,
                           int64_t *request, struct error *e)
{
    enum err r = check_not_asked(work, post, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "post_request", request, e);
    if (r == ERR_NONE)
        r = db_execute(
            work->db, "post.ask",
            BINDS(BIND_INT("id", *request), BIND_INT("account", post->account), BIND_TEXT("role", post->role),
                  post->custom == 0 ? BIND_NULL("custom") : BIND_INT("custom", post->custom),
                  BIND_INT("area", post->area), BIND_TEXT("from_on", post->from_on), BIND_TEXT("to_on", post->to_on),
                  wish->instead == 0 ? BIND_NULL("instead") : BIND_INT("instead", wish->instead),
                  BIND_TEXT("reason", wish->reason == NULL ? "" : wish->reason), BIND_INT("by", work->actor.user),
                  BIND_INT("at", clock_now())),
            NULL, e);
    return r == ERR_NONE ? tell_deciders(work, *request, e) : r;
}

enum err post_want(struct work *work, const struct post_wish *wish, int64_t *request, struct error *e)
{
    char base[32], today[DATE_TEXT];
    int64_t id = 0;
    struct post_row post = {.account = wish->account, .role = base, .area = wish->area};

    *request = 0;
    today_text(today);
    post.from_on = wish->from_on == NULL || wish->from_on[0] == '\0' ? today : wish->from_on;
    post.to_on = wish->to_on == NULL || wish->to_on[0] == '\0' ? NULL : wish->to_on;
    enum err r = grants(work) ? ERR_NONE : right_need(work, ASK, e);
    if (r == ERR_NONE)
        r = role_parse(work, wish->role, base, &post.custom, e);
    if (r == ERR_NONE && strcmp(base, "guest") == 0 && strcmp(work->actor.role, ROLE_LOCAL) != 0)
        r = error_set(e, ERR_INVALID, "role",
                      _("The kiosk is set up on the server only: wangge user add kiosk --role=guest --area=CODE"));
    if (r == ERR_NONE && grants(work))
        return give(work, &post, wish->instead, &id, e);
    if (r == ERR_NONE)
        r = post_check(work, &post, wish->instead, e);
    return r == ERR_NONE ? write_down(work, &post, wish, request, e) : r;
}

enum err post_ask(struct work *work, const struct post_wish *wish, int64_t *request, struct error *e)
{
    const char *right = grants(work) ? GRANT : ASK;
    enum err r = right_need(work, right, e);
    *request = 0;
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_in_scope(work, wish->account, e);
    if (r == ERR_NONE)
        r = post_want(work, wish, request, e);
    return audit_end(work, r, right, "user", wish->account, *request == 0 ? "post" : "post asked", e);
}

/* --- deciding ------------------------------------------------------------------------------------------------------
 */

enum err post_requests(struct work *work, struct pool *pool, bool all, struct rows *out, struct error *e)
{
    enum err r = grants(work) ? ERR_NONE : right_need(work, ASK, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, all ? "post.requests_all" : "post.requests", NULL, out, e);
    if (r == ERR_NONE) {
        rows_iso(pool, out, "asked_at");
        rows_iso(pool, out, "decided_at");
        post_name_roles(work, pool, out, "role", "custom");
    }
    return r;
}

static enum err read_request(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r = db_query(work->db, pool, "post.request", BINDS(BIND_INT("id", id)), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such request."));
    if (r == ERR_NONE && strcmp(rows_text(out, 0, "state"), "asked") != 0)
        r = error_set(e, ERR_STATE, NULL, _("This request is decided already."));
    return r;
}

static enum err decide(struct work *work, int64_t id, const char *state, int64_t post, const char *answer,
                       struct error *e)
{
    return db_execute(work->db, "post.decide",
                      BINDS(BIND_INT("id", id), BIND_TEXT("state", state),
                            post == 0 ? BIND_NULL("post") : BIND_INT("post", post), BIND_TEXT("answer", answer),
                            BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

/* Whoever asked hears of it; and who has the post now. */
static enum err tell_decision(struct work *work, struct pool *pool, const struct rows *request, const char *answer,
                              bool granted, struct error *e)
{
    const char *role = role_text(work, pool, rows_text(request, 0, "role"), rows_int(request, 0, "custom"));
    const char *area = rows_text(request, 0, "area_name"), *login = rows_text(request, 0, "login");
    const char *line = granted ? pool_format(pool, _("Granted: %s is %s of %s from %s"), login, role, area,
                                             rows_text(request, 0, "from_on"))
                               : pool_format(pool, _("Refused: %s as %s of %s. %s"), login, role, area, answer);
    enum err r =
        inbox_add(work, rows_int(request, 0, "created_by"), "post_request", rows_int(request, 0, "id"), 0, line, e);
    if (r == ERR_NONE && granted)
        r = inbox_add(work, rows_int(request, 0, "account"), "post", rows_int(request, 0, "id"), 0,
                      pool_format(pool, _("You are %s of %s from %s"), role, area, rows_text(request, 0, "from_on")),
                      e);
    return r;
}

enum err post_grant(struct work *work, int64_t request, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    int64_t post = 0, account = 0;
    enum err r = right_need(work, GRANT, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_request(work, pool, request, &row, e);
    if (r == ERR_NONE) {
        account = rows_int(&row, 0, "account");
        r = give(work,
                 &(struct post_row){.account = account,
                                    .role = rows_text(&row, 0, "role"),
                                    .custom = rows_int(&row, 0, "custom"),
                                    .area = rows_int(&row, 0, "area"),
                                    .from_on = rows_text(&row, 0, "from_on"),
                                    .to_on = rows_null(&row, 0, "to_on") ? NULL : rows_text(&row, 0, "to_on")},
                 rows_int(&row, 0, "ends_post"), &post, e);
    }
    if (r == ERR_NONE)
        r = decide(work, request, "granted", post, "", e);
    if (r == ERR_NONE)
        r = tell_decision(work, pool, &row, "", true, e);
    pool_free(&pool);
    return audit_end(work, r, GRANT, "post_request", request, "grant", e);
}

enum err post_refuse(struct work *work, int64_t request, const char *answer, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    enum err r = right_need(work, GRANT, e);

    if (r == ERR_NONE && answer[0] == '\0')
        r = error_set(e, ERR_INVALID, "answer", _("Say why, so that who asked knows what to do."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_request(work, pool, request, &row, e);
    if (r == ERR_NONE)
        r = decide(work, request, "refused", 0, answer, e);
    if (r == ERR_NONE)
        r = tell_decision(work, pool, &row, answer, false, e);
    pool_free(&pool);
    return audit_end(work, r, GRANT, "post_request", request, "refuse", e);
}

enum err post_take_back(struct work *work, int64_t request, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    enum err r = right_need(work, ASK, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_request(work, pool, request, &row, e);
    if (r == ERR_NONE && rows_int(&row, 0, "created_by") != work->actor.user)
        r = error_set(e, ERR_DENIED, NULL, _("Only who has asked takes a request back."));
    if (r == ERR_NONE)
        r = decide(work, request, "taken_back", 0, "", e);
    pool_free(&pool);
    return audit_end(work, r, ASK, "post_request", request, "take back", e);
}

int64_t post_waiting(struct work *work)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t count = 0;
    if (grants(work) && db_query(work->db, pool, "post.waiting", NULL, &rows, NULL) == ERR_NONE)
        count = rows_int(&rows, 0, "waiting");
    pool_free(&pool);
    return count;
}

/* --- own posts -----------------------------------------------------------------------------------------------------
 */

enum err post_mine(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(work->db, pool, "post.mine",
                          BINDS(BIND_INT("me", work->actor.user), BIND_TEXT("today", today)), out, e);
    if (r == ERR_NONE)
        post_name_roles(work, pool, out, "role", "custom");
    return r;
}

static enum err listen_in(struct work *work, struct error *e)
{
    const struct actor *actor = &work->actor;
    if (actor->session == 0)
        return ERR_NONE;
    return db_execute(work->db, "access.entered",
                      BINDS(BIND_INT("access", actor->access), BIND_INT("post", actor->own_post),
                            BIND_INT("session", actor->session)),
                      NULL, e);
}

enum err post_take(struct work *work, int64_t post, bool keep, struct error *e)
{
    struct actor before = work->actor;
    enum err r = ERR_NONE;

    if (before.acting_for != 0)
        return error_set(e, ERR_STATE, NULL, _("You act for another: be yourself again first."));
    r = work_become_in(work, before.login, before.from, post, e);
    if (r == ERR_NONE && work->actor.post != post)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("You hold no such post today."));
    if (r != ERR_NONE) {
        work->actor = before;
        work_use_language(work, before.language);
        return r;
    }
    work->actor.session = before.session;
    work_use_language(work, before.language);
    r = db_begin(work->db, e);
    if (r == ERR_NONE && keep)
        r = db_execute(work->db, "post.keep", BINDS(BIND_INT("post", post), BIND_INT("me", before.user)), NULL, e);
    if (r == ERR_NONE)
        r = listen_in(work, e);
    r = audit_end(work, r, "post.take", "post", post, "", e);
    if (r != ERR_NONE)
        work->actor = before;
    return r;
}
