#include "wangge/table/print.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <string.h>

#define COLUMN_LOW 2  /* of a cell: one Chinese character */
#define PAIR_LABEL 12 /* columns of a label in a box */
#define FOOT_LINES 2  /* a blank one and the foot */

struct line {
    const char *text;
    bool with_next;        /* no page ends behind it */
    size_t head, head_end; /* lines that stand again over it on a new page; none when equal */
};

struct print {
    struct pool *pool;
    struct paper paper;
    struct line *lines;
    size_t count, room;
    size_t head, head_end;     /* for the lines of the table that is being made */
    const char *label, *value; /* a pair that waits for a second one beside it */
};

enum err paper_check(const struct paper *paper, struct error *e)
{
    if (paper->width != 0 && (paper->width < PRINT_WIDTH_LOW || paper->width > PRINT_WIDTH_HIGH))
        return error_set(e, ERR_INVALID, "width", _("A page is %d to %d columns wide."), PRINT_WIDTH_LOW,
                         PRINT_WIDTH_HIGH);
    if (paper->lines != 0 && paper->lines < PRINT_LINES_LOW)
        return error_set(e, ERR_INVALID, "pages", _("A page has at least %d lines."), PRINT_LINES_LOW);
    return ERR_NONE;
}

struct print *print_new(const struct paper *paper)
{
    struct print *print = mem_new(1, sizeof *print);
    print->pool = pool_new();
    print->paper = *paper;
    if (print->paper.width == 0)
        print->paper.width = PRINT_WIDTH;
    return print;
}

void print_free(struct print **print)
{
    if (*print == NULL)
        return;
    pool_free(&(*print)->pool);
    mem_free((*print)->lines);
    mem_free(*print);
    *print = NULL;
}

int print_width(const struct print *print)
{
    return print->paper.width;
}

/* Takes the text over as a line, without the blanks at its end; frees it. */
static struct line *add(struct print *print, struct buffer *text)
{
    if (print->count == print->room) {
        print->room = print->room * 2 + 64;
        print->lines = mem_resize(print->lines, print->room, sizeof *print->lines);
    }
    size_t n = text->length;
    while (n > 0 && text->data[n - 1] == ' ')
        n--;
    struct line *line = &print->lines[print->count++];
    *line = (struct line){
        .text = pool_text_n(print->pool, buffer_text(text), n), .head = print->head, .head_end = print->head_end};
    buffer_free(text);
    return line;
}

/* What people typed, with nothing in it that moves a printer's head. */
static const char *clean(struct print *print, const char *text)
{
    struct buffer out = {0};
    text_clean(&out, text, strlen(text), true);
    const char *cleaned = pool_text(print->pool, buffer_text(&out));
    buffer_free(&out);
    return cleaned;
}

void print_blank(struct print *print)
{
    add(print, &(struct buffer){0});
}

void print_title(struct print *print, const char *text)
{
    struct buffer line = {0};
    text_pad(&line, clean(print, text), print->paper.width, 0);
    add(print, &line)->with_next = true;
}

void print_heading(struct print *print, const char *text)
{
    struct buffer line = {0};
    if (print->count > 0)
        print_blank(print);
    text_pad(&line, clean(print, text), print->paper.width, -1);
    add(print, &line)->with_next = true;
}

void print_line(struct print *print, const char *text)
{
    struct buffer line = {0};
    text_pad(&line, clean(print, text), print->paper.width, -1);
    add(print, &line);
}

void print_text(struct print *print, const char *text)
{
    size_t skip = 0, n;
    text = clean(print, text);
    while ((n = text_wrap(text, strlen(text), print->paper.width, &skip)), skip > 0) {
        struct buffer line = {0};
        buffer_add(&line, text, n);
        add(print, &line);
        text += skip;
    }
}

void print_ends(struct print *print, const char *left, const char *right)
{
    struct buffer line = {0};
    int width = print->paper.width, wide = text_width(right);
    if (wide > width / 2)
        wide = width / 2;
    text_pad(&line, clean(print, left), width - wide - 1, -1);
    buffer_add_char(&line, ' ');
    text_pad(&line, clean(print, right), wide, 1);
    add(print, &line);
}

