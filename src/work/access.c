/* What a session may do follows what its account may do. */
#include "wangge/work/access.h"

#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* The session that changes its own account has looked already. */
static enum err follow_own(struct work *work, int64_t account, struct error *e)
{
    struct actor *actor = &work->actor;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;
    if (account == actor->user && actor->session != 0) {
        r = db_query(work->db, pool, "access.of_account", BINDS(BIND_INT("account", account)), &rows, e);
        if (r == ERR_NONE && rows.count > 0)
            actor->access = rows_int(&rows, 0, "access");
        if (r == ERR_NONE)
            r = db_execute(work->db, "access.entered",
                           BINDS(BIND_INT("access", actor->access), BIND_INT("post", actor->own_post),
                                 BIND_INT("session", actor->session)),
                           NULL, e);
    }
    pool_free(&pool);
    return r;
}

enum err access_changed(struct work *work, int64_t account, struct error *e)
{
    char today[DATE_TEXT];
    today_text(today);
    enum err r =
        db_execute(work->db, "access.raise", BINDS(BIND_INT("account", account), BIND_TEXT("today", today)), NULL, e);
    return r == ERR_NONE ? follow_own(work, account, e) : r;
}

/* Who works in it is found by its last day; in another post one goes on, and so does a command. */
enum err access_changed_post(struct work *work, int64_t account, int64_t post, struct error *e)
{
    char today[DATE_TEXT];
    today_text(today);
    return db_execute(work->db, "access.raise_acting",
                      BINDS(BIND_INT("account", account), BIND_INT("post", post), BIND_TEXT("today", today)), NULL, e);
}

enum err access_changed_role(struct work *work, int64_t custom, struct error *e)
{
    char today[DATE_TEXT];
    today_text(today);
    return db_execute(work->db, "access.raise_custom", BINDS(BIND_INT("custom", custom), BIND_TEXT("today", today)),
                      NULL, e);
}

enum err access_end_session(struct work *work, int64_t session, struct error *e)
{
    int64_t changed = 0;
    enum err r =
        db_execute(work->db, "access.end_session",
                   BINDS(BIND_INT("session", session), BIND_INT("at", clock_now()), BIND_INT("by", work->actor.user)),
                   &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("This session has ended already."));
    return r;
}

/* --- renewing ---------------------------------------------------------------------------------------------------- */

static enum access ended(char *why, size_t room, const char *sentence)
{
    text_copy(why, room, sentence);
    return ACCESS_ENDED;
}

static bool is_same(const struct actor *a, const struct actor *b)
{
    return a->post == b->post && a->acting_for == b->acting_for && a->custom == b->custom && a->area == b->area &&
           strcmp(a->role, b->role) == 0 && strcmp(a->path, b->path) == 0 &&
           memcmp(a->cells, b->cells, sizeof a->cells) == 0;
}

static void tell_change(const struct actor *before, const struct actor *now, char *why, size_t room)
{
    if (before->acting_for != 0 && now->acting_for == 0)
        snprintf(why, room, _("You do not act for %s any more."), before->acting_name);
    else if (now->role[0] == '\0')
        text_copy(why, room, _("You hold no post any more. Drafts are kept; please ask the administrator."));
    else if (before->post != now->post || strcmp(before->path, now->path) != 0)
        snprintf(why, room, _("The administrator has changed your post: you are %s of %s now. Drafts are kept."),
                 now->role_name, now->area_name);
    else
        text_copy(why, room, _("The administrator has changed your rights. Drafts are kept."));
}

/* A user's own later login says itself why; an administrator may have given a reason. */
static void tell_end(const struct rows *rows, char *why, size_t room)
{
    const char *reason = rows->count == 0 ? "" : rows_text(rows, 0, "end_why");
    if (*reason == '\0')
        text_copy(why, room, _("The administrator has ended this session. Drafts are kept."));
    else if (rows_int(rows, 0, "by_self") != 0)
        text_copy(why, room, reason);
    else
        snprintf(why, room, _("The administrator has ended this session: %s. Drafts are kept."), reason);
}

/* The post that was worked in, or another one that holds; who acts for somebody goes on as long as that holds. */
static enum err read_anew(struct work *work, const struct actor *before, struct error *e)
{
    struct actor *actor = &work->actor;
    enum err r = work_become_in(work, before->login, before->from, before->own_post, e);
    if (r != ERR_NONE) {
        *actor = *before;
        return r;
    }
    actor->session = before->session;
    actor->password_aged = before->password_aged;
    actor->must_change |= before->password_aged;
    work_use_language(work, before->language);
    if (before->acting_for != 0)
        r = deputy_keep(work, before->acting_for, e);
    if (r == ERR_NONE)
        r = db_begin_light(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "access.entered",
                       BINDS(BIND_INT("access", actor->access), BIND_INT("post", actor->own_post),
                             BIND_INT("session", actor->session)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum access access_renew(struct work *work, char *why, size_t room)
{
    struct actor before = work->actor;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e = {0};
    enum access access = ACCESS_SAME;

    why[0] = '\0';
    enum err r = db_query(work->db, pool, "access.of_session", BINDS(BIND_INT("session", before.session)), &rows, &e);
    if (r == ERR_NONE && (rows.count == 0 || !rows_null(&rows, 0, "end_at"))) {
        access = ACCESS_ENDED;
        tell_end(&rows, why, room);
    } else if (r == ERR_NONE && strcmp(rows_text(&rows, 0, "state"), "active") != 0)
        access = ended(why, room, _("Your user is disabled. Drafts are kept; please ask the administrator."));
    else if (r == ERR_NONE && rows_int(&rows, 0, "must_change") != 0 && !before.must_change)
        access = ended(why, room, _("Your password was set by the administrator: log in again with the new one."));
    else if (r == ERR_NONE && rows_int(&rows, 0, "key_gone") != 0)
        access = ended(why, room, _("The key that you came in with was removed. Drafts are kept."));
    else if (r == ERR_NONE)
        r = read_anew(work, &before, &e);
    if (r == ERR_NONE && access == ACCESS_SAME && work->actor.must_second && !before.must_second)
        access = ended(why, room, _("Your post needs a verification code from now on: log in again and set it up."));
    if (r == ERR_NONE && access == ACCESS_SAME && strcmp(before.role, "guest") == 0 &&
        strcmp(work->actor.role, before.role) != 0) /* it has come without a proof */
        access = ended(why, room, _("The kiosk is closed."));
    if (r == ERR_NONE && access == ACCESS_SAME && !is_same(&before, &work->actor)) {
        access = ACCESS_CHANGED;
        tell_change(&before, &work->actor, why, room);
    }
    if (r != ERR_NONE) { /* without knowing what holds nobody goes on */
        log_error("the rights of a session cannot be read: %s", e.text);
        access = ended(why, room, _("Your rights cannot be read at the moment. Drafts are kept; log in again."));
    }
    pool_free(&pool);
    return access;
}

/* --- the watch ---------------------------------------------------------------------------------------------------- */

enum err access_tell(struct work *work, size_t *told, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char host[65], today[DATE_TEXT];

    *told = 0;
    host_name(host);
    today_text(today);
    enum err r =
        db_query(work->db, pool, "access.stale", BINDS(BIND_TEXT("host", host), BIND_TEXT("today", today)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t pid = rows_int(&rows, i, "pid");
        if (!process_is_gone(pid, rows_int(&rows, i, "started")) && kill((pid_t)pid, SIGUSR1) == 0)
            (*told)++;
    }
    pool_free(&pool);
    return r;
}
