#include "list_inner.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/table/list.h"

#include <string.h>

enum { MARK_ALL_MOST = 10000 };

static size_t find_mark(const struct ui_list *list, int64_t id)
{
    size_t i = 0;
    while (i < list->mark_count && list->marks[i] != id)
        i++;
    return i;
}

bool list_is_marked(const struct ui_list *list, int64_t id)
{
    return id != 0 && find_mark(list, id) < list->mark_count;
}

static void add_mark(struct ui_list *list, int64_t id)
{
    list->marks = mem_resize(list->marks, list->mark_count + 1, sizeof(list->marks[0]));
    list->marks[list->mark_count++] = id;
}

void list_toggle_mark(struct ui_list *list)
{
    size_t row = list_row(list);
    int64_t id = row == SIZE_MAX ? 0 : list_row_id(list, row);
    if (id == 0)
        return;
    size_t i = find_mark(list, id);
    if (i == list->mark_count)
        add_mark(list, id);
    else
        list->marks[i] = list->marks[--list->mark_count];
    list_move_to(list, list->at + 1);
}

/* Marks every row of the filter, or takes all marks away when there are some. */
void list_toggle_all(struct ui_list *list)
{
    if (list->mark_count > 0) {
        list->mark_count = 0;
        return;
    }
    if (list->total > MARK_ALL_MOST) {
        ui_note(list->ui, _("too many rows to mark at once: at most %d; narrow the search"), MARK_ALL_MOST);
        return;
    }
    struct list_query all = *list->query;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e;
    all.offset = 0;
    all.limit = MARK_ALL_MOST;
    error_clear(&e);
    if (list->ops->read(list->to, pool, &all, &rows, NULL, &e) != ERR_NONE)
        ui_error(list->ui, &e);
    else if (rows_column(&rows, "id") >= 0)
        for (size_t i = 0; i < rows.count; i++)
            add_mark(list, rows_int(&rows, i, "id"));
    pool_free(&pool);
}

size_t ui_list_marked(const struct ui_list *list, int64_t *ids, size_t room)
{
    size_t row = list_row(list);
    if (list->mark_count == 0) {
        if (row == SIZE_MAX || room == 0)
            return 0;
        ids[0] = list_row_id(list, row);
        return 1;
    }
    size_t count = list->mark_count < room ? list->mark_count : room;
    memcpy(ids, list->marks, count * sizeof(ids[0]));
    return count;
}

bool ui_list_any_marked(const struct ui_list *list)
{
    return list->mark_count > 0;
}

void ui_list_unmark(struct ui_list *list)
{
    list->mark_count = 0;
}
