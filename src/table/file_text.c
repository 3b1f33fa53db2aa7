/* Rows of a text file: CSV in its spellings, and what is pasted from a spreadsheet. */
#include "file_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <iconv.h>
#include <string.h>

#define PIECE  8192
#define NOBODY ((iconv_t)-1)

/* A file as UTF-8, byte by byte. */
struct decoder {
    FILE *file;
    iconv_t iconv;
    char raw[PIECE];
    size_t raw_count;
    char text[4 * PIECE];
    size_t at, count;
    bool ended, bad;
};

struct text_state {
    struct decoder in;
    struct row_builder row;
    struct buffer cell;
    int separator;
    long line;
};

static bool decoder_open(struct decoder *d, FILE *file, const char *encoding)
{
    *d = (struct decoder){.file = file, .iconv = iconv_open("UTF-8", encoding)};
    rewind(file);
    return d->iconv != NOBODY;
}

static void decoder_close(struct decoder *d)
{
    if (d->iconv != NOBODY)
        iconv_close(d->iconv);
    d->iconv = NOBODY;
}

/* The next piece of text; at the end, or where a byte does not fit the encoding, nothing. */
static void fill(struct decoder *d)
{
    d->at = d->count = 0;
    while (d->count == 0 && !d->ended) {
        size_t n = fread(d->raw + d->raw_count, 1, PIECE - d->raw_count, d->file);
        char *from = d->raw, *to = d->text;
        size_t left = d->raw_count + n, room = sizeof d->text;
        size_t made = iconv(d->iconv, &from, &left, &to, &room);
        d->count = sizeof d->text - room;
        /* a character cut by the end of the piece waits for its rest, which must come */
        d->bad = made == (size_t)-1 && (n == 0 || left > 8);
        d->ended = d->bad || n == 0;
        memmove(d->raw, from, left);
        d->raw_count = left;
    }
}

static int next_byte(struct decoder *d)
{
    if (d->at == d->count)
        fill(d);
    return d->at == d->count ? EOF : (unsigned char)d->text[d->at++];
}

static int peek(struct decoder *d)
{
    if (d->at == d->count)
        fill(d);
    return d->at == d->count ? EOF : (unsigned char)d->text[d->at];
}

/* Is the whole file text in this encoding? */
static bool is_all(FILE *file, const char *encoding)
{
    struct decoder *d = mem_new(1, sizeof *d);
    bool good = decoder_open(d, file, encoding);
    while (good && !d->ended) {
        fill(d);
        good = !d->bad && memchr(d->text, '\0', d->count) == NULL && text_is_valid(d->text, d->count);
    }
    decoder_close(d);
    mem_free(d);
    return good;
}

static const char *find_encoding(FILE *file)
{
    static const char *const encodings[] = {"UTF-8", "GB18030"};
    unsigned char mark[2] = {0};
    rewind(file);
    bool marked =
        fread(mark, 1, 2, file) == 2 && ((mark[0] == 0xFF && mark[1] == 0xFE) || (mark[0] == 0xFE && mark[1] == 0xFF));
    if (marked)
        return is_all(file, "UTF-16") ? "UTF-16" : NULL;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (is_all(file, encodings[i]))
            return encodings[i];
    return NULL;
}

/* What the first line has most of, outside of quotes. */
static int find_separator(struct decoder *d)
{
    static const char candidates[] = ",;\t";
    size_t seen[3] = {0}, best = 0;
    bool quoted = false;
    peek(d);
    for (size_t i = d->at; i < d->count && (quoted || (d->text[i] != '\n' && d->text[i] != '\r')); i++) {
        const char *c = d->text[i] == '\0' ? NULL : strchr(candidates, d->text[i]);
        quoted = quoted != (d->text[i] == '"');
        if (c != NULL && !quoted)
            seen[c - candidates]++;
    }
    for (size_t i = 1; i < 3; i++)
        best = seen[i] > seen[best] ? i : best;
    return candidates[best];
}

