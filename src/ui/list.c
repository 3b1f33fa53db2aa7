#include "list_inner.h"

#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"

#include <stdlib.h>
#include <string.h>

enum { DETAIL_REST = 300 /* milliseconds that the cursor rests before the lines about its row follow */ };

void ui_list_reload(struct ui_list *list)
{
    list->stale = true;
}

void ui_list_down(struct ui_list *list)
{
    list_move_to(list, list->at + 1);
}

void ui_list_set_columns(struct ui_list *list, const struct ui_list_column *columns)
{
    if (columns == NULL)
        list_describe_columns(list);
    else
        list->columns = columns;
    list->cells = NULL;
}

void ui_list_leave(struct ui_list *list)
{
    list->screen.leave = true;
}

static void move_to(struct ui_list *list, int64_t row)
{
    list_move_to(list, row);
    if (list->ops->detail != NULL) {
        list->detail_waits = true;
        ui_timer(list->ui, DETAIL_REST);
    }
}

/* Digits are collected until Enter; any other key forgets them. true when the key was used for that. */
static bool number_key(struct ui_list *list, const struct key *key, enum action action)
{
    size_t n = strlen(list->number);
    uint32_t code = text_half_width(key->code);
    if (code >= '0' && code <= '9' && !key->alt) {
        if (n + 1 < sizeof(list->number)) {
            list->number[n] = (char)code;
            list->number[n + 1] = '\0';
        }
        return true;
    }
    if (n == 0)
        return false;
    long long row = strtoll(list->number, NULL, 10);
    list->number[0] = '\0';
    if (action == ACTION_OPEN)
        move_to(list, row - 1);
    return action == ACTION_OPEN || action == ACTION_BACK;
}

static bool move_action(struct ui_list *list, enum action action)
{
    switch (action) {
    case ACTION_UP:
        move_to(list, list->at - 1);
        return true;
    case ACTION_DOWN:
        move_to(list, list->at + 1);
        return true;
    case ACTION_PAGE_UP:
        move_to(list, list->at - list->page);
        return true;
    case ACTION_PAGE_DOWN:
        move_to(list, list->at + list->page);
        return true;
    case ACTION_FIRST:
        move_to(list, 0);
        return true;
    case ACTION_LAST:
        move_to(list, list->total - 1);
        return true;
    default:
        return false;
    }
}

static bool own_action(struct ui_list *list, const struct key *key, enum action action)
{
    switch (action) {
    case ACTION_MARK:
        list_toggle_mark(list);
        return true;
    case ACTION_MARK_ALL:
        list_toggle_all(list);
        return true;
    case ACTION_FILTER:
        list_search(list);
        return true;
    case ACTION_SORT:
        list_choose_sort(list);
        return true;
    case ACTION_BACK:
        if (key->code != KEY_NAMED_ESCAPE || list->query->search[0] == '\0')
            return false;
        list->query->search[0] = '\0'; /* Esc first gives all rows back */
        list->stale = true;
        return true;
    case ACTION_REDRAW:
        list->stale = true;
        return false;
    default:
        return false;
    }
}

/* What the screen does with the row under the cursor. */
static bool screen_action(struct ui_list *list, enum action action)
{
    const struct ui_list_ops *ops = list->ops;
    size_t row = list_row(list);
    const struct rows rows = list_hold(list); /* behind a question the list may be read anew, as for another window */
    bool opens = action == ACTION_OPEN && row != SIZE_MAX && ops->open != NULL, used = opens;
    if (opens)
        ops->open(list->ui, list->to, &rows, row);
    else if (action != ACTION_NONE && ops->action != NULL)
        used = ops->action(list->ui, list->to, list, action, &rows, row);
    list_let_go(list);
    list->stale |= opens; /* what was opened may have been changed */
    return used;
}

static bool list_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct ui_list *list = screen->data;
    if (key->code == KEY_NAMED_TIMER) {
        list->detail_waits = false;
        ui_timer(ui, 0);
        return true;
    }
    list_load(list); /* who types ahead means the rows as they are, drawn or not */
    return number_key(list, key, action) || move_action(list, action) || screen_action(list, action) ||
           own_action(list, key, action);
}

static void add_foot(struct ui_list *list, size_t *count, enum action action, const char *word)
{
    for (size_t i = 0; i < *count; i++)
        if (list->foot[i] == action)
            return;
    if (*count + 1 < LIST_FOOT) {
        list->foot[*count] = action;
        list->foot_words[(*count)++] = word;
    }
}

/* The screen's own actions stand between opening and what every list has. */
static void make_foot(struct ui_list *list)
{
    size_t count = 0;
    const enum action *own = list->ops->foot;
    if (list->ops->open != NULL && (own == NULL || own[0] != ACTION_OPEN))
        add_foot(list, &count, ACTION_OPEN, NULL);
    for (size_t i = 0; own != NULL && own[i] != ACTION_NONE; i++)
        add_foot(list, &count, own[i], list->ops->foot_words == NULL ? NULL : list->ops->foot_words[i]);
    add_foot(list, &count, ACTION_FILTER, NULL);
    if (list_sorts(list))
        add_foot(list, &count, ACTION_SORT, NULL);
    if (list->ops->marks) {
        add_foot(list, &count, ACTION_MARK_ALL, NULL);
        add_foot(list, &count, ACTION_MARK, NULL);
    }
    add_foot(list, &count, ACTION_HELP, NULL);
    add_foot(list, &count, ACTION_BACK, NULL);
    list->foot[count] = ACTION_NONE;
}

int ui_list_run(struct ui *ui, const char *title, const struct table *table, const struct ui_list_column *columns,
                const struct ui_list_ops *ops, struct list_query *query, void *to)
{
    struct ui_list list = {.ui = ui, .table = table, .ops = ops, .query = query, .to = to, .stale = true, .page = 1};
    list.pool = pool_new();
    list.screen_ops = (struct screen_ops){.draw = list_draw,
                                          .key = list_key,
                                          .place = PLACE_LIST,
                                          .foot = list.foot,
                                          .foot_words = list.foot_words,
                                          .help = ops->help};
    list.screen = (struct screen){.ops = &list.screen_ops, .title = title, .data = &list};
    make_foot(&list);
    ui_list_set_columns(&list, columns);
    int result = ui_run(ui, &list.screen);
    mem_free(list.marks);
    pool_free(&list.pool);
    return result;
}
