#include "wangge/work/setting.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct setting settings[SETTING_COUNT] = {
#define SETTING(id, name, type, def, least, most, right, label, help)                                                  \
    [SETTING_##id] = {name, type, def, least, most, right, label, help},
#include "wangge/work/setting_rows.h"
#undef SETTING
};

enum weaker { LOWER, HIGHER, FEWER, NO };
static const struct {
    const char *name;
    enum weaker weaker;
    const char *least_safe, *meaning;
} SAFE_ROWS[] = {
#define SAFE(name, weaker, value, meaning) {name, weaker, value, meaning},
#include "wangge/work/setting_safe.h"
#undef SAFE
};

static const struct {
    const char *prefix, *label;
} GROUPS[] = {
    {"password", N_("Passwords")     },
    {"login",    N_("Logging in")    },
    {"invite",   N_("Logging in")    },
    {"session",  N_("Sessions")      },
    {"audit",    N_("Audit")         },
    {"backup",   N_("Backups")       },
    {"kiosk",    N_("Resident kiosk")},
};

int setting_find(const char *name)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].name, name) == 0)
            return i;
    return -1;
}

const char *setting_text(struct work *work, struct pool *pool, enum setting_id id)
{
    struct rows rows = {0};
    struct error e;
    if (db_query(work->db, pool, "setting.value", BINDS(BIND_TEXT("name", settings[id].name)), &rows, &e) != ERR_NONE)
        log_error("the setting %s is not read, its default holds: %s", settings[id].name, e.text);
    return rows.count == 0 ? settings[id].def : rows_text(&rows, 0, "value");
}

static bool parse_number(const char *text, long *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0';
}

long setting_number(struct work *work, enum setting_id id)
{
    struct pool *pool = pool_new();
    long number = 0;
    if (!parse_number(setting_text(work, pool, id), &number))
        parse_number(settings[id].def, &number);
    pool_free(&pool);
    return number;
}

bool setting_yes(struct work *work, enum setting_id id)
{
    struct pool *pool = pool_new();
    bool yes = strcmp(setting_text(work, pool, id), "yes") == 0;
    pool_free(&pool);
    return yes;
}

/* The next word of *text; false at the end. */
static bool next_word(const char **text, char *out, size_t room)
{
    *text += strspn(*text, " ");
    size_t n = strcspn(*text, " ");
    if (n == 0)
        return false;
    snprintf(out, room, "%.*s", (int)n, *text);
    *text += n;
    return true;
}

bool setting_names(struct work *work, enum setting_id id, const char *role)
{
    struct pool *pool = pool_new();
    const char *text = setting_text(work, pool, id);
    char word[32];
    bool named = false;
    while (!named && next_word(&text, word, sizeof word))
        named = strcmp(word, role) == 0;
    pool_free(&pool);
    return named;
}

static const char *roles_in_words(struct pool *pool, const char *value)
{
    const char *made = "";
    char word[32];
    while (next_word(&value, word, sizeof word))
        made = pool_format(pool, "%s%s%s", made, *made == '\0' ? "" : ", ", code_text("role", word));
    return made;
}

static const char *in_words(struct pool *pool, const struct setting *setting, const char *value)
{
    if (setting->type == SETTING_ROLES)
        return roles_in_words(pool, value);
    return setting->type == SETTING_YES_NO ? (strcmp(value, "yes") == 0 ? _("yes") : _("no")) : value;
}

const char *setting_in_words(struct pool *pool, enum setting_id id, const char *value)
{
    return in_words(pool, &settings[id], value);
}

const char *setting_group(enum setting_id id)
{
    for (size_t i = 0; i < COUNT_OF(GROUPS); i++)
        if (strncmp(settings[id].name, GROUPS[i].prefix, strlen(GROUPS[i].prefix)) == 0)
            return _(GROUPS[i].label);
    return _("Upkeep");
}

static bool names_word(const char *value, const char *wanted)
{
    char word[32];
    while (next_word(&value, word, sizeof word))
        if (strcmp(word, wanted) == 0)
            return true;
    return false;
}

static bool is_weaker(enum weaker weaker, const char *now, const char *fresh)
{
    long a = 0, b = 0;
    char word[32];
    if (weaker == NO)
        return strcmp(now, "yes") == 0 && strcmp(fresh, "yes") != 0;
    if (weaker == FEWER) {
        while (next_word(&now, word, sizeof word))
            if (!names_word(fresh, word))
                return true;
        return false;
    }
    if (!parse_number(now, &a) || !parse_number(fresh, &b))
        return false;
    if (weaker == LOWER)
        return b < a;
    return a != 0 && (b == 0 || b > a); /* 0 has no limit */
}