/* "+-----+--------+" */
static struct line *add_border(struct print *print, const int *widths, size_t columns)
{
    struct buffer line = {0};
    for (size_t c = 0; c < columns; c++) {
        buffer_add_char(&line, '+');
        for (int i = 0; i < widths[c] + 2; i++)
            buffer_add_char(&line, '-');
    }
    buffer_add_char(&line, '+');
    return add(print, &line);
}

/* One line of each cell that has one left; false when none has. rest moves on. */
static bool cells_line(struct buffer *line, const char **rest, const int *widths, size_t columns)
{
    bool any = false;
    for (size_t c = 0; c < columns; c++) {
        size_t skip = 0, n = text_wrap(rest[c], strlen(rest[c]), widths[c], &skip);
        struct buffer piece = {0};
        any |= skip > 0;
        buffer_add(&piece, rest[c], n);
        buffer_add_text(line, "| ");
        text_pad(line, buffer_text(&piece), widths[c], -1);
        buffer_add_char(line, ' ');
        buffer_free(&piece);
        rest[c] += skip;
    }
    buffer_add_char(line, '|');
    return any;
}

/* The lines of one row stay together. */
static void add_cells(struct print *print, const char *const *cells, const int *widths, size_t columns)
{
    const char **rest = pool_new_piece(print->pool, columns, sizeof *rest);
    struct buffer line = {0};
    struct line *last = NULL;
    for (size_t c = 0; c < columns; c++)
        rest[c] = clean(print, cells[c]);
    while (cells_line(&line, rest, widths, columns) || last == NULL) {
        if (last != NULL)
            last->with_next = true;
        last = add(print, &line);
    }
    buffer_free(&line);
}

/* The widest line of a text. */
static int natural_width(const char *text)
{
    int widest = 0;
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        int width = text_width_n(text, n);
        widest = width > widest ? width : widest;
        text += n + (text[n] == '\n');
    }
    return widest;
}

/* The widest run that is not broken without need: a number, a date, a word. */
static int word_width(const char *text)
{
    int widest = COLUMN_LOW;
    for (const char *s = text; *s != '\0'; s++) {
        int n = 0;
        while (s[n] > ' ' && s[n] <= '~')
            n++;
        widest = n > widest ? n : widest;
        s += n > 0 ? n - 1 : 0;
    }
    return widest;
}

/* The widest column goes narrower, one by one, but none below its low. Returns what is still missing. */
static int narrow(int *widths, const int *lows, size_t columns, int missing)
{
    for (; missing > 0; missing--) {
        size_t widest = columns;
        for (size_t c = 0; c < columns; c++)
            if (widths[c] > lows[c] && (widest == columns || widths[c] > widths[widest]))
                widest = c;
        if (widest == columns)
            break;
        widths[widest]--;
    }
    return missing;
}

/* Words stay whole as long as that is possible. */
static void fit(const struct print *print, int *widths, int *lows, size_t columns)
{
    int missing = 1 - print->paper.width;
    for (size_t c = 0; c < columns; c++)
        missing += widths[c] + 3;
    if (missing < 0)
        widths[columns - 1] -= missing;
    missing = narrow(widths, lows, columns, missing);
    for (size_t c = 0; c < columns; c++)
        lows[c] = COLUMN_LOW;
    narrow(widths, lows, columns, missing);
}

void print_table(struct print *print, const char *const *heads, size_t columns, const char *const *cells, size_t rows)
{
    int *widths = pool_new_piece(print->pool, columns, sizeof *widths);
    int *lows = pool_new_piece(print->pool, columns, sizeof *lows);
    for (size_t c = 0; c < columns; c++) {
        widths[c] = COLUMN_LOW;
        for (size_t r = 0; r <= rows; r++) {
            const char *cell = r == 0 ? heads[c] : cells[(r - 1) * columns + c];
            int width = natural_width(cell), low = word_width(cell);
            widths[c] = width > widths[c] ? width : widths[c];
            lows[c] = low > lows[c] ? low : lows[c];
        }
    }
    fit(print, widths, lows, columns);
    size_t head = print->count;
    add_border(print, widths, columns);
    add_cells(print, heads, widths, columns);
    add_border(print, widths, columns);
    for (size_t i = head; i < print->count; i++)
        print->lines[i].with_next = rows > 0;
    print->head = head;
    print->head_end = print->count;
    for (size_t r = 0; r < rows; r++)
        add_cells(print, &cells[r * columns], widths, columns);
    print->head = print->head_end = 0;
    if (rows > 0) {
        print->lines[print->count - 1].with_next = true;
        add_border(print, widths, columns);
    }
}

