/* An xlsx file: its sheets, shared texts and styles. ECMA-376 part 1, 18 */
#include "file_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SHEETS 256
#define MOST_STYLES 65536

struct sheet_name {
    const char *relation;
    const char *part; /* NULL until the relations are read */
};

struct number_format {
    long id;
    bool is_date;
};

struct xlsx {
    struct zip *zip;
    struct pool *pool;
    struct book book;
    struct xml *xml; /* of the part being read */
    struct sheet_name sheets[MOST_SHEETS];
    size_t sheet_count;
    struct number_format *formats;
    size_t format_count, format_room;
    bool in_cell_styles, in_text, in_sound;
    size_t text_begins;
    struct sheet *sheet; /* NULL: all are empty */
    struct table_row first;
    bool has_first;
};

/* --- the workbook and where its sheets are --- */

static bool is_true(const char *value)
{
    return value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void on_workbook(void *to, const char *name, const char **attributes)
{
    struct xlsx *x = to;
    if (strcmp(name, "workbookPr") == 0)
        x->book.from_1904 = is_true(xml_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0 || x->sheet_count == MOST_SHEETS)
        return;
    const char *state = xml_attribute(attributes, "state"), *relation = xml_attribute(attributes, "id");
    if (relation != NULL && (state == NULL || strcmp(state, "visible") == 0))
        x->sheets[x->sheet_count++].relation = pool_text(x->pool, relation);
}

static void on_relation(void *to, const char *name, const char **attributes)
{
    struct xlsx *x = to;
    const char *id = xml_attribute(attributes, "Id"), *target = xml_attribute(attributes, "Target");
    for (size_t i = 0; id != NULL && target != NULL && strcmp(name, "Relationship") == 0 && i < x->sheet_count; i++)
        if (strcmp(x->sheets[i].relation, id) == 0)
            x->sheets[i].part = *target == '/' ? pool_text(x->pool, target + 1) : pool_format(x->pool, "xl/%s", target);
}

/* --- styles: which of them show a date --- */

/* Those that every program knows: 18.8.30 */
static bool is_known_date(long id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

static void add_format(struct xlsx *x, long id, const char *code)
{
    if (x->format_count >= MOST_STYLES)
        return;
    if (x->format_count == x->format_room) {
        x->format_room = x->format_room ? 2 * x->format_room : 16;
        x->formats = mem_resize(x->formats, x->format_room, sizeof *x->formats);
    }
    x->formats[x->format_count++] = (struct number_format){id, format_is_date(code)};
}

static void add_style(struct xlsx *x, long id)
{
    struct book *book = &x->book;
    bool is_date = is_known_date(id);
    if (book->style_count >= MOST_STYLES)
        return;
    for (size_t i = 0; i < x->format_count; i++)
        if (x->formats[i].id == id)
            is_date = x->formats[i].is_date;
    if (book->style_count == book->style_room) {
        book->style_room = book->style_room ? 2 * book->style_room : 32;
        book->style_is_date = mem_resize(book->style_is_date, book->style_room, sizeof *book->style_is_date);
    }
    book->style_is_date[book->style_count++] = is_date;
}

static void on_style(void *to, const char *name, const char **attributes)
{
    struct xlsx *x = to;
    const char *id = xml_attribute(attributes, "numFmtId"), *code = xml_attribute(attributes, "formatCode");
    if (strcmp(name, "cellXfs") == 0)
        x->in_cell_styles = true;
    else if (strcmp(name, "numFmt") == 0 && id != NULL && code != NULL)
        add_format(x, strtol(id, NULL, 10), code);
    else if (strcmp(name, "xf") == 0 && x->in_cell_styles)
        add_style(x, id == NULL ? 0 : strtol(id, NULL, 10));
}

static void on_style_end(void *to, const char *name)
{
    struct xlsx *x = to;
    if (strcmp(name, "cellXfs") == 0)
        x->in_cell_styles = false;
}

/* --- shared texts --- */

static void on_text_start(void *to, const char *name, const char **attributes)
{
    struct xlsx *x = to;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        x->text_begins = x->book.texts.length;
    else if (strcmp(name, "rPh") == 0)
        x->in_sound = true;
    else
        x->in_text = strcmp(name, "t") == 0 && !x->in_sound;
}

static void on_text(void *to, const char *text, int n)
{
    struct xlsx *x = to;
    if (!x->in_text)
        return;
    if (x->book.texts.length + (size_t)n > TABLE_FILE_TEXTS)
        xml_refuse(x->xml, N_("The table is too large. Send it in several files."));
    else
        buffer_add(&x->book.texts, text, (size_t)n);
}

static void on_text_end(void *to, const char *name)
{
    struct xlsx *x = to;
    struct book *book = &x->book;
    x->in_text = false;
    if (strcmp(name, "rPh") == 0)
        x->in_sound = false;
    if (strcmp(name, "si") != 0)
        return;
    if (book->text_count * sizeof *book->text_at >= TABLE_FILE_TEXTS) {
        xml_refuse(x->xml, N_("The table is too large. Send it in several files."));
        return;
    }
    if (book->text_count == book->text_room) {
        book->text_room = book->text_room ? 2 * book->text_room : 1024;
        book->text_at = mem_resize(book->text_at, book->text_room, sizeof *book->text_at);
    }
    book->text_at[book->text_count++] = (uint32_t)x->text_begins;
    buffer_add_char(&book->texts, '\0');
}

/* --- the reader --- */

static enum err read_parts(struct xlsx *x, struct error *e)
{
    static const struct {
        const char *part;
        struct xml_hearer hearer;
    } parts[] = {
        {"xl/workbook.xml",            {on_workbook, NULL, NULL}            },
        {"xl/_rels/workbook.xml.rels", {on_relation, NULL, NULL}            },
        {"xl/styles.xml",              {on_style, on_style_end, NULL}       },
        {"xl/sharedStrings.xml",       {on_text_start, on_text_end, on_text}},
    };
    enum err r = ERR_NONE;
    if (!zip_has(x->zip, parts[0].part))
        return error_set(e, ERR_INVALID, NULL,
                         _("This is no spreadsheet that can be read here. Save it as .xlsx or CSV and send it again."));
    for (size_t i = 0; r == ERR_NONE && i < sizeof parts / sizeof *parts; i++)
        r = xml_read(x->zip, parts[i].part, &parts[i].hearer, x, &x->xml, e);
    return r;
}

/* The first sheet that has a row. */
static enum err open_sheet(struct xlsx *x, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && !x->has_first && i < x->sheet_count; i++) {
        if (x->sheets[i].part == NULL || !zip_has(x->zip, x->sheets[i].part))
            continue;
        sheet_close(&x->sheet);
        r = sheet_open(x->zip, x->sheets[i].part, &x->book, &x->sheet, e);
        if (r == ERR_NONE)
            r = sheet_next(x->sheet, &x->first, e);
        x->has_first = r == ERR_NONE && x->first.count > 0;
    }
    return r;
}

static void xlsx_close(void *state)
{
    struct xlsx *x = state;
    sheet_close(&x->sheet);
    zip_close(&x->zip);
    buffer_free(&x->book.texts);
    mem_free(x->book.text_at);
    mem_free(x->book.style_is_date);
    mem_free(x->formats);
    pool_free(&x->pool);
    mem_free(x);
}

static enum err xlsx_open(FILE *file, void **state, struct error *e)
{
    struct xlsx *x = mem_new(1, sizeof *x);
    x->pool = pool_new();
    enum err r = zip_open(file, &x->zip, e);
    if (r == ERR_NONE)
        r = read_parts(x, e);
    if (r == ERR_NONE)
        r = open_sheet(x, e);
    *state = x; /* closed by the caller, also after a fault */
    return r;
}

static enum err xlsx_next(void *state, struct table_row *row, bool *more, struct error *e)
{
    struct xlsx *x = state;
    enum err r = ERR_NONE;
    if (x->has_first)
        *row = x->first;
    else if (x->sheet == NULL)
        *row = (struct table_row){0};
    else
        r = sheet_next(x->sheet, row, e);
    x->has_first = false;
    *more = r == ERR_NONE && row->count > 0;
    return r;
}

const struct file_reader xlsx_reader = {xlsx_open, xlsx_next, xlsx_close};
