/* The self-check: what is weak about this installation, by rules that are rows of a table. */
#include "backup_inside.h"
#include "inside.h"
#include "password.h"
#include "weakness_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
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

void weakness_name(struct weakness_look *l, const char *what)
{
    if (l->found++ >= NAMED)
        return;
    if (l->found > 1)
        buffer_add_text(&l->detail, ", ");
    buffer_add_text(&l->detail, what);
}

/* --- accounts ---------------------------------------------------------------------------------------------------- */

bool weakness_name_logins(struct weakness_look *l, const char *statement, const struct bind *binds)
{
    struct rows rows = {0};
    struct error e = {0};
    if (db_query(l->work->db, l->pool, statement, binds, &rows, &e) != ERR_NONE)
        return false;
    for (size_t i = 0; i < rows.count; i++)
        weakness_name(l, rows_text(&rows, i, "login"));
    return rows.count > 0;
}

static bool look_passwords(struct weakness_look *l)
{
    struct rows rows = {0};
    struct error e = {0};
    if (db_query(l->work->db, l->pool, "weakness.passwords", NULL, &rows, &e) != ERR_NONE)
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (password_matches(rows_text(&rows, i, "password"), DEMO_PASSWORD))
            weakness_name(l, rows_text(&rows, i, "login"));
    return l->found > 0;
}

static bool look_demo(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.demo", NULL);
}

static bool look_two_posts(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.two_posts", BINDS(BIND_TEXT("today", l->today)));
}

static bool look_missing(struct weakness_look *l)
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
            weakness_name(l, code_text("role", roles[i]));
    }
    return l->found > 0;
}

static bool look_never_used(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.never_used", BINDS(BIND_INT("before", l->now - 30 * DAY)));
}

static bool look_long_unused(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.long_unused", BINDS(BIND_INT("before", l->now - 90 * DAY)));
}

static bool look_no_post(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.no_post", BINDS(BIND_TEXT("today", l->today)));
}

static bool look_old_keys(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.old_keys", BINDS(BIND_INT("before", l->now - 365 * DAY)));
}

static bool look_old_sessions(struct weakness_look *l)
{
    return weakness_name_logins(l, "weakness.old_sessions", BINDS(BIND_INT("before", l->now - DAY)));
}

/* --- settings and configuration ---------------------------------------------------------------------------------- */

static bool look_settings(struct weakness_look *l)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (setting_is_weak((enum setting_id)i, setting_text(l->work, l->pool, (enum setting_id)i)) != NULL)
            weakness_name(l, settings[i].name);
    return l->found > 0;
}

static bool name_unnamed_roles(struct weakness_look *l, enum setting_id id)
{
    static const char *const roles[] = {"system", "security", "audit"};
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (!setting_names(l->work, id, roles[i]))
            weakness_name(l, code_text("role", roles[i]));
    return l->found > 0;
}

static bool look_second(struct weakness_look *l)
{
    return name_unnamed_roles(l, SETTING_LOGIN_SECOND);
}

static bool look_after_key(struct weakness_look *l)
{
    return name_unnamed_roles(l, SETTING_LOGIN_AFTER_KEY);
}

static bool look_idle(struct weakness_look *l)
{
    return l->config != NULL && config_number(l->config, CONFIG_IDLE) == 0;
}

