/* Editors: text with a caret, one line or several, by graphemes and columns. No drawing, no curses: testable alone. */
#ifndef WANGGE_UI_EDIT_H
#define WANGGE_UI_EDIT_H

#include "wangge/base/buffer.h"
#include "wangge/ui/key.h"

#include <stdbool.h>
#include <stddef.h>

struct edit {
    struct buffer text;
    size_t caret;                 /* byte offset, always at a grapheme's border */
    size_t most;                  /* graphemes; 0 is no limit */
    bool lines;                   /* several lines allowed */
    size_t scroll;                /* first byte (one line) or first row (several) shown */
    struct edit_history *history; /* undo and redo */
    int goal;                     /* column wanted by up and down, -1 none */
};

void edit_start(struct edit *edit, const char *text, size_t most, bool lines);
void edit_end(struct edit *edit);
void edit_set(struct edit *edit, const char *text); /* undoable */
/* true when the key changed text or caret. columns is the width of the field on the screen (for up and down). */
bool edit_key(struct edit *edit, const struct key *key, int columns);
/* Inserts cleaned text at the caret, as much as fits; true when all did. */
bool edit_insert(struct edit *edit, const char *text, size_t n);
/* Row and column of the caret when wrapped to columns. */
void edit_caret_place(const struct edit *edit, int columns, int *row, int *column);

#endif
