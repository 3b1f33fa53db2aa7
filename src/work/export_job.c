/* The job "export": a large export, page by page. It writes nothing but its file, so a process that follows another
 * begins anew. */
#include "wangge/work/audit.h"
#include "wangge/work/export.h"

#include "export_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/job.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct job_export {
    struct export export;
    struct export_run run;
    struct export_target to;
    bool ended;  /* the file is whole */
    bool stored; /* and its owner's */
};

/* The export as a record in the job's options, and back. */
static bool write_options(const struct export *export, char out[512])
{
    struct record *record = record_new();
    struct buffer text = {0};
    char name[24];

    record_set(record, "format", table_format_word(export->format));
    record_set(record, "full", export->full ? "1" : "");
    record_set(record, "reason", export->reason);
    record_set(record, "search", export->query.search);
    record_set(record, "sort", export->query.sort);
    for (size_t i = 0; i < export->query.filter_count; i++) {
        const struct list_filter *filter = &export->query.filters[i];
        char pair[sizeof filter->field + sizeof filter->value];
        snprintf(name, sizeof name, "%zu", i);
        snprintf(pair, sizeof pair, "%s:%s", filter->field, filter->value);
        record_set(record, name, pair);
    }
    record_write(record, &text);
    bool fits = text_copy(out, 512, buffer_text(&text));
    buffer_free(&text);
    record_free(&record);
    return fits;
}

static void take_filters(struct list_query *query, const struct record *record)
{
    char name[24];
    for (size_t i = 0; i < LIST_FILTERS; i++) {
        snprintf(name, sizeof name, "%zu", i);
        const char *pair = record_get(record, name), *colon = strchr(pair, ':');
        if (colon == NULL)
            return;
        struct list_filter *filter = &query->filters[query->filter_count++];
        snprintf(filter->field, sizeof filter->field, "%.*s", (int)(colon - pair), pair);
        text_copy(filter->value, sizeof filter->value, colon + 1);
    }
}

static bool read_options(const struct job *job, struct export *out)
{
    struct record *record = record_new();
    bool good = record_parse(record, job->options, strlen(job->options));

    *out = (struct export){.table = table_find(job->table_name)};
    out->full = *record_get(record, "full") != '\0';
    text_copy(out->reason, sizeof out->reason, record_get(record, "reason"));
    text_copy(out->query.search, sizeof out->query.search, record_get(record, "search"));
    text_copy(out->query.sort, sizeof out->query.sort, record_get(record, "sort"));
    take_filters(&out->query, record);
    good = good && out->table != NULL && table_format_parse(record_get(record, "format"), &out->format);
    record_free(&record);
    return good;
}

enum err export_later(struct work *work, const struct export *export, int64_t *job, struct error *e)
{
    struct job made = {.kind = "export"};
    text_copy(made.table_name, sizeof made.table_name, export->table->name);
    text_copy(made.title, sizeof made.title, table_label(export->table));
    if (!write_options(export, made.options))
        return error_set(e, ERR_INVALID, NULL, _("This export has too many filters; take some away."));
    enum err r = job_new(work, &made, e);
    *job = made.id;
    return r;
}

static void end(void *state)
{
    struct job_export *x = state;
    struct error left = {0};
    if (!x->ended)
        export_end(&x->run, ERR_FAILED, &left);
    if (!x->stored)
        export_store(x->run.work, &x->to, ERR_FAILED, &left);
    mem_free(x);
}

static enum err count(struct work *work, const struct export *export, int64_t *total, struct error *e)
{
    struct pool *pool = pool_new();
    struct list_query query = export->query;
    struct rows rows;
    query.limit = 1;
    enum err r = strcmp(export->table->name, "audit") == 0
                     ? audit_list(work, pool, &query, &rows, total, e)
                     : table_list(work, pool, export->table, &query, &rows, total, e);
    pool_free(&pool);
    return r;
}

static void *begin(struct work *work, struct job *job, struct error *e)
{
    struct job_export *x = mem_new(1, sizeof *x);
    enum err r = read_options(job, &x->export)
                     ? ERR_NONE
                     : error_set(e, ERR_NOT_FOUND, NULL, _("There is no table %s any more."), job->table_name);
    x->run = (struct export_run){.work = work, .export = &x->export};
    if (r == ERR_NONE)
        r = count(work, &x->export, &job->total, e);
    if (r == ERR_NONE)
        r = export_stored(work, &x->export, &x->to, e);
    if (r == ERR_NONE)
        r = export_begin(&x->run, x->to.out, x->to.path, e);
    job->at = job->phase_row = 0;
    if (r == ERR_NONE)
        return x;
    end(x);
    return NULL;
}

/* The file becomes its owner's, unless it was cancelled until now; then nothing of it stays. */
static enum err finish(struct work *work, struct job *job, struct job_export *x, bool *done, struct error *e)
{
    struct job after = *job;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = job_hear(work, &after, e);
    after.state = after.cancel ? JOB_CANCELLED : JOB_DONE;
    after.ended_at = clock_now();
    if (r == ERR_NONE && !after.cancel)
        r = export_store(work, &x->to, ERR_NONE, e);
    if (r == ERR_NONE && !after.cancel)
        r = export_tell(work, &x->export, x->to.file, x->run.rows, e);
    if (r == ERR_NONE)
        r = job_save(work, &after, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    if (r != ERR_NONE)
        return r;
    *job = after;
    *done = true;
    x->stored = !after.cancel;
    return ERR_NONE;
}

/* One page. */
static enum err step(struct work *work, struct job *job, void *state, bool *done, struct error *e)
{
    struct job_export *x = state;
    bool last = false;
    enum err r = ERR_NONE;

    if (!x->ended && !job->cancel) {
        r = export_page(&x->run, &last, e);
        job->at = x->run.rows;
        if (r == ERR_NONE && last)
            r = export_end(&x->run, ERR_NONE, e);
        x->ended = r == ERR_NONE && last;
    }
    if (r == ERR_NONE && (x->ended || job->cancel))
        return finish(work, job, x, done, e);
    return r == ERR_NONE ? job_save(work, job, e) : r;
}

const struct job_kind export_job = {
    .name = "export", .begin = begin, .step = step, .end = end, .cancelled = N_("no file is made")};