static bool look_listen(struct weakness_look *l)
{
    const char *address = l->config == NULL ? "" : config_text(l->config, CONFIG_LISTEN);
    return strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

static bool look_log(struct weakness_look *l)
{
    return l->config != NULL && strcmp(config_text(l->config, CONFIG_LOG_LEVEL), "debug") == 0;
}

/* --- the machine ------------------------------------------------------------------------------------------------- */

static bool look_root(struct weakness_look *l)
{
    (void)l;
    return geteuid() == 0;
}

/* rights: those of others that a path must not have. */
static void look_at_file(struct weakness_look *l, const char *path, mode_t rights)
{
    struct stat about;
    if (stat(path, &about) == 0 && (about.st_mode & rights) != 0)
        weakness_name(l, path);
}

static bool look_files(struct weakness_look *l)
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

static bool look_spool(struct weakness_look *l)
{
    if (l->config == NULL)
        return false;
    look_at_file(l, config_text(l->config, CONFIG_MESSAGES_SPOOL), 007);
    look_at_file(l, config_text(l->config, CONFIG_MESSAGES_SPOOL_OUT), 007);
    return l->found > 0;
}

static bool look_clock(struct weakness_look *l)
{
    struct timex about = {0};
    (void)l;
    return adjtimex(&about) == TIME_ERROR || (about.status & STA_UNSYNC) != 0;
}

static bool look_core(struct weakness_look *l)
{
    struct rlimit limit;
    (void)l;
    return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur != 0;
}

static bool look_disk(struct weakness_look *l)
{
    static const enum health_id disks[] = {HEALTH_DISK_DATABASE, HEALTH_DISK_BACKUP, HEALTH_DISK_LOG};
    for (size_t i = 0; i < COUNT_OF(disks); i++)
        if (l->health[disks[i]].level != HEALTH_FINE)
            weakness_name(l, pool_format(l->pool, "%s: %s", l->health[disks[i]].label, l->health[disks[i]].value));
    return l->found > 0;
}

/* --- backups ----------------------------------------------------------------------------------------------------- */

static bool look_backup(struct weakness_look *l)
{
    const struct health_item *item = &l->health[HEALTH_BACKUP_GOOD];
    if (item->level == HEALTH_FINE && setting_number(l->work, SETTING_BACKUP_EVERY) != 0)
        return false;
    weakness_name(l, item->value);
    return true;
}

static bool look_drill(struct weakness_look *l)
{
    const struct health_item *item = &l->health[HEALTH_BACKUP_DRILL];
    if (item->level == HEALTH_FINE && item->number != 0)
        return false;
    weakness_name(l, item->value);
    return true;
}

static bool look_same_disk(struct weakness_look *l)
{
    struct stat database, backups;
    char folder[BACKUP_PATH];
    backup_folder(l->work, folder);
    if (stat(l->work->database, &database) != 0 || stat(folder, &backups) != 0 || database.st_dev != backups.st_dev)
        return false;
    weakness_name(l, folder);
    return true;
}

/* --- the rules --------------------------------------------------------------------------------------------------- */

static const struct rule {
    const char *code;
    enum health_level level;
    bool (*look)(struct weakness_look *l);
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

static const char *detail_of(struct weakness_look *l)
{
    if (l->found > NAMED)
        buffer_format(&l->detail, _(" and %zu more"), l->found - NAMED);
    return pool_text(l->pool, buffer_text(&l->detail));
}

/* Kept for the home of administrators, which must not wait for all of this. Only what a process of the server finds: to
 * another program the machine looks different. */
static void take_down(struct weakness_look *l, const struct weakness *found, size_t count)
{
    int64_t red = 0;
    struct error e = {0};
    for (size_t i = 0; i < count; i++)
        red += found[i].level == HEALTH_RED;
    if (db_execute(l->work->db, "weakness.take_down",
                   BINDS(BIND_INT("at", l->now), BIND_INT("red", red), BIND_INT("yellow", (int64_t)count - red)), NULL,
                   &e) != ERR_NONE)
        log_warning("the self-check is not taken down: %s", e.text);
}

enum err weakness_list(struct work *work, struct pool *pool, struct weakness **out, size_t *count, struct error *e)
{
    struct weakness_look *l = pool_new_piece(pool, 1, sizeof *l);
    *l = (struct weakness_look){.work = work, .pool = pool, .now = clock_now(), .config = config_in_use()};
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
    if (r == ERR_NONE && parent_is_keeper())
        take_down(l, *out, *count);
    return r;
}

enum err weakness_serve(struct work *work, struct error *e)
{
    struct actor before = work->actor;
    struct pool *pool = pool_new();
    struct weakness *found = NULL;
    size_t count = 0;
    work_become_local(work);
    enum err r = weakness_list(work, pool, &found, &count, e);
    work->actor = before;
    pool_free(&pool);
    return r;
}
