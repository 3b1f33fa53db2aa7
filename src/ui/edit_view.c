/* Where the text of an editor stands: rows when wrapped, the caret's place, scrolling. */
#include "wangge/ui/edit.h"

#include "wangge/base/text.h"

bool edit_row(const struct edit *edit, int columns, int row, const char **start, size_t *n)
{
    const char *s = buffer_text(&edit->text);
    size_t at = 0, length = edit->text.length;
    for (int i = 0;; i++) {
        size_t skip = length - at;
        *start = s + at;
        *n = edit->lines ? text_wrap(s + at, length - at, columns, &skip) : length;
        if (i == row)
            return true;
        at += skip;
        bool one_more = edit->lines && skip > 0 && s[length - 1] == '\n'; /* an empty row behind the last line end */
        if (at == length && !one_more)
            return false;
    }
}

int edit_row_count(const struct edit *edit, int columns)
{
    const char *start;
    size_t n;
    int count = 1;
    while (edit_row(edit, columns, count, &start, &n))
        count++;
    return count;
}

void edit_caret_place(const struct edit *edit, int columns, int *row, int *column)
{
    const char *start, *next, *caret = buffer_text(&edit->text) + edit->caret;
    size_t n;
    int i = 0;
    edit_row(edit, columns, 0, &start, &n);
    while (edit_row(edit, columns, i + 1, &next, &n) && next <= caret) {
        start = next;
        i++;
    }
    *row = i;
    edit_row(edit, columns, i, &start, &n);
    size_t before = (size_t)(caret - start);
    *column = text_width_n(start, before < n ? before : n); /* a blank at a wrapped end takes no column */
}

static void view_line(struct edit *edit, int columns, int *column)
{
    const char *s = buffer_text(&edit->text);
    if (edit->scroll > edit->caret)
        edit->scroll = edit->caret;
    while (text_width_n(s + edit->scroll, edit->caret - edit->scroll) > columns)
        edit->scroll += text_grapheme(s + edit->scroll, edit->text.length - edit->scroll);
    *column = text_width_n(s + edit->scroll, edit->caret - edit->scroll);
}

void edit_view(struct edit *edit, int columns, int rows, int *row, int *column)
{
    if (!edit->lines) {
        *row = 0;
        view_line(edit, columns, column);
        return;
    }
    edit_caret_place(edit, columns, row, column);
    size_t at = (size_t)*row, shown = (size_t)rows;
    if (edit->scroll > at)
        edit->scroll = at;
    if (at >= edit->scroll + shown)
        edit->scroll = at - shown + 1;
    *row -= (int)edit->scroll;
}
