/* Printed pages: what all of them share, and the rows of a list. */
#include "print_inside.h"

#include "inside.h"
#include "table_inside.h"
#include "words.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define PAGE       500
#define COLUMN_LOW 9 /* of a column of a list with its border: less is not worth reading */

enum err printing_begin(struct printing *p, struct work *work, const struct paper *paper, const char *reason,
                        struct error *e)
{
    *p = (struct printing){.work = work, .reason = reason, .pool = pool_new(), .print = print_new(paper)};
    return paper_check(paper, e);
}

/* "Printed 2026-10-21 16:05 by 示例甲, grid leader, A1; numbers masked" */
static const char *foot(struct printing *p)
{
    const struct actor *actor = &p->work->actor;
    const char *role = code_text("role", actor->role);
    char now[DATE_MINUTE];
    instant_minute(clock_now(), now);
    return pool_format(p->pool,
                       p->reason == NULL ? _("Printed %s by %s (%s %s)") : _("In full, printed %s by %s (%s %s)"), now,
                       actor->name, actor->area_name, role);
}

enum err printing_end(struct printing *p, enum err r, const char *kind, int64_t id, struct buffer *out, struct error *e)
{
    if (r == ERR_NONE)
        r = db_begin(p->work->db, e);
    r = audit_end(p->work, r, "table.print", kind, id, p->reason == NULL ? "masked" : "full", e);
    if (r == ERR_NONE)
        print_pages(p->print, foot(p), out);
    print_free(&p->print);
    pool_free(&p->pool);
    return r;
}

enum err printing_read(struct printing *p, const struct table *table, int64_t id, struct record *out, struct error *e)
{
    return p->reason == NULL ? table_read(p->work, table, id, out, e)
                             : table_reveal(p->work, table, id, p->reason, out, e);
}

enum err printing_row(struct printing *p, const struct table *table, const struct rows *rows, size_t i,
                      struct record *out, struct error *e)
{
    struct record *full = record_new();
    enum err r = ERR_NONE;
    record_from_row(out, table, rows, i);
    if (table->sensitive || p->reason != NULL)
        r = printing_read(p, table, rows_int(rows, i, "id"), full, e);
    for (size_t f = 0; r == ERR_NONE && f < table->count; f++)
        if (table->fields[f].masked && record_has(full, table->fields[f].name))
            record_set(out, table->fields[f].name, record_get(full, table->fields[f].name));
    record_free(&full);
    return r;
}

const char *printing_shown(struct printing *p, const struct table *table, const char *name, const struct record *record)
{
    const struct field *field = table_field(table, name);
    const char *value = record_get(record, name);
    struct buffer text = {0};
    if (field == NULL)
        return value;
    if (field->type == FIELD_LINK)
        return record_get(record, pool_format(p->pool, "%s_name", name));
    if (*value != '\0')
        check_show(field, value, &text);
    const char *shown = pool_text(p->pool, buffer_text(&text));
    buffer_free(&text);
    return shown;
}

/* Who it belongs to and how sure it is stand elsewhere. */
static bool is_fact(const struct field *field)
{
    if (field->type == FIELD_COMPUTED && field->computes != COMPUTE_MONTHS)
        return false;
    return !field->hidden && (field->width > 0 || field->required) &&
           !word_in("person household house area note verified_on source", ' ', field->name);
}

const char *printing_facts(struct printing *p, const struct table *table, const struct record *record,
                           const char *passed_over)
{
    struct buffer facts = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!is_fact(field) || word_in(passed_over, ' ', field->name))
            continue;
        const char *shown = printing_shown(p, table, field->name, record);
        if (*shown != '\0')
            buffer_format(&facts, "%s%s: %s", facts.length > 0 ? "; " : "", field_label(field), shown);
    }
    const char *text = pool_text(p->pool, buffer_text(&facts));
    buffer_free(&facts);
    return text;
}

void printing_pairs(struct printing *p, const struct table *table, const struct record *record,
                    const char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct field *field = table_field(table, fields[i]); /* a site may have hidden it */
        const char *shown = field == NULL ? "" : printing_shown(p, table, fields[i], record);
        if (*shown != '\0')
            print_pair(p->print, field_label(field), shown, field->type == FIELD_LONG_TEXT);
    }
}

