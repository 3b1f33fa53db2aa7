/* Exports: pages of a list on their way into a file. */
#include "wangge/work/export.h"

#include "export_inside.h"
#include "inside.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/file.h"
#include "wangge/work/job.h"
#include "wangge/work/person.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE 500

bool export_is_personal(const struct table *table)
{
    if (strcmp(table->name, "person") == 0 || table->sensitive || place_link(table, "person") != NULL)
        return true;
    for (size_t i = 0; i < table->count; i++)
        if (table->fields[i].masked)
            return true;
    return false;
}

/* The audit has no area to be bound, and its own narrowing. */
static bool is_audit(const struct table *table)
{
    return strcmp(table->name, "audit") == 0;
}

static enum err may_read(struct export_run *run, char action[ACTION_ROOM], struct error *e)
{
    if (is_audit(run->export->table))
        return audit_range(run->work, &run->query, e);
    return table_need(run->work, run->export->table, "read", action, &run->range, e);
}

/* Which rows, and whether a sufficient reason is there; the audit is told before anything is given out. */
static enum err allow(struct export_run *run, struct error *e)
{
    struct work *work = run->work;
    const struct export *export = run->export;
    char action[ACTION_ROOM], reason[EXPORT_REASON], note[EXPORT_REASON + 64];
    struct scope_range full;
    enum err r = may_read(run, action, e);

    text_copy(reason, sizeof reason, export->reason);
    text_trim(reason);
    if (r == ERR_NONE && export->full)
        r = right_range(work, "personal.export", &full, e);
    if (r == ERR_NONE && export->full && text_count(reason) < 2)
        r = error_set(e, ERR_INVALID, "reason", _("Please say why you need the numbers in full."));
    if (r == ERR_NONE && export->full)
        range_narrow(&run->range, &full);
    snprintf(note, sizeof note, "%s%s%s", export->full ? "full" : "masked", *reason == '\0' ? "" : ": ", reason);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE && (export->full || export->table->sensitive)) /* to be in it says enough */
        r = person_look_begin(work, export->full ? "personal.export" : "personal.open", export->table, note, &run->look,
                              e);
    return audit_end(work, r, "table.export", export->table->name, 0, note, e);
}

static void head(struct export_run *run)
{
    const struct table *table = run->export->table;
    bool readable = table_format_is_readable(run->export->format);

    run->cells = pool_new_piece(run->pool, table->count + 1, sizeof *run->cells);
    run->cells[0] = readable ? _("id") : "id";
    size_t n = 1;
    for (size_t i = 0; i < table->count; i++)
        if (!table->fields[i].hidden)
            run->cells[n++] = readable ? field_label(&table->fields[i]) : table->fields[i].name;
    run->count = n;
    table_writer_row(run->writer, run->cells, n);
}

/* The value as programs read it back, or as people read it: a link by its name where the list tells it. */
static const char *cell(struct export_run *run, struct pool *pool, const struct field *field,
                        const struct record *record)
{
    const char *value = record_get(record, field->name);
    if (!table_format_is_readable(run->export->format))
        return value;
    if (field->type == FIELD_LINK) {
        const char *named = record_get(record, pool_format(pool, "%s_name", field->name));
        return *named == '\0' ? value : named;
    }
    struct buffer text = {0};
    check_show(field, value, &text);
    const char *shown = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return shown;
}

static void write_row(struct export_run *run, struct pool *pool, const struct rows *rows, size_t row)
{
    const struct table *table = run->export->table;
    struct record *record = record_new();
    size_t n = 1;

    record_from_row(record, table, rows, row);
    run->cells[0] = rows_text(rows, row, "id");
    for (size_t i = 0; i < table->count; i++)
        if (!table->fields[i].hidden)
            run->cells[n++] = cell(run, pool, &table->fields[i], record);
    table_writer_row(run->writer, run->cells, n);
    record_free(&record);
}

/* Whose numbers were given out. */
static enum err note_people(struct export_run *run, const struct rows *rows, struct error *e)
{
    bool people = strcmp(run->export->table->name, "person") == 0;
    if (!people && place_link(run->export->table, "person") == NULL)
        return ERR_NONE;
    enum err r = db_begin(run->work->db, e);
    for (size_t i = 0; r == ERR_NONE && i < rows->count; i++) {
        int64_t person = rows_int(rows, i, people ? "id" : place_link(run->export->table, "person")->name);
        if (person != 0)
            r = person_look_add(run->work, run->look, person, e);
    }
    if (r == ERR_NONE)
        r = db_commit(run->work->db, e);
    db_rollback(run->work->db);
    return r;
}

enum err export_page(struct export_run *run, bool *done, struct error *e)
{
    const struct export *export = run->export;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t left = export->query.limit == 0 ? PAGE : export->query.limit - run->rows;

