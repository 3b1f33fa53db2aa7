#include "wangge/work/health.h"

#include "backup_inside.h"
#include "inside.h"
#include "weakness_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define HOUR     INT64_C(3600)
#define DAY      INT64_C(86400)
#define ALARM_BY 120 /* seconds that the timer may take */

enum unit { UNIT_TEXT, UNIT_NUMBER, UNIT_BYTES, UNIT_SECONDS, UNIT_FREE_PERCENT, UNIT_LATE };

static const struct {
    const char *code, *label;
    enum unit unit;
    int64_t yellow, red;
    const char *advice;
} ROWS[HEALTH_COUNT] = {
#define HEALTH(id, code, label, unit, yellow, red, advice) [HEALTH_##id] = {code, label, unit, yellow, red, advice},
#include "wangge/work/health_rows.h"
#undef HEALTH
};

struct looking {
    struct work *work;
    struct pool *pool;
    struct health_item *items;
};

const char *health_level_name(enum health_level level)
{
    static const char *const names[] = {"green", "yellow", "red"};
    return names[level];
}

/* --- in words ---------------------------------------------------------------------------------------------------- */

static const char *bytes_text(struct pool *pool, int64_t bytes)
{
    if (bytes < 10 * 1024)
        return pool_format(pool, "%lld B", (long long)bytes);
    if (bytes < 10 * 1048576)
        return pool_format(pool, "%lld KiB", (long long)(bytes / 1024));
    return pool_format(pool, "%lld MiB", (long long)(bytes / 1048576));
}

static const char *seconds_text(struct pool *pool, int64_t seconds)
{
    if (seconds < 2 * 60)
        return pool_format(pool, _("%lld s"), (long long)seconds);
    if (seconds < 2 * HOUR)
        return pool_format(pool, _("%lld min"), (long long)(seconds / 60));
    if (seconds < 2 * DAY)
        return pool_format(pool, _("%lld h"), (long long)(seconds / HOUR));
    return pool_format(pool, _("%lld d"), (long long)(seconds / DAY));
}

static const char *moment_text(struct pool *pool, int64_t at)
{
    char text[DATE_MINUTE];
    if (at == 0)
        return _("never");
    instant_minute(at, text);
    return pool_text(pool, text);
}

static const char *words(struct pool *pool, enum unit unit, int64_t number)
{
    switch (unit) {
    case UNIT_BYTES:
        return bytes_text(pool, number);
    case UNIT_SECONDS:
        return seconds_text(pool, number);
    case UNIT_FREE_PERCENT:
        return pool_format(pool, "%lld %%", (long long)number);
    case UNIT_LATE:
        return moment_text(pool, number);
    case UNIT_NUMBER:
    case UNIT_TEXT:
        break;
    }
    return pool_format(pool, "%lld", (long long)number);
}

/* measured: what the thresholds are held against. */
static enum health_level level_of(enum health_id id, int64_t measured)
{
    bool less = ROWS[id].unit == UNIT_FREE_PERCENT;
    if (ROWS[id].red != 0 && (less ? measured < ROWS[id].red : measured >= ROWS[id].red))
        return HEALTH_RED;
    if (ROWS[id].yellow != 0 && (less ? measured < ROWS[id].yellow : measured >= ROWS[id].yellow))
        return HEALTH_YELLOW;
    return HEALTH_FINE;
}

static void put_measured(struct looking *l, enum health_id id, int64_t number, int64_t measured)
{
    struct health_item *item = &l->items[id];
    item->known = true;
    item->number = number;
    item->value = words(l->pool, ROWS[id].unit, number);
    item->level = level_of(id, measured);
    item->advice = item->level == HEALTH_FINE ? "" : _(ROWS[id].advice);
}

static void put(struct looking *l, enum health_id id, int64_t number)
{
    put_measured(l, id, number, number);
}

static void put_text(struct looking *l, enum health_id id, const char *text)
{
    l->items[id].known = true;
    l->items[id].value = pool_text(l->pool, text);
}

/* --- the machine ------------------------------------------------------------------------------------------------- */

static void put_disk(struct looking *l, enum health_id id, const char *path)
{
    struct statvfs disk;
    char folder[BACKUP_PATH];
    text_copy(folder, sizeof folder, path);
    while (statvfs(folder, &disk) != 0) { /* what is not made yet lies where its folder does */
        char *slash = strrchr(folder, '/');
        if (slash == NULL || slash == folder)
            return;
        *slash = '\0';
    }
    if (disk.f_blocks != 0)
        put(l, id, (int64_t)(disk.f_bavail * 100 / disk.f_blocks));
}

