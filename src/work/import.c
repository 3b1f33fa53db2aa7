/* The job "import": checks every row, then saves them in short transactions; takes back what it saved when it fails or
 * is cancelled. How far it is stands in the job's row and is written with the rows themselves, so another process goes
 * on at the right place. */
#include "wangge/work/import.h"

#include "import_inside.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEP_CHECK 400 /* milliseconds of checking between two looks at the job */
#define STEP_WRITE 50  /* of a transaction that others wait for */
#define LEAST_NAP  3   /* between two of them */

struct fault {
    long line;
    struct error why;
};

struct import {
    const struct table *table;
    struct import_options options;
    char action[ACTION_ROOM];
    char path[PATH_MAX];
    struct table_file *file;
    struct import_plan plan;
    struct table_row first; /* a row of data that was read with the header */
    bool has_first;
    struct import_keys *keys;
    int64_t *bad_lines; /* found by the check, in order */
    size_t bad_count, bad_at;
    struct import_row batch[JOB_BATCH]; /* read, and not saved yet */
    size_t batch_count;
    int64_t read_rows; /* rows of data up to here, faulty ones too */
    bool at_end;
    struct fault fresh; /* a row that cannot be saved any more though the check took it; line 0: none */
    /* of the transaction */
    struct work *work;
    int64_t job, seq;
    enum err watched;
};

/* --- begin and end -------------------------------------------------------------------------------------------------
 */

static void close_file(struct import *im)
{
    table_file_close(&im->file);
    import_plan_free(&im->plan);
    for (size_t i = 0; i < im->batch_count; i++)
        import_row_free(&im->batch[i]);
    im->batch_count = 0;
    im->at_end = im->has_first = false;
}

/* From its beginning, header read. */
static enum err open_file(struct import *im, struct error *e)
{
    close_file(im);
    enum err r = table_file_open(im->path, &im->file, e);
    if (r == ERR_NONE)
        r = import_plan(&im->plan, im->table, im->file, im->options.strict, &im->first, &im->has_first, e);
    im->plan.history = im->options.history;
    return r;
}

static enum err next_cells(struct import *im, struct table_row *row, bool *more, struct error *e)
{
    if (im->has_first) {
        im->has_first = false;
        *row = im->first;
        *more = true;
        return ERR_NONE;
    }
    return table_file_next(im->file, row, more, e);
}

/* Passes count rows; *passed how many there were. */
static enum err pass(struct import *im, int64_t count, int64_t *passed, struct error *e)
{
    struct table_row row;
    bool more = true;
    enum err r = ERR_NONE;
    for (*passed = 0; r == ERR_NONE && more && *passed < count; *passed += more)
        r = next_cells(im, &row, &more, e);
    return r;
}

/* The check begins anew in every process: it has written nothing but what it found. */
static enum err begin_check(struct import *im, struct job *job, struct error *e)
{
    int64_t total = 0;
    enum err r = pass(im, INT64_MAX, &total, e);
    if (r == ERR_NONE && total == 0)
        r = error_set(e, ERR_INVALID, NULL, _("The file has no rows below its header."));
    if (r == ERR_NONE)
        r = open_file(im, e);
    if (r == ERR_NONE)
        r = db_execute(im->work->db, "job.fault_clear", BINDS(BIND_INT("job", job->id)), NULL, e);
    job->at = job->phase_row = job->added = job->changed = job->same = job->bad = 0;
    job->total = total;
    import_keys_free(&im->keys);
    im->keys = import_keys_new();
    return r;
}

static enum err read_bad_lines(struct import *im, int64_t job, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = import_faults(im->work, job, INT_MAX, pool, &rows, e);
    mem_free(im->bad_lines);
    im->bad_lines = mem_new(rows.count + 1, sizeof *im->bad_lines);
    im->bad_count = im->bad_at = 0;
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        im->bad_lines[im->bad_count++] = rows_int(&rows, i, "line");
    pool_free(&pool);
    return r;
}

static enum err begin_apply(struct import *im, struct job *job, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t passed = 0;
    enum err r = open_file(im, e);
    if (r == ERR_NONE)
        r = pass(im, job->at, &passed, e);
    im->read_rows = passed;
    if (r == ERR_NONE)
        r = read_bad_lines(im, job->id, e);
    if (r == ERR_NONE)
        r = db_query(im->work->db, pool, "job.row_last", BINDS(BIND_INT("job", job->id)), &rows, e);
    if (r == ERR_NONE)
        im->seq = rows_int(&rows, 0, "seq");
    pool_free(&pool);
    return r;
}

