/* The self-check: what is weak about this installation, by rules that are rows of a table. */
#include "backup_inside.h"
#include "inside.h"
#include "password.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/health.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#define DAY           INT64_C(86400)
#define NAMED         5 /* of those that are found */
#define DEMO_PASSWORD "wangge-demo"

struct looking {
    struct work *work;
    struct pool *pool;
    int64_t now;
    char today[DATE_TEXT];
    const struct config *config;
    struct health_item health[HEALTH_COUNT];
    struct buffer detail;
    size_t found;
};

static void name(struct looking *l, const char *what)
{
    if (l->found++ >= NAMED)
        return;
    if (l->found > 1)
        buffer_add_text(&l->detail, ", ");
    buffer_add_text(&l->detail, what);
}

/* --- accounts ---------------------------------------------------------------------------------------------------- */

/* Rows of "login"; a rule that cannot be asked counts as not broken, and the log says so. */
static bool name_logins(struct looking *l, const char *statement, const struct bind *binds)
{
    struct rows rows = {0};
    struct error e = {0};
    if (db_query(l->work->db, l->pool, statement, binds, &rows, &e) != ERR_NONE)
        return false;
    for (size_t i = 0; i < rows.count; i++)
        name(l, rows_text(&rows, i, "login"));
    return rows.count > 0;
}

static bool look_passwords(struct looking *l)
{
    struct rows rows = {0};
    struct error e = {0};
    if (db_query(l->work->db, l->pool, "weakness.passwords", NULL, &rows, &e) != ERR_NONE)
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (password_matches(rows_text(&rows, i, "password"), DEMO_PASSWORD))
            name(l, rows_text(&rows, i, "login"));
    return l->found > 0;
}

static bool look_demo(struct looking *l)
{
    return name_logins(l, "weakness.demo", NULL);
}

static bool look_two_posts(struct looking *l)
{
    return name_logins(l, "weakness.two_posts", BINDS(BIND_TEXT("today", l->today)));
}

static bool look_missing(struct looking *l)
{
    static const char *const roles[] = {"system", "security", "audit"};
    struct rows rows = {0};
    struct error e = {0};
    if (db_query(l->work->db, l->pool, "weakness.roles_held", BINDS(BIND_TEXT("today", l->today)), &rows, &e) !=
        ERR_NONE)
        return false;
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        bool held = false;
        for (size_t n = 0; n < rows.count; n++)
            held = held || strcmp(rows_text(&rows, n, "role"), roles[i]) == 0;
        if (!held)
            name(l, code_text("role", roles[i]));
    }
    return l->found > 0;
}

static bool look_never_used(struct looking *l)
{
    return name_logins(l, "weakness.never_used", BINDS(BIND_INT("before", l->now - 30 * DAY)));
}

static bool look_long_unused(struct looking *l)
{
    return name_logins(l, "weakness.long_unused", BINDS(BIND_INT("before", l->now - 90 * DAY)));
}

static bool look_no_post(struct looking *l)
{
    return name_logins(l, "weakness.no_post", BINDS(BIND_TEXT("today", l->today)));
}

static bool look_old_keys(struct looking *l)
{
    return name_logins(l, "weakness.old_keys", BINDS(BIND_INT("before", l->now - 365 * DAY)));
}

static bool look_old_sessions(struct looking *l)
{
    return name_logins(l, "weakness.old_sessions", BINDS(BIND_INT("before", l->now - DAY)));
}

/* --- settings and configuration ---------------------------------------------------------------------------------- */

static bool look_settings(struct looking *l)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (setting_is_weak((enum setting_id)i, setting_text(l->work, l->pool, (enum setting_id)i)) != NULL)
            name(l, settings[i].name);
    return l->found > 0;
}

static bool name_unnamed_roles(struct looking *l, enum setting_id id)
{
    static const char *const roles[] = {"system", "security", "audit"};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (!setting_names(l->work, id, roles[i]))
            name(l, code_text("role", roles[i]));
    return l->found > 0;
}

static bool look_second(struct looking *l)
{
    return name_unnamed_roles(l, SETTING_LOGIN_SECOND);
}

static bool look_after_key(struct looking *l)
{
    return name_unnamed_roles(l, SETTING_LOGIN_AFTER_KEY);
}

static bool look_idle(struct looking *l)
{
    return l->config != NULL && config_number(l->config, CONFIG_IDLE) == 0;
}

