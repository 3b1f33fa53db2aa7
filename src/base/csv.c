#include "wangge/base/csv.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct reader {
    struct pool *pool;
    const char *name;
    const char *at, *end;
    int line;
    struct buffer cell;
    const char **cells; /* of the row being read */
    size_t cell_count, cell_room;
    struct error *e;
};

static enum err fault(struct reader *reader, int line, const char *why)
{
    return error_set(reader->e, ERR_INVALID, NULL, _("%s, line %d: %s"), reader->name, line, why);
}

static void end_cell(struct reader *reader)
{
    if (reader->cell_count == reader->cell_room) {
        reader->cell_room = reader->cell_room ? reader->cell_room * 2 : 16;
        reader->cells = mem_resize(reader->cells, reader->cell_room, sizeof(*reader->cells));
    }
    reader->cells[reader->cell_count++] = pool_text(reader->pool, buffer_text(&reader->cell));
    buffer_clear(&reader->cell);
}

/* The inside of a quoted cell; at stands after the opening quote. */
static enum err read_quoted(struct reader *reader)
{
    int began = reader->line;
    while (reader->at < reader->end) {
        char c = *reader->at++;
        if (c == '"') {
            if (reader->at == reader->end || *reader->at != '"')
                return ERR_NONE;
            reader->at++;
        } else if (c == '\n') {
            reader->line++;
        }
        buffer_add_char(&reader->cell, c);
    }
    return fault(reader, began, _("a quote is opened and not closed"));
}

/* One row into reader->cells. */
static enum err read_row(struct reader *reader)
{
    reader->cell_count = 0;
    buffer_clear(&reader->cell);
    while (reader->at < reader->end) {
        char c = *reader->at++;
        if (c == '"' && reader->cell.length == 0) {
            enum err r = read_quoted(reader);
            if (r != ERR_NONE)
                return r;
        } else if (c == ',') {
            end_cell(reader);
        } else if (c == '\n') {
            reader->line++;
            break;
        } else if (c != '\r' || (reader->at < reader->end && *reader->at != '\n')) {
            buffer_add_char(&reader->cell, c);
        }
    }
    end_cell(reader);
    return ERR_NONE;
}

static struct csv_row keep_row(struct reader *reader, int line)
{
    struct csv_row row = {.line = line, .count = reader->cell_count};
    row.cells = pool_new_piece(reader->pool, reader->cell_count, sizeof(*row.cells));
    memcpy(row.cells, reader->cells, reader->cell_count * sizeof(*row.cells));
    return row;
}

static enum err read_rows(struct reader *reader, struct csv *csv, struct csv_row **rows, size_t *room)
{
    while (reader->at < reader->end) {
        int line = reader->line;
        if (*reader->at == '#' || *reader->at == '\n' || *reader->at == '\r') {
            const char *next = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
            reader->at = next != NULL ? next + 1 : reader->end;
            reader->line++;
            continue;
        }
        enum err r = read_row(reader);
        if (r != ERR_NONE)
            return r;
        if (csv->header.count == 0) {
            csv->header = keep_row(reader, line);
            continue;
        }
        if (reader->cell_count > csv->header.count)
            return fault(reader, line, _("the row has more cells than the header"));
        if (*rows == NULL || csv->count == *room) {
            *room = *room ? *room * 2 : 64;
            *rows = mem_resize(*rows, *room, sizeof(**rows));
        }
        (*rows)[csv->count++] = keep_row(reader, line);
    }
    return ERR_NONE;
}

enum err csv_parse(struct pool *pool, const char *name, const char *data, size_t n, struct csv **out, struct error *e)
{
    struct csv *csv = pool_new_piece(pool, 1, sizeof(*csv));
    csv->path = pool_text(pool, name);
    if (n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        data += 3, n -= 3;
    if (!text_is_valid(data, n) || memchr(data, '\0', n) != NULL)
        return error_set(e, ERR_INVALID, NULL, _("%s is not UTF-8 text"), name);
    struct reader reader = {.pool = pool, .name = csv->path, .at = data, .end = data + n, .line = 1, .e = e};
    struct csv_row *rows = NULL;
    size_t room = 0;
    enum err r = read_rows(&reader, csv, &rows, &room);
    if (r == ERR_NONE && csv->count > 0) {
        csv->rows = pool_new_piece(pool, csv->count, sizeof(*csv->rows));
        memcpy(csv->rows, rows, csv->count * sizeof(*csv->rows));
    }
    mem_free(rows);
    mem_free(reader.cells);
    buffer_free(&reader.cell);
    *out = csv;
    return r;
}

enum err csv_load(struct pool *pool, const char *path, struct csv **out, struct error *e)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return error_set(e, ERR_NOT_FOUND, NULL, _("%s cannot be read: %s"), path, strerror(errno));
    struct buffer data = {0};
    char piece[8192];
    size_t n;
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
        buffer_add(&data, piece, n);
    enum err r = ferror(file) ? error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s"), path, strerror(errno))
                              : csv_parse(pool, path, buffer_text(&data), data.length, out, e);
    fclose(file);
    buffer_free(&data);
    return r;
}

int csv_column(const struct csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->header.count; i++)
        if (strcmp(csv->header.cells[i], name) == 0)
            return (int)i;
    return -1;
}

const char *csv_cell(const struct csv *csv, const struct csv_row *row, const char *column)
{
    int i = csv_column(csv, column);
    return i >= 0 && (size_t)i < row->count ? row->cells[i] : "";
}

/* Does it begin, behind blanks and apostrophes, with what makes a spreadsheet reckon? */
static bool is_formula(const char *text)
{
    static const char *const marks[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    static const char *const blanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B"};
    for (size_t i = 0; i < COUNT_OF(blanks); i++)
        if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
            return is_formula(text + strlen(blanks[i]));
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

static bool is_defused(const char *text)
{
    size_t n = strspn(text, "'");
    return n > 0 && is_formula(text + n);
}

const char *csv_defused(const char *cell)
{
    return is_defused(cell) ? cell + 1 : cell;
}

static void add_quoted(struct buffer *out, const char *text, bool defuse)
{
    if (!defuse && strpbrk(text, ",\"\r\n") == NULL) {
        buffer_add_text(out, text);
        return;
    }
    buffer_add_text(out, defuse ? "\"'" : "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, *text);
    }
    buffer_add_char(out, '"');
}

void csv_write_cell(struct buffer *out, const char *text, int guard)
{
    if (!guard) {
        add_quoted(out, text, false);
        return;
    }
    struct buffer clean = {0};
    bool defuse = is_formula(text) || is_defused(text); /* before a tab has become a blank */
    text_clean(&clean, text, strlen(text), true);
    add_quoted(out, buffer_text(&clean), defuse);
    buffer_free(&clean);
}
