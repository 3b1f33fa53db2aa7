/* The list of any described table, and its recycle list. */
#include "table_list.h"

#include "links.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct table_list *list = to;
    return table_list(list->work, pool, list->table, query, out, total, e);
}

/* Links by their names: those that the statement brings along, else looked up. */
const char *table_list_cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    struct table_list *list = to;
    const struct field *described = table_field(list->table, field);
    if (!described || described->type != FIELD_LINK)
        return NULL;
    const char *named = rows_linked(pool, rows, row, field);
    if (named && *named)
        return named;
    struct buffer text = {0};
    link_show(list->work, described, rows_text_or_empty(rows, row, field), &text);
    const char *shown = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return shown;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct table_list *list = to;
    table_view_screen(ui, list->work, list->table, rows_int(rows, row, "id"));
}

/* A new row begins with the links that the list is narrowed to: the residents of a house get one more. */
static void write_new(struct table_list *list)
{
    struct record *begun = record_new();
    for (size_t i = 0; i < list->query.filter_count; i++) {
        const struct list_filter *filter = &list->query.filters[i];
        const struct field *field = table_field(list->table, filter->field);
        if (field->type == FIELD_LINK && filter->value[0] >= '1' && filter->value[0] <= '9')
            record_set(begun, filter->field, filter->value);
    }
    table_form_screen(list->ui, list->work, list->table, 0, begun);
    record_free(&begun);
}

static bool row_action(struct table_list *list, enum action action, int64_t id)
{
    if (action != ACTION_EDIT && action != ACTION_COPY && action != ACTION_HISTORY)
        return false;
    if (!id)
        return true;
    if (action == ACTION_EDIT)
        table_form_screen(list->ui, list->work, list->table, id, NULL);
    else if (action == ACTION_COPY)
        table_copy_screen(list->ui, list->work, list->table, id);
    else
        table_history_screen(list->ui, list->work, list->table, id);
    return true;
}

static bool action(struct ui *ui, void *to, struct ui_list *ui_list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct table_list *list = to;
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id");
    switch (action) {
    case ACTION_NEW:
        write_new(list);
        break;
    case ACTION_ADD_FILTER:
        table_filter_ask(list);
        break;
    case ACTION_DROP_FILTER:
        table_filter_drop(list);
        break;
    case ACTION_VIEW:
        table_saved_menu(list);
        break;
    case ACTION_COLUMNS:
        if (table_columns_ask(list))
            ui_list_set_columns(ui_list, list->columns);
        return true;
    case ACTION_DELETE:
        table_delete_marked(list, ui_list);
        break;
    case ACTION_UNDO:
        table_delete_undo(list);
        break;
    case ACTION_IMPORT:
        import_screen(list->ui, list->work, list->table);
        break;
    case ACTION_EXPORT:
        export_dialog(list->ui, list->work, list->table, &list->query);
        return true;
    case ACTION_PRINT:
        print_list_screen(ui, list->work, list->table, &list->query);
        return true;
    case ACTION_SWEEP:
        sweep_write_of(ui, list->work, list->table, &list->query);
        break;
    case ACTION_RECYCLE:
        table_recycle_screen(ui, list->work, list->table);
        break;
    default:
        if (!row_action(list, action, id))
            return false;
    }
    ui_list_reload(ui_list);
    return true;
}

/* What the register is for, then how its list is used. */
static const char *help_of(const struct table *table, struct pool *pool)
{
    const char *own = table->help[i18n_language()];
    return pool_format(pool, "%s%s%s", own ? own : "", own ? "\n" : "",
                       _("+ narrows the list by any field, / searches as you type; v keeps what you narrowed and how "
                         "you sorted it under a name. Marked rows (t, *) are deleted or exported at once."));
}

static void run(struct table_list *list)
{
    static const enum action foot[] = {ACTION_OPEN,    ACTION_NEW,    ACTION_EDIT,    ACTION_FILTER, ACTION_ADD_FILTER,
                                       ACTION_VIEW,    ACTION_DELETE, ACTION_COLUMNS, ACTION_COPY,   ACTION_DROP_FILTER,
                                       ACTION_RECYCLE, ACTION_UNDO,   ACTION_HISTORY, ACTION_IMPORT, ACTION_EXPORT,
                                       ACTION_PRINT,   ACTION_SWEEP,  ACTION_NONE};
    struct pool *pool = pool_new();
    const struct ui_list_ops ops = {.read = read,
                                    .cell = table_list_cell,
                                    .open = open,
                                    .action = action,
                                    .heading = table_filter_heading,
                                    .foot = foot,
                                    .help = help_of(list->table, pool),
                                    .marks = true};
    table_columns_read(list);
    table_filter_apply(list);
    ui_list_run(list->ui, table_label(list->table), list->table, list->columns, &ops, &list->query, list);
    mem_free(list->undo);
    pool_free(&pool);
}

void table_list_screen(struct ui *ui, struct work *work, const struct table *table)
{
    struct table_list list = {.ui = ui, .work = work, .table = table};
    run(&list);
}

void table_list_of(struct ui *ui, struct work *work, const struct table *table, const char *field, int64_t id)
{
    struct table_list list = {.ui = ui, .work = work, .table = table};
    struct error e = {0};
    char value[24];
    snprintf(value, sizeof value, "%lld", (long long)id);
    if (table_filter_add(&list, field, value, &e))
        run(&list);
    else
        ui_error(ui, &e);
}
