/* The list of any described table: what its files share. */
#ifndef SCREEN_TABLE_LIST_H
#define SCREEN_TABLE_LIST_H

#include "wangge/table/list.h"
#include "wangge/ui/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct rows;
struct table;
struct work;

#define TABLE_COLUMNS 24 /* that one list shows */

struct table_list {
    struct ui *ui;
    struct work *work;
    const struct table *table;
    struct list_query query;
    /* The conditions as people typed them: the query's filters are made of them, today what "t" is today. */
    struct list_filter conditions[LIST_FILTERS];
    size_t condition_count;
    char words[256]; /* the conditions as people read them */
    struct ui_list_column columns[TABLE_COLUMNS + 1];
    int64_t *undo; /* rows deleted last */
    size_t undo_count;
};

/* table_list.c: links by their names */
const char *table_list_cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field);

/* One of the views that a screen has of its own, chosen by a key. */
struct table_view {
    char letter;
    const char *text;          /* msgid */
    const char *conditions[5]; /* as in table_filter_add_all */
};

/* table_filter.c */
/* Makes the query's filters of the conditions; one that is no longer possible is dropped and told. */
void table_filter_apply(struct table_list *list);
bool table_filter_add(struct table_list *list, const char *field, const char *value, struct error *e);
/* Field and value of each, then NULL; "area" with "" is one's own. Tells what is wrong and returns false. */
bool table_filter_add_all(struct table_list *list, const char *const *conditions);
void table_filter_heading(void *to, char *out, size_t room); /* of struct ui_list_ops */
void table_filter_ask(struct table_list *list);              /* '+' */
void table_filter_drop(struct table_list *list);             /* '-' */

/* 'v' where there are such views: the conditions of the one that is chosen, in place of all others */
void table_filter_view(struct table_list *list, const char *title, const struct table_view *views, size_t count);

/* table_saved.c: 'v' elsewhere */
void table_saved_menu(struct table_list *list);

/* table_columns.c */
void table_columns_read(struct table_list *list);
bool table_columns_ask(struct table_list *list); /* 'o'; true when they have changed */

/* table_delete.c */
void table_delete_marked(struct table_list *list, struct ui_list *ui_list);
void table_delete_undo(struct table_list *list);

#endif
