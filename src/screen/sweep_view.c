/* How far a special sweep is: area by area down to the checklist; late ones, its end. */
#include "rows.h"
#include "screens.h"
#include "sweep_answer.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct view {
    struct ui *ui;
    struct work *work;
    struct pool *pool; /* of what was read last */
    int64_t id, area;
    struct record *sweep;
    struct sweep_progress *rows, sum;
    size_t count;
    int64_t elsewhere;
};

static const char *const NAMES[] = {"id", "name", "total", "done", "hits", "open", "tried", "overdue", "share"};
enum column { ID, NAME, TOTAL, DONE, HITS, OPEN, TRIED, OVERDUE, SHARE, COLUMN_COUNT };

static enum err load(struct view *view, struct error *e)
{
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->id);
    pool_reset(view->pool);
    view->count = 0;
    enum err r = sweep_read(view->work, id, view->sweep, e);
    if (r == ERR_NONE)
        r = sweep_progress(view->work, view->pool, view->id, view->area, &view->rows, &view->count, &view->sum,
                           &view->elsewhere, e);
    return r;
}

static void put(struct pool *pool, struct rows *out, size_t row, int64_t id, const struct sweep_progress *p)
{
    int64_t share = p->total == 0 ? 0 : p->done * 100 / p->total;
    rows_put_int(pool, out, row, ID, id);
    rows_put(out, row, NAME, p->name);
    rows_put_int(pool, out, row, TOTAL, p->total);
    rows_put_int(pool, out, row, DONE, p->done);
    rows_put_int(pool, out, row, HITS, p->hits);
    rows_put_int(pool, out, row, OPEN, p->open);
    rows_put_int(pool, out, row, TRIED, p->tried);
    rows_put_int(pool, out, row, OVERDUE, p->overdue);
    rows_put(out, row, SHARE, p->total == 0 ? "-" : pool_format(pool, "%lld%%", (long long)share));
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct view *view = to;
    enum err r = load(view, e);
    rows_make(pool, out, view->count + 1, COLUMN_COUNT, NAMES);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < view->count; i++)
        put(pool, out, i, (int64_t)i + 1, &view->rows[i]);
    put(pool, out, view->count, (int64_t)view->count + 1, &view->sum);
    return rows_page(pool, out, query, total);
}

static void heading(void *to, char *out, size_t room)
{
    struct view *view = to;
    const struct record *s = view->sweep;
    int n = snprintf(out, room, _("%s  %s  until %s"), record_get(s, "name"), record_get(s, "no"),
                     record_get(s, "until_on"));
    if (view->elsewhere > 0 && n > 0 && (size_t)n < room)
        snprintf(out + n, room - (size_t)n, _("  moved elsewhere %lld"), (long long)view->elsewhere);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct view *view = to;
    size_t i = (size_t)rows_int(rows, row, "id") - 1;
    const struct sweep_progress *p = i < view->count ? &view->rows[i] : NULL;
    if (p == NULL)
        sweep_items_screen(ui, view->work, view->id, view->area);
    else if (p->deeper && p->area != view->area)
        sweep_view_screen(ui, view->work, view->id, p->area);
    else
        sweep_items_screen(ui, view->work, view->id, p->area);
}

static void close_it(struct view *view)
{
    char reason[240] = "";
    struct error e = {0};
    enum err r = sweep_close(view->work, view->id, "", &e);
    if (r == ERR_INVALID) {
        ui_message(view->ui, _("close the sweep"), "%s", e.text);
        if (!ui_ask(view->ui, _("close the sweep"), _("Reason"), false, reason, sizeof reason) || *reason == '\0')
            return;
        e = (struct error){0};
        r = sweep_close(view->work, view->id, reason, &e);
    }
    if (r != ERR_NONE)
        ui_error(view->ui, &e);
    else
        ui_note(view->ui, _("Sweep %s is closed."), record_get(view->sweep, "no"));
}

