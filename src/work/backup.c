/* Which backups there are, asking for work on them, and that work as a job. */
#include "backup_inside.h"
#include "job_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#define DAY  INT64_C(86400)
#define LATE (INT64_C(6) * 3600) /* that a scheduled one may be late by before it is missed */

void backup_folder(const struct work *work, char out[BACKUP_PATH])
{
    const struct config *config = config_in_use();
    if (config != NULL && !config_is_default(config, CONFIG_BACKUP)) {
        text_copy(out, BACKUP_PATH, config_text(config, CONFIG_BACKUP));
        return;
    }
    size_t n = strlen(work->files), ending = strlen("-files"); /* "wangge-files" */
    snprintf(out, BACKUP_PATH, "%.*s-backup", (int)(n < ending ? n : n - ending), work->files);
}

void backup_path(const struct work *work, const char *file, bool drafts, char out[BACKUP_PATH])
{
    char folder[BACKUP_PATH];
    const char *dot = strrchr(file, '.');
    int stem = dot == NULL ? (int)strlen(file) : (int)(dot - file);
    backup_folder(work, folder);
    if (snprintf(out, BACKUP_PATH, "%s/%.*s%s%s", folder, stem, file, drafts ? "-drafts" : "", file + stem) >=
        BACKUP_PATH)
        *out = '\0';
}

int64_t disk_free(const char *folder)
{
    struct statvfs disk;
    return statvfs(folder, &disk) == 0 ? (int64_t)disk.f_bavail * (int64_t)disk.f_frsize : -1;
}

enum err backup_list(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r = right_need(work, "health.read", e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "backup.list", BINDS(BIND_INT("id", id)), out, e);
    if (r == ERR_NONE && id != 0 && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no backup %lld. See: backup list"), (long long)id);
    return r;
}

static enum err read_times(struct work *work, struct pool *pool, struct backup_state *out, struct error *e)
{
    struct rows good = {0}, tries = {0}, failed = {0};
    enum err r = db_query(work->db, pool, "backup.good", NULL, &good, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "backup.last_tries", NULL, &tries, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "backup.last_failed", NULL, &failed, e);
    if (r != ERR_NONE)
        return r;
    out->good_at = good.count == 0 ? 0 : rows_int(&good, 0, "at");
    out->verified_at = rows_int(&tries, 0, "verified_at");
    out->drilled_at = rows_int(&tries, 0, "drilled_at");
    out->failed_at = failed.count == 0 ? 0 : rows_int(&failed, 0, "at");
    text_copy(out->why, sizeof out->why, failed.count == 0 ? "" : rows_text(&failed, 0, "why"));
    return ERR_NONE;
}

enum err backup_now_is(struct work *work, int64_t now, struct backup_state *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows since = {0};
    int64_t every = setting_number(work, SETTING_BACKUP_EVERY), drill = setting_number(work, SETTING_BACKUP_DRILL);
    (void)now;
    *out = (struct backup_state){0};
    enum err r = read_times(work, pool, out, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "backup.since", NULL, &since, e);
    if (r == ERR_NONE) {
        int64_t begun = since.count == 0 ? 0 : rows_int(&since, 0, "applied_at");
        int64_t from = out->good_at > begun ? out->good_at : begun;
        int64_t tried = out->drilled_at > begun ? out->drilled_at : begun;
        out->due_by = every == 0 ? 0 : from + (every + 1) * DAY + LATE; /* the first one comes with the next hour */
        if (out->good_at != 0 && every != 0)
            out->due_by = out->good_at + every * DAY + LATE;
        out->drill_by = drill == 0 ? 0 : tried + drill * DAY;
    }
    pool_free(&pool);
    return r;
}

/* --- as a job ---------------------------------------------------------------------------------------------------- */

enum what { NOW, VERIFY, DRILL, WHATS };
static const struct {
    const char *name, *right, *title;
} WHAT_ROWS[WHATS] = {
    [NOW] = {"now",    "backup",       N_("backup")                  },
    [VERIFY] = {"verify", "backup",       N_("reading a backup through")},
    [DRILL] = {"drill",  "backup.drill", N_("trying a backup out")     },
};

static int what_of(const char *name, size_t n)
{
    for (int i = 0; i < WHATS; i++)
        if (strlen(WHAT_ROWS[i].name) == n && strncmp(WHAT_ROWS[i].name, name, n) == 0)
            return i;
    return -1;
}

enum err backup_ask(struct work *work, const char *what, int64_t backup, int64_t *job, struct error *e)
{
    struct job made = {.kind = "backup"};
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int which = what_of(what, strlen(what));
    enum err r =
        which < 0 ? error_set(e, ERR_USAGE, NULL, "now, verify, drill") : right_need(work, WHAT_ROWS[which].right, e);
    if (r == ERR_NONE && which != NOW)
        r = backup_list(work, pool, backup, &rows, e);
    if (r == ERR_NONE) {
        snprintf(made.options, sizeof made.options, "%s %lld", what, (long long)backup);
        text_copy(made.title, sizeof made.title, _(WHAT_ROWS[which].title));
        r = job_new(work, &made, e);
        *job = made.id;
    }
    pool_free(&pool);
    return r;
}

static void *begin(struct work *work, struct job *job, struct error *e)
{
    (void)work;
    (void)job;
    (void)e;
    return mem_new(1, 1);
}

static void end(void *state)
{
    mem_free(state);
}

static enum err do_it(struct work *work, struct job *job, enum what what, int64_t id, struct error *e)
{
    enum err r = ERR_NONE;
    if (what == NOW)
        r = backup_make(work, "asked", NULL, &id, e);
    else
        r = what == VERIFY ? backup_verify(work, id, e) : backup_drill(work, id, e);
    if (r != ERR_NONE)
        return r;
    if (what == NOW)
        snprintf(job->message, sizeof job->message, _("Backup %lld is made and was read through."), (long long)id);
    else if (what == VERIFY)
        snprintf(job->message, sizeof job->message, _("Backup %lld is whole."), (long long)id);
    else
        snprintf(job->message, sizeof job->message, _("Backup %lld was restored to a copy and works."), (long long)id);
    return ERR_NONE;
}

static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    const char *blank = strchr(job->options, ' ');
    int what = blank == NULL ? -1 : what_of(job->options, (size_t)(blank - job->options));
    enum err r = what < 0 ? error_set(e, ERR_FAILED, NULL, _("There is nothing to be done."))
                          : do_it(work, job, (enum what)what, strtoll(blank, NULL, 10), e);
    (void)state;
    if (r != ERR_NONE)
        return r;
    job->state = JOB_DONE;
    job->ended_at = clock_now();
    *done = true;
    r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = job_save(work, job, e);
    if (r == ERR_NONE)
        r = inbox_add(work, job->account, "backup", job->id, 0, job->message, e);
    return r == ERR_NONE ? db_commit(work->db, e) : r;
}

const struct job_kind backup_job = {.name = "backup", .begin = begin, .step = step, .end = end};
