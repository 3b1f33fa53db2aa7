/* Editors: text with a caret, one line or several, by graphemes and columns. No drawing, no curses: testable alone. */
#ifndef WANGGE_UI_EDIT_H
#define WANGGE_UI_EDIT_H

#include "wangge/base/buffer.h"
#include "wangge/ui/key.h"

#include <stdbool.h>
#include <stddef.h>

struct edit_history;

struct edit {
    struct buffer text;
    size_t caret;  /* byte offset, always at a grapheme's border */
    size_t most;   /* graphemes; 0 is no limit */
    bool lines;    /* several lines allowed */
    size_t scroll; /* first byte (one line) or first row (several) shown: see edit_view */
    int goal;      /* column wanted by up and down, -1 none */
    struct edit_history *history;
};

void edit_start(struct edit *edit, const char *text, size_t most, bool lines); /* the caret is at the end */
void edit_end(struct edit *edit);
void edit_forget(struct edit *edit); /* as edit_end, and nothing of the text stays in memory: for passwords */
void edit_set(struct edit *edit, const char *text); /* undoable */
/* true when the key was used: it changed text or caret, or would have but for a limit or an end of the text. Up and
 * down at the first and last row, Enter and Tab in one line are not used. columns is what edit_view gets. */
bool edit_key(struct edit *edit, const struct key *key, int columns);
/* Inserts cleaned text at the caret, as much as fits; true when all did. */
bool edit_insert(struct edit *edit, const char *text, size_t n);
void edit_set_caret(struct edit *edit, size_t at); /* to the grapheme's border at or behind this byte */
void edit_undo(struct edit *edit);
void edit_redo(struct edit *edit);

/* Several lines: wrapped to columns. The caret can stand behind the last column, so a field shows columns + 1. */
int edit_row_count(const struct edit *edit, int columns);
/* The row's bytes, without its line end; false behind the last row. */
bool edit_row(const struct edit *edit, int columns, int row, const char **start, size_t *n);
void edit_caret_place(const struct edit *edit, int columns, int *row, int *column);
/* Scrolls so that the caret shows in a field of so many columns and rows; gives its place in the field. */
void edit_view(struct edit *edit, int columns, int rows, int *row, int *column);

#endif