int64_t field_of(const char *path, const char *name)
{
    char line[256];
    int64_t value = -1;
    FILE *file = fopen(path, "re");
    while (file != NULL && value < 0 && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            value = strtoll(line + strlen(name), NULL, 10);
    if (file != NULL)
        fclose(file);
    return value;
}

/* It is a session's parent, and under the same name. */
bool parent_is_keeper(void)
{
    char path[64], name[32] = "";
    snprintf(path, sizeof path, "/proc/%ld/comm", (long)getppid());
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    bool read = fgets(name, sizeof name, file) != NULL;
    fclose(file);
    return read && strncmp(name, "wangge-session", strlen("wangge-session")) == 0;
}

static void put_machine(struct looking *l)
{
    const struct config *config = config_in_use();
    char folder[BACKUP_PATH];
    int64_t total = field_of("/proc/meminfo", "MemTotal:"), free = field_of("/proc/meminfo", "MemAvailable:");
    if (total > 0 && free >= 0)
        put(l, HEALTH_MEMORY, free * 100 / total);
    put_disk(l, HEALTH_DISK_DATABASE, l->work->database);
    backup_folder(l->work, folder);
    put_disk(l, HEALTH_DISK_BACKUP, folder);
    if (config != NULL && config_text(config, CONFIG_LOG_TO)[0] == '/')
        put_disk(l, HEALTH_DISK_LOG, config_text(config, CONFIG_LOG_TO));
    int64_t began = parent_is_keeper() ? process_started(getppid()) : 0, ticks = sysconf(_SC_CLK_TCK);
    FILE *up = began == 0 || ticks <= 0 ? NULL : fopen("/proc/uptime", "re");
    double since_boot = 0;
    if (up != NULL && fscanf(up, "%lf", &since_boot) == 1)
        put(l, HEALTH_UPTIME, (int64_t)since_boot - began / ticks);
    if (up != NULL)
        fclose(up);
}

static enum err put_database(struct looking *l, struct error *e)
{
    struct stat about;
    char wal[BACKUP_PATH];
    int64_t bytes = 0, unused = 0;
    enum err r = db_size(l->work->db, &bytes, &unused, e);
    if (r != ERR_NONE)
        return r;
    put(l, HEALTH_DATABASE, bytes);
    put(l, HEALTH_UNUSED, unused);
    snprintf(wal, sizeof wal, "%s-wal", l->work->database);
    put(l, HEALTH_WAL, stat(wal, &about) == 0 ? (int64_t)about.st_size : 0);
    if (stat(l->work->database, &about) == 0) /* the log is written into it now and then, and nothing else is */
        put(l, HEALTH_CHECKPOINT, time(NULL) > about.st_mtime ? time(NULL) - about.st_mtime : 0);
    return ERR_NONE;
}

static enum err put_counts(struct looking *l, struct error *e)
{
    static const struct {
        enum health_id id;
        const char *column;
    } counts[] = {
        {HEALTH_SESSIONS,        "sessions"       },
        {HEALTH_JOBS_WAITING,    "jobs_waiting"   },
        {HEALTH_JOBS_RUNNING,    "jobs_running"   },
        {HEALTH_JOBS_FAILED,     "jobs_failed"    },
        {HEALTH_MESSAGES_OUT,    "messages_out"   },
        {HEALTH_MESSAGES_FAILED, "messages_failed"},
        {HEALTH_MESSAGES_IN,     "messages_in"    },
        {HEALTH_ALARMS,          "alarms_late"    },
    };
    struct rows rows = {0};
    int64_t now = clock_now();
    enum err r = db_query(l->work->db, l->pool, "health.counts",
                          BINDS(BIND_INT("since", now - DAY), BIND_INT("late", now - ALARM_BY)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(counts); i++)
        put(l, counts[i].id, rows_int(&rows, 0, counts[i].column));
    if (r == ERR_NONE)
        put_text(l, HEALTH_SCHEMA, rows_text(&rows, 0, "schema"));
    return r;
}

static int64_t late(int64_t now, int64_t by)
{
    return by == 0 || now < by ? 0 : now - by + 1;
}

static enum err put_backups(struct looking *l, struct error *e)
{
    struct backup_state state;
    int64_t now = clock_now();
    enum err r = backup_now_is(l->work, now, &state, e);
    if (r != ERR_NONE)
        return r;
    put_measured(l, HEALTH_BACKUP_GOOD, state.good_at, late(now, state.due_by));
    put_measured(l, HEALTH_BACKUP_READ, state.verified_at, 0);
    put_measured(l, HEALTH_BACKUP_DRILL, state.drilled_at, late(now, state.drill_by));
    return ERR_NONE;
}

enum err health_read(struct work *work, struct pool *pool, struct health_item out[HEALTH_COUNT], struct error *e)
{
    struct looking l = {work, pool, out};
    enum err r = right_need(work, "health.read", e);
    for (int i = 0; i < HEALTH_COUNT; i++)
        out[i] = (struct health_item){.code = ROWS[i].code, .label = _(ROWS[i].label), .value = "?", .advice = ""};
    if (r == ERR_NONE)
        r = put_database(&l, e);
    if (r == ERR_NONE)
        r = put_counts(&l, e);
    if (r == ERR_NONE)
        r = put_backups(&l, e);
    if (r != ERR_NONE)
        return r;
    put_text(&l, HEALTH_VERSION, WANGGE_VERSION);
    put_machine(&l);
    return ERR_NONE;
}