static bool look_listen(struct looking *l)
{
    const char *address = l->config == NULL ? "" : config_text(l->config, CONFIG_LISTEN);
    return strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

static bool look_log(struct looking *l)
{
    return l->config != NULL && strcmp(config_text(l->config, CONFIG_LOG_LEVEL), "debug") == 0;
}

/* --- the machine ------------------------------------------------------------------------------------------------- */

static bool look_root(struct looking *l)
{
    (void)l;
    return geteuid() == 0;
}

/* rights: those of others that a path must not have. */
static void look_at_file(struct looking *l, const char *path, mode_t rights)
{
    struct stat about;
    if (stat(path, &about) == 0 && (about.st_mode & rights) != 0)
        name(l, path);
}

static bool look_files(struct looking *l)
{
    char path[BACKUP_PATH];
    size_t ending = strlen("-files"), stem = strlen(l->work->files) - ending;
    look_at_file(l, l->work->database, 077);
    snprintf(path, sizeof path, "%.*s-drafts.db", (int)stem, l->work->files);
    look_at_file(l, path, 077);
    snprintf(path, sizeof path, "%.*s-secret", (int)stem, l->work->files);
    look_at_file(l, path, 077);
    look_at_file(l, l->work->files, 077);
    backup_folder(l->work, path);
    look_at_file(l, path, 077);
    if (l->config != NULL) {
        look_at_file(l, config_text(l->config, CONFIG_HOST_KEY), 077);
        look_at_file(l, config_file(l->config), 022);
        if (config_text(l->config, CONFIG_LOG_TO)[0] == '/')
            look_at_file(l, config_text(l->config, CONFIG_LOG_TO), 027);
    }
    return l->found > 0;
}

static bool look_spool(struct looking *l)
{
    if (l->config == NULL)
        return false;
    look_at_file(l, config_text(l->config, CONFIG_MESSAGES_SPOOL), 007);
    look_at_file(l, config_text(l->config, CONFIG_MESSAGES_SPOOL_OUT), 007);
    return l->found > 0;
}

static bool look_clock(struct looking *l)
{
    struct timex about = {0};
    (void)l;
    return adjtimex(&about) == TIME_ERROR || (about.status & STA_UNSYNC) != 0;
}

static bool look_core(struct looking *l)
{
    struct rlimit limit;
    (void)l;
    return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur != 0;
}

static bool look_disk(struct looking *l)
{
    static const enum health_id disks[] = {HEALTH_DISK_DATABASE, HEALTH_DISK_BACKUP, HEALTH_DISK_LOG};
    for (size_t i = 0; i < COUNT_OF(disks); i++)
        if (l->health[disks[i]].level != HEALTH_FINE)
            name(l, pool_format(l->pool, "%s: %s", l->health[disks[i]].label, l->health[disks[i]].value));
    return l->found > 0;
}

/* --- backups ----------------------------------------------------------------------------------------------------- */

static bool look_backup(struct looking *l)
{
    const struct health_item *item = &l->health[HEALTH_BACKUP_GOOD];
    if (item->level == HEALTH_FINE && setting_number(l->work, SETTING_BACKUP_EVERY) != 0)
        return false;
    name(l, item->value);
    return true;
}

static bool look_drill(struct looking *l)
{
    const struct health_item *item = &l->health[HEALTH_BACKUP_DRILL];
    if (item->level == HEALTH_FINE && item->number != 0)
        return false;
    name(l, item->value);
    return true;
}

static bool look_same_disk(struct looking *l)
{
    struct stat database, backups;
    char folder[BACKUP_PATH];
    backup_folder(l->work, folder);
    if (stat(l->work->database, &database) != 0 || stat(folder, &backups) != 0 || database.st_dev != backups.st_dev)
        return false;
    name(l, folder);
    return true;
}

/* --- the rules --------------------------------------------------------------------------------------------------- */

static const struct rule {
    const char *code;
    enum health_level level;
    bool (*look)(struct looking *l);
    const char *what, *advice;
} RULES[] = {
#define WEAKNESS(code, level, look, what, advice) {code, level, look, what, advice},
#include "wangge/work/weakness_rows.h"
#undef WEAKNESS
};

size_t weakness_rules(void)
{
    return COUNT_OF(RULES);
}

static const char *detail_of(struct looking *l)
{
    if (l->found > NAMED)
        buffer_format(&l->detail, _(" and %zu more"), l->found - NAMED);
    return pool_text(l->pool, buffer_text(&l->detail));
}

enum err weakness_list(struct work *work, struct pool *pool, struct weakness **out, size_t *count, struct error *e)
{
    struct looking *l = pool_new_piece(pool, 1, sizeof *l);
    *l = (struct looking){.work = work, .pool = pool, .now = clock_now(), .config = config_in_use()};
    enum err r = health_read(work, pool, l->health, e);
    *out = pool_new_piece(pool, COUNT_OF(RULES), sizeof **out);
    *count = 0;
    today_text(l->today);
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(RULES); i++) {
        l->found = 0;
        buffer_clear(&l->detail);
        if (RULES[i].look(l))
            (*out)[(*count)++] = (struct weakness){.code = RULES[i].code,
                                                   .level = RULES[i].level,
                                                   .what = _(RULES[i].what),
                                                   .detail = detail_of(l),
                                                   .advice = _(RULES[i].advice)};
    }
    buffer_free(&l->detail);
    return r;
}
