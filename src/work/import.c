/* The job "import": checks every row, then saves them in short transactions; takes back what it saved when it fails or
 * is cancelled. How far it is stands in the job's row and is written with the rows themselves, so another process goes
 * on at the right place. */
#include "wangge/work/import.h"

#include "import_run.h"

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

enum err import_next_cells(struct import *im, struct table_row *row, bool *more, struct error *e)
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
        r = import_next_cells(im, &row, &more, e);
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

/* Cancelled until now: the next try of the step takes back what there is. */
static enum err refuse_cancelled(struct work *work, struct job *job, struct error *e)
{
    enum err r = job_hear(work, job, e);
    return r == ERR_NONE && job->cancel ? error_set(e, ERR_AGAIN, NULL, _("It was cancelled.")) : r;
}

/* The job's last state, with a line in the inbox; the file that was sent is not needed any more unless it waits for the
 * word to go on. */
enum err import_finish(struct import *im, struct job *job, enum job_state state, const char *how, bool counts,
                       struct error *e)
{
    struct work *work = im->work;
    struct job before = *job;
    struct buffer text = {0};
    char line[sizeof job->message]; /* of the inbox: without the columns */
    enum err r = ERR_NONE;

    buffer_format(&text, counts ? "%s: %s " : "%s: %s", job->title, how);
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
    if (r == ERR_NONE && (state == JOB_DONE || state == JOB_CHECKED))
        r = refuse_cancelled(work, job, e);
    if (r == ERR_NONE)
        r = job_save(work, job, e);
    if (r == ERR_NONE)
        r = inbox_add(work, job->account, "job", job->id, job->errors, line, e);
    r = audit_end(work, r, im->action, "job", job->id, job_state_name(state), e);
    if (r == ERR_NONE && state != JOB_CHECKED)
        file_remove(work, job->file, NULL);
    if (r != ERR_NONE) {
        before.cancel = job->cancel;
        *job = before;
    }
    buffer_free(&text);
    return r;
}

/* --- the check -----------------------------------------------------------------------------------------------------
 */

/* What else is a fault than those of values: rights, rows of others, two at once. Not: a busy or broken database. */
bool import_is_fault(enum err r)
{
    return r != ERR_NONE && r != ERR_AGAIN && r != ERR_FAILED;
}

enum err import_refuse_twice(struct import *im, const struct import_row *row, struct error *e)
{
    long line = import_keys_seen(im->keys, im->table, row);
    return line == 0 ? ERR_NONE : error_set(e, ERR_INVALID, NULL, _("This is in the file already, in row %ld."), line);
}

void import_count(struct job *job, int what)
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
        r = import_refuse_twice(im, &row, e);
    if (r == ERR_NONE)
        r = import_row_put(im->work, &im->plan, &row, true, &what, e);
    if (r == ERR_NONE)
        import_count(job, what);
    import_row_free(&row);
    return r;
}

enum err import_keep_fault(struct import *im, const struct fault *fault, struct error *e)
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
        r = import_keep_fault(im, &faults[i], e);
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
    bool ends = im->options.dry || (job->bad > 0 && !im->options.skip);
    if (ends && job->bad > 0)
        r = import_errors(im->work, job, &im->plan, im->path, &job->errors, e);
    if (r == ERR_NONE && im->options.dry)
        r = import_finish(im, job, JOB_CHECKED, _("Checked, nothing is saved yet:"), true, e);
    else if (r == ERR_NONE && ends)
        r = import_finish(im, job, JOB_FAILED, _("Nothing is saved, for there are errors:"), true, e);
    *done = ends && r == ERR_NONE;
    if (ends || r != ERR_NONE)
        return r;
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
        r = import_next_cells(im, &cells, &more, e);
        if (r != ERR_NONE || !more)
            break;
        struct error why = {0};
        enum err bad = check_row(im, job, &cells, &why);
        job->at++;
        if (import_is_fault(bad)) {
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
        r = import_finish(im, job, JOB_CANCELLED, _("Cancelled; nothing is saved."), false, e);
        *done = r == ERR_NONE;
        return r;
    }
    return r == ERR_NONE && !more ? end_check(im, job, done, e) : r;
}

static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    (void)work;
    switch (job->phase) {
    case JOB_CHECK:
        return step_check(state, job, done, e);
    case JOB_APPLY:
        return import_step_apply(state, job, done, e);
    default:
        return import_step_undo(state, job, done, e);
    }
}

const struct job_kind import_job = {.name = "import",
                                    .begin = begin_import,
                                    .step = step,
                                    .end = end_import,
                                    .cancelled = N_("what is saved is taken back")};
