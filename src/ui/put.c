/* Text into the cells of curses: cleaned, by graphemes, never half a wide character, and of each grapheme only what
 * every terminal gives the same width. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <curses.h>
#include <string.h>
#include <wchar.h>

enum { PAIR_RED = 1, PAIR_YELLOW, PAIR_GREEN, PAIR_PAPER, PAIR_INK };

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
    init_pair(PAIR_PAPER, COLOR_BLACK, COLOR_WHITE);
    init_pair(PAIR_INK, COLOR_WHITE, COLOR_BLACK);
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
    case STYLE_PAPER:
        *pair = (short)(ui->color ? PAIR_PAPER : 0);
        return ui->color ? A_NORMAL : A_REVERSE;
    case STYLE_INK:
        *pair = (short)(ui->color ? PAIR_INK : 0);
        return A_NORMAL;
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

void put_erase(struct ui *ui)
{
    size_t cells = (size_t)LINES * (size_t)COLS;
    werase(newscr);
    if (cells != ui->cell_count)
        ui->halves = mem_resize(ui->halves, cells, sizeof(ui->halves[0]));
    ui->cell_count = cells;
    memset(ui->halves, 0, cells * sizeof(ui->halves[0]));
}

/* Curses lets one write over one half of a wide character; the other half becomes a blank. */
static void claim_cells(struct ui *ui, int row, int column, int width)
{
    bool *halves = ui->halves + (size_t)row * (size_t)COLS + (size_t)column;
    if (halves[0])
        mvwaddch(newscr, row, column - 1, ' ');
    if (column + width < COLS && halves[width]) {
        mvwaddch(newscr, row, column + width, ' ');
        halves[width] = false;
    }
    memset(halves, 0, (size_t)width * sizeof halves[0]);
}

/* Most of a screen: all of them at once. */
static void put_blanks(struct ui *ui, int row, int column, int count, attr_t attributes, short pair)
{
    cchar_t cell;
    claim_cells(ui, row, column, count);
    if (setcchar(&cell, L" ", attributes, pair, NULL) == OK)
        mvwhline_set(newscr, row, column, &cell, count);
}

static void put_grapheme(struct ui *ui, int row, int column, int width, attr_t attributes, short pair, const char *s,
                         size_t n)
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
    claim_cells(ui, row, column, width);
    if (width == 2)
        ui->halves[(size_t)row * (size_t)COLS + (size_t)column + 1] = true;
    cchar_t cell;
    if (setcchar(&cell, characters, attributes, pair, NULL) == OK)
        mvwadd_wch(newscr, row, column, &cell);
}

void put_at(struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text)
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
    for (size_t at = 0; at < clean.length;) {
        size_t n = text_grapheme(s + at, clean.length - at);
        int width = text_width_n(s + at, n);
        if (used + width > columns)
            break;
        if (width > 0)
            put_grapheme(ui, row, column + used, width, attributes, pair, s + at, n);
        used += width;
        at += n;
    }
    if (used < columns)
        put_blanks(ui, row, column + used, columns - used, attributes, pair);
    buffer_free(&clean);
}
