/* Running jobs: claimed by one process at a time, step by step, taken over when that process is gone. */
#include "inside.h"
#include "job_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/erasure.h"
#include "wangge/work/export.h"
#include "wangge/work/import.h"
#include "wangge/work/retention.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define MOST_TRIES 5  /* processes in a row that got nothing done */
#define MOST_BUSY  20 /* tries of one step while the database is busy (each waits itself) */

static const struct job_kind *const kinds[] = {
    &import_job, &export_job, &sweep_job, &backup_job, &retention_job, &erasure_job,
};

static struct {
    void (*start)(void *to);
    void *to;
    void (*seen)(void *to, const struct job *job);
    void *seen_to;
} ways;

void job_set_starter(void (*start)(void *to), void *to)
{
    ways.start = start;
    ways.to = to;
}

bool job_has_starter(void)
{
    return ways.start != NULL;
}

void job_set_watch(void (*seen)(void *to, const struct job *job), void *to)
{
    ways.seen = seen;
    ways.seen_to = to;
}

const struct job_kind *job_kind_of(const struct job *job)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i]->name, job->kind) == 0)
            return kinds[i];
    return NULL;
}

static void nap(long milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

/* It cannot go on: told in the row and to its owner. */
static enum err fail(struct work *work, const struct job *job, const char *why, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "job.fail",
                       BINDS(BIND_INT("id", job->id), BIND_TEXT("message", why), BIND_INT("now", clock_now())), NULL,
                       e);
    if (r == ERR_NONE)
        r = inbox_add(work, job->account, "job", job->id, 0, why, e);
    if (r == ERR_NONE && job_kind_of(job) != NULL && job_kind_of(job)->failed != NULL)
        r = job_kind_of(job)->failed(work, job, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static enum err step(struct work *work, const struct job_kind *kind, struct job *job, void *state, bool *done,
                     struct error *e)
{
    enum err r = job_hear(work, job, e);
    for (int tries = 0; r == ERR_NONE || (r == ERR_AGAIN && tries < MOST_BUSY); tries++) {
        r = kind->step(work, job, state, done, e);
        db_rollback(work->db);
        if (r != ERR_AGAIN)
            break;
        nap(200);
    }
    return r;
}

/* What it has saved already is taken back by the program itself when its owner may not go on. */
static void *begin_again(struct work *work, const struct job_kind *kind, struct job *job, void *state,
                         struct error *fault)
{
    char why[sizeof job->message];
    text_copy(why, sizeof why, fault->text);
    if (state != NULL)
        kind->end(state);
    work_become_local(work);
    job->phase = JOB_UNDO;
    job->at = job->total = job->added = job->changed = job->same = 0;
    text_copy(job->message, sizeof job->message, why);
    return kind->begin(work, job, fault);
}

/* A claimed job to its end, as its owner; back to the queue when stop says so. */
static enum err run(struct work *work, struct job *job, bool (*stop)(void *to), void *to, struct error *e)
{
    const struct job_kind *kind = job_kind_of(job);
    const struct actor owner = work->actor;
    bool done = false, stopped = false, again = false;
    struct error fault = {0};
    db_long_begin(work->db);
    void *state = kind->begin(work, job, &fault);

    while (!done && !stopped && !(again && state == NULL)) {
        enum err r = state == NULL ? ERR_FAILED : step(work, kind, job, state, &done, &fault);
        if (ways.seen != NULL)
            ways.seen(ways.seen_to, job);
        if (r != ERR_NONE && (again || job->phase == JOB_CHECK))
            break;
        if (r != ERR_NONE)
            state = begin_again(work, kind, job, state, &fault);
        again = again || r != ERR_NONE;
        stopped = !done && stop != NULL && stop(to);
    }
    if (state != NULL)
        kind->end(state);
    db_long_end(work->db);
    work->actor = owner;
    if (stopped)
        return db_execute(work->db, "job.release", BINDS(BIND_INT("id", job->id), BIND_INT("pid", getpid())), NULL, e);
    if (!done)
        log_warning("job %lld: %s", (long long)job->id, error_name(fault.code));
    return done ? ERR_NONE : fail(work, job, fault.text, e);
}

static bool is_free(const struct rows *rows, size_t i, const char *host)
{
    if (strcmp(rows_text(rows, i, "state"), "queued") == 0)
        return true;
    return strcmp(rows_text(rows, i, "host"), host) == 0 &&
           process_is_gone(rows_int(rows, i, "pid"), rows_int(rows, i, "started"));
}

/* wanted 0: the oldest that nobody works on. *id is 0 when there is none; *tries counts the process that claims it. */
static enum err claim(struct work *work, int64_t wanted, int64_t *id, int64_t *tries, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char host[65];
    enum err r = db_begin(work->db, e);

    host_name(host);
    *id = 0;
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "job.open", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && *id == 0 && i < rows.count; i++) {
        if ((wanted != 0 && rows_int(&rows, i, "id") != wanted) || !is_free(&rows, i, host))
            continue;
        *id = rows_int(&rows, i, "id");
        *tries = rows_int(&rows, i, "tries") + 1;
        r = db_execute(work->db, "job.claim",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("host", host), BIND_INT("pid", getpid()),
                             BIND_INT("started", process_started(getpid())), BIND_INT("now", clock_now())),
                       NULL, e);
    }
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}

