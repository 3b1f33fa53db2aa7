/* Jobs as rows: made, looked at, cancelled, told to go on. Running them is job_run.c. */
#include "job_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static const char *const states[JOB_STATE_COUNT] = {
    [JOB_QUEUED] = "queued", [JOB_RUNNING] = "running", [JOB_CHECKED] = "checked",
    [JOB_DONE] = "done",     [JOB_FAILED] = "failed",   [JOB_CANCELLED] = "cancelled",
};

static const struct {
    const char *name, *label;
} phases[JOB_PHASE_COUNT] = {
    [JOB_CHECK] = {"check", N_("checked")   },
    [JOB_APPLY] = {"apply", N_("saved")     },
    [JOB_UNDO] = {"undo",  N_("taken back")},
};

const char *job_state_name(enum job_state state)
{
    return states[state];
}

const char *job_state_text(enum job_state state)
{
    return code_text("job_state", states[state]);
}

static enum job_state state_of(const char *name)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(states) && strcmp(states[i], name) != 0)
        i++;
    return (enum job_state)i;
}

static enum job_phase phase_of(const char *name)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(phases) && strcmp(phases[i].name, name) != 0)
        i++;
    return (enum job_phase)i;
}

static void take(struct job *job, const struct rows *rows)
{
    *job = (struct job){
        .id = rows_int(rows, 0, "id"),
        .account = rows_int(rows, 0, "account"),
        .post = rows_int(rows, 0, "post"),
        .state = state_of(rows_text(rows, 0, "state")),
        .phase = phase_of(rows_text(rows, 0, "phase")),
        .file = rows_int(rows, 0, "file"),
        .errors = rows_int(rows, 0, "errors"),
        .at = rows_int(rows, 0, "at"),
        .total = rows_int(rows, 0, "total"),
        .added = rows_int(rows, 0, "added"),
        .changed = rows_int(rows, 0, "changed"),
        .same = rows_int(rows, 0, "same"),
        .bad = rows_int(rows, 0, "bad"),
        .phase_at = rows_int(rows, 0, "phase_at"),
        .phase_row = rows_int(rows, 0, "phase_row"),
        .made_at = rows_int(rows, 0, "made_at"),
        .ended_at = rows_int(rows, 0, "ended_at"),
        .cancel = rows_int(rows, 0, "cancel") != 0,
    };
    text_copy(job->kind, sizeof job->kind, rows_text(rows, 0, "kind"));
    text_copy(job->table_name, sizeof job->table_name, rows_text(rows, 0, "table_name"));
    text_copy(job->title, sizeof job->title, rows_text(rows, 0, "title"));
    text_copy(job->options, sizeof job->options, rows_text(rows, 0, "options"));
    text_copy(job->message, sizeof job->message, rows_text(rows, 0, "message"));
}

enum err job_find(struct work *work, int64_t id, int64_t account, struct job *out, char login[40], struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "job.read", BINDS(BIND_INT("id", id), BIND_INT("me", account)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("You have no job %lld."), (long long)id);
    if (r == ERR_NONE) {
        take(out, &rows);
        if (login != NULL)
            text_copy(login, 40, rows_text(&rows, 0, "login"));
    }
    pool_free(&pool);
    return r;
}

enum err job_read(struct work *work, int64_t id, struct job *out, struct error *e)
{
    return job_find(work, id, work->actor.user, out, NULL, e);
}

enum err job_list(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "job.list", BINDS(BIND_INT("me", work->actor.user)), out, e);
}

enum err job_save(struct work *work, const struct job *job, struct error *e)
{
    return db_execute(work->db, "job.save",
                      BINDS(BIND_INT("id", job->id), BIND_TEXT("state", states[job->state]),
                            BIND_TEXT("phase", phases[job->phase].name), BIND_INT("at", job->at),
                            BIND_INT("total", job->total), BIND_INT("added", job->added),
                            BIND_INT("changed", job->changed), BIND_INT("same", job->same), BIND_INT("bad", job->bad),
                            BIND_INT("phase_at", job->phase_at), BIND_INT("phase_row", job->phase_row),
                            BIND_TEXT("message", job->message),
                            job->errors == 0 ? BIND_NULL("errors") : BIND_INT("errors", job->errors),
                            job->ended_at == 0 ? BIND_NULL("ended") : BIND_INT("ended", job->ended_at)),
                      NULL, e);
}

