/* Who is on: sessions as administrators see them. */
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/access.h"
#include "wangge/work/audit.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define REASON_MOST 100 /* characters */

/* A terminal is read when somebody has typed, so its access time tells it (to some 8 seconds), and nobody writes
 * anything down meanwhile. False when it is on another host, or gone. */
static bool typed_at(const char *tty, const char *host, const char *this_host, int64_t *at)
{
    struct stat status;
    char path[64];
    if (*tty == '\0' || strcmp(host, this_host) != 0)
        return false;
    snprintf(path, sizeof path, "/dev/%s", tty);
    if (stat(path, &status) != 0 || !S_ISCHR(status.st_mode))
        return false;
    *at = status.st_atime;
    return true;
}

/* The column idle, in the place of the terminal's name: seconds, null when it cannot be told. */
static void tell_idle(struct pool *pool, struct rows *rows)
{
    char host[65];
    int column = rows_column(rows, "idle");
    host_name(host);
    for (size_t i = 0; i < rows->count; i++) {
        struct value *value = &rows->values[i * rows->columns + (size_t)column];
        int64_t at = 0, since = rows_int(rows, i, "since"), now = clock_now();
        bool known = typed_at(rows_text(rows, i, "idle"), rows_text(rows, i, "host"), host, &at);
        *value = (struct value){.type = VALUE_NULL};
        if (!known)
            continue;
        value->type = VALUE_INT;
        value->number = now - (at > since ? at : since);
        value->number = value->number < 0 ? 0 : value->number;
        value->text = pool_format(pool, "%lld", (long long)value->number);
    }
}

enum err session_list(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "who.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "session.list", BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out,
                     e);
    if (r == ERR_NONE) {
        tell_idle(pool, out);
        rows_iso(pool, out, "since");
    }
    return r;
}

/* In the caller's transaction: told to end, with what its user reads. */
static enum err end_with(struct work *work, int64_t session, const char *why, struct error *e)
{
    enum err r = access_end_session(work, session, e);
    return r != ERR_NONE
               ? r
               : db_execute(work->db, "session.why", BINDS(BIND_INT("id", session), BIND_TEXT("why", why)), NULL, e);
}

enum err session_end(struct work *work, int64_t id, const char *reason, struct error *e)
{
    struct scope_range range;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = right_range(work, "session.end", &range, e);

    if (r == ERR_NONE && id == work->actor.session)
        r = error_set(e, ERR_STATE, NULL, _("This is your own session: leave it with q."));
    if (r == ERR_NONE && text_count(reason) > REASON_MOST)
        r = error_set(e, ERR_INVALID, "reason", _("A reason has at most %d characters."), REASON_MOST);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "session.account",
                     BINDS(BIND_INT("id", id), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("This session has ended already."));
    if (r == ERR_NONE)
        r = end_with(work, id, reason, e);
    int64_t account = rows.count == 0 ? 0 : rows_int(&rows, 0, "account");
    pool_free(&pool);
    return audit_end(work, r, "session.end", "user", account, "end", e);
}

/* Since when nobody has typed: the terminal's time, else since it began. */
static int64_t quiet_since(const struct rows *rows, size_t i, const char *host)
{
    int64_t at = 0, since = rows_int(rows, i, "since");
    return typed_at(rows_text(rows, i, "tty"), rows_text(rows, i, "host"), host, &at) && at > since ? at : since;
}

static enum err end_quietest(struct work *work, struct rows *rows, size_t count, struct error *e)
{
    char host[65], why[256];
    enum err r = db_begin(work->db, e);
    host_name(host);
    snprintf(why, sizeof why, _("You have logged in from %s, and only so many sessions are allowed. Drafts are kept."),
             work->actor.from);
    for (size_t n = 0; r == ERR_NONE && n < count; n++) {
        size_t quietest = 0;
        for (size_t i = 1; i < rows->count; i++)
            if (quiet_since(rows, i, host) < quiet_since(rows, quietest, host))
                quietest = i;
        r = end_with(work, rows_int(rows, quietest, "id"), why, e);
        if (r == ERR_NOT_FOUND) /* it has left by itself */
            r = ERR_NONE;
        for (size_t c = 0; c < rows->columns; c++)
            rows->values[quietest * rows->columns + c] = rows->values[(rows->count - 1) * rows->columns + c];
        rows->count--;
    }
    if (r == ERR_NONE)
        r = audit_insert(work, &work->actor, "session.most", "user", work->actor.user, 1, "end", e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err session_make_room(struct work *work, const char *kind, struct error *e)
{
    long most = setting_number(work, SETTING_SESSION_MOST);
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    if (most > 0)
        r = session_sweep(work, e);
    if (most > 0 && r == ERR_NONE)
        r = db_query(work->db, pool, "session.of_account",
                     BINDS(BIND_INT("account", work->actor.user), BIND_TEXT("kind", kind)), &rows, e);
    size_t over = most > 0 && rows.count + 1 > (size_t)most ? rows.count + 1 - (size_t)most : 0;
    if (r == ERR_NONE && over > 0 && strcmp(kind, "screen") == 0)
        r = end_quietest(work, &rows, over, e);
    else if (r == ERR_NONE && over > 0)
        r = error_set(
            e, ERR_AGAIN, NULL,
            _("You have %zu commands at work, and no more are allowed at a time. Please wait until one ends."),
            rows.count);
    pool_free(&pool);
    return r;
}
