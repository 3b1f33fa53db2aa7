/* A text to read: wrapped to the window, paged. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/edit.h"

#include <string.h>

struct reading {
    struct edit text; /* its wrapping is the editor's */
    int top;
    const enum action *own;        /* actions that end the reading; NULL: none */
    const struct ui_reading *what; /* when there are such */
    struct key key;
};

static int reading_columns(const struct ui *ui)
{
    return ui_columns(ui) - 2;
}

static int last_top(const struct ui *ui, const struct reading *reading)
{
    int rows = edit_row_count(&reading->text, reading_columns(ui)), page = ui_rows(ui) - 1;
    return rows > page ? rows - page : 0;
}

static void reading_draw(struct ui *ui, struct screen *screen)
{
    struct reading *reading = screen->data;
    int columns = reading_columns(ui), page = ui_rows(ui) - 1, last = last_top(ui, reading);
    if (reading->top > last)
        reading->top = last;
    const char *start;
    size_t n;
    for (int row = 0; row < page && edit_row(&reading->text, columns, reading->top + row, &start, &n); row++) {
        struct buffer line = {0};
        buffer_add(&line, start, n);
        ui_put(ui, row, 1, columns, STYLE_PLAIN, buffer_text(&line));
        buffer_free(&line);
    }
    if (last > 0) {
        struct buffer place = {0};
        int rows = edit_row_count(&reading->text, columns);
        buffer_format(&place, _("lines %d-%d of %d"), reading->top + 1, reading->top + page, rows);
        ui_put_right(ui, page, 1, columns, STYLE_DIM, buffer_text(&place));
        buffer_free(&place);
    }
    ui_caret(ui, page, 0);
}

/* Is it one of the caller's, which end the reading? What every reader does stands on the foot bar only. */
static bool ends(const struct reading *reading, enum action action)
{
    bool common = action == ACTION_NONE || action == ACTION_HELP || action == ACTION_BACK ||
                  action == ACTION_PAGE_DOWN || action == ACTION_PAGE_UP;
    for (size_t i = 0; !common && reading->own != NULL && reading->own[i] != ACTION_NONE; i++)
        if (reading->own[i] == action)
            return true;
    return false;
}

static bool reading_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct reading *reading = screen->data;
    int page = ui_rows(ui) - 2, last = last_top(ui, reading), top = reading->top;
    bool open = action == ACTION_OPEN; /* pages too, and leaves at the end */
    if (ends(reading, action) && reading->what->act != NULL && !reading->what->act(reading->what->to, action, key))
        return true;
    if (ends(reading, action)) {
        reading->key = *key;
        screen->result = (int)action;
        screen->leave = true;
        return true;
    }
    if (open && top >= last && reading->own == NULL)
        screen->leave = true;
    else if (open || action == ACTION_PAGE_DOWN || (key->code == ' ' && !key->alt))
        top += page;
    else if (action == ACTION_PAGE_UP)
        top -= page;
    else if (action == ACTION_DOWN)
        top++;
    else if (action == ACTION_UP)
        top--;
    else if (action == ACTION_FIRST)
        top = 0;
    else if (action == ACTION_LAST)
        top = last;
    else
        return false;
    reading->top = top < 0 ? 0 : top > last ? last : top;
    return true;
}

static int run(struct ui *ui, const struct screen_ops *ops, const char *title, const char *text,
               struct reading *reading)
{
    struct buffer clean = {0};
    text_clean(&clean, text, strlen(text), true);
    edit_start(&reading->text, buffer_text(&clean), 0, true);
    buffer_free(&clean);
    struct screen screen = {.ops = ops, .title = title, .data = reading};
    int result = ui_run(ui, &screen);
    edit_end(&reading->text);
    return result;
}

void ui_read(struct ui *ui, const char *title, const char *text)
{
    static const enum action foot[] = {ACTION_PAGE_DOWN, ACTION_PAGE_UP, ACTION_BACK, ACTION_NONE};
    static const struct screen_ops ops = {
        .draw = reading_draw, .key = reading_key, .place = PLACE_READER, .foot = foot};
    run(ui, &ops, title, text, &(struct reading){0});
}

enum action ui_read_on(struct ui *ui, const struct ui_reading *what, struct key *key)
{
    struct screen_ops ops = {.draw = reading_draw,
                             .key = reading_key,
                             .place = PLACE_READER,
                             .foot = what->foot,
                             .foot_words = what->foot_words,
                             .help = what->help};
    struct reading reading = {.own = what->foot, .what = what};
    int result = run(ui, &ops, what->title, what->text, &reading);
    if (key != NULL)
        *key = reading.key;
    return result > 0 ? (enum action)result : ACTION_BACK;
}
