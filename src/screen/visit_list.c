/* The visit diary: my entries or those of my area, and the deleted ones to take back. */
#include "places.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/patrol.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MARKED_MOST  500
#define DETAIL_LINES 2

static const struct ui_list_column MINE[] = {
    {"on",      11, -1, 0, NULL      },
    {"channel", 8,  -1, 3, NULL      },
    {"address", 24, -1, 0, NULL      },
    {"text",    0,  -1, 0, NULL      },
    {"next_on", 5,  -1, 1, N_("Next")},
    {NULL,      0,  0,  0, NULL      },
};

static const struct ui_list_column COLUMNS[] = {
    {"on",      11, -1, 0, NULL      },
    {"channel", 8,  -1, 3, NULL      },
    {"address", 24, -1, 0, NULL      },
    {"text",    0,  -1, 0, NULL      },
    {"by_name", 8,  -1, 2, NULL      },
    {"next_on", 5,  -1, 1, N_("Next")},
    {NULL,      0,  0,  0, NULL      },
};

struct visits {
    struct ui *ui;
    struct work *work;
    const struct table *table;
    bool mine;     /* only what I wrote, */
    bool returned; /* and of it only what waits to be completed */
    bool deleted;
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct visits *visits = to;
    struct list_query asked = *query;

    if (visits->mine) {
        enum err err = list_add_filter(&asked, visits->table, "by", visits->work->actor.login, e);
        if (err == ERR_NONE && visits->returned)
            err = list_add_filter(&asked, visits->table, "returned_at", "!", e);
        if (err != ERR_NONE)
            return err;
    }
    return visit_list(visits->work, pool, &asked, visits->deleted, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    const char *kind = rows_text(rows, row, "kind");
    (void)to;
    if (strcmp(field, "channel") == 0 && !visit_kind_has(kind, field))
        return code_text("diary_kind", kind);
    if (strcmp(field, "text") == 0 && !rows_null(rows, row, "returned_at"))
        return pool_format(pool, _("[to complete] %s"), rows_text(rows, row, "text"));
    if (strcmp(field, "text") == 0 && rows_int(rows, row, "counts") == 0)
        return pool_format(pool, _("[counts not] %s"), rows_text(rows, row, "text"));
    if (strcmp(field, "on") == 0 || strcmp(field, "next_on") == 0)
        return tell_moment(pool, rows, row, field);
    return NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct visits *visits = to;
    visit_view_screen(ui, visits->work, rows_int(rows, row, "id"));
}

/* What the reviewer wants or found, and the beginning of what was written. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    const char *wrapped[DETAIL_LINES];
    struct pool *pool = pool_new();
    (void)to;
    bool answers =
        !rows_null(rows, row, "returned_at") || rows_int(rows, row, "counts") == 0; /* the review asks or says */
    const char *text = rows_text(rows, row, "text"), *review = answers ? rows_text(rows, row, "review") : "";
    if (*review != '\0')
        text = pool_format(pool, _("Comment: %s\n%s"), review, text);
    size_t count = tell_wrapped(pool, text, ui_columns(ui) - 2, wrapped, DETAIL_LINES);
    for (size_t i = 0; i < count && (int)i < lines; i++)
        ui_put(ui, first_row + (int)i, 1, 0, STYLE_DIM, wrapped[i]);
    pool_free(&pool);
}

static bool agreed(struct ui *ui, size_t count)
{
    if (count == 1)
        return ui_confirm(ui, _("Delete this diary entry? It stays in the recycle list (R)."));
    return ui_confirm(ui, _("Delete %zu diary entries? They stay in the recycle list (R)."), count);
}

