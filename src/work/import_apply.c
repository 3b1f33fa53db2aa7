/* The saving of what an import has checked, in short transactions, and the taking back. */
#include "import_run.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEP_WRITE 50 /* milliseconds of a transaction that others wait for */
#define LEAST_NAP  3  /* between two of them */

/* --- the saving ----------------------------------------------------------------------------------------------------
 */

static bool is_bad_line(struct import *im, long line)
{
    while (im->bad_at < im->bad_count && im->bad_lines[im->bad_at] < line)
        im->bad_at++;
    return im->bad_at < im->bad_count && im->bad_lines[im->bad_at] == line;
}

/* Fills the batch with rows that the check took. */
static enum err read_batch(struct import *im, struct error *e)
{
    struct table_row cells;
    bool more = true;
    enum err r = ERR_NONE;
    while (r == ERR_NONE && more && im->batch_count < JOB_BATCH) {
        r = import_next_cells(im, &cells, &more, e);
        if (r != ERR_NONE || !more)
            break;
        im->read_rows++;
        if (is_bad_line(im, cells.line))
            continue;
        struct import_row *row = &im->batch[im->batch_count++];
        r = import_row_read(&im->plan, &cells, row, e);
        row->ends = im->read_rows;
    }
    im->at_end = im->at_end || !more;
    return r;
}

static void on_write(void *to, const struct table *table, int64_t id, int64_t version)
{
    struct import *im = to;
    if (im->watched == ERR_NONE)
        im->watched =
            db_execute(im->work->db, "job.row_add",
                       BINDS(BIND_INT("job", im->job), BIND_INT("seq", ++im->seq), BIND_TEXT("kind", table->name),
                             BIND_INT("object", id), BIND_INT("version", version)),
                       NULL, NULL);
}

/* As many rows of the batch as the time allows; *saved how many. */
static enum err put_rows(struct import *im, struct job *job, size_t *saved, struct error *e)
{
    int64_t until = clock_steady_ms() + STEP_WRITE;
    enum err r = ERR_NONE;
    store_watch(on_write, im);
    for (*saved = 0; r == ERR_NONE && *saved < im->batch_count && clock_steady_ms() < until; *saved += r == ERR_NONE) {
        int what = PUT_SAME;
        r = import_row_put(im->work, &im->plan, &im->batch[*saved], false, &what, e);
        if (r == ERR_NONE && im->watched != ERR_NONE)
            r = error_set(e, im->watched, NULL, _("The database did not do it; the log has the cause."));
        if (r == ERR_NONE)
            import_count(job, what);
        else
            im->fresh = (struct fault){im->batch[*saved].line, *e};
    }
    store_watch(NULL, NULL);
    return r;
}

static void drop_rows(struct import *im, size_t first, size_t n)
{
    for (size_t i = first; i < first + n; i++)
        import_row_free(&im->batch[i]);
    memmove(&im->batch[first], &im->batch[first + n], (im->batch_count - first - n) * sizeof *im->batch);
    im->batch_count -= n;
}

/* A transaction of rows. */
static enum err save_rows(struct import *im, struct job *job, struct error *e)
{
    struct job after = *job;
    int64_t seq = im->seq;
    size_t saved = 0;
    im->watched = ERR_NONE;
    im->fresh.line = 0;
    enum err r = db_begin(im->work->db, e);
    if (r == ERR_NONE)
        r = put_rows(im, &after, &saved, e);
    after.at = saved == im->batch_count ? im->read_rows : saved == 0 ? job->at : im->batch[saved - 1].ends;
    if (r == ERR_NONE)
        r = job_save(im->work, &after, e);
    if (r != ERR_NONE) {
        db_rollback(im->work->db);
        im->seq = seq;
        return r;
    }
    r = audit_end(im->work, r, im->action, "job", job->id, "import", e);
    if (r != ERR_NONE) {
        im->seq = seq;
        return r;
    }
    drop_rows(im, 0, saved);
    *job = after;
    return ERR_NONE;
}

static enum err begin_undo(struct import *im, struct job *job, const char *why, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(im->work->db, pool, "job.row_last", BINDS(BIND_INT("job", job->id)), &rows, e);
    if (r == ERR_NONE) {
        job->phase = JOB_UNDO;
        job->total = rows_int(&rows, 0, "seq");
        job->at = job->phase_row = job->added = job->changed = job->same = 0;
        job->phase_at = clock_now();
        text_copy(job->message, sizeof job->message, why);
        r = job_save(im->work, job, e);
    }
    pool_free(&pool);
    return r;
}

