/* Making a backup, and removing those that are too many. */
#include "backup_inside.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB INT64_C(1048576)
#define DAY INT64_C(86400)

struct making {
    struct work *work;
    int64_t id;
    char file[80];
    char path[BACKUP_PATH], drafts[BACKUP_PATH];
    struct backup_facts facts;
};

static int64_t size_of(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 ? (int64_t)about.st_size : 0;
}

static void remove_files(const struct work *work, const char *file)
{
    char path[BACKUP_PATH];
    for (int drafts = 0; drafts < 2; drafts++) {
        backup_path(work, file, drafts != 0, path);
        unlink(path);
    }
}

/* --- the row ----------------------------------------------------------------------------------------------------- */

/* What a process that died was making is no backup. */
static enum err one_at_a_time(struct work *work, struct pool *pool, struct error *e)
{
    struct rows rows = {0};
    char host[65];
    host_name(host);
    enum err r = db_query(work->db, pool, "backup.running", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        if (strcmp(rows_text(&rows, i, "host"), host) != 0 ||
            !process_is_gone(rows_int(&rows, i, "pid"), rows_int(&rows, i, "started")))
            return error_set(e, ERR_AGAIN, NULL, _("Another backup is being made. Please try again in a moment."));
        remove_files(work, rows_text(&rows, i, "file"));
        r = db_execute(work->db, "backup.state",
                       BINDS(BIND_INT("id", rows_int(&rows, i, "id")), BIND_TEXT("state", "failed"),
                             BIND_TEXT("why", _("The program that made it was stopped."))),
                       NULL, e);
    }
    return r;
}

/* "wangge-20261021-0200-7.db" */
static void name_it(struct making *making)
{
    char at[DATE_MINUTE];
    instant_minute(clock_now(), at);
    snprintf(making->file, sizeof making->file, "wangge-%.4s%.2s%.2s-%.2s%.2s-%lld.db", at, at + 5, at + 8, at + 11,
             at + 14, (long long)making->id);
    backup_path(making->work, making->file, false, making->path);
    backup_path(making->work, making->file, true, making->drafts);
}

static enum err claim(struct making *making, const char *how, const char *slot, struct error *e)
{
    struct work *work = making->work;
    struct pool *pool = pool_new();
    char host[65];
    host_name(host);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = one_at_a_time(work, pool, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "backup", &making->id, e);
    if (r == ERR_NONE) {
        name_it(making);
        r = db_execute(work->db, "backup.add",
                       BINDS(BIND_INT("id", making->id), BIND_INT("at", clock_now()),
                             work->actor.user == 0 ? BIND_NULL("account") : BIND_INT("account", work->actor.user),
                             BIND_TEXT("how", how), BIND_TEXT("slot", slot), BIND_TEXT("file", making->file),
                             BIND_TEXT("host", host), BIND_INT("pid", getpid()),
                             BIND_INT("started", process_started(getpid()))),
                       NULL, e);
    }
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}

static enum err take_down(struct making *making, const char *state, int64_t since, const char *why, struct error *e)
{
    const struct backup_facts *facts = &making->facts;
    struct work *work = making->work;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "backup.end",
                       BINDS(BIND_INT("id", making->id), BIND_TEXT("state", state),
                             BIND_INT("milliseconds", clock_steady_ms() - since), BIND_INT("bytes", facts->bytes),
                             BIND_TEXT("sha256", facts->sha256), BIND_INT("drafts_bytes", facts->drafts_bytes),
                             BIND_TEXT("drafts_sha256", facts->drafts_sha256), BIND_INT("people", facts->people),
                             BIND_INT("households", facts->households), BIND_INT("visits", facts->visits),
                             BIND_INT("cases", facts->cases), BIND_INT("accounts", facts->accounts),
                             BIND_INT("audited", facts->audited), BIND_TEXT("why", why)),
                       NULL, e);
    if (r == ERR_NONE)
        r = audit_write(work, "backup", "backup", making->id, strcmp(state, "good") == 0, making->file, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

/* --- the files --------------------------------------------------------------------------------------------------- */

static enum err make_folder(const struct work *work, char folder[BACKUP_PATH], struct error *e)
{
    struct stat about;
    backup_folder(work, folder);
    if (mkdir(folder, 0700) != 0 && (errno != EEXIST || stat(folder, &about) != 0 || !S_ISDIR(about.st_mode)))
        return error_set(e, ERR_FAILED, NULL, _("The folder of the backups, %s, cannot be made: %s."), folder,
                         strerror(errno));
    return ERR_NONE;
}

/* Told before a disk is filled to the brim, on which people are writing. */
static enum err need_room(const struct work *work, const char *folder, struct error *e)
{
    int64_t room = disk_free(folder);
    int64_t size = size_of(work->database), wanted = size + size / 20 + MIB;
    if (room >= 0 && room < wanted)
        return error_set(e, ERR_FAILED, NULL,
                         _("The disk of the backups is full: %lld MiB are free in %s, %lld are needed. Make room, or "
                           "name another folder as [backup] path."),
                         (long long)(room / MIB), folder, (long long)wanted / MIB + 1);
    return ERR_NONE;
}

/* The names are on the disk, too, before anybody relies on them. */
static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static enum err copy(struct making *making, struct error *e)
{
    char folder[BACKUP_PATH];
    enum err r = make_folder(making->work, folder, e);
    if (r == ERR_NONE)
        r = need_room(making->work, folder, e);
    if (r == ERR_NONE)
        r = db_backup(making->work->db, making->path, e);
    if (r == ERR_NONE)
        r = db_backup(making->work->drafts, making->drafts, e);
    if (r == ERR_NONE)
        r = backup_whole(making->path, e);
    if (r == ERR_NONE)
        r = backup_facts(making->path, making->drafts, &making->facts, e);
    if (r == ERR_NONE)
        sync_folder(folder);
    return r;
}

/* --- those that are too many ------------------------------------------------------------------------------------- */

static enum err prune(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t keep = setting_number(work, SETTING_BACKUP_KEEP), days = setting_number(work, SETTING_BACKUP_KEEP_DAYS);
    int64_t young = days == 0 ? INT64_MAX : clock_now() - days * DAY;
    enum err r = db_query(work->db, pool, "backup.good", NULL, &rows, e);
    for (size_t i = (size_t)(keep < 1 ? 1 : keep); r == ERR_NONE && i < rows.count; i++) {
        if (rows_int(&rows, i, "at") >= young)
            continue;
        r = db_execute(
            work->db, "backup.state",
            BINDS(BIND_INT("id", rows_int(&rows, i, "id")), BIND_TEXT("state", "removed"), BIND_TEXT("why", "")), NULL,
            e);
        if (r == ERR_NONE)
            remove_files(work, rows_text(&rows, i, "file"));
    }
    pool_free(&pool);
    return r;
}

enum err backup_make(struct work *work, const char *how, const char *slot, int64_t *id, struct error *e)
{
    struct making making = {.work = work};
    int64_t since = clock_steady_ms();
    struct error fault = {0};
    enum err r = right_need(work, "backup", e);
    if (r == ERR_NONE)
        r = claim(&making, how, slot, e);
    if (r != ERR_NONE)
        return r;
    *id = making.id;
    r = copy(&making, e);
    if (r == ERR_NONE)
        return take_down(&making, "good", since, "", e) == ERR_NONE ? prune(work, e) : e->code;
    remove_files(work, making.file);
    take_down(&making, "failed", since, e->text, &fault); /* the caller hears why it failed, not of this */
    return r;
}
