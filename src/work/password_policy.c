/* What passwords have to be: settings that the security administrator changes hold for everybody. */
#include "password.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/login.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LONGEST     256
#define DAY_SECONDS 86400

static int kinds_of(const char *text)
{
    bool small = false, large = false, digit = false, other = false;
    for (; *text != '\0'; text++) {
        bool is_small = *text >= 'a' && *text <= 'z', is_large = *text >= 'A' && *text <= 'Z';
        bool is_digit = *text >= '0' && *text <= '9';
        small |= is_small;
        large |= is_large;
        digit |= is_digit;
        other |= !is_small && !is_large && !is_digit;
    }
    return small + large + digit + other;
}

void password_rules(struct work *work, char out[PASSWORD_RULES])
{
    long least = setting_number(work, SETTING_PASSWORD_LEAST), kinds = setting_number(work, SETTING_PASSWORD_KINDS);
    if (kinds > 1)
        snprintf(out, PASSWORD_RULES, _("%ld characters or more, %ld kinds"), least, kinds);
    else
        snprintf(out, PASSWORD_RULES, _("%ld characters or more"), least);
}

enum err password_policy(struct work *work, const char *login, const char *fresh, struct error *e)
{
    long least = setting_number(work, SETTING_PASSWORD_LEAST), kinds = setting_number(work, SETTING_PASSWORD_KINDS);
    if (text_count(fresh) < (size_t)least)
        return error_set(e, ERR_INVALID, "password", _("A password has %ld characters or more."), least);
    if (strlen(fresh) > LONGEST)
        return error_set(e, ERR_INVALID, "password", _("A password has at most %d characters."), LONGEST);
    if (text_equal_ignoring_case(login, fresh))
        return error_set(e, ERR_INVALID, "password", _("The password must not be the user name."));
    if (kinds_of(fresh) < kinds)
        return error_set(e, ERR_INVALID, "password",
                         _("A password has %ld kinds of characters or more: small letters, capitals, digits, others."),
                         kinds);
    return ERR_NONE;
}

bool password_is_aged(struct work *work, int64_t password_at)
{
    long days = setting_number(work, SETTING_PASSWORD_DAYS);
    return days > 0 && password_at != 0 && clock_now() >= password_at + days * DAY_SECONDS;
}

/* The last ones before the present one, as many as are kept. */
static enum err is_former(struct work *work, int64_t account, const char *fresh, long kept, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.former",
                          BINDS(BIND_INT("account", account), BIND_INT("limit", kept)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (password_matches(rows_text(&rows, i, "password"), fresh))
            r = error_set(e, ERR_INVALID, "password",
                          _("You had this password before. The last %ld may not come again: choose another one."),
                          kept);
    pool_free(&pool);
    return r;
}

enum err password_is_fresh(struct work *work, int64_t account, const char *login, const char *present,
                           const char *fresh, struct error *e)
{
    long kept = setting_number(work, SETTING_PASSWORD_KEPT);
    enum err r = password_policy(work, login, fresh, e);
    if (r == ERR_NONE && password_matches(present, fresh))
        r = error_set(e, ERR_INVALID, "password", _("The new password must not be the old one."));
    return r == ERR_NONE && kept > 0 ? is_former(work, account, fresh, kept, e) : r;
}

/* The present one becomes a former one; what lies further back than any setting asks for goes. */
static enum err keep_present(struct work *work, int64_t account, struct error *e)
{
    int64_t id = 0;
    enum err r = db_next(work->db, "account_password", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.password_keep",
                       BINDS(BIND_INT("id", id), BIND_INT("account", account), BIND_INT("at", clock_now())), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "account.password_forget",
                       BINDS(BIND_INT("account", account), BIND_INT("kept", settings[SETTING_PASSWORD_KEPT].most)),
                       NULL, e);
    return r;
}

enum err password_put(struct work *work, int64_t account, const char *hash, bool own, struct error *e)
{
    enum err r = keep_present(work, account, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(work->db, "account.password",
                      BINDS(BIND_INT("id", account), BIND_TEXT("password", hash), BIND_INT("must_change", !own),
                            own ? BIND_INT("password_at", clock_now()) : BIND_NULL("password_at"),
                            BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                      NULL, e);
}
