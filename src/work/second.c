/* The second factor as its owner and the security administrator keep it. */
#include "inside.h"
#include "password.h"
#include "second_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/digest.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/seal.h"
#include "wangge/db/db.h"
#include "wangge/work/access.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define RIGHT "user.second"

/* Who has to set up a code has no other right until then, and needs none for it. */
static enum err need_own(struct work *work, struct error *e)
{
    if (work->actor.user == 0)
        return error_set(e, ERR_DENIED, NULL, _("A code belongs to a user: log in as the one who is to have it."));
    return work->actor.must_second && !work->actor.must_change ? ERR_NONE : right_need(work, RIGHT, e);
}

static enum err need_others(struct work *work, int64_t account, struct error *e)
{
    enum err r = right_need(work, RIGHT, e);
    if (r == ERR_NONE && right_scope(work, RIGHT) != SCOPE_ALL)
        r = error_set(e, ERR_DENIED, NULL, _("You may look at your own second factor only."));
    return r == ERR_NONE ? user_in_scope(work, account, e) : r;
}

static enum err has_password(struct work *work, int64_t account, bool *has, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "second.account", BINDS(BIND_INT("id", account)), &rows, e);
    *has = r == ERR_NONE && rows.count > 0 && *rows_text(&rows, 0, "password") != '\0';
    pool_free(&pool);
    return r;
}

enum err second_is_due(struct work *work, int64_t account, bool *due, struct error *e)
{
    bool second = false, after_key = false, password = false;
    struct second_row row = {0};
    enum err r = second_roles(work, account, &second, &after_key, e);

    *due = false;
    if (r != ERR_NONE || !(second || after_key))
        return r;
    r = second_read(work, account, &row, e);
    mem_wipe(row.secret, sizeof row.secret);
    if (r == ERR_NONE && row.confirmed_at == 0 && !second)
        r = has_password(work, account, &password, e); /* else a key is followed by nothing that could be right */
    *due = r == ERR_NONE && row.confirmed_at == 0 && !password;
    return r;
}

static void iso_or_nothing(int64_t instant, char out[32])
{
    char iso[DATE_ISO] = "";
    if (instant != 0)
        instant_iso(instant, iso);
    snprintf(out, 32, "%s", iso);
}

enum err second_state(struct work *work, int64_t account, struct second *out, struct error *e)
{
    struct second_row row = {0};
    bool second = false, after_key = false;
    enum err r = account == work->actor.user ? need_own(work, e) : need_others(work, account, e);

    *out = (struct second){0};
    if (r == ERR_NONE)
        r = second_read(work, account, &row, e);
    if (r == ERR_NONE)
        r = second_roles(work, account, &second, &after_key, e);
    if (r == ERR_NONE)
        r = second_left(work, account, &out->recovery_left, e);
    out->set_up = row.confirmed_at != 0;
    out->needed = second;
    out->failures = (int)row.failures;
    iso_or_nothing(row.confirmed_at, out->since);
    iso_or_nothing(row.waits_until > clock_now() ? row.waits_until : 0, out->waits_until);
    mem_wipe(row.secret, sizeof row.secret);
    return r;
}

static enum err need_none_in_use(struct work *work, int64_t account, struct error *e)
{
    struct second_row row = {0};
    enum err r = second_read(work, account, &row, e);
    if (r == ERR_NONE && row.confirmed_at != 0)
        r = error_set(e, ERR_STATE, NULL, _("A code is set up already: remove it first."));
    mem_wipe(row.secret, sizeof row.secret);
    return r;
}

static enum err keep_secret(struct work *work, int64_t account, const uint8_t secret[TOTP_SECRET], struct error *e)
{
    struct buffer sealed = {0};
    char owner[24];
    snprintf(owner, sizeof owner, "%lld", (long long)account);
    seal("totp", owner, secret, TOTP_SECRET, &sealed);
    enum err r = db_execute(work->db, "second.begin",
                            BINDS(BIND_INT("account", account), BIND_TEXT("secret", buffer_text(&sealed))), NULL, e);
    buffer_free(&sealed);
    return r;
}

enum err second_begin(struct work *work, struct second_secret *out, struct error *e)
{
    uint8_t secret[TOTP_SECRET];
    int64_t me = work->actor.user;
    enum err r = need_own(work, e);

    *out = (struct second_secret){0};
    random_bytes(secret, sizeof secret);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = need_none_in_use(work, me, e);
    if (r == ERR_NONE)
        r = keep_secret(work, me, secret, e);
    r = audit_end(work, r, RIGHT, "user", me, "begin", e);
    if (r == ERR_NONE) {
        base32_text(secret, sizeof secret, out->key);
        totp_uri(SECOND_ISSUER, work->actor.login, secret, sizeof secret, out->uri);
    }
    mem_wipe(secret, sizeof secret);
    return r;
}