/* A row that the check took and that cannot be saved now: left out, or the end of all. */
static enum err meet_fault(struct import *im, struct job *job, struct error *e)
{
    char why[256];
    if (!im->options.skip) {
        snprintf(why, sizeof why, _("Row %ld: %s"), im->fresh.line, im->fresh.why.text);
        return begin_undo(im, job, why, e);
    }
    for (size_t i = 0; i < im->batch_count; i++)
        if (im->batch[i].line == im->fresh.line) {
            drop_rows(im, i, 1);
            break;
        }
    enum err r = db_begin(im->work->db, e);
    job->bad++;
    if (r == ERR_NONE)
        r = import_keep_fault(im, &im->fresh, e);
    if (r == ERR_NONE)
        r = job_save(im->work, job, e);
    return r == ERR_NONE ? db_commit(im->work->db, e) : r;
}

static void let_others(int64_t busy)
{
    int64_t ms = busy / 4 < LEAST_NAP ? LEAST_NAP : busy / 4;
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static enum err end_apply(struct import *im, struct job *job, bool *done, struct error *e)
{
    int64_t old = job->errors;
    enum err r = ERR_NONE;
    if (job->bad > 0) /* anew: some may have come since the check */
        r = import_errors(im->work, job, &im->plan, im->path, &job->errors, e);
    if (r == ERR_NONE && job->bad > 0 && old != 0)
        file_remove(im->work, old, NULL);
    if (r == ERR_NONE)
        r = import_finish(im, job, JOB_DONE, _("Saved:"), true, e);
    *done = r == ERR_NONE;
    return r;
}

enum err import_step_apply(struct import *im, struct job *job, bool *done, struct error *e)
{
    int64_t began = clock_steady_ms();
    enum err r = ERR_NONE;
    if (job->cancel)
        return begin_undo(im, job, "", e);
    if (im->batch_count == 0 && !im->at_end)
        r = read_batch(im, e);
    if (r == ERR_NONE && im->read_rows > job->at) {
        r = save_rows(im, job, e);
        if (import_is_fault(r) && im->fresh.line != 0)
            return meet_fault(im, job, e);
        if (r == ERR_FAILED || import_is_fault(r))
            return begin_undo(im, job, e->text, e);
        let_others(clock_steady_ms() - began);
    }
    return r == ERR_NONE && im->at_end && im->read_rows == job->at ? end_apply(im, job, done, e) : r;
}

/* --- taking back ---------------------------------------------------------------------------------------------------
 */

/* What somebody has changed since stays as they made it; job->same counts these. */
static enum err undo_rows(struct import *im, struct job *job, const struct rows *rows, struct error *e)
{
    int64_t until = clock_steady_ms() + STEP_WRITE;
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < rows->count && (i == 0 || clock_steady_ms() < until); i++) {
        const struct table *table = table_find(rows_text(rows, i, "kind"));
        if (table != NULL)
            r = table_undo(im->work, table, rows_int(rows, i, "object"), rows_int(rows, i, "version"), e);
        job->same += import_is_fault(r);
        job->at++;
        if (r == ERR_NONE || import_is_fault(r))
            r = db_execute(im->work->db, "job.row_remove",
                           BINDS(BIND_INT("job", job->id), BIND_INT("seq", rows_int(rows, i, "seq"))), NULL, e);
    }
    return r;
}

static enum err end_undo(struct import *im, struct job *job, struct error *e)
{
    struct buffer text = {0};
    buffer_add_text(&text, job->cancel ? _("Cancelled; all that was saved is taken back.")
                                       : _("Not saved; all that was saved before is taken back."));
    if (job->same > 0) {
        buffer_add_char(&text, ' ');
        buffer_format(&text, _("%lld rows stay: others have changed them since."), (long long)job->same);
    }
    if (*job->message != '\0')
        buffer_format(&text, " %s", job->message);
    enum err r = import_finish(im, job, job->cancel ? JOB_CANCELLED : JOB_FAILED, buffer_text(&text), false, e);
    buffer_free(&text);
    return r;
}

enum err import_step_undo(struct import *im, struct job *job, bool *done, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct job after = *job;
    int64_t began = clock_steady_ms();
    enum err r = db_begin(im->work->db, e);
    if (r == ERR_NONE)
        r = db_query(im->work->db, pool, "job.rows_back", BINDS(BIND_INT("job", job->id), BIND_INT("limit", JOB_BATCH)),
                     &rows, e);
    if (r == ERR_NONE)
        r = undo_rows(im, &after, &rows, e);
    if (r == ERR_NONE)
        r = job_save(im->work, &after, e);
    if (r == ERR_NONE)
        r = audit_end(im->work, r, im->action, "job", job->id, "undo", e);
    db_rollback(im->work->db);
    if (r == ERR_NONE)
        *job = after;
    bool all = r == ERR_NONE && rows.count == 0;
    let_others(clock_steady_ms() - began);
    pool_free(&pool);
    if (all)
        r = end_undo(im, job, e);
    *done = all && r == ERR_NONE;
    return r;
}
