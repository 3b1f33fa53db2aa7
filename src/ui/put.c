/* Text into the cells of curses: cleaned, by graphemes, never half a wide character, and of each grapheme only what
 * every terminal gives the same width. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/text.h"

#include <curses.h>
#include <string.h>
#include <wchar.h>

enum { PAIR_RED = 1, PAIR_YELLOW, PAIR_GREEN };

void draw_start(struct ui *ui)
{
    if (!ui->color || !has_colors()) {
        ui->color = false;
        return;
    }
    start_color();
    use_default_colors();
    init_pair(PAIR_RED, COLOR_RED, -1);
    init_pair(PAIR_YELLOW, COLOR_YELLOW, -1);
    init_pair(PAIR_GREEN, COLOR_GREEN, -1);
}

static attr_t style_attributes(const struct ui *ui, enum ui_style style, short *pair)
{
    *pair = 0;
    switch (style) {
    case STYLE_PLAIN:
        return A_NORMAL;
    case STYLE_BOLD:
        return A_BOLD;
    case STYLE_REVERSE:
        return A_REVERSE;
    case STYLE_DIM:
        return A_DIM;
    case STYLE_RED:
    case STYLE_YELLOW:
    case STYLE_GREEN:
        *pair = (short)(ui->color ? PAIR_RED + (int)(style - STYLE_RED) : 0);
        return A_BOLD;
    }
    return A_NORMAL;
}

/* Marks that stay on their base character in every terminal: no joiners, no variation selectors, no skin tones. */
static bool is_mark(uint32_t code)
{
    bool shapes_only = code == 0x200D || (code >= 0xFE00 && code <= 0xFE0F) || code >= 0x1F3FB;
    return !shapes_only && wcwidth((wchar_t)code) == 0;
}

static wchar_t base_of(uint32_t code, int width)
{
    if (code >= 0x1F1E6 && code <= 0x1F1FF)
        return (wchar_t)('A' + (code - 0x1F1E6)); /* half of a flag */
    if (code == 0xFFFD || wcwidth((wchar_t)code) != width)
        return width == 2 ? L'\u3013' : L'?';
    return (wchar_t)code;
}

static void put_grapheme(int row, int column, int width, attr_t attributes, short pair, const char *s, size_t n)
{
    wchar_t characters[CCHARW_MAX + 1];
    size_t count = 0;
    uint32_t code;
    for (size_t at = 0; at < n && count < CCHARW_MAX - 1;) {
        at += text_decode(s + at, n - at, &code);
        if (count == 0)
            characters[count++] = base_of(code, width);
        else if (is_mark(code))
            characters[count++] = (wchar_t)code;
    }
    characters[count] = L'\0';
    cchar_t cell;
    if (setcchar(&cell, characters, attributes, pair, NULL) == OK)
        mvadd_wch(row, column, &cell);
}

/* A wide character loses its right half to what is written at column: its left half becomes a blank. A row is read from
 * its beginning, for a half cannot be told by itself. */
static void blank_half(int row, int column)
{
    for (int at = 0; at < column;) {
        cchar_t cell;
        wchar_t characters[CCHARW_MAX + 1];
        attr_t attributes;
        short pair;
        if (mvin_wch(row, at, &cell) == ERR || getcchar(&cell, characters, &attributes, &pair, NULL) == ERR)
            return;
        int width = wcwidth(characters[0]) == 2 ? 2 : 1;
        if (at + width > column)
            mvaddch(row, at, ' ');
        at += width;
    }
}

void put_at(const struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text)
{
    if (row < 0 || row >= LINES || column < 0 || column >= COLS)
        return;
    if (columns <= 0 || columns > COLS - column)
        columns = COLS - column;
    struct buffer clean = {0};
    text_clean(&clean, text, strlen(text), false);
    short pair;
    attr_t attributes = style_attributes(ui, style, &pair);
    const char *s = buffer_text(&clean);
    int used = 0;
    if (ui->top != NULL && ui->top->screen->overlay) { /* only there is anything below */
        blank_half(row, column);
        blank_half(row, column + columns);
    }
    for (size_t at = 0; at < clean.length;) {
        size_t n = text_grapheme(s + at, clean.length - at);
        int width = text_width_n(s + at, n);
        if (used + width > columns)
            break;
        if (width > 0)
            put_grapheme(row, column + used, width, attributes, pair, s + at, n);
        used += width;
        at += n;
    }
    for (; used < columns; used++)
        put_grapheme(row, column + used, 1, attributes, pair, " ", 1);
    buffer_free(&clean);
}
