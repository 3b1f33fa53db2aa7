/* A sheet of an xlsx file, row by row. ECMA-376 part 1, 18.3 */
#include "file_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <stdlib.h>
#include <string.h>

#define LAST_LINE 1048576 /* of a sheet: ECMA-376 part 1, 18.3.1.73 as programs hold it */

struct sheet {
    const struct book *book;
    struct xml *xml;
    struct row_builder row;
    struct buffer value;
    long line;
    size_t column; /* of the cell, from 0 */
    char type[12]; /* of the cell: s, str, inlineStr, b, e, d, n */
    long style;    /* of the cell */
    bool in_cell, in_value, in_sound;
    bool ready; /* a row that is not blank waits to be taken */
};

/* "BC17" is in column 54. */
static size_t column_of(const char *reference)
{
    size_t column = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && column < TABLE_FILE_COLUMNS * 26; reference++)
        column = column * 26 + (size_t)(*reference - 'A' + 1);
    return column == 0 ? 0 : column - 1;
}

static void start_cell(struct sheet *s, const char **attributes)
{
    const char *reference = xml_attribute(attributes, "r"), *type = xml_attribute(attributes, "t");
    const char *style = xml_attribute(attributes, "s");
    size_t column = reference == NULL ? s->row.count : column_of(reference);
    if (column >= TABLE_FILE_COLUMNS || column < s->row.count) {
        xml_refuse(s->xml,
                   column < s->row.count
                       ? N_("The file is not made as spreadsheet programs make it. Save it again as .xlsx or CSV.")
                       : N_("The table has too many columns."));
        return;
    }
    while (s->row.count < column)
        row_add(&s->row, "", 0, false);
    s->in_cell = true;
    s->style = style == NULL ? 0 : strtol(style, NULL, 10);
    snprintf(s->type, sizeof s->type, "%s", type == NULL ? "n" : type);
    buffer_clear(&s->value);
}

/* What a row says of its number, if a sheet can have it; else it is the next one. */
static long line_of(const char *number, long last)
{
    long line = number == NULL ? 0 : strtol(number, NULL, 10);
    return line > 0 && line <= LAST_LINE ? line : last + 1;
}

static void on_start(void *to, const char *name, const char **attributes)
{
    struct sheet *s = to;
    if (strcmp(name, "row") == 0) {
        s->line = line_of(xml_attribute(attributes, "r"), s->line);
        row_clear(&s->row);
    } else if (strcmp(name, "c") == 0) {
        start_cell(s, attributes);
    } else if (strcmp(name, "rPh") == 0) {
        s->in_sound = true; /* how the text is read aloud */
    } else if (s->in_cell && !s->in_sound) {
        s->in_value = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
    }
}

static void on_text(void *to, const char *text, int n)
{
    struct sheet *s = to;
    if (!s->in_value)
        return;
    if (s->value.length + (size_t)n > TABLE_FILE_CELL)
        xml_refuse(s->xml, N_("A cell of the table is too long."));
    else
        buffer_add(&s->value, text, (size_t)n);
}

/* Does the text begin like that, 0 standing for any digit? */
static bool is_like(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; text++, pattern++)
        if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
            return false;
    return true;
}

/* ISO text of a cell of the type d: 2026-10-21T16:05:00. Anything else there stays as it is. */
static void add_iso_date(struct row_builder *row, struct buffer *value)
{
    const char *text = buffer_text(value);
    size_t n = value->length;
    if (is_like(text, "0000-00-00T00:00")) {
        n = strncmp(text + 10, "T00:00", 6) == 0 ? 10 : 16;
        value->data[10] = ' ';
    } else if (is_like(text, "0000-00-00T")) {
        n = 10;
    }
    row_add(row, text, n, false);
}

/* "_x000D_" in a text is the character of that number (ECMA-376 part 1, 22.9.2.19). */
static size_t escaped_code(const char *text, uint32_t *code)
{
    char digits[5] = "";
    if (strncmp(text, "_x", 2) != 0 || strspn(text + 2, "0123456789abcdefABCDEF") < 4 || text[6] != '_')
        return 0;
    memcpy(digits, text + 2, 4);
    *code = (uint32_t)strtoul(digits, NULL, 16);
    return 7;
}

static void add_text(struct row_builder *row, const char *text)
{
    struct buffer plain = {0};
    uint32_t code;
    if (strstr(text, "_x") == NULL) {
        row_add(row, text, strlen(text), false);
        return;
    }
    for (size_t n; *text != '\0'; text += n) {
        char bytes[4];
        n = escaped_code(text, &code);
        if (n > 0)
            buffer_add(&plain, bytes, text_encode(code == 0 ? 0xFFFD : code, bytes));
        else
            buffer_add_char(&plain, *text);
        n = n == 0 ? 1 : n;
    }
    row_add(row, buffer_text(&plain), plain.length, false);
    buffer_free(&plain);
}

static void end_cell(struct sheet *s)
{
    const struct book *book = s->book;
    const char *value = buffer_text(&s->value);
    if (strcmp(s->type, "s") == 0) {
        size_t n = strtoul(value, NULL, 10);
        const char *text = s->value.length == 0 || n >= book->text_count ? "" : book->texts.data + book->text_at[n];
        add_text(&s->row, text);
    } else if (strcmp(s->type, "n") == 0 && s->value.length > 0) {
        struct buffer text = {0};
        bool lost = false;
        bool is_date = s->style >= 0 && (size_t)s->style < book->style_count && book->style_is_date[s->style];
        number_text(value, is_date, book->from_1904, &text, &lost);
        row_add(&s->row, buffer_text(&text), text.length, lost);
        buffer_free(&text);
    } else if (strcmp(s->type, "d") == 0) {
        add_iso_date(&s->row, &s->value);
    } else {
        add_text(&s->row, value);
    }
    s->in_cell = false;
}

static void on_end(void *to, const char *name)
{
    struct sheet *s = to;
    s->in_value = false;
    if (strcmp(name, "rPh") == 0)
        s->in_sound = false;
    else if (strcmp(name, "c") == 0 && s->in_cell)
        end_cell(s);
    else if (strcmp(name, "row") == 0 && s->row.count > 0 && !s->row.blank) {
        s->ready = true;
        xml_pause(s->xml);
    }
}

enum err sheet_open(struct zip *zip, const char *part, const struct book *book, struct sheet **out, struct error *e)
{
    static const struct xml_hearer hearer = {on_start, on_end, on_text};
    struct sheet *s = mem_new(1, sizeof *s);
    s->book = book;
    row_clear(&s->row);
    enum err r = xml_open(zip, part, &hearer, s, &s->xml, e);
    if (r != ERR_NONE)
        sheet_close(&s);
    *out = s;
    return r;
}

enum err sheet_next(struct sheet *s, struct table_row *row, struct error *e)
{
    bool more = true;
    enum err r = ERR_NONE;
    s->ready = false;
    while (r == ERR_NONE && more && !s->ready)
        r = xml_go(s->xml, &more, e);
    row_give(&s->row, s->line, row);
    if (!s->ready)
        row->count = 0;
    return r;
}

void sheet_close(struct sheet **sheet)
{
    if (*sheet == NULL)
        return;
    xml_close(&(*sheet)->xml);
    row_free(&(*sheet)->row);
    buffer_free(&(*sheet)->value);
    mem_free(*sheet);
    *sheet = NULL;
}