static void pass_over_mark(struct decoder *d)
{
    peek(d);
    if (d->count - d->at >= 3 && memcmp(d->text + d->at, "\xEF\xBB\xBF", 3) == 0)
        d->at += 3;
}

static void text_close(void *state)
{
    struct text_state *s = state;
    decoder_close(&s->in);
    row_free(&s->row);
    buffer_free(&s->cell);
    mem_free(s);
}

static enum err text_open(FILE *file, void **state, struct error *e)
{
    const char *encoding = find_encoding(file);
    if (encoding == NULL)
        return error_set(
            e, ERR_INVALID, NULL,
            _("The text is neither UTF-8 nor GB18030. Save the file as .xlsx or as CSV in UTF-8 and send it "
              "again."));
    struct text_state *s = mem_new(1, sizeof *s);
    decoder_open(&s->in, file, encoding);
    pass_over_mark(&s->in);
    s->separator = find_separator(&s->in);
    s->line = 1;
    *state = s;
    return ERR_NONE;
}

static enum err fault(long line, struct error *e, const char *why)
{
    return error_set(e, ERR_INVALID, NULL, _("Line %ld: %s"), line, why);
}

static enum err end_cell(struct text_state *s, bool quoted, struct error *e)
{
    if (s->row.count >= TABLE_FILE_COLUMNS)
        return fault(s->line, e, _("it has too many columns."));
    row_add(&s->row, buffer_text(&s->cell), s->cell.length, !quoted && number_is_cut(buffer_text(&s->cell)));
    buffer_clear(&s->cell);
    return ERR_NONE;
}

static enum err add_char(struct text_state *s, int c, struct error *e)
{
    if (s->cell.length >= TABLE_FILE_CELL)
        return fault(s->line, e, _("a cell is too long; perhaps a quote is opened and not closed."));
    buffer_add_char(&s->cell, (char)c);
    return ERR_NONE;
}

/* The inside of a quoted cell, after its opening quote. */
static enum err read_quoted(struct text_state *s, struct error *e)
{
    long began = s->line;
    enum err r = ERR_NONE;
    for (int c; r == ERR_NONE && (c = next_byte(&s->in)) != EOF;) {
        if (c == '"' && peek(&s->in) != '"')
            return ERR_NONE;
        if (c == '"')
            next_byte(&s->in);
        s->line += c == '\n';
        r = add_char(s, c, e);
    }
    return r != ERR_NONE ? r : fault(began, e, _("a quote is opened and not closed."));
}

/* One row, blank or not. */
static enum err read_row(struct text_state *s, struct error *e)
{
    bool quoted = false;
    enum err r = ERR_NONE;
    int c;
    row_clear(&s->row);
    buffer_clear(&s->cell);
    while (r == ERR_NONE && (c = next_byte(&s->in)) != EOF && c != '\n' && c != '\r') {
        if (c == '"' && s->cell.length == 0 && !quoted) {
            quoted = true;
            r = read_quoted(s, e);
        } else if (c == s->separator) {
            r = end_cell(s, quoted, e);
            quoted = false;
        } else {
            r = add_char(s, c, e);
        }
    }
    if (r != ERR_NONE)
        return r;
    if (c == '\r' && peek(&s->in) == '\n')
        next_byte(&s->in);
    r = end_cell(s, quoted, e);
    s->line++;
    return r;
}

static enum err text_next(void *state, struct table_row *row, bool *more, struct error *e)
{
    struct text_state *s = state;
    enum err r = ERR_NONE;
    row_clear(&s->row);
    long line = s->line;
    while (r == ERR_NONE && s->row.blank && peek(&s->in) != EOF) {
        line = s->line;
        r = read_row(s, e);
    }
    *more = r == ERR_NONE && !s->row.blank;
    row_give(&s->row, line, row);
    return r;
}

const struct file_reader text_reader = {text_open, text_next, text_close};
