/* A list: rows of a described table read page by page, with filter, search, sort, marks, numbers. */
#ifndef WANGGE_UI_LIST_H
#define WANGGE_UI_LIST_H

#include "wangge/ui/ui.h"

struct list_query;
struct rows;
struct table;
struct ui_list;

struct ui_list_ops {
    /* Reads the rows of query (offset, limit, filters, search, sort are set). What it lays into pool stays until the
     * next reading has ended. */
    enum err (*read)(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e);
    /* Text of a cell, NULL for the plain value shown by the table's types. light columns: return "R", "Y", "G". */
    const char *(*cell)(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field);
    /* Enter. rows and their texts stay until it returns, here and below, though the list is read anew meanwhile. */
    void (*open)(struct ui *ui, void *to, const struct rows *rows, size_t row);
    /* Any other action; true when handled. row is the cursor's row or SIZE_MAX when the list is empty. */
    bool (*action)(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row);
    /* Lines under the list about the cursor's row, when there is room and the screen asked for it; may be NULL. */
    void (*detail)(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines);
    /* The line over the column heads, at each drawing: view, month, filters of the screen; may be NULL. */
    void (*heading)(void *to, char *out, size_t room);
    const enum action *foot;       /* the screen's own actions; those of every list are ui's */
    const char *const *foot_words; /* as in struct screen_ops */
    const char *help;              /* msgid, may be NULL */
    int detail_lines;
    bool marks; /* what the screen does takes several rows at once: t and * mark them */
};

struct ui_list_column {
    const char *field;
    int width;         /* columns; 0: takes what is left (one only) */
    int align;         /* < 0 left, > 0 right */
    int drop;          /* left out when the window is narrow: higher goes first, 0 never */
    const char *label; /* msgid; NULL: the field's label */
};

/* columns ends with field NULL; NULL takes the description's. table NULL: rows without a description (who is on,
 * keys of a user): every column has its label, cells are shown as they are. Returns after the user leaves. */
int ui_list_run(struct ui *ui, const char *title, const struct table *table, const struct ui_list_column *columns,
                const struct ui_list_ops *ops, struct list_query *query, void *to);
void ui_list_reload(struct ui_list *list); /* read again, stay on the same id */
void ui_list_down(struct ui_list *list);   /* to the next row, as the key does: one after the other is answered */
void ui_list_set_columns(struct ui_list *list, const struct ui_list_column *columns);
void ui_list_leave(struct ui_list *list);
/* Ids of marked rows (t, *), else of the cursor's row. */
size_t ui_list_marked(const struct ui_list *list, int64_t *ids, size_t room);
bool ui_list_any_marked(const struct ui_list *list);
void ui_list_unmark(struct ui_list *list);

#endif
