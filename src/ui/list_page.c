#include "list_inner.h"

#include "wangge/base/pool.h"
#include "wangge/table/list.h"

static int detail_rows(const struct ui_list *list)
{
    enum { LEAST_PAGE = 6 };
    int rows = list->ops->detail == NULL ? 0 : list->ops->detail_lines + 1;
    return ui_rows(list->ui) - LIST_HEAD_ROWS - rows < LEAST_PAGE ? 0 : rows;
}

int list_page_rows(const struct ui_list *list)
{
    int rows = ui_rows(list->ui) - LIST_HEAD_ROWS - detail_rows(list);
    return rows < 1 ? 1 : rows;
}

size_t list_row(const struct ui_list *list)
{
    int64_t row = list->at - list->offset;
    return row >= 0 && (size_t)row < list->rows.count ? (size_t)row : SIZE_MAX;
}

int64_t list_row_id(const struct ui_list *list, size_t row)
{
    return rows_column(&list->rows, "id") < 0 ? 0 : rows_int(&list->rows, row, "id");
}

/* Screens keep what their reading laid into the pool, and may ask with it: the old page goes when the new one is there.
 */
static void read_page(struct ui_list *list)
{
    struct pool *before = list->pool;
    struct error e;
    error_clear(&e);
    list->pool = pool_new();
    list->rows = (struct rows){0};
    list->cells = NULL;
    list->query->offset = list->offset;
    list->query->limit = list->page;
    list->query->after = 0;
    if (list->ops->read(list->to, list->pool, list->query, &list->rows, &list->total, &e) != ERR_NONE) {
        list->rows = (struct rows){0};
        list->total = 0;
        ui_error(list->ui, &e);
    }
    list->stale = false;
    if (before != list->held)
        pool_free(&before);
}

struct rows list_hold(struct ui_list *list)
{
    list->held = list->pool;
    return list->rows;
}

void list_let_go(struct ui_list *list)
{
    if (list->held != list->pool)
        pool_free(&list->held);
    list->held = NULL;
}

static int64_t page_of(const struct ui_list *list, int64_t row)
{
    return row / list->page * list->page;
}

void list_load(struct ui_list *list)
{
    int page = list_page_rows(list);
    bool in_page = list->at >= list->offset && list->at < list->offset + list->page;
    if (!list->stale && page == list->page && in_page)
        return;
    size_t row = list_row(list);
    int64_t id = list->stale && row != SIZE_MAX ? list_row_id(list, row) : 0;
    list->page = page;
    list->offset = page_of(list, list->at);
    read_page(list);
    if (list->rows.count == 0 && list->total > 0) { /* fewer than there were */
        list->at = list->total - 1;
        list->offset = page_of(list, list->at);
        read_page(list);
    }
    for (size_t i = 0; id != 0 && i < list->rows.count; i++)
        if (list_row_id(list, i) == id)
            list->at = list->offset + (int64_t)i;
    if (list->at >= list->total)
        list->at = list->total > 0 ? list->total - 1 : 0;
}

void list_move_to(struct ui_list *list, int64_t row)
{
    if (row >= list->total)
        row = list->total - 1;
    list->at = row < 0 ? 0 : row;
    list_load(list);
}
