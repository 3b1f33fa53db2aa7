#include "wangge/work/login.h"

#include "inside.h"
#include "password.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <string.h>

struct account {
    int64_t id; /* 0: unknown */
    char login[40], password[256];
    bool active;
    int64_t waits_until;
};

static enum err read_account(struct work *work, const char *login, struct account *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.login", BINDS(BIND_TEXT("login", login)), &rows, e);

    *out = (struct account){0};
    if (r == ERR_NONE && rows.count > 0) {
        out->id = rows_int(&rows, 0, "id");
        out->active = strcmp(rows_text(&rows, 0, "state"), "active") == 0;
        out->waits_until = rows_int(&rows, 0, "waits_until");
        text_copy(out->login, sizeof out->login, rows_text(&rows, 0, "login"));
        text_copy(out->password, sizeof out->password, rows_text(&rows, 0, "password"));
    }
    pool_free(&pool);
    return r;
}

/* An unknown user's name is not kept: it may be a password that went into the wrong field. */
static struct actor candidate(const struct account *account, const char *from)
{
    struct actor actor = {.user = account->id};
    text_copy(actor.login, sizeof actor.login, account->login);
    text_copy(actor.from, sizeof actor.from, from);
    return actor;
}

/* Counts (a known user's) and audits a try that failed. */
static enum err note_failure(struct work *work, const struct account *account, const struct actor *actor,
                             const char *action, const char *note, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE && account->id != 0 && strcmp(note, "password") == 0)
        r = db_execute(work->db, "account.failed",
                       BINDS(BIND_INT("id", account->id), BIND_INT("most", LOGIN_FAILURES),
                             BIND_INT("until", clock_now() + LOGIN_WAIT)),
                       NULL, e);
    if (r == ERR_NONE)
        r = audit_insert(work, actor, action, "user", account->id, 0, note, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static enum err waiting(const struct account *account, struct error *e)
{
    long minutes = (long)((account->waits_until - clock_now() + 59) / 60);
    return error_set(e, ERR_AGAIN, NULL,
                     _("Too many wrong passwords. Please try again in %ld min, or ask the administrator."), minutes);
}

enum err login_password(struct work *work, const char *login, const char *password, const char *from, struct error *e)
{
    struct account account;
    enum err r = read_account(work, login, &account, e);
    if (r != ERR_NONE)
        return r;

    struct actor actor = candidate(&account, from);
    if (account.waits_until > clock_now()) {
        r = note_failure(work, &account, &actor, "login", "waiting", e);
        return r == ERR_NONE ? waiting(&account, e) : r;
    }
    bool matches = password_matches(account.password, password);
    mem_wipe(account.password, sizeof account.password);
    if (matches && account.active)
        return ERR_NONE;
    const char *note = account.id == 0 ? "unknown user" : !account.active ? "disabled" : "password";
    r = note_failure(work, &account, &actor, "login", note, e);
    return r == ERR_NONE ? error_set(e, ERR_DENIED, NULL, _("User name or password are wrong.")) : r;
}

enum err login_key_known(struct work *work, const char *login, const char *key_base64, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.key_known",
                          BINDS(BIND_TEXT("login", login), BIND_TEXT("blob", key_base64)), &rows, e);

    work->key = 0;
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_DENIED, NULL, _("This key is not known here."));
    if (r == ERR_NONE)
        work->key = rows_int(&rows, 0, "id");
    pool_free(&pool);
    return r;
}

enum err login_done(struct work *work, const char *login, const char *from, const char *how, struct error *e)
{
    struct account account;
    enum err r = read_account(work, login, &account, e);
    struct actor actor = candidate(&account, from);
    int64_t key = strcmp(how, "key") == 0 ? work->key : 0;

    if (r == ERR_NONE && (account.id == 0 || !account.active))
        r = error_set(e, ERR_DENIED, NULL, _("User name or password are wrong."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.succeeded", BINDS(BIND_INT("id", account.id), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE && key != 0)
        r = db_execute(work->db, "account.key_used", BINDS(BIND_INT("id", key), BIND_INT("at", clock_now())), NULL, e);
    if (r == ERR_NONE)
        r = audit_insert(work, &actor, "login", "user", account.id, 1, how, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

/* The old password, counted like a login: an open terminal is no place to guess it. */
static enum err check_old(struct work *work, const struct account *account, const char *old, struct error *e)
{
    if (work->actor.must_change)
        return ERR_NONE;
    if (account->waits_until > clock_now())
        return waiting(account, e);
    if (password_matches(account->password, old))
        return ERR_NONE;
    enum err r = note_failure(work, account, &work->actor, "password", "password", e);
    return r == ERR_NONE ? error_set(e, ERR_INVALID, "old", _("The old password is wrong.")) : r;
}

enum err password_change(struct work *work, const char *old, const char *fresh, struct error *e)
{
    struct account account;
    char hash[256] = "";
    enum err r = read_account(work, work->actor.login, &account, e);

    if (r == ERR_NONE && account.id == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such user."));
    if (r == ERR_NONE)
        r = check_old(work, &account, old, e);
    if (r == ERR_NONE)
        r = password_policy(work->actor.login, fresh, e);
    if (r == ERR_NONE && password_matches(account.password, fresh))
        r = error_set(e, ERR_INVALID, "password", _("The new password must not be the old one."));
    if (r == ERR_NONE)
        r = password_hash(fresh, hash, e);
    mem_wipe(account.password, sizeof account.password);
    if (r != ERR_NONE)
        return r;

    r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.password",
                       BINDS(BIND_INT("id", account.id), BIND_TEXT("password", hash), BIND_INT("must_change", 0),
                             BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                       NULL, e);
    r = audit_end(work, r, "password", "user", account.id, "change", e);
    if (r == ERR_NONE)
        work->actor.must_change = false;
    return r;
}
