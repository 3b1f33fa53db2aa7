/* What login asks after a first proof, and whether the answer is right. */
#include "inside.h"
#include "password.h"
#include "second_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/digest.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/seal.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static bool open_secret(int64_t account, const char *sealed, uint8_t secret[TOTP_SECRET])
{
    struct buffer plain = {0};
    char owner[24];
    snprintf(owner, sizeof owner, "%lld", (long long)account);
    bool good = unseal("totp", owner, sealed, &plain) && plain.length == TOTP_SECRET;
    if (good)
        memcpy(secret, plain.data, TOTP_SECRET);
    else
        log_error("the second factor of account %s was sealed with another secret: it has to be reset", owner);
    if (plain.data != NULL)
        mem_wipe(plain.data, plain.length);
    buffer_free(&plain);
    return good;
}

enum err second_read(struct work *work, int64_t account, struct second_row *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "second.read", BINDS(BIND_INT("account", account)), &rows, e);

    *out = (struct second_row){0};
    if (r == ERR_NONE && rows.count > 0) {
        const char *sealed = rows_text(&rows, 0, "secret");
        out->confirmed_at = rows_int(&rows, 0, "confirmed_at");
        out->last_step = rows_int(&rows, 0, "last_step");
        out->failures = rows_int(&rows, 0, "failures");
        out->waits_until = rows_int(&rows, 0, "waits_until");
        out->has_secret = *sealed != '\0' && open_secret(account, sealed, out->secret);
    }
    pool_free(&pool);
    return r;
}

enum err second_roles(struct work *work, int64_t account, bool *second, bool *after_key, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    enum err r = ERR_NONE;

    *second = *after_key = false;
    bool any = *setting_text(work, pool, SETTING_LOGIN_SECOND) != '\0' ||
               *setting_text(work, pool, SETTING_LOGIN_AFTER_KEY) != '\0';
    today_text(today);
    if (any)
        r = db_query(work->db, pool, "second.roles", BINDS(BIND_INT("account", account), BIND_TEXT("today", today)),
                     &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *role = rows_text(&rows, i, "role");
        *second = *second || setting_names(work, SETTING_LOGIN_SECOND, role);
        *after_key = *after_key || setting_names(work, SETTING_LOGIN_AFTER_KEY, role);
    }
    pool_free(&pool);
    return r;
}

bool recovery_digest(int64_t account, const char *typed, char *out)
{
    char word[48];
    size_t n = 0;
    int used = snprintf(word, sizeof word, "%lld:", (long long)account);
    for (; *typed != '\0'; typed++) {
        if (*typed == '-' || *typed == ' ')
            continue;
        if (n == RECOVERY_LETTERS)
            return false;
        word[used + (int)n++] = (char)(*typed >= 'A' && *typed <= 'Z' ? *typed - 'A' + 'a' : *typed);
    }
    word[used + (int)n] = '\0';
    if (n == RECOVERY_LETTERS)
        seal_digest("recovery", word, out);
    mem_wipe(word, sizeof word);
    return n == RECOVERY_LETTERS;
}

enum err second_left(struct work *work, int64_t account, int *left, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "second.recovery_left", BINDS(BIND_INT("account", account)), &rows, e);
    *left = r == ERR_NONE ? (int)rows_int(&rows, 0, "n") : 0;
    pool_free(&pool);
    return r;
}

/* Within a transaction: is it a code of the account that was not used yet? Then it is used up. *left as login_code. */
static enum err take_code(struct work *work, int64_t account, const struct second_row *row, const char *typed,
                          bool *right, int *left, struct error *e)
{
    char digest[SHA256_TEXT];
    int64_t changed = 0;
    enum err r = ERR_NONE;
    int64_t step = row->has_secret ? totp_find(row->secret, TOTP_SECRET, clock_now(), row->last_step, typed) : -1;

    *left = -1;
    if (step >= 0)
        r = db_execute(work->db, "second.step", BINDS(BIND_INT("account", account), BIND_INT("step", step)), &changed,
                       e);
    else if (recovery_digest(account, typed, digest)) {
        r = db_execute(work->db, "second.recovery_use",
                       BINDS(BIND_INT("account", account), BIND_TEXT("digest", digest), BIND_INT("at", clock_now())),
                       &changed, e);
        if (r == ERR_NONE && changed > 0)
            r = second_left(work, account, left, e);
    }
    *right = changed > 0;
    return r;
}

struct proving {
    struct actor actor; /* not work's yet */
    bool active;
    char password[256];
    struct second_row row;
};

