#include "wangge/table/sheets.h"

#include "file_sheet_name.h"

#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/print.h"

#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define NARROWEST 6
#define WIDEST    60
#define LINES     8 /* of text below a title */

struct row {
    struct row *next;
    struct value *cells;
};

struct sheet {
    struct sheet *next;
    const char *name, *title;
    const char *lines[LINES];
    size_t line_count;
    const char **heads;
    size_t columns, rows;
    struct row *first, *last;
};

struct sheets {
    struct pool *pool;
    struct sheet *first, *last;
    size_t count;
};

struct sheets *sheets_new(struct pool *pool)
{
    struct sheets *sheets = pool_new_piece(pool, 1, sizeof *sheets);
    *sheets = (struct sheets){.pool = pool};
    return sheets;
}

void sheets_begin(struct sheets *sheets, const char *name, const char *title, const char *const *heads, size_t columns)
{
    struct sheet *sheet = pool_new_piece(sheets->pool, 1, sizeof *sheet);
    *sheet = (struct sheet){.name = name, .title = title, .columns = columns};
    sheet->heads = pool_new_piece(sheets->pool, columns, sizeof *sheet->heads);
    memcpy(sheet->heads, heads, columns * sizeof *sheet->heads);
    if (sheets->last != NULL)
        sheets->last->next = sheet;
    else
        sheets->first = sheet;
    sheets->last = sheet;
    sheets->count++;
}

void sheets_line(struct sheets *sheets, const char *text)
{
    if (sheets->last->line_count < LINES)
        sheets->last->lines[sheets->last->line_count++] = text;
}

void sheets_row(struct sheets *sheets, const struct value *cells)
{
    struct sheet *sheet = sheets->last;
    struct row *row = pool_new_piece(sheets->pool, 1, sizeof *row);
    *row = (struct row){.cells = pool_new_piece(sheets->pool, sheet->columns, sizeof *row->cells)};
    memcpy(row->cells, cells, sheet->columns * sizeof *row->cells);
    if (sheet->last != NULL)
        sheet->last->next = row;
    else
        sheet->first = row;
    sheet->last = row;
    sheet->rows++;
}

size_t sheets_count(const struct sheets *sheets)
{
    return sheets->count;
}

/* As people read it. */
static const char *cell_text(struct pool *pool, const struct value *value)
{
    switch (value->type) {
    case VALUE_INT:
        return pool_format(pool, "%lld", (long long)value->number);
    case VALUE_REAL:
        return pool_format(pool, "%.1f", value->real);
    case VALUE_TEXT:
        return value->text;
    default:
        return "";
    }
}

struct styles {
    lxw_format *title, *text, *heading, *cell, *real, *integer;
};

static struct styles make_styles(lxw_workbook *book)
{
    struct styles s = {workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
                       workbook_add_format(book), workbook_add_format(book), workbook_add_format(book)};
    lxw_format *const bordered[] = {s.heading, s.cell, s.real, s.integer};
    format_set_bold(s.title);
    format_set_font_size(s.title, 14);
    format_set_bold(s.heading);
    format_set_align(s.heading, LXW_ALIGN_CENTER);
    format_set_text_wrap(s.heading);
    format_set_num_format(s.cell, "@");
    format_set_num_format(s.real, "0.0");
    for (size_t i = 0; i < sizeof bordered / sizeof bordered[0]; i++)
        format_set_border(bordered[i], LXW_BORDER_THIN);
    return s;
}

static lxw_error write_cell(lxw_worksheet *to, lxw_row_t row, lxw_col_t column, const struct value *value,
                            const struct styles *styles)
{
    switch (value->type) {
    case VALUE_INT:
        return worksheet_write_number(to, row, column, (double)value->number, styles->integer);
    case VALUE_REAL:
        return worksheet_write_number(to, row, column, value->real, styles->real);
    case VALUE_TEXT:
        return worksheet_write_string(to, row, column, value->text, styles->cell);
    default:
        return worksheet_write_blank(to, row, column, styles->cell);
    }
}

/* A column is as wide as its widest text, within bounds. */
static void set_widths(struct pool *pool, lxw_worksheet *to, const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->columns; i++) {
        int widest = text_width(sheet->heads[i]);
        for (const struct row *row = sheet->first; row != NULL; row = row->next) {
            int width = text_width(cell_text(pool, &row->cells[i]));
            widest = width > widest ? width : widest;
        }
        widest = widest + 2 < NARROWEST ? NARROWEST : widest + 2 > WIDEST ? WIDEST : widest + 2;
        worksheet_set_column(to, (lxw_col_t)i, (lxw_col_t)i, widest, NULL);
    }
}

