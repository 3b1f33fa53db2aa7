/* What a file is, and its rows. */
#include "wangge/table/table_file.h"

#include "file_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"

#include <errno.h>
#include <string.h>

struct table_file {
    FILE *file;
    const struct file_reader *reader;
    void *state;
};

void row_clear(struct row_builder *row)
{
    buffer_clear(&row->text);
    row->count = 0;
    row->blank = true;
}

void row_add(struct row_builder *row, const char *text, size_t n, bool lost)
{
    if (row->count == row->room) {
        row->room = row->room ? 2 * row->room : 32;
        row->begins = mem_resize(row->begins, row->room, sizeof *row->begins);
        row->lost = mem_resize(row->lost, row->room, sizeof *row->lost);
        row->cells = mem_resize(row->cells, row->room, sizeof *row->cells);
    }
    row->begins[row->count] = row->text.length;
    row->lost[row->count++] = lost;
    row->blank = row->blank && n == strspn(n == 0 ? "" : text, " ");
    buffer_add(&row->text, text, n);
    buffer_add_char(&row->text, '\0');
}

void row_free(struct row_builder *row)
{
    buffer_free(&row->text);
    mem_free(row->begins);
    mem_free(row->lost);
    mem_free(row->cells);
}

void row_give(struct row_builder *row, long line, struct table_row *out)
{
    for (size_t i = 0; i < row->count; i++)
        row->cells[i] = row->text.data + row->begins[i];
    *out = (struct table_row){.line = line, .count = row->count, .cells = row->cells, .lost = row->lost};
}

/* --- what is it? -------------------------------------------------------------------------------------------------- */

/* How files begin. refusal NULL: the reader takes it. */
static const struct {
    const char *begin;
    size_t n;
    const struct file_reader *reader;
    const char *refusal;
} beginnings[] = {
    {"PK\x03\x04", 4, &xlsx_reader, NULL                                                     },
    {"PK\x05\x06", 4, NULL,         N_("This zip file is empty. Send a CSV or xlsx file.")   },
    {"<html",      5, NULL,
     N_("This is a web page, though it may be called .xls. Open it in the spreadsheet "
        "program and save it as .xlsx or CSV.")                                              },
    {"<?xml",      5, NULL,
     N_("This is XML, though it may be called .xls. Open it in the spreadsheet program "
        "and save it as .xlsx or CSV.")                                                      },
    {"%PDF",       4, NULL,         N_("This is a PDF file. Save the table as .xlsx or CSV.")},
};

#define OLD_FILE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

/* An old spreadsheet, or a new one behind a password: the same container; the second has a part of that name. */
static enum err refuse_old(FILE *file, struct error *e)
{
    static const char part[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char piece[8192];
    size_t kept = 0, n;
    rewind(file);
    while ((n = fread(piece + kept, 1, sizeof piece - kept, file)) > 0) {
        n += kept;
        if (memmem(piece, n, part, sizeof part - 1) != NULL)
            return error_set(e, ERR_INVALID, NULL,
                             _("This file has a password. Save it without one and send it again."));
        kept = n < sizeof part ? n : sizeof part;
        memmove(piece, piece + n - kept, kept);
    }
    return error_set(e, ERR_INVALID, NULL, _("This is an old .xls file. Save it as .xlsx or CSV and send it again."));
}

static enum err recognise(FILE *file, const struct file_reader **reader, struct error *e)
{
    char begin[16] = "";
    size_t n = fread(begin, 1, sizeof begin, file);
    *reader = &text_reader;
    if (n >= sizeof OLD_FILE - 1 && memcmp(begin, OLD_FILE, sizeof OLD_FILE - 1) == 0)
        return refuse_old(file, e);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (n < beginnings[i].n || memcmp(begin, beginnings[i].begin, beginnings[i].n) != 0)
            continue;
        *reader = beginnings[i].reader;
        if (beginnings[i].refusal != NULL)
            return error_set(e, ERR_INVALID, NULL, "%s", _(beginnings[i].refusal));
        break;
    }
    rewind(file);
    return ERR_NONE;
}

static enum err open_any(FILE *stream, struct table_file **out, struct error *e)
{
    struct table_file *file = mem_new(1, sizeof *file);
    file->file = stream;
    enum err r = recognise(stream, &file->reader, e);
    if (r == ERR_NONE)
        r = file->reader->open(stream, &file->state, e);
    if (r != ERR_NONE)
        table_file_close(&file);
    *out = file;
    return r;
}

enum err table_file_open(const char *path, struct table_file **out, struct error *e)
{
    FILE *stream = fopen(path, "re");
    *out = NULL;
    if (stream == NULL)
        return error_set(e, ERR_NOT_FOUND, NULL, _("%s cannot be read: %s"), path, strerror(errno));
    return open_any(stream, out, e);
}

enum err table_file_bytes(const void *data, size_t n, struct table_file **out, struct error *e)
{
    union {
        const void *given;
        void *taken;
    } bytes = {n == 0 ? "\n" : data}; /* fmemopen reads only, here, and knows no empty memory */
    FILE *stream = fmemopen(bytes.taken, n == 0 ? 1 : n, "r");
    *out = NULL;
    if (stream == NULL)
        return error_set(e, ERR_FAILED, NULL, _("The text cannot be read."));
    return open_any(stream, out, e);
}

enum err table_file_next(struct table_file *file, struct table_row *row, bool *more, struct error *e)
{
    return file->reader->next(file->state, row, more, e);
}

void table_file_close(struct table_file **file)
{
    if (*file == NULL)
        return;
    if ((*file)->state != NULL)
        (*file)->reader->close((*file)->state);
    fclose((*file)->file);
    mem_free(*file);
    *file = NULL;
}