enum err job_new(struct work *work, struct job *job, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "job", &job->id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "job.add",
                       BINDS(BIND_INT("id", job->id), BIND_INT("me", work->actor.user), BIND_TEXT("kind", job->kind),
                             BIND_TEXT("table", job->table_name), BIND_TEXT("title", job->title),
                             BIND_TEXT("options", job->options), BIND_INT("file", job->file),
                             BIND_INT("now", clock_now()),
                             work->actor.own_post == 0 ? BIND_NULL("post") : BIND_INT("post", work->actor.own_post)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r == ERR_NONE ? job_start(work, job->id, e) : r;
}

enum err job_hear(struct work *work, struct job *job, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "job.cancelled", BINDS(BIND_INT("id", job->id)), &rows, e);
    job->cancel = r == ERR_NONE && rows.count > 0 && rows_int(&rows, 0, "cancel") != 0;
    pool_free(&pool);
    return r;
}

const char *job_cancel_means(const struct job *job)
{
    const struct job_kind *kind = job_kind_of(job);
    return kind == NULL || kind->cancelled == NULL ? NULL : _(kind->cancelled);
}

/* What waits is gone at once; who works on it sees the mark after its next rows, at the latest where it would end. */
enum err job_cancel(struct work *work, int64_t id, struct error *e)
{
    struct job job;
    int64_t dropped = 0, marked = 0;
    enum err r = job_read(work, id, &job, e);
    if (r == ERR_NONE && job_cancel_means(&job) == NULL)
        r = error_set(e, ERR_STATE, NULL, _("This work cannot be cancelled: what it has begun it brings to its end."));
    if (r == ERR_NONE)
        r = db_execute(work->db, "job.drop",
                       BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())),
                       &dropped, e);
    if (r == ERR_NONE && dropped == 0)
        r = db_execute(work->db, "job.cancel", BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user)), &marked, e);
    if (r == ERR_NONE && dropped + marked == 0)
        r = error_set(e, ERR_STATE, NULL, _("You have no job %lld that could be cancelled."), (long long)id);
    return r == ERR_NONE && marked > 0 ? job_start(work, id, e) : r;
}

enum err job_apply(struct work *work, int64_t id, const char *options, struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(work->db, "job.apply",
                            BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_TEXT("options", options),
                                  BIND_INT("now", clock_now())),
                            &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("You have no job %lld that waits for this after its check."),
                      (long long)id);
    return r == ERR_NONE ? job_start(work, id, e) : r;
}

/* 3,200 */
static void add_number(struct buffer *out, int64_t n)
{
    if (n >= 1000) {
        add_number(out, n / 1000);
        buffer_format(out, ",%03lld", (long long)(n % 1000));
    } else {
        buffer_format(out, "%lld", (long long)n);
    }
}

static void add_time_left(struct buffer *out, const struct job *job)
{
    int64_t gone = clock_now() - job->phase_at, done = job->at - job->phase_row, left = job->total - job->at;
    if (job->phase == JOB_UNDO || gone < 2 || done <= 0 || left <= 0)
        return;
    int64_t seconds = left * gone / done;
    buffer_add_text(out, " · ");
    if (seconds < 90)
        buffer_format(out, _("about %d s left"), (int)seconds);
    else
        buffer_format(out, _("about %d min left"), (int)((seconds + 30) / 60));
}

void job_progress(const struct job *job, char out[160])
{
    struct buffer text = {0};
    buffer_format(&text, "%s ", _(phases[job->phase].label));
    add_number(&text, job->at);
    if (job->total > 0) {
        buffer_add_char(&text, '/');
        add_number(&text, job->total);
    }
    if (job->bad > 0) {
        buffer_add_text(&text, " · ");
        buffer_format(&text, _("%lld errors"), (long long)job->bad);
    }
    add_time_left(&text, job);
    text_copy(out, 160, buffer_text(&text));
    buffer_free(&text);
}