/* Title, lines, heads, rows; printed on A4 across, as wide as a page, heads on each. */
static bool write_sheet(struct pool *pool, lxw_workbook *book, const struct sheet *sheet, const struct styles *styles)
{
    char name[SHEET_NAME_ROOM];
    lxw_row_t at = 0;
    sheet_name(sheet->name, name);
    lxw_worksheet *to = workbook_add_worksheet(book, name);
    if (to == NULL)
        return false;
    set_widths(pool, to, sheet);
    bool good = worksheet_write_string(to, at++, 0, sheet->title, styles->title) == LXW_NO_ERROR;
    for (size_t i = 0; i < sheet->line_count; i++)
        good = worksheet_write_string(to, at++, 0, sheet->lines[i], styles->text) == LXW_NO_ERROR && good;
    for (size_t i = 0; i < sheet->columns; i++)
        good = worksheet_write_string(to, at, (lxw_col_t)i, sheet->heads[i], styles->heading) == LXW_NO_ERROR && good;
    worksheet_repeat_rows(to, at, at);
    worksheet_freeze_panes(to, at + 1, 0);
    for (const struct row *row = sheet->first; row != NULL; row = row->next) {
        at++;
        for (size_t i = 0; i < sheet->columns; i++)
            good = write_cell(to, at, (lxw_col_t)i, &row->cells[i], styles) == LXW_NO_ERROR && good;
    }
    worksheet_set_landscape(to);
    worksheet_set_paper(to, 9);
    worksheet_fit_to_pages(to, 1, 0);
    return good;
}

enum err sheets_write(const struct sheets *sheets, const char *path, struct error *e)
{
    struct pool *pool = pool_new();
    lxw_workbook *to = workbook_new(path);
    bool good = to != NULL;
    lxw_error closed = LXW_NO_ERROR;

    if (good) {
        struct styles styles = make_styles(to);
        for (const struct sheet *sheet = sheets->first; good && sheet != NULL; sheet = sheet->next)
            good = write_sheet(pool, to, sheet, &styles);
        closed = workbook_close(to);
    }
    if (closed != LXW_NO_ERROR)
        log_error("xlsx: %s", lxw_strerror(closed));
    pool_free(&pool);
    if (good && closed == LXW_NO_ERROR)
        return ERR_NONE;
    unlink(path);
    return error_set(e, ERR_FAILED, NULL, _("The file could not be written whole; the disk may be full."));
}

/* Numbers of a column end at one place. */
static void line_up(struct pool *pool, const struct sheet *sheet, const char **cells)
{
    for (size_t c = 0; c < sheet->columns; c++) {
        int widest = 0;
        size_t i = c;
        for (const struct row *row = sheet->first; row != NULL; row = row->next, i += sheet->columns)
            if (row->cells[c].type != VALUE_TEXT && text_width(cells[i]) > widest)
                widest = text_width(cells[i]);
        i = c;
        for (const struct row *row = sheet->first; row != NULL; row = row->next, i += sheet->columns)
            if (row->cells[c].type != VALUE_TEXT && text_width(cells[i]) < widest)
                cells[i] = pool_format(pool, "%*s%s", widest - text_width(cells[i]), "", cells[i]);
    }
}

void sheets_print(const struct sheets *sheets, struct print *print)
{
    for (const struct sheet *sheet = sheets->first; sheet != NULL; sheet = sheet->next) {
        const char **cells = pool_new_piece(sheets->pool, sheet->rows * sheet->columns + 1, sizeof *cells);
        size_t n = 0;
        for (const struct row *row = sheet->first; row != NULL; row = row->next)
            for (size_t i = 0; i < sheet->columns; i++)
                cells[n++] = cell_text(sheets->pool, &row->cells[i]);
        line_up(sheets->pool, sheet, cells);
        if (sheet != sheets->first)
            print_blank(print);
        print_heading(print, sheet->title);
        for (size_t i = 0; i < sheet->line_count; i++)
            print_text(print, sheet->lines[i]);
        print_table(print, sheet->heads, sheet->columns, cells, sheet->rows);
    }
}
