/* The public keys that users log in with, and when they did. */
#include "inside.h"
#include "key.h"
#include "login_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>

/* Everybody manages own keys; those of others need the right for all. */
static enum err need_key_right(struct work *work, int64_t id, struct error *e)
{
    enum err r = right_need(work, "user.key", e);
    if (r == ERR_NONE && id != work->actor.user && right_scope(work, "user.key") != SCOPE_ALL)
        r = error_set(e, ERR_DENIED, NULL, _("You may change your own keys only: the right %s for all is missing."),
                      "user.key");
    return r;
}

enum err user_key_insert(struct work *work, int64_t id, const struct public_key *key, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows owner = {0};
    int64_t row = 0;
    enum err r = db_query(work->db, pool, "account.key_owner", BINDS(BIND_TEXT("blob", key->blob)), &owner, e);

    if (r == ERR_NONE && owner.count > 0)
        r = error_set(e, ERR_INVALID, "key", _("This key is registered already; a key serves one user only."));
    if (r == ERR_NONE)
        r = db_next(work->db, "account_key", &row, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.key_insert",
                       BINDS(BIND_INT("id", row), BIND_INT("account", id), BIND_TEXT("type", key->type),
                             BIND_TEXT("blob", key->blob), BIND_TEXT("fingerprint", key->fingerprint),
                             BIND_TEXT("comment", key->comment), BIND_INT("by", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    pool_free(&pool);
    return r;
}

enum err user_key_add(struct work *work, int64_t id, const char *line, char *fingerprint, struct error *e)
{
    struct public_key key;
    enum err r = need_key_right(work, id, e);

    if (r == ERR_NONE)
        r = public_key_parse(line, &key, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = user_proof_is_theirs(work, id, e);
    if (r == ERR_NONE)
        r = user_key_insert(work, id, &key, e);
    if (r == ERR_NONE)
        r = user_tell_proof(work, id, N_("A login key was added to your user"), e);
    r = audit_end(work, r, "user.key", "user", id, "add", e);
    if (r == ERR_NONE && fingerprint != NULL)
        snprintf(fingerprint, KEY_FINGERPRINT, "%s", key.fingerprint);
    return r;
}

enum err user_key_delete(struct work *work, int64_t id, int64_t key, struct error *e)
{
    int64_t changed = 0;
    enum err r = need_key_right(work, id, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.key_delete", BINDS(BIND_INT("id", key), BIND_INT("account", id)), &changed,
                       e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("The user has no such key."));
    if (r == ERR_NONE)
        r = user_tell_proof(work, id, N_("A login key of your user was removed"), e);
    return audit_end(work, r, "user.key", "user", id, "delete", e);
}

enum err user_keys(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "account.keys", BINDS(BIND_INT("account", id)), out, e);
    if (r == ERR_NONE) {
        rows_iso(pool, out, "created_at");
        rows_iso(pool, out, "last_used");
    }
    return r;
}

enum err user_logins(struct work *work, struct pool *pool, int64_t id, int limit, struct rows *out, struct error *e)
{
    enum err r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "account.logins", BINDS(BIND_INT("account", id), BIND_INT("limit", limit)), out,
                     e);
    if (r == ERR_NONE)
        rows_iso(pool, out, "at");
    return r;
}
