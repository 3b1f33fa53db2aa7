/* Which columns a list shows, and in which order: as described, until the user chooses. */
#include "table_list.h"

#include "places.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/work/saved.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define SETTING    "columns."
#define NAME_ROOM  64
#define CODE_MOST  16
#define CODE_MORE  3
#define LABEL_MOST 16

/* Columns that a field without a width takes. */
static const int WIDTHS[FIELD_TYPE_COUNT] = {
    [FIELD_TEXT] = 16,       [FIELD_LONG_TEXT] = 24,   [FIELD_INTEGER] = 8,   [FIELD_MONEY] = 10,
    [FIELD_DATE] = 10,       [FIELD_INSTANT] = 16,     [FIELD_YES_NO] = 4,    [FIELD_PHONE] = 12,
    [FIELD_CITIZEN_ID] = 18, [FIELD_CREDIT_CODE] = 18, [FIELD_DIVISION] = 12, [FIELD_CODE] = 12,
    [FIELD_CODES] = 16,      [FIELD_LINK] = 16,        [FIELD_COMPUTED] = 12,
};

static int width_of(const struct field *field)
{
    if (field->width > 0 && field->type != FIELD_CODE)
        return field->width;
    if (field->width > 0) { /* as described, or a little more in the other language */
        int code = tell_width(field->codes, field->width + CODE_MORE);
        return code > field->width ? code : field->width;
    }
    int width = field->type == FIELD_CODE ? tell_width(field->codes, CODE_MOST) : WIDTHS[field->type];
    int label = text_width(field_label(field));
    label = label < LABEL_MOST ? label : LABEL_MOST;
    return width > label ? width : label;
}

/* The first two stay in the narrowest window; of the others the last goes first. */
static void add(struct table_list *list, size_t *count, const struct field *field)
{
    bool number = field->type == FIELD_INTEGER || field->type == FIELD_MONEY;
    if (*count == TABLE_COLUMNS)
        return;
    list->columns[*count] = (struct ui_list_column){
        .field = field->name, .width = width_of(field), .align = number ? 1 : -1, .drop = *count < 2 ? 0 : (int)*count};
    list->columns[++*count] = (struct ui_list_column){0};
}

/* Who works in one grid needs no column for it. */
static void take_described(struct table_list *list, size_t *count)
{
    bool in_grid = home_of_role(list->work->actor.role) == HOME_GRID;
    for (size_t i = 0; i < list->table->count; i++) {
        const struct field *field = &list->table->fields[i];
        if (field->width > 0 && !field->hidden && !(in_grid && strcmp(field->name, "area") == 0))
            add(list, count, field);
    }
}

static const char *setting_name(const struct table_list *list, char out[NAME_ROOM])
{
    snprintf(out, NAME_ROOM, SETTING "%s", list->table->name);
    return out;
}

void table_columns_read(struct table_list *list)
{
    struct buffer chosen = {0};
    char name[NAME_ROOM];
    size_t count = 0;
    list->columns[0] = (struct ui_list_column){0};
    setting_read(list->work, setting_name(list, name), &chosen, NULL);
    char *rest = chosen.data;
    for (char *one; rest && (one = strsep(&rest, ",")) != NULL;) {
        const struct field *field = table_field(list->table, one);
        if (field && !field->hidden)
            add(list, &count, field);
    }
    if (count == 0)
        take_described(list, &count);
    buffer_free(&chosen);
}

struct choosing {
    struct table_list *list;
    const struct field **fields; /* those shown first, in their order */
    bool *shown;
    size_t count, at, top;
    bool anew; /* as described again */
};

static size_t shown_count(const struct choosing *choosing)
{
    size_t count = 0;
    while (count < choosing->count && choosing->shown[count])
        count++;
    return count;
}

static void begin(struct choosing *choosing)
{
    const struct table_list *list = choosing->list;
    const struct table *table = list->table;
    choosing->fields = mem_new(table->count + 1, sizeof(const struct field *));
    choosing->shown = mem_new(table->count + 1, sizeof *choosing->shown);
    for (size_t i = 0; list->columns[i].field; i++) {
        choosing->shown[choosing->count] = true;
        choosing->fields[choosing->count++] = table_field(table, list->columns[i].field);
    }
    size_t shown = choosing->count;
    for (size_t i = 0; i < table->count; i++) {
        bool there = table->fields[i].hidden;
        for (size_t k = 0; k < shown; k++)
            there |= choosing->fields[k] == &table->fields[i];
        if (!there)
            choosing->fields[choosing->count++] = &table->fields[i];
    }
}

