#include "wangge/ui/dialog.h"

#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"

#include <string.h>

struct choosing {
    const char *title;
    const struct ui_choice *choices;
    size_t count, at, first;
};

enum { CHOICE_GAP = 2, LETTER_COLUMNS = 4, LEAST_WIDTH = 30, BOX_EDGES = 4, TOLD_ROWS = 2 };

static int width_of(const char *text)
{
    return text == NULL ? 0 : text_width(text);
}

static char letter_of(const struct choosing *choosing, size_t i)
{
    if (choosing->choices[i].letter != 0)
        return choosing->choices[i].letter;
    return i < 9 ? (char)('1' + i) : ' ';
}

/* What stands beside a choice: why it is not available, else more about it. */
static const char *told_of(const struct ui_choice *choice)
{
    return choice->why != NULL ? choice->why : choice->detail != NULL ? choice->detail : "";
}

/* In a window too narrow for a second column: what it says of the choice under the cursor, below them all. */
static void draw_told(struct ui *ui, const struct box *box, const struct ui_choice *choice)
{
    const char *text = told_of(choice);
    for (int i = TOLD_ROWS; i > 0; i--) {
        size_t skip = 0, n = text_wrap(text, strlen(text), box->columns, &skip);
        struct buffer line = {0};
        buffer_add(&line, text, i > 1 ? n : strlen(text));
        ui_put(ui, box->row + box->rows - i, box->column, box->columns, STYLE_DIM, buffer_text(&line));
        buffer_free(&line);
        text += skip;
    }
}

static void choosing_draw(struct ui *ui, struct screen *screen)
{
    struct choosing *choosing = screen->data;
    int text = 0, detail = 0;
    for (size_t i = 0; i < choosing->count; i++) {
        const struct ui_choice *choice = &choosing->choices[i];
        int t = width_of(choice->text), d = text_width(told_of(choice));
        text = t > text ? t : text;
        detail = d > detail ? d : detail;
    }
    int columns = LETTER_COLUMNS + text + (detail > 0 ? CHOICE_GAP + detail : 0);
    int title = width_of(choosing->title);
    columns = columns < LEAST_WIDTH ? LEAST_WIDTH : columns;
    columns = columns < title ? title : columns;
    bool below = columns > ui_columns(ui) - BOX_EDGES;
    struct box box = draw_box(ui, choosing->title, (int)choosing->count + (below ? 1 + TOLD_ROWS : 0), columns);
    size_t rows = (size_t)box.rows - (below ? 1 + TOLD_ROWS : 0);
    if (choosing->at < choosing->first)
        choosing->first = choosing->at;
    if (choosing->at >= choosing->first + rows)
        choosing->first = choosing->at - rows + 1;
    for (size_t i = choosing->first; i < choosing->count && i < choosing->first + rows; i++) {
        const struct ui_choice *choice = &choosing->choices[i];
        int row = box.row + (int)(i - choosing->first), rest = box.columns - LETTER_COLUMNS - text - CHOICE_GAP;
        enum ui_style style = choice->why != NULL ? STYLE_DIM : STYLE_PLAIN;
        const char letter[] = {i == choosing->at ? '>' : ' ', letter_of(choosing, i), '\0'};
        ui_put(ui, row, box.column, 2, STYLE_PLAIN, letter);
        ui_put(ui, row, box.column + LETTER_COLUMNS, box.columns - LETTER_COLUMNS, style, choice->text);
        const char *beside = !below ? told_of(choice) : choice->why != NULL ? _("not available") : "";
        if (rest > 0)
            ui_put(ui, row, box.column + LETTER_COLUMNS + text + CHOICE_GAP, rest, style, beside);
        if (i == choosing->at)
            ui_caret(ui, row, box.column);
    }
    if (below)
        draw_told(ui, &box, &choosing->choices[choosing->at]);
}

static void take(struct ui *ui, struct screen *screen, size_t i)
{
    struct choosing *choosing = screen->data;
    choosing->at = i;
    if (choosing->choices[i].why != NULL) {
        ui_note(ui, "%s", choosing->choices[i].why);
        return;
    }
    screen->result = (int)i;
    screen->leave = true;
}

static bool choosing_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct choosing *choosing = screen->data;
    uint32_t code = text_half_width(key->code);
    for (size_t i = 0; i < choosing->count; i++)
        if (!key->alt && code > ' ' && code == (unsigned char)letter_of(choosing, i)) {
            take(ui, screen, i);
            return true;
        }
    switch (action) {
    case ACTION_UP:
        choosing->at = choosing->at > 0 ? choosing->at - 1 : choosing->count - 1;
        return true;
    case ACTION_DOWN:
        choosing->at = choosing->at + 1 < choosing->count ? choosing->at + 1 : 0;
        return true;
    case ACTION_FIRST:
    case ACTION_PAGE_UP:
        choosing->at = 0;
        return true;
    case ACTION_LAST:
    case ACTION_PAGE_DOWN:
        choosing->at = choosing->count - 1;
        return true;
    case ACTION_OPEN:
        take(ui, screen, choosing->at);
        return true;
    default:
        return false;
    }
}

/* The cursor begins on start; where that is not available, on the first that is. */
static size_t first_at(const struct ui_choice *choices, size_t count, int start)
{
    size_t at = start > 0 && (size_t)start < count ? (size_t)start : 0;
    if (choices[at].why == NULL)
        return at;
    for (size_t i = 0; i < count; i++)
        if (choices[i].why == NULL)
            return i;
    return at;
}

int ui_choose(struct ui *ui, const char *title, const struct ui_choice *choices, size_t count, int start)
{
    static const enum action foot[] = {ACTION_UP, ACTION_DOWN, ACTION_OPEN, ACTION_BACK, ACTION_NONE};
    static const struct screen_ops ops = {
        .draw = choosing_draw, .key = choosing_key, .place = PLACE_MENU, .foot = foot};
    if (count == 0)
        return -1;
    struct choosing choosing = {title, choices, count, first_at(choices, count, start), 0};
    struct screen screen = {.ops = &ops, .data = &choosing, .overlay = true, .result = -1};
    return ui_run(ui, &screen);
}