enum err printing_area_line(struct printing *p, const char *path, const char **out, struct error *e)
{
    static const char *const names[] = {"path_1", "path_2", "path_3", "path_4", "path_5", "path_6", "path_7"};
    struct bind binds[LEVEL_MICRO + 1] = {0};
    struct buffer line = {0};
    struct rows rows = {0};
    for (size_t i = 0; i < LEVEL_MICRO; i++) {
        size_t n = (i + 1) * AREA_PART;
        binds[i] = BIND_TEXT(names[i], pool_text_n(p->pool, path, n < strlen(path) ? n : strlen(path)));
    }
    enum err r = db_query(p->work->db, p->pool, "print.area_line", binds, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (rows_int(&rows, i, "level") > LEVEL_CITY)
            buffer_format(&line, "%s%s", line.length > 0 ? " > " : "", rows_text(&rows, i, "name"));
    *out = pool_text(p->pool, buffer_text(&line));
    buffer_free(&line);
    return r;
}

enum err printing_area(struct printing *p, int64_t id, struct rows *area, struct scope_range *range, struct error *e)
{
    *range = (struct scope_range){.me = p->work->actor.user};
    enum err r = area_find(p->work, p->pool, pool_format(p->pool, "%lld", (long long)id), area, e);
    if (r == ERR_NONE && rows_int(area, 0, "level") < LEVEL_GRID)
        r = error_set(e, ERR_INVALID, "area", _("%s is no grid. Please choose one of its grids."),
                      rows_text(area, 0, "name"));
    if (r == ERR_NONE)
        area_range(rows_text(area, 0, "path"), range->lo, range->hi);
    return r;
}

bool printing_reach(struct printing *p, const char *action, const struct scope_range *range, struct scope_range *out)
{
    if (right_range(p->work, action, out, NULL) != ERR_NONE)
        return false;
    range_narrow(out, range);
    return true;
}

const char *printing_today(struct printing *p)
{
    char today[DATE_TEXT];
    today_text(today);
    return pool_text(p->pool, today);
}

enum err printing_posts(struct printing *p, const struct scope_range *range, struct rows *out, struct error *e)
{
    return db_query(p->work->db, p->pool, "print.posts",
                    BINDS(BIND_TEXT("lo", range->lo), BIND_TEXT("hi", range->hi), BIND_TEXT("today", printing_today(p)),
                          BIND_TEXT("grid", pool_text_n(p->pool, range->lo, LEVEL_GRID * AREA_PART)),
                          BIND_TEXT("community", pool_text_n(p->pool, range->lo, LEVEL_COMMUNITY * AREA_PART))),
                    out, e);
}

/* The columns of the list, as many as the page has room for. */
static size_t list_columns(const struct printing *p, const struct table *table, const char **names, const char **heads)
{
    size_t count = 0;
    int most = print_width(p->print) / COLUMN_LOW;
    for (size_t i = 0; i < table->count && (int)count < most; i++) {
        const struct field *field = &table->fields[i];
        if (field->width == 0 || field->hidden)
            continue;
        names[count] = field->name;
        heads[count++] = field_label(field);
    }
    return count;
}

/* The cells of all rows, page by page of the list. */
static enum err read_cells(struct printing *p, const struct table *table, struct list_query query,
                           const char *const *names, size_t columns, const char **cells, size_t *count, int64_t *total,
                           struct error *e)
{
    struct rows rows;
    enum err r = ERR_NONE;
    query.offset = query.after = 0;
    query.limit = PAGE;
    do {
        r = table_list(p->work, p->pool, table, &query, &rows, *count == 0 ? total : NULL, e);
        for (size_t i = 0; r == ERR_NONE && i < rows.count && *count < PRINT_ROWS; i++) {
            struct record *record = record_new();
            record_from_row(record, table, &rows, i);
            for (size_t c = 0; c < columns; c++)
                cells[*count * columns + c] = pool_text(p->pool, printing_shown(p, table, names[c], record));
            record_free(&record);
            query.after = rows_int(&rows, i, "id");
            ++*count;
        }
    } while (r == ERR_NONE && rows.count == PAGE && *count < PRINT_ROWS);
    return r;
}

enum err print_rows(struct work *work, const struct table *table, const struct list_query *query,
                    const struct paper *paper, struct buffer *out, struct error *e)
{
    struct printing p;
    size_t count = 0;
    int64_t total = 0;
    enum err r = printing_begin(&p, work, paper, NULL, e);
    const char **names = pool_new_piece(p.pool, table->count + 1, sizeof *names);
    const char **heads = pool_new_piece(p.pool, table->count + 1, sizeof *heads);
    size_t columns = list_columns(&p, table, names, heads);
    const char **cells = pool_new_piece(p.pool, PRINT_ROWS * columns + 1, sizeof *cells);

    if (r == ERR_NONE)
        r = read_cells(&p, table, *query, names, columns, cells, &count, &total, e);
    if (r == ERR_NONE) {
        print_title(p.print, table_label(table));
        print_ends(p.print, work->actor.area_name, pool_format(p.pool, _("%zu rows"), count));
        print_table(p.print, heads, columns, cells, count);
        if (count == PRINT_ROWS && total > PRINT_ROWS)
            print_text(p.print, _("More rows than are printed at once: narrow the list down, or export it."));
    }
    return printing_end(&p, r, table->name, 0, out, e);
}
