/* What narrows and orders a list: '/' and 's'. */
#include "list_inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/edit.h"

#include <string.h>

struct searching {
    struct ui_list *list;
    struct edit edit;
};

static void searching_draw(struct ui *ui, struct screen *screen)
{
    struct searching *searching = screen->data;
    int row, column;
    const char *label = _("Search:");
    int at = text_width(label) + 2, room = list_heading_columns(searching->list) - at;
    edit_view(&searching->edit, room - 1, 1, &row, &column);
    ui_put(ui, 0, 0, at + room, STYLE_PLAIN, "");
    ui_put(ui, 0, 1, at - 1, STYLE_PLAIN, label);
    ui_put(ui, 0, at, room, STYLE_BOLD, buffer_text(&searching->edit.text) + searching->edit.scroll);
    ui_caret(ui, 0, at + column);
}

static void search_now(struct searching *searching)
{
    struct ui_list *list = searching->list;
    const char *text = buffer_text(&searching->edit.text);
    if (strcmp(list->query->search, text) == 0)
        return;
    text_copy(list->query->search, sizeof(list->query->search), text);
    list->at = 0;
    list->mark_count = 0;
    list->stale = true;
}

static bool searching_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct searching *searching = screen->data;
    struct ui_list *list = searching->list;
    switch (action) {
    case ACTION_CHOICE_UP:
        list_move_to(list, list->at - 1);
        return true;
    case ACTION_CHOICE_DOWN:
        list_move_to(list, list->at + 1);
        return true;
    case ACTION_PAGE_UP:
        list_move_to(list, list->at - list->page);
        return true;
    case ACTION_PAGE_DOWN:
        list_move_to(list, list->at + list->page);
        return true;
    case ACTION_LEAVE_INPUT:
    case ACTION_CANCEL:
        edit_set(&searching->edit, "");
        search_now(searching);
        screen->leave = true;
        return true;
    case ACTION_TAKE:
        screen->leave = true;
        return true;
    default:
        break;
    }
    bool used = edit_key(&searching->edit, key, ui_columns(ui));
    search_now(searching);
    return used;
}

void list_search(struct ui_list *list)
{
    static const enum action foot[] = {ACTION_CHOICE_UP, ACTION_CHOICE_DOWN, ACTION_TAKE, ACTION_LEAVE_INPUT,
                                       ACTION_NONE};
    static const char *const words[] = {NULL, NULL, N_("keep the search"), N_("clear")};
    static const struct screen_ops ops = {
        .draw = searching_draw, .key = searching_key, .place = PLACE_INPUT, .foot = foot, .foot_words = words};
    struct searching searching = {.list = list};
    edit_start(&searching.edit, list->query->search, sizeof(list->query->search) / 4, false);
    struct screen screen = {.ops = &ops, .data = &searching, .overlay = true};
    ui_run(list->ui, &screen);
    edit_end(&searching.edit);
}

bool list_sorts(const struct ui_list *list)
{
    return list->table != NULL;
}

/* A column without a head, such as the light, goes by the name of its field. */
static const char *sort_label(const struct ui_list *list, const struct ui_list_column *column)
{
    const char *label = list_column_label(list, column);
    return label[strspn(label, " ")] == '\0' ? field_label(table_field(list->table, column->field)) : label;
}

/* The same column again turns the order round. */
void list_choose_sort(struct ui_list *list)
{
    struct ui_choice choices[LIST_COLUMNS] = {0};
    const struct ui_list_column *columns[LIST_COLUMNS];
    char *sort = list->query->sort;
    const char *now = sort[0] == '-' ? sort + 1 : sort;
    size_t count = 0;
    int start = 0;
    for (size_t i = 0; i < list_column_count(list); i++) {
        const struct field *field = table_field(list->table, list->columns[i].field);
        if (field == NULL || field->masked)
            continue;
        if (strcmp(list->columns[i].field, now) == 0) {
            start = (int)count;
            choices[count].detail = sort[0] == '-' ? _("downwards now") : _("upwards now");
        }
        choices[count].text = sort_label(list, &list->columns[i]);
        columns[count++] = &list->columns[i];
    }
    int chosen = ui_choose(list->ui, _("Sort by"), choices, count, start);
    if (chosen < 0)
        return;
    const char *field = columns[chosen]->field;
    bool again = strcmp(field, now) == 0 && sort[0] != '-';
    struct buffer text = {0};
    buffer_format(&text, "%s%s", again ? "-" : "", field);
    text_copy(sort, sizeof(list->query->sort), buffer_text(&text));
    buffer_free(&text);
    list->at = 0;
    list->stale = true;
}