const char *setting_weakens(enum setting_id id, const char *now, const char *fresh)
{
    for (size_t i = 0; i < COUNT_OF(SAFE_ROWS); i++)
        if (strcmp(SAFE_ROWS[i].name, settings[id].name) == 0)
            return is_weaker(SAFE_ROWS[i].weaker, now, fresh) ? _(SAFE_ROWS[i].meaning) : NULL;
    return NULL;
}

const char *setting_is_weak(enum setting_id id, const char *value)
{
    for (size_t i = 0; i < COUNT_OF(SAFE_ROWS); i++)
        if (strcmp(SAFE_ROWS[i].name, settings[id].name) == 0)
            return is_weaker(SAFE_ROWS[i].weaker, SAFE_ROWS[i].least_safe, value) ? _(SAFE_ROWS[i].meaning) : NULL;
    return NULL;
}

/* The row of the setting in what the database has; kept->count when it has its default. */
static size_t kept_row(const struct rows *kept, const struct setting *setting)
{
    size_t i = 0;
    while (i < kept->count && strcmp(rows_text(kept, i, "name"), setting->name) != 0)
        i++;
    return i;
}

enum err setting_list(struct work *work, struct pool *pool, struct setting_value out[SETTING_COUNT], struct error *e)
{
    struct rows kept = {0};
    enum err r = right_need(work, "setting.read", e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "setting.list", NULL, &kept, e);
    if (r != ERR_NONE)
        return r;
    rows_iso(pool, &kept, "changed_at");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        size_t row = kept_row(&kept, setting);
        bool is_default = row == kept.count;
        const char *value = is_default ? setting->def : rows_text(&kept, row, "value");
        out[i] = (struct setting_value){.setting = setting,
                                        .value = value,
                                        .value_text = in_words(pool, setting, value),
                                        .changed_by = is_default ? "" : rows_text(&kept, row, "changed_by"),
                                        .changed_at = is_default ? "" : rows_text(&kept, row, "changed_at"),
                                        .is_default = is_default,
                                        .may = right_scope(work, setting->right) != SCOPE_NONE};
    }
    return ERR_NONE;
}

static enum err check_roles(const char *value, struct error *e)
{
    char word[32];
    while (next_word(&value, word, sizeof word))
        if (code_find(code_list("role"), word) == NULL)
            return error_set(e, ERR_INVALID, "value", _("There is no role \"%s\"."), word);
    return ERR_NONE;
}

static enum err check_value(const struct setting *setting, const char *value, struct error *e)
{
    long number = 0;
    switch (setting->type) {
    case SETTING_NUMBER:
        if (!parse_number(value, &number) || number < setting->least || number > setting->most)
            return error_set(e, ERR_INVALID, "value", _("This must be a whole number from %ld to %ld."), setting->least,
                             setting->most);
        return ERR_NONE;
    case SETTING_YES_NO:
        if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
            return error_set(e, ERR_INVALID, "value", _("This must be yes or no."));
        return ERR_NONE;
    case SETTING_ROLES:
        return check_roles(value, e);
    case SETTING_TEXT:
        break;
    }
    return ERR_NONE;
}

enum err setting_set(struct work *work, enum setting_id id, const char *value, struct error *e)
{
    const struct setting *setting = &settings[id];
    struct pool *pool = pool_new();
    const char *note = "";
    enum err r = right_need(work, setting->right, e);
    if (r == ERR_NONE && value != NULL)
        r = check_value(setting, value, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE) {
        const char *now = value != NULL ? value : setting->def;
        note = pool_format(pool, "%s: %s -> %s", setting->name, setting_text(work, pool, id), now);
    }
    if (r == ERR_NONE && value == NULL)
        r = db_execute(work->db, "setting.remove", BINDS(BIND_TEXT("name", setting->name)), NULL, e);
    if (r == ERR_NONE && value != NULL)
        r = db_execute(work->db, "setting.put",
                       BINDS(BIND_TEXT("name", setting->name), BIND_TEXT("value", value),
                             BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                       NULL, e);
    r = audit_end(work, r, "setting.write", "setting", 0, note, e);
    pool_free(&pool);
    return r;
}