    run->query.limit = left < PAGE ? left : PAGE;
    const struct bind *binds = BINDS(BIND_TEXT("lo", run->range.lo), BIND_TEXT("hi", run->range.hi),
                                     BIND_INT("own", run->range.own), BIND_INT("me", run->range.me));
    enum err r = list_read(run->work->db, pool, export->table, NULL, &run->query,
                           is_audit(export->table) ? NULL : binds, &rows, NULL, e);
    if (r == ERR_NONE)
        r = actor_still_holds(run->work, e);
    if (r == ERR_NONE && !export->full)
        mask_rows(pool, export->table, &rows);
    if (r == ERR_NONE && run->look != 0)
        r = note_people(run, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        write_row(run, pool, &rows, i);
        run->query.after = rows_int(&rows, i, "id");
    }
    run->rows += (int64_t)rows.count;
    *done = r != ERR_NONE || rows.count < PAGE || (export->query.limit != 0 && run->rows >= export->query.limit);
    pool_free(&pool);
    return r;
}

enum err export_begin(struct export_run *run, FILE *out, const char *path, struct error *e)
{
    run->pool = pool_new();
    run->query = run->export->query;
    run->query.patient = true;
    enum err r = allow(run, e);
    if (r == ERR_NONE)
        r = table_writer_open(run->export->format, out, path, table_label(run->export->table), &run->writer, e);
    if (r == ERR_NONE)
        head(run);
    return r;
}

enum err export_end(struct export_run *run, enum err r, struct error *e)
{
    struct error close = {0};
    enum err closed = run->writer == NULL ? ERR_NONE : table_writer_close(&run->writer, &close);
    pool_free(&run->pool);
    if (r == ERR_NONE && closed != ERR_NONE)
        r = error_set(e, closed, NULL, "%s", close.text);
    return r;
}

static enum err write_all(struct work *work, const struct export *export, FILE *out, const char *path, int64_t *rows,
                          struct error *e)
{
    struct export_run run = {.work = work, .export = export};
    bool done = false;
    enum err r = export_begin(&run, out, path, e);
    while (r == ERR_NONE && !done)
        r = export_page(&run, &done, e);
    if (rows != NULL)
        *rows = run.rows;
    return export_end(&run, r, e);
}

enum err export_stored(struct work *work, const struct export *export, struct export_target *to, struct error *e)
{
    enum table_format format = export->format;
    FILE *out = NULL;

    *to = (struct export_target){0};
    snprintf(to->name, sizeof to->name, "%s.%s", export->table->name, table_format_ending(format));
    enum err r = file_new(work, to->name, table_format_ending(format), &to->file, &out, e);
    if (r == ERR_NONE)
        r = file_path(work, to->file, to->path, sizeof to->path, e);
    if (format == TABLE_XLSX && out != NULL) { /* its writer opens the path itself */
        fclose(out);
        out = NULL;
    }
    to->out = out;
    return r;
}

enum err export_store(struct work *work, struct export_target *to, enum err r, struct error *e)
{
    struct error gone = {0};
    if (to->out != NULL && fclose(to->out) != 0 && r == ERR_NONE)
        r = error_set(e, ERR_FAILED, NULL, _("The file could not be written whole; the disk may be full."));
    to->out = NULL;
    if (r == ERR_NONE)
        return file_done(work, to->file, e);
    if (to->file != 0)
        file_remove(work, to->file, &gone);
    return r;
}

enum err export_file(struct work *work, const struct export *export, int64_t *file, int64_t *rows, struct error *e)
{
    struct export_target to;
    enum err r = export_stored(work, export, &to, e);
    if (r == ERR_NONE)
        r = write_all(work, export, to.out, to.path, rows, e);
    r = export_store(work, &to, r, e);
    if (r == ERR_NONE)
        r = export_tell(work, export, to.file, *rows, e);
    *file = to.file;
    return r;
}

enum err export_tell(struct work *work, const struct export *export, int64_t file, int64_t rows, struct error *e)
{
    char line[256];
    snprintf(line, sizeof line, _("Export of %s: %lld rows. It is fetched with: inbox get %lld"),
             table_label(export->table), (long long)rows, (long long)file);
    return inbox_add(work, 0, "export", file, file, line, e);
}

/* xlsx is made whole before its first byte can be sent. */
static enum err send_file(struct work *work, const struct export *export, FILE *out, int64_t *rows, struct error *e)
{
    struct export_target to;
    char buffer[8192];
    size_t n;
    enum err r = export_stored(work, export, &to, e);
    if (r == ERR_NONE)
        r = write_all(work, export, NULL, to.path, rows, e);
    FILE *in = r == ERR_NONE ? fopen(to.path, "re") : NULL;
    while (in != NULL && (n = fread(buffer, 1, sizeof buffer, in)) > 0)
        fwrite(buffer, 1, n, out);
    if (in != NULL)
        fclose(in);
    if (to.file != 0) {
        struct error gone = {0};
        if (file_remove(work, to.file, &gone) != ERR_NONE)
            unlink(to.path);
    }
    return r;
}

enum err export_to(struct work *work, const struct export *export, FILE *out, int64_t *rows, struct error *e)
{
    if (export->format == TABLE_XLSX)
        return send_file(work, export, out, rows, e);
    return write_all(work, export, out, NULL, rows, e);
}
