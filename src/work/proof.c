/* Who may give somebody a proof of identity (password, key, invite), and that nobody gets one unheard: whoever keeps
 * accounts could else work under another's name. */
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <string.h>

enum err user_proof_is_theirs(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    enum err r = ERR_NONE;

    today_text(today);
    if (id != work->actor.user && strcmp(work->actor.role, ROLE_LOCAL) != 0)
        r = db_query(work->db, pool, "account.watches", BINDS(BIND_INT("account", id), BIND_TEXT("today", today)),
                     &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_DENIED, NULL,
                      _("Security administrators and auditors get passwords and keys on the server only (wangge user "
                        "...), so that nobody else can log in as one of them."));
    pool_free(&pool);
    return r;
}

enum err user_proof_was_theirs(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    if (strcmp(work->actor.role, ROLE_LOCAL) != 0)
        r = db_query(work->db, pool, "account.foreign_proof",
                     BINDS(BIND_INT("account", id), BIND_INT("now", clock_now())), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, NULL,
                      _("Somebody else could log in as this user: a one-time password or an invite waits, or a key "
                        "was added by another. First the user logs in, chooses a password and removes such keys."));
    pool_free(&pool);
    return r;
}

enum err user_tell_proof(struct work *work, int64_t id, const char *what, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum language before = i18n_language();
    enum language language = strcmp(work->actor.role, ROLE_LOCAL) == 0 ? LANGUAGE_ZH : before; /* not the shell's */
    enum err r = db_query(work->db, pool, "account.language", BINDS(BIND_INT("id", id)), &rows, e);
    if (r == ERR_NONE && id != work->actor.user) {
        i18n_parse(rows_text(&rows, 0, "language"), &language);
        i18n_use(language);
        r = inbox_add(work, id, "user", id, 0,
                      pool_format(pool, _("%s, by %s. If you do not know why, ask the security administrator."),
                                  _(what), work->actor.login),
                      e);
        i18n_use(before);
    }
    pool_free(&pool);
    return r;
}

enum err user_still_watched(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    enum err r = ERR_NONE;

    today_text(today);
    if (strcmp(work->actor.role, ROLE_LOCAL) != 0)
        r = db_query(work->db, pool, "account.last_watch", BINDS(BIND_INT("account", id), BIND_TEXT("today", today)),
                     &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_DENIED, NULL, _("This is the last %s: nobody would watch the administrators any more."),
                      code_text("role", rows_text(&rows, 0, "role")));
    pool_free(&pool);
    return r;
}