/* The marked entries one by one; each failure is told with its reason. */
static void delete_marked(struct visits *visits, struct ui_list *list)
{
    int64_t ids[MARKED_MOST];
    size_t count = ui_list_marked(list, ids, MARKED_MOST), done = 0;
    struct error e = {0};
    if (!count || !agreed(visits->ui, count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct record *record = record_new();
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)ids[i]);
        if (visit_read(visits->work, id, record, &e) == ERR_NONE &&
            visit_delete(visits->work, ids[i], record_int(record, "version"), &e) == ERR_NONE)
            done++;
        record_free(&record);
    }
    if (done < count)
        ui_message(visits->ui, _("Delete"), _("%zu of %zu deleted. The others were not: %s"), done, count, e.text);
    else
        ui_note(visits->ui, _("%zu deleted; R shows them, to take back"), done);
}

static void heading(void *to, char *out, size_t room)
{
    struct visits *visits = to;
    snprintf(out, room, "%s",
             visits->returned ? _("given back to be completed: e (v: all that I wrote)")
             : visits->mine   ? _("written by me (v: all of my area)")
                              : _("all of my area (v: mine)"));
}

static bool any_returned(struct work *work)
{
    struct diary_day day;
    return diary_day(work, &day, NULL) == ERR_NONE && day.returned > 0; /* refused without the right to write */
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct visits *visits = to;
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id");
    switch (action) {
    case ACTION_NEW:
        visit_write_screen(ui, visits->work);
        break;
    case ACTION_VIEW:
        visits->mine = visits->returned || !visits->mine;
        visits->returned = false;
        ui_list_set_columns(list, visits->mine ? MINE : COLUMNS);
        break;
    case ACTION_RECYCLE:
        visit_recycle_screen(ui, visits->work);
        break;
    case ACTION_EDIT:
        if (id)
            visit_change_screen(ui, visits->work, id);
        visits->returned = visits->returned && any_returned(visits->work);
        break;
    case ACTION_DELETE:
        delete_marked(visits, list);
        break;
    case ACTION_CASE:
        if (id)
            visit_make_case(ui, visits->work, id);
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

void visit_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW,     ACTION_EDIT,   ACTION_CASE, ACTION_FILTER,
                                       ACTION_VIEW, ACTION_RECYCLE, ACTION_DELETE, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .foot = foot,
        .help = N_("Every visit is one entry: by whom, where, whom you met, what was said and done, when to go again. "
                   "Entries of an open month can be changed by who wrote them."),
        .detail_lines = DETAIL_LINES,
        .marks = true,
    };
    struct visits visits = {.ui = ui, .work = work, .table = table_find("visit")};
    struct list_query query = {0};
    visits.returned = any_returned(work); /* what was given back is seen first */
    visits.mine = visits.returned || home_of_role(work->actor.role) == HOME_GRID;
    ui_list_run(ui, _("Visit diary"), visits.table, visits.mine ? MINE : COLUMNS, &ops, &query, &visits);
}

static bool recycle_action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                           size_t row)
{
    struct visits *visits = to;
    struct error e = {0};
    if (action != ACTION_UNDO || row == SIZE_MAX)
        return false;
    if (visit_restore(visits->work, rows_int(rows, row, "id"), &e) == ERR_NONE)
        ui_note(ui, _("%s is back in the diary"), rows_text(rows, row, "no"));
    else
        ui_error(ui, &e);
    ui_list_reload(list);
    return true;
}

void visit_recycle_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_UNDO, ACTION_NONE};
    static const char *const words[] = {N_("take back")};
    static const struct ui_list_ops ops = {.read = read,
                                           .cell = cell,
                                           .action = recycle_action,
                                           .detail = detail,
                                           .foot = foot,
                                           .foot_words = words,
                                           .help = N_("Deleted entries. u takes the one under the cursor back."),
                                           .detail_lines = DETAIL_LINES};
    struct visits visits = {.ui = ui, .work = work, .table = table_find("visit"), .deleted = true};
    struct list_query query = {0};
    ui_list_run(ui, _("Deleted entries"), visits.table, COLUMNS, &ops, &query, &visits);
}
