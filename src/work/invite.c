#include "wangge/work/invite.h"

#include "inside.h"
#include "key.h"
#include "login_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/digest.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/seal.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LETTERS     16 /* of 31: 79 bits */
#define GROUP       4
#define DAY_SECONDS 86400

/* Without those that are read for one another. Every byte below 248 is as likely to give one as another. */
static void make_code(char out[INVITE_ROOM])
{
    static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* 31 */
    unsigned char dice = 0;
    size_t n = 0;
    for (int i = 0; i < LETTERS; i++) {
        do
            random_bytes(&dice, 1);
        while (dice >= 248);
        if (i > 0 && i % GROUP == 0)
            out[n++] = '-';
        out[n++] = alphabet[dice % (sizeof alphabet - 1)];
    }
    out[n] = '\0';
}

/* The digest of login and code; false for what is no code at all. */
static bool digest_of(const char *login, const char *typed, char out[SHA256_TEXT])
{
    char text[40 + 1 + LETTERS + 1];
    int n = snprintf(text, 42, "%.40s\n", login);
    int letters = 0;
    for (; *typed != '\0'; typed++) {
        char c = *typed >= 'A' && *typed <= 'Z' ? (char)(*typed - 'A' + 'a') : *typed;
        if (c == ' ' || c == '-')
            continue;
        if (letters++ >= LETTERS)
            return false;
        text[n++] = c;
    }
    text[n] = '\0';
    seal_digest("invite", text, out);
    mem_wipe(text, sizeof text);
    return letters == LETTERS;
}

static enum err insert(struct work *work, int64_t account, const char *login, const char *code, int64_t expires,
                       int64_t *id, struct error *e)
{
    char digest[SHA256_TEXT];
    digest_of(login, code, digest);
    enum err r = db_execute(
        work->db, "invite.withdraw_open",
        BINDS(BIND_INT("account", account), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())), NULL, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "invite", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "invite.insert",
                       BINDS(BIND_INT("id", *id), BIND_INT("account", account), BIND_TEXT("digest", digest),
                             BIND_INT("by", work->actor.user), BIND_INT("at", clock_now()),
                             BIND_INT("expires", expires)),
                       NULL, e);
    return r;
}

/* The login of an active user in the actor's range. */
static enum err read_login(struct work *work, int64_t account, char login[40], struct error *e)
{
    struct record *record = record_new();
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)account);
    enum err r = user_read(work, number, record, e);
    if (r == ERR_NONE && strcmp(record_get(record, "state"), "active") != 0)
        r = error_set(e, ERR_STATE, NULL, _("%s is disabled: enable the user first."), record_get(record, "login"));
    text_copy(login, 40, record_get(record, "login"));
    record_free(&record);
    return r;
}

enum err invite_make(struct work *work, int64_t account, char code[INVITE_ROOM], int64_t *id, int64_t *expires_at,
                     struct error *e)
{
    char login[40];
    int64_t made = 0, expires = clock_now() + setting_number(work, SETTING_INVITE_DAYS) * DAY_SECONDS;
    enum err r = right_need(work, "user.invite", e);

    make_code(code);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_login(work, account, login, e);
    if (r == ERR_NONE)
        r = user_proof_is_theirs(work, account, e);
    if (r == ERR_NONE)
        r = insert(work, account, login, code, expires, &made, e);
    if (r == ERR_NONE)
        r = user_tell_proof(work, account, N_("An invite that binds a login key was made for you"), e);
    r = audit_end(work, r, "user.invite", "user", account, "make", e);
    if (r != ERR_NONE)
        mem_wipe(code, INVITE_ROOM);
    if (r == ERR_NONE && id != NULL)
        *id = made;
    if (r == ERR_NONE && expires_at != NULL)
        *expires_at = expires;
    return r;
}

enum err invite_list(struct work *work, struct pool *pool, int64_t account, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "user.invite", &range, e);

    today_text(today);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "invite.list",
                     BINDS(BIND_INT("account", account), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_TEXT("today", today), BIND_INT("now", clock_now())),
                     out, e);
    if (r == ERR_NONE) {
        rows_iso(pool, out, "made_at");
        rows_iso(pool, out, "expires_at");
        rows_iso(pool, out, "used_at");
    }
    return r;
}

