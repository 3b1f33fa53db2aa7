/* What the files of the list share. */
#ifndef WANGGE_UI_LIST_INNER_H
#define WANGGE_UI_LIST_INNER_H

#include "wangge/db/db.h"
#include "wangge/ui/list.h"
#include "wangge/ui/ui.h"

#include <stddef.h>
#include <stdint.h>

enum { LIST_COLUMNS = 32, LIST_FOOT = 40, LIST_HEAD_ROWS = 2 };

struct ui_list {
    struct ui *ui;
    const struct table *table;
    const struct ui_list_ops *ops;
    struct list_query *query;
    void *to;
    struct screen screen;
    struct screen_ops screen_ops;
    enum action foot[LIST_FOOT];
    const char *foot_words[LIST_FOOT];

    const struct ui_list_column *columns; /* the caller's, or described */
    struct ui_list_column described[LIST_COLUMNS + 1];

    struct pool *pool; /* of the page that was read */
    struct pool *held; /* of the one that an action has in hand; NULL: none */
    struct rows rows;
    const char **cells; /* its texts, row by row, one for each column; NULL: not made yet */
    int64_t total, offset, at;
    int page;   /* rows that the page was read for */
    bool stale; /* read before the next drawing */

    int64_t *marks;
    size_t mark_count;
    char number[12];   /* of a row, being typed */
    bool detail_waits; /* the cursor has just moved: detail follows when it rests */
};

/* list_page.c: reading */
int list_page_rows(const struct ui_list *list);
void list_load(struct ui_list *list); /* when stale or for another page; tells an error in the note */
void list_move_to(struct ui_list *list, int64_t row);
struct rows list_hold(struct ui_list *list); /* the page, which stays though another one is read, until list_let_go */
void list_let_go(struct ui_list *list);
size_t list_row(const struct ui_list *list); /* of rows, under the cursor; SIZE_MAX when there is none */
int64_t list_row_id(const struct ui_list *list, size_t row); /* 0 when rows have no id */

/* list_mark.c */
bool list_is_marked(const struct ui_list *list, int64_t id);
void list_toggle_mark(struct ui_list *list);
void list_toggle_all(struct ui_list *list);

/* list_draw.c */
void list_draw(struct ui *ui, struct screen *screen);
void list_describe_columns(struct ui_list *list);
const char *list_column_label(const struct ui_list *list, const struct ui_list_column *column);
int list_heading_columns(const struct ui_list *list); /* free at the left of the line that counts the rows */
size_t list_column_count(const struct ui_list *list);

/* list_find.c: what '/' and 's' ask */
void list_search(struct ui_list *list);
void list_choose_sort(struct ui_list *list);
bool list_sorts(const struct ui_list *list); /* rows without a description have no order but their own */

#endif