/* "xxxxx-xxxxx" of letters and digits that are not read for one another. */
static void make_recovery(char out[RECOVERY_ROOM])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    size_t n = 0;
    for (int i = 0; i < RECOVERY_LETTERS;) {
        unsigned char die;
        random_bytes(&die, 1);
        if (die >= 248) /* 8 * 31: none is likelier than another */
            continue;
        if (i == RECOVERY_LETTERS / 2)
            out[n++] = '-';
        out[n++] = letters[die % (sizeof letters - 1)];
        i++;
    }
    out[n] = '\0';
}

static enum err make_recoveries(struct work *work, int64_t account, char codes[RECOVERY_CODES][RECOVERY_ROOM],
                                struct error *e)
{
    char digest[SHA256_TEXT];
    enum err r = db_execute(work->db, "second.recovery_remove", BINDS(BIND_INT("account", account)), NULL, e);
    for (int i = 0; i < RECOVERY_CODES; i++) {
        make_recovery(codes[i]);
        if (r == ERR_NONE && recovery_digest(account, codes[i], digest))
            r = db_execute(work->db, "second.recovery_insert",
                           BINDS(BIND_INT("account", account), BIND_TEXT("digest", digest)), NULL, e);
    }
    return r;
}

enum err second_confirm(struct work *work, const char *code, char codes[RECOVERY_CODES][RECOVERY_ROOM], struct error *e)
{
    struct second_row row = {0};
    int64_t me = work->actor.user, step = -1, changed = 0;
    enum err r = need_own(work, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = need_none_in_use(work, me, e);
    if (r == ERR_NONE)
        r = second_read(work, me, &row, e);
    if (r == ERR_NONE && !row.has_secret)
        r = error_set(e, ERR_STATE, NULL, _("Begin to set up a code first."));
    if (r == ERR_NONE)
        step = totp_find(row.secret, TOTP_SECRET, clock_now(), 0, code);
    if (r == ERR_NONE && step < 0)
        r = error_set(e, ERR_INVALID, "code",
                      _("This is not the code of now. Is the clock of the telephone right? Type the next one."));
    if (r == ERR_NONE)
        r = db_execute(work->db, "second.confirm",
                       BINDS(BIND_INT("account", me), BIND_INT("at", clock_now()), BIND_INT("step", step)), &changed,
                       e);
    if (r == ERR_NONE)
        r = make_recoveries(work, me, codes, e);
    r = audit_end(work, r, RIGHT, "user", me, "set up", e);
    if (r == ERR_NONE)
        work->actor.must_second = false;
    else
        mem_wipe(codes, RECOVERY_CODES * RECOVERY_ROOM);
    mem_wipe(row.secret, sizeof row.secret);
    return r;
}

static enum err take_away(struct work *work, int64_t account, struct error *e)
{
    enum err r = db_execute(work->db, "second.remove", BINDS(BIND_INT("account", account)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "second.recovery_remove", BINDS(BIND_INT("account", account)), NULL, e);
    return r;
}

/* What was said wrong at login is said of the field here. */
static enum err as_field(enum err r, const char *field, const char *sentence, struct error *e)
{
    return r == ERR_DENIED ? error_set(e, ERR_INVALID, field, "%s", sentence) : r;
}

enum err second_remove(struct work *work, const char *password, const char *code, struct error *e)
{
    struct second now = {0};
    int64_t me = work->actor.user;
    bool has = false;
    enum err r = second_state(work, me, &now, e);

    if (r == ERR_NONE && !now.set_up)
        r = error_set(e, ERR_STATE, NULL, _("No code is set up."));
    if (r == ERR_NONE)
        r = has_password(work, me, &has, e);
    if (r == ERR_NONE && has) /* who came with an invite and a key may have none */
        r = as_field(login_password_too(work, work->actor.login, password, work->actor.from, e), "password",
                     _("The password is wrong."), e);
    if (r == ERR_NONE)
        r = as_field(login_code(work, work->actor.login, code, work->actor.from, NULL, e), "code",
                     _("The code is wrong or was used already."), e);
    if (r != ERR_NONE)
        return r;
    r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = take_away(work, me, e);
    return audit_end(work, r, RIGHT, "user", me, "remove", e);
}

enum err second_reset(struct work *work, int64_t account, struct error *e)
{
    enum err r = need_others(work, account, e);

    if (r == ERR_NONE && account == work->actor.user)
        r = error_set(e, ERR_DENIED, NULL, _("Your own is reset by another security administrator."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = take_away(work, account, e);
    if (r == ERR_NONE)
        r = user_tell_proof(work, account, N_("Your verification code was reset"), e);
    if (r == ERR_NONE)
        r = access_changed(work, account, e);
    return audit_end(work, r, RIGHT, "user", account, "reset", e);
}
