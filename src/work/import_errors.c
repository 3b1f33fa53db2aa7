/* The error file: what was not taken, as it came, with the number of its row and the reason. */
#include "import_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#define BOM  "\xEF\xBB\xBF" /* spreadsheet programs take a text without it for one in another encoding */
#define PAGE 500            /* faults read at once */

static enum err read_faults(struct work *work, int64_t job, int64_t after, int limit, struct pool *pool,
                            struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "job.faults",
                    BINDS(BIND_INT("job", job), BIND_INT("me", work->actor.user), BIND_INT("after", after),
                          BIND_INT("limit", limit)),
                    out, e);
}

enum err import_faults(struct work *work, int64_t job, int limit, struct pool *pool, struct rows *out, struct error *e)
{
    return read_faults(work, job, 0, limit, pool, out, e);
}

/* The faults page by page, in the order of the rows. */
struct faults {
    struct work *work;
    int64_t job, after;
    struct pool *pool;
    struct rows rows;
    size_t at;
};

static enum err next_page(struct faults *f, struct error *e)
{
    if (f->at < f->rows.count)
        return ERR_NONE;
    pool_reset(f->pool);
    f->at = 0;
    enum err r = read_faults(f->work, f->job, f->after, PAGE, f->pool, &f->rows, e);
    if (r == ERR_NONE && f->rows.count > 0)
        f->after = rows_int(&f->rows, f->rows.count - 1, "line");
    return r;
}

static void add_header(struct buffer *out, const struct import_plan *plan)
{
    buffer_add_text(out, BOM);
    csv_write_cell(out, _("row"), 0);
    for (size_t i = 0; i < plan->count; i++) {
        buffer_add_char(out, ',');
        csv_write_cell(out, plan->titles[i], 1);
    }
    buffer_add_char(out, ',');
    csv_write_cell(out, _("reason"), 0);
    buffer_add_text(out, "\r\n");
}

static void add_row(struct buffer *out, const struct import_plan *plan, const struct table_row *row, const char *reason)
{
    buffer_format(out, "%ld", row->line);
    for (size_t i = 0; i < plan->count || i < row->count; i++) {
        buffer_add_char(out, ',');
        csv_write_cell(out, i < row->count ? row->cells[i] : "", 1);
    }
    buffer_add_char(out, ',');
    csv_write_cell(out, reason, 1);
    buffer_add_text(out, "\r\n");
}

static enum err write_rows(struct faults *faults, const struct import_plan *plan, struct table_file *in, FILE *out,
                           struct error *e)
{
    struct table_row row;
    bool more = true;
    struct buffer text = {0};
    enum err r = next_page(faults, e);

    add_header(&text, plan);
    while (r == ERR_NONE && more && faults->rows.count > 0) {
        r = table_file_next(in, &row, &more, e);
        if (r == ERR_NONE && more && row.line == rows_int(&faults->rows, faults->at, "line")) {
            add_row(&text, plan, &row, rows_text(&faults->rows, faults->at, "text"));
            faults->at++;
            r = next_page(faults, e);
        }
        if (text.length > 65536) {
            fwrite(buffer_text(&text), 1, text.length, out);
            buffer_clear(&text);
        }
    }
    fwrite(buffer_text(&text), 1, text.length, out);
    buffer_free(&text);
    return r;
}

enum err import_errors(struct work *work, const struct job *job, const struct import_plan *plan, const char *path,
                       int64_t *file, struct error *e)
{
    struct faults faults = {.work = work, .job = job->id, .pool = pool_new()};
    struct table_file *in = NULL;
    FILE *out = NULL;
    char name[96];

    snprintf(name, sizeof name, "%s-errors-%lld.csv", job->table_name, (long long)job->id);
    enum err r = table_file_open(path, &in, e);
    if (r == ERR_NONE)
        r = file_new(work, name, "csv", file, &out, e);
    if (r == ERR_NONE)
        r = write_rows(&faults, plan, in, out, e);
    if (out != NULL && fclose(out) != 0 && r == ERR_NONE)
        r = error_set(e, ERR_FAILED, NULL, _("The server cannot keep the file. Please tell the administrator."));
    if (r == ERR_NONE)
        r = file_done(work, *file, e);
    table_file_close(&in);
    pool_free(&faults.pool);
    return r;
}
