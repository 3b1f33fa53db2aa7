#include "wangge/ui/dialog.h"

#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/ui/edit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIALOG_COLUMNS = 56 };

static char *__attribute__((format(printf, 1, 0))) format_text(const char *format, va_list arguments)
{
    char *text = NULL;
    return vasprintf(&text, format, arguments) < 0 ? NULL : text;
}

static int count_lines(const char *text, int columns)
{
    int lines = 0;
    size_t n = strlen(text), skip;
    for (size_t at = 0; at < n; at += skip, lines++)
        text_wrap(text + at, n - at, columns, &skip);
    return lines;
}

static void put_lines(struct ui *ui, const struct box *box, const char *text)
{
    size_t n = strlen(text), skip;
    int row = 0;
    for (size_t at = 0; at < n && row < box->rows; at += skip, row++) {
        size_t shown = text_wrap(text + at, n - at, box->columns, &skip);
        struct buffer line = {0};
        buffer_add(&line, text + at, shown);
        ui_put(ui, box->row + row, box->column, box->columns, STYLE_PLAIN, buffer_text(&line));
        buffer_free(&line);
    }
}

struct saying {
    const char *title, *text;
};

static void saying_draw(struct ui *ui, struct screen *screen)
{
    const struct saying *saying = screen->data;
    struct box box = draw_box(ui, saying->title, count_lines(saying->text, DIALOG_COLUMNS), DIALOG_COLUMNS);
    put_lines(ui, &box, saying->text);
    ui_caret(ui, box.row + box.rows - 1, box.column);
}

static bool confirm_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    (void)ui;
    (void)key;
    bool no = action == ACTION_NO || action == ACTION_BACK || action == ACTION_CANCEL;
    screen->result = action == ACTION_YES;
    screen->leave = no || action == ACTION_YES;
    return no || action == ACTION_YES || action == ACTION_OPEN; /* Enter is no answer */
}

bool ui_confirm(struct ui *ui, const char *format, ...)
{
    static const enum action foot[] = {ACTION_YES, ACTION_NO, ACTION_NONE};
    static const struct screen_ops ops = {.draw = saying_draw, .key = confirm_key, .place = PLACE_DIALOG, .foot = foot};
    va_list arguments;
    va_start(arguments, format);
    char *text = format_text(format, arguments);
    va_end(arguments);
    struct saying saying = {_("Question"), text == NULL ? "" : text};
    struct screen screen = {.ops = &ops, .data = &saying, .overlay = true};
    bool yes = ui_run(ui, &screen) == 1;
    free(text);
    return yes;
}

static bool message_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    (void)ui;
    (void)action;
    screen->leave = key->code != KEY_NAMED_RESIZE;
    return true;
}

void ui_message(struct ui *ui, const char *title, const char *format, ...)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const char *const words[] = {N_("go on"), NULL};
    static const struct screen_ops ops = {
        .draw = saying_draw, .key = message_key, .place = PLACE_DIALOG, .foot = foot, .foot_words = words};
    va_list arguments;
    va_start(arguments, format);
    char *text = format_text(format, arguments);
    va_end(arguments);
    struct saying saying = {title, text == NULL ? "" : text};
    struct screen screen = {.ops = &ops, .data = &saying, .overlay = true};
    ui_run(ui, &screen);
    free(text);
}

struct asking {
    const char *title, *label;
    bool secret;
    struct edit edit;
};

/* The label has a row of its own: it may be long, and what is typed too. */
enum { ASKING_ROWS = 2 };

static int asking_columns(const struct ui *ui)
{
    int most = ui_columns(ui) - 6;
    return most < DIALOG_COLUMNS ? most : DIALOG_COLUMNS;
}

static void asking_draw(struct ui *ui, struct screen *screen)
{
    struct asking *asking = screen->data;
    int columns = asking_columns(ui), row, column;
    struct box box = draw_box(ui, asking->title, ASKING_ROWS, columns);
    ui_put(ui, box.row, box.column, columns, STYLE_PLAIN, asking->label);
    if (asking->secret) {
        struct buffer stars = {0};
        for (size_t i = text_count(buffer_text(&asking->edit.text)); i > 0; i--)
            buffer_add_char(&stars, '*');
        ui_put(ui, box.row + 1, box.column, columns, STYLE_PLAIN, buffer_text(&stars));
        ui_caret(ui, box.row + 1, box.column + ((int)stars.length < columns ? (int)stars.length : columns - 1));
        buffer_free(&stars);
        return;
    }
    edit_view(&asking->edit, columns - 1, 1, &row, &column);
    ui_put(ui, box.row + 1, box.column, columns, STYLE_PLAIN, buffer_text(&asking->edit.text) + asking->edit.scroll);
    ui_caret(ui, box.row + 1, box.column + column);
}

static bool asking_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct asking *asking = screen->data;
    if (action == ACTION_TAKE || action == ACTION_LEAVE_INPUT || action == ACTION_CANCEL) {
        screen->result = action == ACTION_TAKE;
        screen->leave = true;
        return true;
    }
    if (asking->secret &&
        (key->code == KEY_NAMED_LEFT || key->code == KEY_NAMED_WORD_LEFT || key->code == KEY_NAMED_HOME))
        return true; /* the caret stays behind the stars */
    return edit_key(&asking->edit, key, asking_columns(ui) - 1);
}

bool ui_ask(struct ui *ui, const char *title, const char *label, bool secret, char *out, size_t room)
{
    static const enum action foot[] = {ACTION_TAKE, ACTION_LEAVE_INPUT, ACTION_NONE};
    static const struct screen_ops ops = {.draw = asking_draw, .key = asking_key, .place = PLACE_INPUT, .foot = foot};
    struct asking asking = {.title = title, .label = label, .secret = secret};
    edit_start(&asking.edit, out, 0, false);
    struct screen screen = {.ops = &ops, .data = &asking, .overlay = true};
    bool taken = ui_run(ui, &screen) == 1;
    if (taken)
        text_copy(out, room, buffer_text(&asking.edit.text));
    edit_forget(&asking.edit);
    return taken;
}