static void draw(struct ui *ui, struct screen *screen)
{
    struct choosing *choosing = screen->data;
    size_t rows = (size_t)ui_rows(ui) - 1;
    char line[128];
    if (choosing->at < choosing->top)
        choosing->top = choosing->at;
    if (choosing->at >= choosing->top + rows)
        choosing->top = choosing->at - rows + 1;
    ui_put(ui, 0, 1, 0, STYLE_DIM,
           _("What has a * is shown, in this order; the last ones go when the window is narrow."));
    for (size_t row = 0; row < rows; row++) {
        size_t i = choosing->top + row;
        if (i >= choosing->count) {
            ui_clear_row(ui, (int)row + 1);
            continue;
        }
        bool shown = choosing->shown[i];
        snprintf(line, sizeof line, "%c%c %s", i == choosing->at ? '>' : ' ', shown ? '*' : ' ',
                 field_label(choosing->fields[i]));
        ui_put(ui, (int)row + 1, 0, 0, shown ? STYLE_PLAIN : STYLE_DIM, line);
        if (i == choosing->at)
            ui_caret(ui, (int)row + 1, 0);
    }
}

static void swap(struct choosing *choosing, size_t a, size_t b)
{
    const struct field *field = choosing->fields[a];
    bool shown = choosing->shown[a];
    choosing->fields[a] = choosing->fields[b];
    choosing->shown[a] = choosing->shown[b];
    choosing->fields[b] = field;
    choosing->shown[b] = shown;
}

/* What is shown joins those shown at their end, what is not goes behind them; the cursor goes on. */
static void toggle(struct choosing *choosing)
{
    size_t shown = shown_count(choosing), at = choosing->at;
    if (choosing->shown[at]) {
        for (; at + 1 < shown; at++)
            swap(choosing, at, at + 1);
        choosing->shown[at] = false;
    } else if (shown < TABLE_COLUMNS) {
        for (; at > shown; at--)
            swap(choosing, at, at - 1);
        choosing->shown[at] = true;
        if (choosing->at + 1 < choosing->count)
            choosing->at++;
    }
}

static void shift(struct choosing *choosing, int by)
{
    size_t shown = shown_count(choosing), to = choosing->at + (size_t)by; /* wraps below 0 to a huge number */
    if (choosing->at >= shown || to >= shown)
        return;
    swap(choosing, choosing->at, to);
    choosing->at = to;
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct choosing *choosing = screen->data;
    (void)key;
    switch (action) {
    case ACTION_UP:
        choosing->at -= choosing->at > 0;
        return true;
    case ACTION_DOWN:
        choosing->at += choosing->at + 1 < choosing->count;
        return true;
    case ACTION_FIRST:
    case ACTION_PAGE_UP:
        choosing->at = 0;
        return true;
    case ACTION_LAST:
    case ACTION_PAGE_DOWN:
        choosing->at = choosing->count - 1;
        return true;
    case ACTION_MARK:
        toggle(choosing);
        return true;
    case ACTION_PREVIOUS:
        shift(choosing, -1);
        return true;
    case ACTION_NEXT:
        shift(choosing, 1);
        return true;
    case ACTION_UNDO:
        choosing->anew = true;
        screen->result = screen->leave = true;
        return true;
    case ACTION_OPEN:
        if (shown_count(choosing) == 0)
            ui_note(ui, "%s", _("mark at least one column"));
        else
            screen->result = screen->leave = true;
        return true;
    case ACTION_BACK:
    case ACTION_CANCEL:
        screen->leave = true;
        return true;
    default:
        return false;
    }
}

static void keep(struct choosing *choosing)
{
    struct table_list *list = choosing->list;
    struct buffer names = {0};
    struct error e = {0};
    char name[NAME_ROOM];
    for (size_t i = 0; !choosing->anew && i < shown_count(choosing); i++)
        buffer_format(&names, "%s%s", i ? "," : "", choosing->fields[i]->name);
    if (setting_write(list->work, setting_name(list, name), buffer_text(&names), &e) != ERR_NONE)
        ui_error(list->ui, &e);
    buffer_free(&names);
    table_columns_read(list);
}

bool table_columns_ask(struct table_list *list)
{
    static const enum action foot[] = {ACTION_MARK, ACTION_PREVIOUS, ACTION_NEXT, ACTION_OPEN,
                                       ACTION_UNDO, ACTION_HELP,     ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {N_("show or not"), N_("earlier"), N_("later"), N_("take"),
                                        N_("as at first"), NULL,          NULL};
    static const struct screen_ops ops = {
        .draw = draw,
        .key = key,
        .place = PLACE_LIST,
        .foot = foot,
        .foot_words = words,
        .help = N_("The columns of the list are yours alone: Space shows a field or not, < and > move it, Enter takes "
                   "what you chose."),
    };
    struct choosing choosing = {.list = list};
    struct screen screen = {.ops = &ops, .title = _("Columns"), .data = &choosing};
    begin(&choosing);
    bool taken = ui_run(list->ui, &screen) == 1;
    if (taken)
        keep(&choosing);
    mem_free(choosing.fields);
    mem_free(choosing.shown);
    return taken;
}
