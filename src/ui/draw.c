#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"

#include <curses.h>
#include <wchar.h>

int ui_columns(const struct ui *ui)
{
    (void)ui;
    return COLS;
}

int ui_rows(const struct ui *ui)
{
    (void)ui;
    return LINES > FRAME_ROWS ? LINES - FRAME_ROWS : 0;
}

bool ui_has_blocks(const struct ui *ui)
{
    return ui->unicode_border;
}

bool ui_too_small(const struct ui *ui)
{
    (void)ui;
    return COLS < LEAST_COLUMNS || LINES < LEAST_ROWS;
}

/* Body coordinates to the screen's; false when the row is not in the body. */
static bool in_body(const struct ui *ui, int row)
{
    return row >= 0 && row < ui_rows(ui);
}

void ui_put(struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text)
{
    if (in_body(ui, row))
        put_at(ui, BODY_ROW + row, column, columns, style, text);
}

void ui_put_right(struct ui *ui, int row, int column, int columns, enum ui_style style, const char *text)
{
    if (columns <= 0)
        columns = COLS - column;
    struct buffer padded = {0};
    text_pad(&padded, text, columns, 1);
    ui_put(ui, row, column, columns, style, buffer_text(&padded));
    buffer_free(&padded);
}

void ui_clear_row(struct ui *ui, int row)
{
    ui_put(ui, row, 0, 0, STYLE_PLAIN, "");
}

/* The same character in columns cells of the screen. */
static void put_run(struct ui *ui, int row, int column, int columns, const char *character)
{
    struct buffer run = {0};
    for (int i = 0; i < columns; i++)
        buffer_add_text(&run, character);
    put_at(ui, row, column, columns, STYLE_PLAIN, buffer_text(&run));
    buffer_free(&run);
}

void ui_line(struct ui *ui, int row, int column, int columns)
{
    if (columns <= 0)
        columns = COLS - column;
    if (in_body(ui, row))
        put_run(ui, BODY_ROW + row, column, columns, ui->unicode_border ? "─" : "-");
}

void ui_caret(struct ui *ui, int row, int column)
{
    ui->caret_row = in_body(ui, row) ? BODY_ROW + row : -1;
    ui->caret_column = column < 0 ? 0 : column >= COLS ? COLS - 1 : column;
}

struct border {
    const char *across, *down, *corners[4];
};

static void draw_border(struct ui *ui, int row, int column, int rows, int columns)
{
    static const struct border ascii = {
        "-", "|", {"+", "+", "+", "+"}
    };
    static const struct border unicode = {
        "─", "│", {"┌", "┐", "└", "┘"}
    };
    const struct border *border = ui->unicode_border ? &unicode : &ascii;
    int top = BODY_ROW + row, bottom = top + rows - 1, right = column + columns - 1;
    for (int i = top + 1; i < bottom; i++) {
        put_at(ui, i, column, 1, STYLE_PLAIN, border->down);
        put_at(ui, i, right, 1, STYLE_PLAIN, border->down);
    }
    for (int i = 0; i < 2; i++) {
        int at = i == 0 ? top : bottom;
        put_at(ui, at, column, 1, STYLE_PLAIN, border->corners[2 * i]);
        put_run(ui, at, column + 1, columns - 2, border->across);
        put_at(ui, at, right, 1, STYLE_PLAIN, border->corners[2 * i + 1]);
    }
}

struct box draw_box(struct ui *ui, const char *title, int rows, int columns)
{
    int most_rows = ui_rows(ui) - 2, most_columns = COLS - 6;
    rows = rows > most_rows ? most_rows : rows;
    columns = columns > most_columns ? most_columns : columns;
    struct box inside = {
        .row = (ui_rows(ui) - rows) / 2, .column = (COLS - columns) / 2, .rows = rows, .columns = columns};
    for (int i = -1; i <= rows; i++)
        ui_put(ui, inside.row + i, inside.column - 2, columns + 4, STYLE_PLAIN, "");
    draw_border(ui, inside.row - 1, inside.column - 2, rows + 2, columns + 4);
    int width = text_width(title);
    if (width > 0)
        ui_put(ui, inside.row - 1, inside.column, width < columns ? width : columns, STYLE_BOLD, title);
    return inside;
}

/* From the lowest that shows through to the top one. */
static void draw_frames(struct ui *ui, const struct frame *frame)
{
    if (frame == NULL)
        return;
    if (frame->screen->overlay)
        draw_frames(ui, frame->below);
    ui->caret_row = -1;
    frame->screen->ops->draw(ui, frame->screen);
}

static void draw_too_small(struct ui *ui)
{
    const char *text = _("window too small");
    int column = (COLS - text_width(text)) / 2;
    put_at(ui, LINES / 2, column > 0 ? column : 0, 0, STYLE_PLAIN, text);
    ui->caret_row = LINES / 2;
    ui->caret_column = column > 0 ? column : 0;
}

void draw_all(struct ui *ui)
{
    put_erase(ui);
    ui->caret_row = -1;
    if (ui_too_small(ui)) {
        draw_too_small(ui);
    } else {
        frame_draw_title(ui);
        draw_frames(ui, ui->top);
        frame_draw_note(ui);
        frame_draw_foot(ui);
    }
    if (ui->caret_row >= 0)
        wmove(newscr, ui->caret_row, ui->caret_column);
    else
        wmove(newscr, LINES >= 2 ? LINES - 2 : 0, 0);
    if (ui->ring)
        beep();
    ui->ring = false;
    doupdate();
    ui->sent += term_flush(ui->term);
}

void draw_again(struct ui *ui)
{
    (void)ui;
    clearok(curscr, TRUE);
}

static void add_row_text(int row, struct buffer *out)
{
    size_t used = out->length; /* behind the last character that is no blank */
    for (int column = 0; column < COLS;) {
        cchar_t cell;
        wchar_t characters[CCHARW_MAX + 1];
        attr_t attributes;
        short pair;
        if (mvwin_wch(newscr, row, column, &cell) == ERR ||
            getcchar(&cell, characters, &attributes, &pair, NULL) == ERR)
            break;
        int width = wcwidth(characters[0]);
        for (size_t i = 0; characters[i] != L'\0'; i++) {
            char bytes[4];
            buffer_add(out, bytes, text_encode((uint32_t)characters[i], bytes));
        }
        if (characters[0] != L' ')
            used = out->length;
        column += width == 2 ? 2 : 1;
    }
    buffer_splice(out, used, out->length - used, "\n", 1);
}

void draw_text(struct buffer *out)
{
    int row, column;
    getyx(newscr, row, column);
    for (int i = 0; i < LINES; i++)
        add_row_text(i, out);
    wmove(newscr, row, column);
}