/* Of a value that stands beside another pair. */
static int pair_value_width(const struct print *print)
{
    return (print->paper.width - 13 - 2 * PAIR_LABEL) / 2;
}

/* label, value and once more, or label and one value in all the rest. */
static void add_pairs(struct print *print, const char *const *cells, size_t columns)
{
    int width = print->paper.width, label = PAIR_LABEL, first = pair_value_width(print);
    int widths[] = {label, first, label, width - 13 - 2 * label - first};
    if (columns == 2)
        widths[1] = width - 7 - label;
    add_cells(print, cells, widths, columns);
    print->lines[print->count - 1].with_next = true;
    add_border(print, widths, columns);
}

void print_pairs_begin(struct print *print)
{
    int width = print->paper.width - 4;
    add_border(print, &width, 1)->with_next = true;
}

static void end_row(struct print *print)
{
    if (print->label != NULL)
        add_pairs(print, (const char *const[]){print->label, print->value}, 2);
    print->label = print->value = NULL;
}

void print_pair(struct print *print, const char *label, const char *value, bool wide)
{
    if (wide || word_width(value) > pair_value_width(print)) {
        end_row(print);
        add_pairs(print, (const char *const[]){label, value}, 2);
    } else if (print->label != NULL) {
        add_pairs(print, (const char *const[]){print->label, print->value, label, value}, 4);
        print->label = print->value = NULL;
    } else {
        print->label = pool_text(print->pool, label);
        print->value = pool_text(print->pool, value);
    }
}

void print_pairs_end(struct print *print)
{
    end_row(print);
}

/* How many lines of heads stand over the page that begins at first; none when they would fill it. */
static size_t heads_over(const struct print *print, size_t first)
{
    size_t heads = print->lines[first].head_end - print->lines[first].head;
    return heads > (size_t)print->paper.lines / 2 ? 0 : heads;
}

/* Behind the last line that still stands on the page that begins at first. */
static size_t page_end(const struct print *print, size_t first)
{
    size_t room = (size_t)print->paper.lines - FOOT_LINES - heads_over(print, first);
    if (print->paper.lines == 0 || print->count - first <= room)
        return print->count;
    size_t end = first + room;
    while (end > first && print->lines[end - 1].with_next)
        end--;
    return end > first ? end : first + room;
}

static void add_foot(const struct print *print, const char *foot, size_t page, size_t pages, struct buffer *out)
{
    struct buffer number = {0}, line = {0};
    if (print->paper.lines != 0)
        buffer_format(&number, _("page %zu of %zu"), page, pages);
    int wide = text_width(buffer_text(&number));
    text_pad(&line, foot, print->paper.width - wide - 1, -1);
    buffer_add_char(&line, ' ');
    buffer_add_text(&line, buffer_text(&number));
    while (line.length > 0 && line.data[line.length - 1] == ' ')
        buffer_splice(&line, line.length - 1, 1, "", 0);
    buffer_format(out, "\n%s\n", buffer_text(&line));
    buffer_free(&number);
    buffer_free(&line);
}

/* Returns behind its last line. */
static size_t add_page(const struct print *print, size_t first, struct buffer *out)
{
    size_t end = page_end(print, first), heads = heads_over(print, first), put = end - first + heads;
    for (size_t i = 0; i < heads; i++)
        buffer_format(out, "%s\n", print->lines[print->lines[first].head + i].text);
    for (size_t i = first; i < end; i++)
        buffer_format(out, "%s\n", print->lines[i].text);
    for (; print->paper.lines != 0 && put + FOOT_LINES < (size_t)print->paper.lines; put++)
        buffer_add_char(out, '\n');
    return end;
}

void print_keep(struct print *print, size_t lines)
{
    for (size_t i = 2; i <= lines && i <= print->count; i++)
        print->lines[print->count - i].with_next = true;
}

void print_pages(const struct print *print, const char *foot, struct buffer *out)
{
    size_t pages = 0, page = 0;
    for (size_t at = 0; at < print->count; at = page_end(print, at))
        pages++;
    for (size_t at = 0; at < print->count;) {
        if (page > 0) /* in the place of the newline: the printer may be on its last line already */
            out->data[out->length - 1] = '\f';
        at = add_page(print, at, out);
        add_foot(print, foot, ++page, pages, out);
    }
}
