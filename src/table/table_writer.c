#include "wangge/table/table_writer.h"

#include "file_sheet_name.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <string.h>
#include <xlsxwriter.h>

#define NARROWEST 6
#define WIDEST    60
#define COLUMNS   256
#define BOM       "\xef\xbb\xbf"

static const struct {
    const char *word, *ending;
    bool readable;
} formats[TABLE_FORMAT_COUNT] = {
    [TABLE_CSV] = {"csv",     "csv",  false},
    [TABLE_CSV_BOM] = {"csv-bom", "csv",  true },
    [TABLE_XLSX] = {"xlsx",    "xlsx", true },
};

struct table_writer {
    enum table_format format;
    FILE *out;          /* of CSV */
    lxw_workbook *book; /* of xlsx, with its sheet */
    lxw_worksheet *sheet;
    lxw_format *text, *heading;
    lxw_row_t row;
    int widths[COLUMNS];
    size_t columns;
    bool failed;
};

bool table_format_parse(const char *word, enum table_format *out)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (strcmp(formats[i].word, word) == 0) {
            *out = (enum table_format)i;
            return true;
        }
    return false;
}

const char *table_format_word(enum table_format format)
{
    return formats[format].word;
}

const char *table_format_ending(enum table_format format)
{
    return formats[format].ending;
}

bool table_format_is_readable(enum table_format format)
{
    return formats[format].readable;
}

void sheet_name(const char *name, char out[SHEET_NAME_ROOM])
{
    size_t used = 0, left = strlen(name), n = 0;
    for (int i = 0; i < SHEET_NAME_MOST && left > 0; i++, name += n, left -= n) {
        uint32_t code;
        n = text_decode(name, left, &code);
        if (strchr("[]:*?/\\'", (int)(unsigned char)*name) == NULL)
            used += text_encode(code, out + used);
    }
    out[used] = '\0';
}

static bool open_book(struct table_writer *w, const char *path, const char *sheet)
{
    char name[SHEET_NAME_ROOM];
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    sheet_name(sheet, name);
    w->book = workbook_new_opt(path, &options);
    w->sheet = w->book == NULL ? NULL : workbook_add_worksheet(w->book, *name == '\0' ? NULL : name);
    if (w->sheet == NULL)
        return false;
    w->text = workbook_add_format(w->book);
    format_set_num_format(w->text, "@");
    w->heading = workbook_add_format(w->book);
    format_set_bold(w->heading);
    format_set_num_format(w->heading, "@");
    worksheet_freeze_panes(w->sheet, 1, 0);
    return true;
}

enum err table_writer_open(enum table_format format, FILE *out, const char *path, const char *sheet,
                           struct table_writer **writer, struct error *e)
{
    struct table_writer *w = mem_new(1, sizeof *w);
    *w = (struct table_writer){.format = format, .out = out};
    *writer = w;
    if (format == TABLE_CSV_BOM)
        w->failed = fwrite(BOM, 1, strlen(BOM), out) != strlen(BOM);
    if (format == TABLE_XLSX && !open_book(w, path, sheet)) {
        mem_free(w);
        *writer = NULL;
        return error_set(e, ERR_FAILED, NULL, _("The server cannot write the file. Please tell the administrator."));
    }
    return ERR_NONE;
}

static void csv_row(struct table_writer *w, const char *const *cells, size_t count)
{
    struct buffer line = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(&line, ',');
        csv_write_cell(&line, cells[i], 1);
    }
    buffer_add_text(&line, "\r\n");
    if (fwrite(buffer_text(&line), 1, line.length, w->out) != line.length)
        w->failed = true;
    buffer_free(&line);
}

/* Without controls; what a spreadsheet would read as the number of a character ("_x0041_") stays as it was typed. */
static void xlsx_text(struct buffer *out, const char *text)
{
    struct buffer clean = {0};
    buffer_clear(out);
    text_clean(&clean, text, strlen(text), true);
    for (const char *s = buffer_text(&clean); *s != '\0'; s++) {
        bool number = s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_';
        bool no_xml = strncmp(s, "\xEF\xBF\xBE", 3) == 0 || strncmp(s, "\xEF\xBF\xBF", 3) == 0; /* U+FFFE, U+FFFF */
        if (number)
            buffer_add_text(out, "_x005F");
        if (no_xml)
            buffer_add_text(out, "\xEF\xBF\xBD");
        else
            buffer_add_char(out, *s);
        s += no_xml ? 2 : 0;
    }
    buffer_free(&clean);
}

static void xlsx_row(struct table_writer *w, const char *const *cells, size_t count)
{
    lxw_format *format = w->row == 0 ? w->heading : w->text;
    struct buffer text = {0};
    for (size_t i = 0; i < count && i < COLUMNS; i++) {
        int width = text_width(cells[i]);
        if (width > w->widths[i])
            w->widths[i] = width;
        xlsx_text(&text, cells[i]);
        if (text.length > 0 &&
            worksheet_write_string(w->sheet, w->row, (lxw_col_t)i, buffer_text(&text), format) != LXW_NO_ERROR)
            w->failed = true;
    }
    buffer_free(&text);
    w->columns = count < COLUMNS ? count : COLUMNS;
    w->row++;
}

void table_writer_row(struct table_writer *writer, const char *const *cells, size_t count)
{
    if (writer->format == TABLE_XLSX)
        xlsx_row(writer, cells, count);
    else
        csv_row(writer, cells, count);
}

/* A column is as wide as its widest text, within bounds; a column's width counts digits, a Han character two. */
static bool close_book(struct table_writer *w)
{
    for (size_t i = 0; i < w->columns; i++) {
        int width = w->widths[i] + 2;
        width = width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
        worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, width, w->text);
    }
    if (w->row > 1)
        worksheet_autofilter(w->sheet, 0, 0, w->row - 1, (lxw_col_t)(w->columns - 1));
    lxw_error error = workbook_close(w->book);
    if (error != LXW_NO_ERROR)
        log_error("xlsx: %s", lxw_strerror(error));
    return error == LXW_NO_ERROR;
}

enum err table_writer_close(struct table_writer **writer, struct error *e)
{
    struct table_writer *w = *writer;
    bool good = w->format == TABLE_XLSX ? close_book(w) && !w->failed : fflush(w->out) == 0 && !w->failed;
    mem_free(w);
    *writer = NULL;
    return good ? ERR_NONE
                : error_set(e, ERR_FAILED, NULL, _("The file could not be written whole; the disk may be full."));
}
