/* What was deleted of a described table, to take back. */
#include "table_list.h"

#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/table.h"

#define MARKED_MOST 10000

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct table_list *list = to;
    return table_list_deleted(list->work, pool, list->table, query, out, total, e);
}

static void take_back(struct table_list *list, struct ui_list *ui_list)
{
    int64_t *ids = mem_new(MARKED_MOST, sizeof *ids);
    size_t count = ui_list_marked(ui_list, ids, MARKED_MOST), done = 0;
    struct error e = {0};
    for (size_t i = 0; i < count; i++)
        done += table_restore(list->work, list->table, ids[i], &e) == ERR_NONE;
    if (done < count)
        ui_message(list->ui, _("Recycle list"), _("%zu of %zu taken back. The others were not: %s"), done, count,
                   e.text);
    else if (count)
        ui_note(list->ui, _("%zu taken back"), done);
    ui_list_unmark(ui_list);
    mem_free(ids);
}

static bool action(struct ui *ui, void *to, struct ui_list *ui_list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct table_list *list = to;
    if (row == SIZE_MAX || (action != ACTION_HISTORY && action != ACTION_UNDO))
        return false;
    if (action == ACTION_HISTORY)
        table_history_screen(ui, list->work, list->table, rows_int(rows, row, "id"));
    else
        take_back(list, ui_list);
    ui_list_reload(ui_list);
    return true;
}

void table_recycle_screen(struct ui *ui, struct work *work, const struct table *table)
{
    static const enum action foot[] = {ACTION_UNDO, ACTION_HISTORY, ACTION_NONE};
    static const char *const words[] = {N_("take back"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = table_list_cell,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help = N_("What was deleted here. u takes the row under the cursor back, or all that are marked."),
        .marks = true,
    };
    struct table_list list = {.ui = ui, .work = work, .table = table};
    table_columns_read(&list);
    ui_list_run(ui, _("Recycle list"), table, list.columns, &ops, &list.query, &list);
}