enum err invite_withdraw(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t changed = 0, account = 0;
    enum err r = right_need(work, "user.invite", e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "invite.account", BINDS(BIND_INT("id", id)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such invite."));
    if (r == ERR_NONE)
        account = rows_int(&rows, 0, "account");
    if (r == ERR_NONE)
        r = user_in_scope(work, account, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "invite.withdraw",
                       BINDS(BIND_INT("id", id), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("The invite was used, withdrawn or is over already."));
    pool_free(&pool);
    return audit_end(work, r, "user.invite", "user", account, "withdraw", e);
}

enum err invite_open(struct work *work, const char *login, bool *open, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "invite.open", BINDS(BIND_TEXT("login", login), BIND_INT("now", clock_now())),
                          &rows, e);
    *open = r == ERR_NONE && rows.count > 0;
    pool_free(&pool);
    return r;
}

/* The invite of that code, 0 for none. */
static enum err find(struct work *work, const struct account *account, const char *code, int64_t *id, struct error *e)
{
    char digest[SHA256_TEXT] = ""; /* of what is no code: looked for all the same, it takes as long */
    struct pool *pool = pool_new();
    struct rows rows = {0};
    bool is_code = digest_of(account->login, code, digest);
    enum err r = db_query(
        work->db, pool, "invite.find",
        BINDS(BIND_TEXT("digest", digest), BIND_INT("account", account->id), BIND_INT("now", clock_now())), &rows, e);
    *id = r == ERR_NONE && is_code && rows.count > 0 ? rows_int(&rows, 0, "id") : 0;
    pool_free(&pool);
    return r;
}

/* In one transaction, in the name of the account: key, invite, audit. */
static enum err bind_key(struct work *work, const struct account *account, const struct actor *actor, int64_t id,
                         const struct public_key *key, struct error *e)
{
    const struct actor before = work->actor;
    int64_t changed = 0;
    enum err r = db_begin(work->db, e);
    work->actor = *actor;
    if (r == ERR_NONE)
        r = user_key_insert(work, account->id, key, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "invite.use",
                       BINDS(BIND_INT("id", id), BIND_INT("at", clock_now()), BIND_TEXT("from", actor->from),
                             BIND_TEXT("fingerprint", key->fingerprint)),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_DENIED, NULL, _("This code is wrong or over. Ask the administrator for a new one."));
    if (r == ERR_NONE)
        r = audit_insert(work, actor, "user.key", "user", account->id, 1, "invite", e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    work->actor = before;
    return r;
}

enum err invite_take(struct work *work, const char *login, const char *code, const char *key_line, const char *from,
                     char *fingerprint, struct error *e)
{
    struct account account;
    struct public_key key;
    int64_t id = 0;
    enum err r = login_account(work, login, from, &account, e);
    if (r != ERR_NONE)
        return r;

    mem_wipe(account.password, sizeof account.password);
    const struct actor actor = login_candidate(&account, from);
    if (account.waits_until > clock_now()) {
        r = login_note_failure(work, &account, &actor, "login", "waiting", e);
        return r == ERR_NONE ? login_waiting(&account, e) : r;
    }
    r = find(work, &account, code, &id, e);
    if (r == ERR_NONE && (id == 0 || !account.active)) {
        const char *note = account.id == 0 ? "unknown user" : !account.active ? "disabled" : "invite";
        r = login_note_failure(work, &account, &actor, "login", note, e);
        return r == ERR_NONE ? error_set(e, ERR_DENIED, NULL,
                                         _("This code is wrong or over. Ask the administrator for a new one."))
                             : r;
    }
    if (r == ERR_NONE)
        r = public_key_parse(key_line, &key, e);
    if (r == ERR_NONE)
        r = bind_key(work, &account, &actor, id, &key, e);
    if (r == ERR_NONE && fingerprint != NULL)
        snprintf(fingerprint, KEY_FINGERPRINT, "%s", key.fingerprint);
    return r;
}