enum err job_start(struct work *work, int64_t id, struct error *e)
{
    struct job job;
    int64_t claimed = 0, tries = 0;
    if (ways.start != NULL) {
        ways.start(ways.to);
        return ERR_NONE;
    }
    enum err r = claim(work, id, &claimed, &tries, e);
    if (r == ERR_NONE && claimed != 0)
        r = job_find(work, id, 0, &job, NULL, e);
    return r == ERR_NONE && claimed != 0 && job_kind_of(&job) != NULL ? run(work, &job, NULL, NULL, e) : r;
}

/* Whoever asked, in the post in which it was asked. */
static enum err become(struct work *work, const struct job *job, const char *login, struct error *e)
{
    enum err r = work_become_in(work, login, "job", job->post, e);
    if (r == ERR_NONE && job->post != 0 && work->actor.post != job->post)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("The post in which this was asked for is not held any more."));
    return r;
}

enum err job_serve(struct work *work, bool (*stop)(void *to), void *to, struct error *e)
{
    struct job job;
    char login[40];
    int64_t id = 0, tries = 0;
    enum err r = claim(work, 0, &id, &tries, e);

    while (r == ERR_NONE && id != 0 && !(stop != NULL && stop(to))) {
        struct error fault = {0};
        r = job_find(work, id, 0, &job, login, e);
        if (r != ERR_NONE)
            break;
        enum err known = become(work, &job, login, &fault);
        if (job_kind_of(&job) == NULL || (known != ERR_NONE && job.phase == JOB_CHECK))
            r = fail(work, &job, fault.text, e);
        else if (tries > MOST_TRIES)
            r = fail(work, &job, _("This could not be done: it stopped the server's program several times."), e);
        else
            r = run(work, &job, stop, to, e);
        if (r == ERR_NONE)
            r = claim(work, 0, &id, &tries, e);
    }
    return r;
}

/* Lines of the inbox go as the rule says. */
static enum err expire_inbox(struct work *work, struct error *e)
{
    int64_t before = 0;
    enum err r = retention_edge(work, "inbox", &before, e);
    return r == ERR_NONE ? db_execute(work->db, "inbox.expire", BINDS(BIND_INT("before", before)), NULL, e) : r;
}

enum err job_expire(struct work *work, struct error *e)
{
    const int64_t day = 24 * 3600, before = clock_now() - 30 * day;
    static const char *const statements[] = {"job.expire_rows", "job.expire_faults"};
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(statements); i++)
        r = db_execute(work->db, statements[i], BINDS(BIND_INT("before", before)), NULL, e);
    return r == ERR_NONE ? expire_inbox(work, e) : r;
}