/* Why the user cannot do that with this sweep; NULL when he can. */
static const char *denied(const struct view *view, const char *right)
{
    if (strcmp(record_get(view->sweep, "state"), "open") != 0)
        return _("it is closed");
    return right_scope(view->work, right) == SCOPE_NONE ? _("not for your post") : NULL;
}

enum step { STEP_LATE, STEP_ITEMS, STEP_CHANGE, STEP_CLOSE, STEP_READ, STEPS };

static void menu(struct view *view)
{
    char name[160]; /* the sweep may be read anew behind the menu */
    const struct ui_choice choices[STEPS] = {
        [STEP_LATE] = {'l',             _("add those who came later"), NULL,     denied(view,                                   "sweep.work")},
        [STEP_ITEMS] = {'i',               _("the checklist of all of it"),                                          NULL,     NULL    },
        [STEP_CHANGE] = {'e',               _("another name, text or last day"),                                          NULL, denied(view,"sweep.write")},
        [STEP_CLOSE] = {'c', _("close the sweep"),                              NULL,                                    denied(view,                                                                 "sweep.write")},
        [STEP_READ] = {'w',    _("what is to be done"),                   NULL,NULL},
    };
    text_copy(name, sizeof name, record_get(view->sweep, "name"));
    switch (ui_choose(view->ui, name, choices, COUNT_OF(choices), 0)) {
    case STEP_LATE:
        sweep_late_ask(view->ui, view->work, view->id);
        break;
    case STEP_ITEMS:
        sweep_items_screen(view->ui, view->work, view->id, view->area);
        break;
    case STEP_CHANGE:
        sweep_change_screen(view->ui, view->work, view->id, false);
        break;
    case STEP_CLOSE:
        close_it(view);
        break;
    case STEP_READ:
        ui_message(view->ui, name, "%s\n\n%s %s", record_get(view->sweep, "text"),
                   record_get(view->sweep, "table_name"), record_get(view->sweep, "conditions"));
        break;
    default:
        break;
    }
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct view *view = to;
    (void)ui;
    (void)rows;
    (void)row;
    if (action == ACTION_COMMAND)
        menu(view);
    else if (action == ACTION_TABLE)
        sweep_items_screen(view->ui, view->work, view->id, view->area);
    else if (action == ACTION_NEW)
        sweep_late_ask(view->ui, view->work, view->id);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void sweep_view_screen(struct ui *ui, struct work *work, int64_t id, int64_t area)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_TABLE, ACTION_NEW, ACTION_COMMAND, ACTION_NONE};
    static const char *const words[] = {NULL, N_("checklist"), N_("late ones"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("How far the sweep is, area by area; Enter goes down to the grid and its checklist. Open ones go with "
               "whoever they are about: who has moved elsewhere is on the list there."),
    };
    static const struct ui_list_column columns[] = {
        {"name",    0, -1, 0, N_("Area")    },
        {"total",   6, 1,  0, N_("All")     },
        {"done",    6, 1,  0, N_("Done")    },
        {"share",   5, 1,  1, " "           },
        {"hits",    6, 1,  0, N_("Hits")    },
        {"open",    6, 1,  0, N_("To check")},
        {"tried",   7, 1,  2, N_("Not met") },
        {"overdue", 7, 1,  0, N_("Overdue") },
        {NULL,      0, 0,  0, NULL          },
    };
    struct view view = {.ui = ui, .work = work, .pool = pool_new(), .id = id, .area = area, .sweep = record_new()};
    struct list_query query = {0};
    ui_list_run(ui, _("Special sweep"), NULL, columns, &ops, &query, &view);
    record_free(&view.sweep);
    pool_free(&view.pool);
}

void sweep_open_screen(struct ui *ui, struct work *work, int64_t id)
{
    if (strlen(work->actor.path) >= (size_t)LEVEL_GRID * AREA_PART)
        sweep_items_screen(ui, work, id, 0);
    else
        sweep_view_screen(ui, work, id, 0);
}
