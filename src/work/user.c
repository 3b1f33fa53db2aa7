#include "wangge/work/user.h"

#include "inside.h"
#include "login_inside.h"
#include "password.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/access.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/login.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LOGIN_MOST    31
#define REASON_MOST   100
#define PASSWORD_ROOM 32

/* The filter "within" is the scope, narrowed to a subtree. */
static enum err take_within(struct work *work, struct list_query *query, struct scope_range *range, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows area = {0};
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < query->filter_count;) {
        if (strcmp(query->filters[i].field, "within") != 0) {
            i++;
            continue;
        }
        r = area_find(work, pool, query->filters[i].value, &area, e);
        if (r == ERR_NONE) {
            struct scope_range below = *range;
            area_range(rows_text(&area, 0, "path"), below.lo, below.hi);
            range_narrow(range, &below);
            query->filters[i] = query->filters[--query->filter_count];
        }
    }
    pool_free(&pool);
    return r;
}

enum err user_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                   int64_t *total, struct error *e)
{
    struct scope_range range;
    struct list_query asked = *query;
    char today[DATE_TEXT];
    enum err r = right_range(work, "user.read", &range, e);

    if (r == ERR_NONE)
        r = take_within(work, &asked, &range, e);
    if (r != ERR_NONE)
        return r;
    today_text(today);
    return list_read(work->db, pool, table_find("user"), NULL, &asked,
                     BINDS(BIND_TEXT("today", today), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_INT("own", range.own), BIND_INT("me", range.me), BIND_INT("now", clock_now())),
                     out, total, e);
}