static void end_import(void *state)
{
    struct import *im = state;
    close_file(im);
    import_keys_free(&im->keys);
    mem_free(im->bad_lines);
    mem_free(im);
}

static void *begin_import(struct work *work, struct job *job, struct error *e)
{
    struct import *im = mem_new(1, sizeof *im);
    struct scope_range range;
    enum err r = ERR_NONE;
    im->work = work;
    im->job = job->id;
    im->table = table_find(job->table_name);
    im->options = import_options_read(job->options);
    if (im->table == NULL)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no table %s any more."), job->table_name);
    if (r == ERR_NONE)
        r = import_need(work, im->table, im->action, &range, e);
    if (r == ERR_NONE && job->phase != JOB_UNDO)
        r = file_path(work, job->file, im->path, sizeof im->path, e);
    if (r == ERR_NONE && job->phase == JOB_CHECK)
        r = open_file(im, e);
    if (r == ERR_NONE && job->phase == JOB_CHECK)
        r = begin_check(im, job, e);
    else if (r == ERR_NONE && job->phase == JOB_APPLY)
        r = begin_apply(im, job, e);
    if (r == ERR_NONE)
        return im;
    end_import(im);
    return NULL;
}

/* --- what came of it -----------------------------------------------------------------------------------------------
 */

static void tell_counts(struct buffer *out, const struct job *job)
{
    buffer_format(out, _("%lld added, %lld changed, %lld as before, %lld with errors."), (long long)job->added,
                  (long long)job->changed, (long long)job->same, (long long)job->bad);
}

/* The job's last state, with a line in the inbox; the file that was sent is not needed any more unless it waits for the
 * word to go on. */
static enum err finish(struct import *im, struct job *job, enum job_state state, const char *how, bool counts,
                       struct error *e)
{
    struct work *work = im->work;
    struct buffer text = {0};
    char line[sizeof job->message]; /* of the inbox: without the columns */
    enum err r = ERR_NONE;

    buffer_format(&text, "%s: %s ", job->title, how);
    if (counts)
        tell_counts(&text, job);
    text_copy(job->message, sizeof job->message, buffer_text(&text) + strlen(job->title) + 2);
    text_copy(line, sizeof line, buffer_text(&text));
    if (counts && *im->plan.told != '\0') {
        buffer_format(&text, " %s", im->plan.told);
        text_copy(job->message, sizeof job->message, buffer_text(&text) + strlen(job->title) + 2);
    }
    job->state = state;
    job->ended_at = state == JOB_CHECKED ? 0 : clock_now();
    r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = job_save(work, job, e);
    if (r == ERR_NONE)
        r = inbox_add(work, job->account, "job", job->id, job->errors, line, e);
    r = audit_end(work, r, im->action, "job", job->id, job_state_name(state), e);
    if (r == ERR_NONE && state != JOB_CHECKED)
        file_remove(work, job->file, NULL);
    buffer_free(&text);
    return r;
}

/* --- the check -----------------------------------------------------------------------------------------------------
 */

/* What else is a fault than those of values: rights, rows of others, two at once. Not: a busy or broken database. */
static bool is_fault(enum err r)
{
    return r != ERR_NONE && r != ERR_AGAIN && r != ERR_FAILED;
}

static enum err refuse_twice(struct import *im, const struct import_row *row, struct error *e)
{
    long line = import_keys_seen(im->keys, im->table, row);
    return line == 0 ? ERR_NONE : error_set(e, ERR_INVALID, NULL, _("This is in the file already, in row %ld."), line);
}

static void count(struct job *job, int what)
{
    job->added += what == PUT_ADD;
    job->changed += what == PUT_CHANGE;
    job->same += what == PUT_SAME;
}

static enum err check_row(struct import *im, struct job *job, const struct table_row *cells, struct error *e)
{
    struct import_row row;
    int what = PUT_SAME;
    enum err r = import_row_read(&im->plan, cells, &row, e);
    if (r == ERR_NONE)
        r = refuse_twice(im, &row, e);
    if (r == ERR_NONE)
        r = import_row_put(im->work, &im->plan, &row, true, &what, e);
    if (r == ERR_NONE)
        count(job, what);
    import_row_free(&row);
    return r;
}

static enum err keep_fault(struct import *im, const struct fault *fault, struct error *e)
{
    return db_execute(im->work->db, "job.fault_add",
                      BINDS(BIND_INT("job", im->job), BIND_INT("line", fault->line),
                            BIND_TEXT("field", fault->why.field), BIND_TEXT("text", fault->why.text)),
                      NULL, e);
}

