/* The diary book: a month in one of the layouts that offices have. */
#include "print_inside.h"
#include "visit_book.h"

#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <string.h>

#define LABEL_WIDE 40 /* columns of a value that is worth a row of its own */

struct booking {
    struct printing p;
    struct book_rows book;
    struct diary_form form;
    size_t count; /* entries that are printed */
};

/* The pieces of a cell, one after the other. */
static const char *value_of(struct booking *b, size_t row, const char *source)
{
    struct buffer out = {0};
    while (*source != '\0') {
        size_t n = strcspn(source, "+");
        const char *piece = book_piece(&b->book, row, pool_text_n(b->p.pool, source, n));
        if (*piece != '\0')
            buffer_format(&out, "%s%s", out.length > 0 ? "; " : "", piece);
        source += n + (source[n] == '+');
    }
    const char *text = pool_text(b->p.pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static void print_entries(struct booking *b)
{
    for (size_t row = 0; row < b->count; row++) {
        print_heading(b->p.print, book_piece(&b->book, row, "no"));
        print_pairs_begin(b->p.print);
        for (size_t i = 0; i < b->form.count; i++) {
            const struct form_cell *cell = &b->form.cells[i];
            const char *value = value_of(b, row, cell->source);
            bool hand = *cell->source == '\0'; /* two lines to write on */
            print_pair(b->p.print, cell->label, hand ? "\n " : value,
                       hand || text_width(value) > LABEL_WIDE || strchr(value, '\n') != NULL);
        }
        print_pairs_end(b->p.print);
    }
}

/* What the entries from first up to end say in one cell, numbered when there are several. */
static const char *day_value(struct booking *b, size_t first, size_t end, const char *source)
{
    struct buffer out = {0};
    for (size_t row = first; row < end; row++) {
        const char *value = value_of(b, row, source);
        if (*value != '\0')
            buffer_format(&out, "%s%zu. %s", out.length > 0 ? "\n" : "", row - first + 1, value);
    }
    const char *text = pool_text(b->p.pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static day_t day_at(const struct booking *b, size_t row)
{
    return day_of(rows_int(b->book.entries, row, "on"));
}

static void print_days(struct booking *b)
{
    for (size_t first = 0, end; first < b->count; first = end) {
        char date[DATE_TEXT];
        day_t day = day_at(b, first);
        for (end = first; end < b->count && day_at(b, end) == day;)
            end++;
        date_format(day, date);
        print_heading(b->p.print, pool_format(b->p.pool, "%s %s", date, date_weekday_text(day)));
        print_pairs_begin(b->p.print);
        for (size_t i = 0; i < b->form.count; i++)
            print_pair(b->p.print, b->form.cells[i].label, day_value(b, first, end, b->form.cells[i].source), true);
        print_pairs_end(b->p.print);
    }
}

static void print_list(struct booking *b)
{
    size_t columns = b->form.count;
    const char *heads[16];
    const char **cells = pool_new_piece(b->p.pool, b->count * columns + 1, sizeof *cells);
    for (size_t i = 0; i < columns; i++)
        heads[i] = b->form.cells[i].label;
    for (size_t row = 0; row < b->count; row++)
        for (size_t i = 0; i < columns; i++)
            cells[row * columns + i] = value_of(b, row, b->form.cells[i].source);
    print_table(b->p.print, heads, columns, cells, b->count);
}

static void print_all(struct booking *b, const struct book *book)
{
    const char *author = book->author != NULL && *book->author != '\0' && b->book.entries->count > 0
                             ? rows_text(b->book.entries, 0, "by_name")
                             : "";
    size_t total = b->book.entries->count;
    b->count = total > PRINT_ROWS ? PRINT_ROWS : total;
    print_title(b->p.print, pool_format(b->p.pool, _("Visit diary: %s"), b->form.name));
    print_ends(b->p.print, pool_format(b->p.pool, "%s  %s", rows_text(b->book.area, 0, "name"), author),
               pool_format(b->p.pool, _("%s, %zu entries"), book->month, total));
    print_blank(b->p.print);
    if (b->form.shape == FORM_LIST)
        print_list(b);
    else if (b->form.shape == FORM_DAY)
        print_days(b);
    else
        print_entries(b);
    if (total > b->count)
        print_text(b->p.print, _("More entries than are printed at once: print grid by grid."));
    print_blank(b->p.print);
    print_ends(b->p.print, _("Signed by the author:"), _("Seen by the station:                "));
}

enum err print_book(struct work *work, const struct book *book, int layout, const struct paper *paper,
                    struct buffer *out, struct error *e)
{
    struct booking b = {.count = 0};
    enum err r = printing_begin(&b.p, work, paper, NULL, e);
    if (r == ERR_NONE && !diary_form_read(layout, &b.form))
        r = error_set(e, ERR_INVALID, "layout", _("There is no layout %d of the diary."), layout);
    if (r == ERR_NONE)
        r = book_read(work, b.p.pool, book, &b.book, e);
    if (r == ERR_NONE)
        print_all(&b, book);
    int64_t area = r == ERR_NONE ? rows_int(b.book.area, 0, "id") : 0;
    return printing_end(&b.p, r, "area", area, out, e);
}