static enum err read_row(struct work *work, struct pool *pool, const char *login, int64_t id, struct rows *out,
                         struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "user.read", &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    r = db_query(work->db, pool, "user.read",
                 BINDS(BIND_TEXT("login", login), BIND_INT("id", id), BIND_TEXT("today", today),
                       BIND_INT("now", clock_now()), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                       BIND_INT("own", range.own), BIND_INT("me", range.me)),
                 out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such user where you work."));
    return r;
}

enum err user_read(struct work *work, const char *login_or_id, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = read_row(work, pool, login_or_id, id_of(login_or_id), &rows, e);

    if (r == ERR_NONE)
        record_from_row(out, table_find("user"), &rows, 0);
    pool_free(&pool);
    return r;
}

enum err user_in_scope(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = read_row(work, pool, "", id, &rows, e);
    pool_free(&pool);
    return r;
}

/* What a user types to log in, and what other programs write in files: small and plain. */
static enum err check_login(const char *login, struct error *e)
{
    size_t n = strlen(login);
    bool good = n >= 2 && n <= LOGIN_MOST && login[0] >= 'a' && login[0] <= 'z' &&
                strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n && strcmp(login, ROLE_LOCAL) != 0;
    if (good)
        return ERR_NONE;
    return error_set(e, ERR_INVALID, "login",
                     _("A user name has 2 to %d small letters, digits, points or dashes and begins with a letter."),
                     LOGIN_MOST);
}

static enum err check_free(struct work *work, const char *login, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.login", BINDS(BIND_TEXT("login", login)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_INVALID, "login", _("The user name %s is taken."), login);
    pool_free(&pool);
    return r;
}

static enum err insert(struct work *work, const struct record *record, int64_t *id, struct error *e)
{
    char initials[64];
    const char *name = record_get(record, "name");
    enum err r = db_next(work->db, "account", id, e);

    if (r != ERR_NONE)
        return r;
    pinyin_name_initials(name, initials, sizeof initials);
    return db_execute(work->db, "account.insert",
                      BINDS(BIND_INT("id", *id), BIND_TEXT("login", record_get(record, "login")),
                            BIND_TEXT("name", name), BIND_TEXT("initials", initials),
                            BIND_TEXT("phone", record_get(record, "phone")),
                            BIND_TEXT("language", record_get(record, "language")), BIND_TEXT("password", ""),
                            BIND_INT("must_change", 0), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}

enum err user_check(struct work *work, struct record *record, struct error *e)
{
    enum err r = check_record(table_find("user"), record, NULL, NULL, e);
    if (r == ERR_NONE)
        r = check_login(record_get(record, "login"), e);
    return r == ERR_NONE ? check_free(work, record_get(record, "login"), e) : r;
}

enum err user_put(struct work *work, const struct record *record, int64_t *id, struct error *e)
{
    int64_t area = record_int(record, "area");
    enum err r = insert(work, record, id, e);

    if (r == ERR_NONE && (area != 0 || record_get(record, "role")[0] != '\0'))
        r = post_replace(work, *id, record_get(record, "role"), area, e);
    return r;
}

enum err user_add(struct work *work, struct record *record, int64_t *id, struct error *e)
{
    int64_t made = 0;
    enum err r = right_need(work, "user.manage", e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_check(work, record, e);
    if (r == ERR_NONE)
        r = user_put(work, record, &made, e);
    r = audit_end(work, r, "user.manage", "user", made, "add", e);
    if (r == ERR_NONE && id != NULL)
        *id = made;
    return r;
}

/* Name, phone and language; ERR_CONFLICT when the row is another version by now. */
static enum err update(struct work *work, int64_t id, const struct record *record, struct error *e)
{
    char initials[64];
    int64_t changed = 0;
    const char *name = record_get(record, "name");

    pinyin_name_initials(name, initials, sizeof initials);
    enum err r = db_execute(work->db, "account.change",
                            BINDS(BIND_INT("id", id), BIND_INT("version", record_int(record, "version")),
                                  BIND_TEXT("name", name), BIND_TEXT("initials", initials),
                                  BIND_TEXT("phone", record_get(record, "phone")),
                                  BIND_TEXT("language", record_get(record, "language")),
                                  BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                            &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has changed this user meanwhile."));
    return r;
}

enum err user_change(struct work *work, int64_t id, struct record *record, struct error *e)
{
    struct record *before = record_new();
    char number[24];
    enum err r = right_need(work, "user.manage", e);

    snprintf(number, sizeof number, "%lld", (long long)id);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_read(work, number, before, e);
    if (r == ERR_NONE) {
        record_complete(record, before); /* what the caller did not give stays as it is */
        r = check_record(table_find("user"), record, NULL, NULL, e);
    }
    if (r == ERR_NONE)
        r = update(work, id, record, e);
    if (r == ERR_NONE)
        r = post_replace(work, id, record_get(record, "role"), record_int(record, "area"), e);
    r = audit_end(work, r, "user.manage", "user", id, "change", e);
    record_free(&before);
    return r;
}

static enum err set_state(struct work *work, int64_t id, const char *state, const char *reason, struct error *e)
{
    enum err r = right_need(work, "user.manage", e);

    if (r == ERR_NONE && strcmp(state, "active") != 0 && strcmp(state, "disabled") != 0)
        r = error_set(e, ERR_INVALID, "state", _("A user is active or disabled."));
    if (r == ERR_NONE && id == work->actor.user && strcmp(state, "active") != 0)
        r = error_set(e, ERR_STATE, NULL, _("You cannot disable yourself."));
    if (r == ERR_NONE && text_count(reason) > REASON_MOST)
        r = error_set(e, ERR_INVALID, "reason", _("A reason has at most %d characters."), REASON_MOST);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_in_scope(work, id, e);
    if (r == ERR_NONE && strcmp(state, "disabled") == 0)
        r = user_still_watched(work, id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.state",
                       BINDS(BIND_INT("id", id), BIND_TEXT("state", state), BIND_TEXT("reason", reason),
                             BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = access_changed(work, id, e);
    return audit_end(work, r, "user.manage", "user", id, state, e);
}

enum err user_set_state(struct work *work, int64_t id, const char *state, struct error *e)
{
    return set_state(work, id, state, "", e);
}

enum err user_disable(struct work *work, int64_t id, const char *reason, struct error *e)
{
    return set_state(work, id, "disabled", reason, e);
}

/* The policy names the login, so it is read first. */
static enum err check_fresh(struct work *work, int64_t id, const char *fresh, struct error *e)
{
    struct account account = {0};
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = read_row(work, pool, "", id, &rows, e);
    if (r == ERR_NONE)
        r = login_account(work, rows_text(&rows, 0, "login"), NULL, &account, e);
    if (r == ERR_NONE)
        r = password_is_fresh(work, id, account.login, account.password, fresh, e);
    mem_wipe(account.password, sizeof account.password);
    pool_free(&pool);
    return r;
}

enum err user_reset_password(struct work *work, int64_t id, const char *fresh, char *out, struct error *e)
{
    char made[PASSWORD_ROOM] = "", hash[256] = "";
    enum err r = right_need(work, "user.manage", e);

    if (r == ERR_NONE)
        r = fresh == NULL ? ERR_NONE : check_fresh(work, id, fresh, e);
    if (fresh == NULL)
        password_make(made); /* random, and for one time: no rule makes it better */
    if (r == ERR_NONE)
        r = password_hash(fresh == NULL ? made : fresh, hash, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = user_proof_is_theirs(work, id, e);
    if (r == ERR_NONE)
        r = password_put(work, id, hash, false, e);
    if (r == ERR_NONE)
        r = user_tell_proof(work, id, N_("A one-time password was made for you"), e);
    if (r == ERR_NONE)
        r = access_changed(work, id, e);
    r = audit_end(work, r, "user.manage", "user", id, "password", e);
    if (r == ERR_NONE && out != NULL)
        snprintf(out, PASSWORD_ROOM, "%s", fresh == NULL ? made : fresh);
    mem_wipe(made, sizeof made);
    mem_wipe(hash, sizeof hash);
    return r;
}

enum err user_unlock(struct work *work, int64_t id, struct error *e)
{
    enum err r = right_need(work, "user.manage", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.unlock",
                       BINDS(BIND_INT("id", id), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())), NULL,
                       e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "second.succeeded", BINDS(BIND_INT("account", id)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "login_place.unlock", BINDS(BIND_INT("account", id)), NULL, e);
    return audit_end(work, r, "user.manage", "user", id, "unlock", e);
}