/* Nobody waits for these: they are found again should they be lost. */
static enum err keep_check(struct import *im, const struct job *job, const struct fault *faults, size_t fault_count,
                           struct error *e)
{
    struct work *work = im->work;
    enum err r = db_begin_light(work->db, e);
    for (size_t i = 0; r == ERR_NONE && i < fault_count; i++)
        r = keep_fault(im, &faults[i], e);
    if (r == ERR_NONE)
        r = job_save(work, job, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

/* After the last row: refused, waiting, or on to the saving. */
static enum err end_check(struct import *im, struct job *job, bool *done, struct error *e)
{
    enum err r = ERR_NONE;
    *done = true;
    if (job->bad > 0 && (im->options.dry || !im->options.skip))
        r = import_errors(im->work, job, &im->plan, im->path, &job->errors, e);
    if (r != ERR_NONE)
        return r;
    if (im->options.dry)
        return finish(im, job, JOB_CHECKED, _("Checked, nothing is saved yet:"), true, e);
    if (job->bad > 0 && !im->options.skip)
        return finish(im, job, JOB_FAILED, _("Nothing is saved, for there are errors:"), true, e);
    *done = false;
    job->phase = JOB_APPLY;
    job->at = job->phase_row = job->added = job->changed = job->same = 0;
    job->phase_at = clock_now();
    r = job_save(im->work, job, e);
    return r == ERR_NONE ? begin_apply(im, job, e) : r;
}

static enum err step_check(struct import *im, struct job *job, bool *done, struct error *e)
{
    struct fault *faults = mem_new(JOB_BATCH, sizeof *faults);
    size_t fault_count = 0;
    struct table_row cells;
    bool more = true;
    int64_t until = clock_steady_ms() + STEP_CHECK;
    enum err r = ERR_NONE;

    while (r == ERR_NONE && more && fault_count < JOB_BATCH && clock_steady_ms() < until) {
        r = next_cells(im, &cells, &more, e);
        if (r != ERR_NONE || !more)
            break;
        struct error why = {0};
        enum err bad = check_row(im, job, &cells, &why);
        job->at++;
        if (is_fault(bad)) {
            faults[fault_count++] = (struct fault){cells.line, why};
            job->bad++;
        } else if (bad != ERR_NONE) {
            r = error_set(e, ERR_FAILED, NULL, "%s", why.text); /* of a broken database; a check waits for nobody */
        }
    }
    if (r == ERR_NONE)
        r = keep_check(im, job, faults, fault_count, e);
    mem_free(faults);
    if (r == ERR_NONE && job->cancel) {
        *done = true;
        return finish(im, job, JOB_CANCELLED, _("Cancelled; nothing is saved."), false, e);
    }
    return r == ERR_NONE && !more ? end_check(im, job, done, e) : r;
}

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
        r = next_cells(im, &cells, &more, e);
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
            count(job, what);
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
        r = keep_fault(im, &im->fresh, e);
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
    *done = true;
    return r == ERR_NONE ? finish(im, job, JOB_DONE, _("Saved:"), true, e) : r;
}

static enum err step_apply(struct import *im, struct job *job, bool *done, struct error *e)
{
    int64_t began = clock_steady_ms();
    enum err r = ERR_NONE;
    if (job->cancel)
        return begin_undo(im, job, "", e);
    if (im->batch_count == 0 && !im->at_end)
        r = read_batch(im, e);
    if (r == ERR_NONE && im->read_rows > job->at) {
        r = save_rows(im, job, e);
        if (is_fault(r) && im->fresh.line != 0)
            return meet_fault(im, job, e);
        if (r == ERR_FAILED || is_fault(r))
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
        job->same += is_fault(r);
        job->at++;
        if (r == ERR_NONE || is_fault(r))
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
    enum err r = finish(im, job, job->cancel ? JOB_CANCELLED : JOB_FAILED, buffer_text(&text), false, e);
    buffer_free(&text);
    return r;
}

static enum err step_undo(struct import *im, struct job *job, bool *done, struct error *e)
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
    *done = r == ERR_NONE && rows.count == 0;
    let_others(clock_steady_ms() - began);
    pool_free(&pool);
    return *done ? end_undo(im, job, e) : r;
}

static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    (void)work;
    switch (job->phase) {
    case JOB_CHECK:
        return step_check(state, job, done, e);
    case JOB_APPLY:
        return step_apply(state, job, done, e);
    default:
        return step_undo(state, job, done, e);
    }
}

const struct job_kind import_job = {"import", begin_import, step, end_import};
