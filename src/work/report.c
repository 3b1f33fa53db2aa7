#include "wangge/work/report.h"

#include "print_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BORDER 3 /* columns of the page beside each cell */

static int column_width(const struct report *report, size_t column)
{
    int most = text_width(report->column[column].label);
    for (size_t i = 0; i < report->count; i++) {
        int width = text_width(report->cells[i * report->columns + column]);
        most = width > most ? width : most;
    }
    return most + BORDER;
}

/* The columns that there is room for: those that may be left out go one after the other. */
static size_t choose_columns(const struct report *report, int room, size_t *out)
{
    size_t count = report->columns;
    int used = 1;
    for (size_t i = 0; i < count; i++) {
        out[i] = i;
        used += column_width(report, i);
    }
    for (;;) {
        size_t least = 0;
        for (size_t i = 1; i < count; i++)
            if (report->column[out[i]].drop > report->column[out[least]].drop)
                least = i;
        if (used <= room || count == 0 || report->column[out[least]].drop == 0)
            return count;
        used -= column_width(report, out[least]);
        memmove(out + least, out + least + 1, (--count - least) * sizeof *out);
    }
}

static void print_rows_of(struct printing *p, const struct report *report)
{
    size_t *at = pool_new_piece(p->pool, report->columns + 1, sizeof *at);
    size_t columns = choose_columns(report, print_width(p->print), at);
    const char **heads = pool_new_piece(p->pool, columns + 1, sizeof *heads);
    const char **cells = pool_new_piece(p->pool, columns * report->count + 1, sizeof *cells);
    for (size_t c = 0; c < columns; c++) {
        heads[c] = report->column[at[c]].label;
        for (size_t i = 0; i < report->count; i++)
            cells[i * columns + c] = report->cells[i * report->columns + at[c]];
    }
    print_table(p->print, heads, columns, cells, report->count);
}

enum err report_print(struct work *work, const struct report *report, const struct paper *paper, struct buffer *out,
                      struct error *e)
{
    struct printing p;
    enum err r = printing_begin(&p, work, paper, NULL, e);
    if (r == ERR_NONE) {
        print_title(p.print, report->title);
        print_ends(p.print, report->head, pool_format(p.pool, _("%zu rows"), report->count));
        print_rows_of(&p, report);
        if (*report->note != '\0')
            print_text(p.print, report->note);
    }
    return printing_end(&p, r, report->name, 0, out, e);
}

static enum err audit_export(struct work *work, const struct report *report, struct error *e)
{
    enum err r = db_begin(work->db, e);
    return audit_end(work, r, "table.export", report->name, 0, "masked", e);
}

static enum err write_rows(const struct report *report, enum table_format format, FILE *out, const char *path,
                           struct error *e)
{
    struct table_writer *writer = NULL;
    struct pool *pool = pool_new();
    const char **heads = pool_new_piece(pool, report->columns + 1, sizeof *heads);
    enum err r = table_writer_open(format, out, path, report->title, &writer, e);

    for (size_t i = 0; i < report->columns; i++)
        heads[i] = table_format_is_readable(format) ? report->column[i].label : report->column[i].name;
    if (r == ERR_NONE) {
        table_writer_row(writer, heads, report->columns);
        for (size_t i = 0; i < report->count; i++)
            table_writer_row(writer, report->cells + i * report->columns, report->columns);
        r = table_writer_close(&writer, e);
    }
    pool_free(&pool);
    return r;
}

/* A file of the actor's with the rows in it; xlsx is written by its path. */
static enum err store(struct work *work, const struct report *report, enum table_format format, int64_t *file,
                      struct error *e)
{
    char name[80], path[512] = "";
    FILE *out = NULL;

    *file = 0;
    snprintf(name, sizeof name, "%s.%s", report->name, table_format_ending(format));
    enum err r = file_new(work, name, table_format_ending(format), file, &out, e);
    if (r == ERR_NONE)
        r = file_path(work, *file, path, sizeof path, e);
    if (r == ERR_NONE)
        r = write_rows(report, format, format == TABLE_XLSX ? NULL : out, path, e);
    if (out != NULL && fclose(out) != 0 && r == ERR_NONE)
        r = error_set(e, ERR_FAILED, NULL, _("The file could not be written whole; the disk may be full."));
    return r;
}

static void drop(struct work *work, int64_t file)
{
    struct error gone = {0};
    if (file != 0)
        file_remove(work, file, &gone);
}

/* xlsx is made whole before its first byte can be sent. */
static enum err send_file(struct work *work, const struct report *report, FILE *out, struct error *e)
{
    char name[128], bytes[8192];
    int64_t file = 0;
    FILE *in = NULL;
    size_t n;
    enum err r = store(work, report, TABLE_XLSX, &file, e);
    if (r == ERR_NONE)
        r = file_done(work, file, e);
    if (r == ERR_NONE)
        r = file_open(work, file, &in, name, e);
    while (in != NULL && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
        fwrite(bytes, 1, n, out);
    if (in != NULL)
        fclose(in);
    drop(work, file);
    return r;
}

enum err report_write(struct work *work, const struct report *report, enum table_format format, FILE *out,
                      struct error *e)
{
    enum err r = audit_export(work, report, e);
    if (r == ERR_NONE && format == TABLE_XLSX)
        return send_file(work, report, out, e);
    return r == ERR_NONE ? write_rows(report, format, out, NULL, e) : r;
}

enum err report_file(struct work *work, const struct report *report, enum table_format format, int64_t *file,
                     struct error *e)
{
    char line[256];
    enum err r = audit_export(work, report, e);
    if (r == ERR_NONE)
        r = store(work, report, format, file, e);
    if (r == ERR_NONE)
        r = file_done(work, *file, e);
    if (r != ERR_NONE) {
        drop(work, *file);
        return r;
    }
    snprintf(line, sizeof line, _("Export of %s: %lld rows. It is fetched with: inbox get %lld"), report->title,
             (long long)report->count, (long long)*file);
    return inbox_add(work, 0, "export", *file, *file, line, e);
}
