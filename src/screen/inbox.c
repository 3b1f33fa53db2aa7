/* The inbox: what came of work that went on without its user, and what others did in the own grid. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    enum err r = inbox_lines(to, pool, true, out, e);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "at") == 0)
        return tell_moment(pool, rows, row, "at");
    if (strcmp(field, "read_at") == 0)
        return rows_int(rows, row, "read_at") == 0 ? "*" : "";
    return NULL;
}

static void open_file(struct ui *ui, const struct work *work, const struct rows *rows, size_t row)
{
    ui_message(ui, _("Inbox"),
               _("%s\n\nFetch the file on your computer with\n\n  ssh %s@HOST inbox get %lld > FILE\n\n"
                 "(HOST and port as you log in here.)"),
               rows_text(rows, row, "text"), work->actor.login, (long long)rows_int(rows, row, "file"));
}

/* What a line is about, by its kind. */
static void open_line(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct work *work = to;
    struct error e = {0};
    const char *kind = rows_text(rows, row, "kind");
    int64_t object = rows_int(rows, row, "object");
    if (rows_int(rows, row, "read_at") == 0 && inbox_read(work, rows_int(rows, row, "id"), &e) != ERR_NONE)
        ui_error(ui, &e);
    if (strcmp(kind, "job") == 0)
        import_job_screen(ui, work, object);
    else if (strcmp(kind, "move") == 0)
        table_view_screen(ui, work, table_find("move"), object);
    else if (rows_int(rows, row, "file") != 0)
        open_file(ui, work, rows, row);
    else
        ui_message(ui, _("Inbox"), "%s", rows_text(rows, row, "text"));
}

static bool act(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows, size_t row)
{
    struct error e = {0};
    (void)rows;
    if (action != ACTION_MARK_ALL || row == SIZE_MAX)
        return false;
    if (inbox_read(to, 0, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("All lines are read."));
    ui_list_reload(list);
    return true;
}

void inbox_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_MARK_ALL, ACTION_NONE};
    static const char *const words[] = {NULL, N_("all read"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open_line,
        .action = act,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("What came of your imports and exports, and moves of others from your grid. A star marks what is not "
               "read; Enter opens what a line is about. Cases that wait for you stand under Cases.")};
    static const struct ui_list_column columns[] = {
        {"read_at", 2,  -1, 0, " "       },
        {"at",      11, -1, 2, N_("When")},
        {"text",    0,  -1, 0, N_("Line")},
        {NULL,      0,  0,  0, NULL      },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Inbox"), NULL, columns, &ops, &query, work);
}