static enum err read_proving(struct work *work, const char *login, const char *from, struct proving *out,
                             struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.login", BINDS(BIND_TEXT("login", login)), &rows, e);

    *out = (struct proving){0};
    text_copy(out->actor.from, sizeof out->actor.from, from);
    if (r == ERR_NONE && rows.count > 0) {
        out->actor.user = rows_int(&rows, 0, "id");
        out->active = strcmp(rows_text(&rows, 0, "state"), "active") == 0;
        text_copy(out->actor.login, sizeof out->actor.login, rows_text(&rows, 0, "login"));
        text_copy(out->password, sizeof out->password, rows_text(&rows, 0, "password"));
        r = second_read(work, out->actor.user, &out->row, e);
    }
    pool_free(&pool);
    if (r == ERR_NONE && out->actor.user == 0)
        r = error_set(e, ERR_DENIED, NULL, _("User name or password are wrong."));
    return r;
}

enum err login_asks(struct work *work, const char *login, const char *proved, enum login_ask *out, struct error *e)
{
    struct proving p;
    bool second = false, after_key = false;
    enum err r = read_proving(work, login, "", &p, e);
    bool has = p.row.confirmed_at != 0;

    *out = LOGIN_ASK_NOTHING;
    if (r == ERR_NONE)
        r = second_roles(work, p.actor.user, &second, &after_key, e);
    bool named = second || after_key;
    if (strcmp(proved, "password") == 0)
        *out = has ? LOGIN_ASK_CODE : LOGIN_ASK_NOTHING;
    else if (named && has)
        *out = LOGIN_ASK_CODE;
    else if (named && strcmp(proved, "key") == 0) /* an invite's code has been the second proof */
        *out = LOGIN_ASK_PASSWORD;
    mem_wipe(&p, sizeof p);
    return r;
}

/* Counts and audits; the end of the transaction. Returns r, or ERR_DENIED for an answer that is not right. */
static enum err settle(struct work *work, const struct proving *p, enum err r, bool right, const char *note,
                       struct error *e)
{
    int64_t account = p->actor.user;
    if (r == ERR_NONE && right)
        r = db_execute(work->db, "second.succeeded", BINDS(BIND_INT("account", account)), NULL, e);
    if (r == ERR_NONE && !right)
        r = db_execute(work->db, "second.failed",
                       BINDS(BIND_INT("account", account),
                             BIND_INT("most", setting_number(work, SETTING_LOGIN_FAILURES)),
                             BIND_INT("until", clock_now() + setting_number(work, SETTING_LOGIN_WAIT))),
                       NULL, e);
    if (r == ERR_NONE && !right)
        r = audit_insert(work, &p->actor, "login", "user", account, 0, note, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (r == ERR_NONE && !right)
        r = error_set(e, ERR_DENIED, "code", _("The code is wrong or was used already."));
    return r;
}

/* ERR_AGAIN, after an audit row, while the account waits. */
static enum err need_no_wait(struct work *work, const struct proving *p, struct error *e)
{
    long minutes = (long)((p->row.waits_until - clock_now() + 59) / 60);
    if (p->row.waits_until <= clock_now())
        return ERR_NONE;
    enum err r = audit_insert(work, &p->actor, "login", "user", p->actor.user, 0, "waiting", e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r != ERR_NONE
               ? r
               : error_set(e, ERR_AGAIN, NULL,
                           _("Too many wrong codes. Please try again in %ld min, or ask the administrator."), minutes);
}

enum err login_code(struct work *work, const char *login, const char *typed, const char *from, int *left,
                    struct error *e)
{
    struct proving p = {0};
    bool right = false;
    int recovery = -1;
    enum err r = db_begin(work->db, e); /* before the reading: two answers at once are one after the other */

    if (r == ERR_NONE)
        r = read_proving(work, login, from, &p, e);
    if (r == ERR_NONE)
        r = need_no_wait(work, &p, e);
    if (r == ERR_NONE && p.active && p.row.confirmed_at != 0)
        r = take_code(work, p.actor.user, &p.row, typed, &right, &recovery, e);
    if (r == ERR_NONE)
        r = settle(work, &p, r, right, "code", e);
    db_rollback(work->db);
    if (left != NULL)
        *left = recovery;
    mem_wipe(&p, sizeof p);
    return r;
}

enum err login_password_too(struct work *work, const char *login, const char *password, const char *from,
                            struct error *e)
{
    struct proving p = {0};
    enum err r = read_proving(work, login, from, &p, e);
    bool right = r == ERR_NONE && password_matches(p.password, password) && p.active;

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = second_read(work, p.actor.user, &p.row, e);
    if (r == ERR_NONE)
        r = need_no_wait(work, &p, e);
    if (r == ERR_NONE)
        r = settle(work, &p, r, right, "password after a key", e);
    db_rollback(work->db);
    mem_wipe(&p, sizeof p);
    return r;
}
