/* An import without a job, for the administrator's program: it acts for no account, so nothing can wait for anybody in
 * an inbox. All rows are checked, then saved in one transaction, or none. Only for tables that are put by rules of
 * their own. */
#include "import_inside.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COPY_PIECE 65536

struct now {
    struct work *work;
    struct pool *pool;
    const struct table *table;
    const struct import_options *options;
    struct job *job;
    struct import_keys *keys;
    struct import_fault *faults;
};

static bool is_fault(enum err r)
{
    return r != ERR_NONE && r != ERR_AGAIN && r != ERR_FAILED;
}

static void note_fault(struct now *now, long line, const struct error *why)
{
    if (now->job->bad < IMPORT_NOW_FAULTS)
        now->faults[now->job->bad] = (struct import_fault){line, *why};
    now->job->bad++;
}

static enum err take_row(struct now *now, const struct import_plan *plan, const struct table_row *cells, bool dry,
                         struct error *e)
{
    struct import_row row;
    int what = PUT_SAME;
    enum err r = import_row_read(plan, cells, &row, e);
    long twice = r == ERR_NONE ? import_keys_seen(now->keys, now->table, &row) : 0;
    if (twice != 0)
        r = error_set(e, ERR_INVALID, NULL, _("This is in the file already, in row %ld."), twice);
    if (r == ERR_NONE)
        r = import_row_put(now->work, plan, &row, dry, &what, e);
    if (r == ERR_NONE) {
        now->job->added += what == PUT_ADD;
        now->job->same += what == PUT_SAME;
    }
    import_row_free(&row);
    return r;
}

/* Every row, checked or saved; of what is wrong only the database's own troubles end it. */
static enum err pass(struct now *now, const char *path, bool dry, struct error *e)
{
    struct table_file *file = NULL;
    struct import_plan plan = {.count = 0};
    struct table_row cells;
    bool first = false, more = true;
    enum err r = table_file_open(path, &file, e);
    now->keys = import_keys_new();
    now->job->at = now->job->added = now->job->same = now->job->bad = 0;
    if (r == ERR_NONE)
        r = import_plan(&plan, now->table, file, now->options->strict, &cells, &first, e);
    while (r == ERR_NONE && more) {
        struct error why = {0};
        r = first ? ERR_NONE : table_file_next(file, &cells, &more, e);
        first = false;
        if (r != ERR_NONE || !more)
            break;
        now->job->at++;
        enum err bad = take_row(now, &plan, &cells, dry, &why);
        if (is_fault(bad))
            note_fault(now, cells.line, &why);
        else if (bad != ERR_NONE)
            r = error_set(e, bad, NULL, "%s", why.text);
    }
    if (r == ERR_NONE && now->job->at == 0)
        r = error_set(e, ERR_INVALID, NULL, _("The file has no rows below its header."));
    import_plan_free(&plan);
    import_keys_free(&now->keys);
    table_file_close(&file);
    return r;
}

static enum err save(struct now *now, const char *path, struct error *e)
{
    enum err r = db_begin(now->work->db, e);
    if (r == ERR_NONE)
        r = pass(now, path, false, e);
    if (r == ERR_NONE && now->job->bad > 0 && !now->options->skip)
        r = error_set(e, ERR_INVALID, NULL, "%s", now->faults[0].why.text);
    return audit_end(now->work, r, import_rules_of(now->table)->right, now->table->name, 0, "import", e);
}

static void tell(struct now *now, enum job_state state, const char *how)
{
    now->job->state = state;
    now->job->total = now->job->at;
    int n = snprintf(now->job->message, sizeof now->job->message, "%s ", how);
    snprintf(now->job->message + n, sizeof now->job->message - (size_t)n,
             _("%lld added, %lld changed, %lld as before, %lld with errors."), (long long)now->job->added,
             (long long)now->job->changed, (long long)now->job->same, (long long)now->job->bad);
}

static enum err copy_to(FILE *in, char path[32], struct error *e)
{
    char piece[COPY_PIECE];
    size_t n = 0, total = 0;
    snprintf(path, 32, "/tmp/wangge-import-XXXXXX");
    int fd = mkstemp(path);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    while (out != NULL && (n = fread(piece, 1, sizeof piece, in)) > 0 && total <= IMPORT_MOST_BYTES)
        total += fwrite(piece, 1, n, out);
    if (out == NULL || fclose(out) != 0 || ferror(in))
        return error_set(e, ERR_FAILED, NULL, _("The file cannot be read."));
    return total == 0 ? error_set(e, ERR_INVALID, NULL, _("The file is empty.")) : ERR_NONE;
}

enum err import_now(struct work *work, struct pool *pool, const struct table *table, FILE *in,
                    const struct import_options *options, struct job *job, struct import_fault **faults,
                    struct error *e)
{
    struct scope_range range;
    char action[64], path[32] = "";
    struct now now = {.work = work,
                      .pool = pool,
                      .table = table,
                      .options = options,
                      .job = job,
                      .faults = pool_new_piece(pool, IMPORT_NOW_FAULTS, sizeof **faults)};
    *faults = now.faults;
    *job = (struct job){.kind = "import", .made_at = clock_now()};
    text_copy(job->table_name, sizeof job->table_name, table->name);
    text_copy(job->title, sizeof job->title, table_label(table));
    enum err r = import_need(work, table, action, &range, e);
    if (r == ERR_NONE)
        r = copy_to(in, path, e);
    if (r == ERR_NONE)
        r = pass(&now, path, true, e);
    if (r == ERR_NONE && options->dry)
        tell(&now, JOB_CHECKED, _("Checked, nothing is saved yet:"));
    else if (r == ERR_NONE && job->bad > 0 && !options->skip)
        tell(&now, JOB_FAILED, _("Nothing is saved, for there are errors:"));
    else if (r == ERR_NONE && (r = save(&now, path, e)) == ERR_NONE)
        tell(&now, JOB_DONE, _("Saved:"));
    job->ended_at = clock_now();
    if (*path != '\0')
        unlink(path);
    return r;
}
