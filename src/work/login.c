#include "wangge/work/login.h"

#include "inside.h"
#include "login_inside.h"
#include "password.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <string.h>

#define KNOWN_PLACE (90 * INT64_C(86400)) /* seconds that a place is remembered */

enum err login_account(struct work *work, const char *login, const char *from, struct account *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.proof",
                          BINDS(BIND_TEXT("login", login), BIND_TEXT("source", from == NULL ? "" : from),
                                BIND_INT("since", clock_now() - KNOWN_PLACE)),
                          &rows, e);

    *out = (struct account){0};
    if (r == ERR_NONE && rows.count > 0) {
        out->id = rows_int(&rows, 0, "id");
        out->active = strcmp(rows_text(&rows, 0, "state"), "active") == 0;
        out->known_here = rows_int(&rows, 0, "known_here") != 0;
        out->waits_until = rows_int(&rows, 0, "waits_until");
        out->password_at = rows_int(&rows, 0, "password_at");
        text_copy(out->login, sizeof out->login, rows_text(&rows, 0, "login"));
        text_copy(out->password, sizeof out->password, rows_text(&rows, 0, "password"));
    }
    pool_free(&pool);
    return r;
}

struct actor login_candidate(const struct account *account, const char *from)
{
    struct actor actor = {.user = account->id};
    text_copy(actor.login, sizeof actor.login, account->login);
    text_copy(actor.from, sizeof actor.from, from);
    return actor;
}

enum err login_note_failure(struct work *work, const struct account *account, const struct actor *actor,
                            const char *action, const char *note, struct error *e)
{
    int64_t most = setting_number(work, SETTING_LOGIN_FAILURES);
    int64_t until = clock_now() + setting_number(work, SETTING_LOGIN_WAIT);
    bool counts = account->id != 0 && (strcmp(note, "password") == 0 || strcmp(note, "invite") == 0);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE && counts && account->known_here)
        r = db_execute(work->db, "login_place.failed",
                       BINDS(BIND_INT("account", account->id), BIND_TEXT("source", actor->from), BIND_INT("most", most),
                             BIND_INT("until", until)),
                       NULL, e);
    else if (r == ERR_NONE && counts)
        r = db_execute(work->db, "account.failed",
                       BINDS(BIND_INT("id", account->id), BIND_INT("most", most), BIND_INT("until", until)), NULL, e);
    if (r == ERR_NONE)
        r = audit_insert(work, actor, action, "user", account->id, 0, note, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err login_waiting(const struct account *account, struct error *e)
{
    long minutes = (long)((account->waits_until - clock_now() + 59) / 60);
    return error_set(e, ERR_AGAIN, NULL,
                     _("Too many wrong passwords. Please try again in %ld min, or ask the administrator."), minutes);
}

enum err login_password(struct work *work, const char *login, const char *password, const char *from, struct error *e)
{
    struct account account;
    enum err r = login_account(work, login, from, &account, e);
    if (r != ERR_NONE)
        return r;

    struct actor actor = login_candidate(&account, from);
    bool matches = password_matches(account.password, password); /* of one that waits, too: time tells nobody apart */
    mem_wipe(account.password, sizeof account.password);
    if (account.waits_until > clock_now()) {
        r = login_note_failure(work, &account, &actor, "login", "waiting", e);
        return r == ERR_NONE ? login_waiting(&account, e) : r;
    }
    if (matches && account.active)
        return ERR_NONE;
    const char *note = account.id == 0 ? "unknown user" : !account.active ? "disabled" : "password";
    r = login_note_failure(work, &account, &actor, "login", note, e);
    return r == ERR_NONE ? error_set(e, ERR_DENIED, NULL, _("User name or password are wrong.")) : r;
}

bool login_known_here(struct work *work, const char *login, const char *from)
{
    struct account account;
    struct error e;
    bool known = login_account(work, login, from, &account, &e) == ERR_NONE && account.known_here;
    mem_wipe(account.password, sizeof account.password);
    return known;
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
    enum err r = login_account(work, login, from, &account, e);
    struct actor actor = login_candidate(&account, from);
    int64_t key = strncmp(how, "key", 3) == 0 || strncmp(how, "invite", 6) == 0 ? work->key : 0, used = 0;

    if (r == ERR_NONE && (account.id == 0 || !account.active))
        r = error_set(e, ERR_DENIED, NULL, _("User name or password are wrong."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.succeeded", BINDS(BIND_INT("id", account.id), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "login_place.forget",
                       BINDS(BIND_INT("account", account.id), BIND_INT("before", clock_now() - KNOWN_PLACE)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "login_place.seen",
                       BINDS(BIND_INT("account", account.id), BIND_TEXT("source", from), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE && key != 0)
        r = db_execute(work->db, "account.key_used", BINDS(BIND_INT("id", key), BIND_INT("at", clock_now())), &used, e);
    if (r == ERR_NONE && key != 0 && used == 0) /* removed meanwhile */
        r = error_set(e, ERR_DENIED, NULL, _("This key is not known here."));
    if (r == ERR_NONE)
        r = audit_insert(work, &actor, "login", "user", account.id, 1, how, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    work->key = r == ERR_NONE ? key : 0;
    if (r == ERR_NONE && strstr(how, "password") != NULL && work->actor.user == account.id)
        work->actor.password_aged = password_is_aged(work, account.password_at);
    work->actor.must_change |= work->actor.password_aged;
    return r;
}

/* The old password, counted like a login: an open terminal is no place to guess it. */
static enum err check_old(struct work *work, const struct account *account, const char *old, struct error *e)
{
    if (work->actor.must_change)
        return ERR_NONE;
    if (account->waits_until > clock_now())
        return login_waiting(account, e);
    if (password_matches(account->password, old))
        return ERR_NONE;
    enum err r = login_note_failure(work, account, &work->actor, "password", "password", e);
    return r == ERR_NONE ? error_set(e, ERR_INVALID, "old", _("The old password is wrong.")) : r;
}

enum err password_change(struct work *work, const char *old, const char *fresh, struct error *e)
{
    struct account account;
    char hash[256] = "";
    enum err r = login_account(work, work->actor.login, work->actor.from, &account, e);

    if (r == ERR_NONE && account.id == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such user."));
    if (r == ERR_NONE)
        r = check_old(work, &account, old, e);
    if (r == ERR_NONE)
        r = password_is_fresh(work, account.id, account.login, account.password, fresh, e);
    if (r == ERR_NONE)
        r = password_hash(fresh, hash, e);
    mem_wipe(account.password, sizeof account.password);
    if (r != ERR_NONE)
        return r;

    r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = password_put(work, account.id, hash, true, e);
    r = audit_end(work, r, "password", "user", account.id, "change", e);
    if (r == ERR_NONE)
        work->actor.must_change = work->actor.password_aged = false;
    return r;
}
