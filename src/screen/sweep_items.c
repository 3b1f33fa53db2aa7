/* The checklist of a special sweep by door: quick keys answer a row or all that are marked, Enter writes the diary. */
#include "report.h"
#include "rows.h"
#include "screens.h"
#include "sweep_answer.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/report.h"
#include "wangge/work/right.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MARKED_MOST 500

enum view { VIEW_ALL, VIEW_OPEN, VIEW_HITS, VIEW_TRIED, VIEWS };

static const struct {
    char letter;
    const char *text, *field, *value;
} VIEW_ROWS[VIEWS] = {
    [VIEW_ALL] = {'a', N_("the whole checklist"), "",        ""   },
    [VIEW_OPEN] = {'o', N_("what is open"),        "open",    "1"  },
    [VIEW_HITS] = {'h', N_("hits"),                "outcome", "hit"},
    [VIEW_TRIED] = {'n', N_("who was not met"),     "outcome", "not"},
};

struct items {
    struct ui *ui;
    struct work *work;
    struct pool *pool; /* of what stands in the heading */
    int64_t id, area;
    enum view view;
    const char *name, *no, *until;
    bool works;
};

static enum err narrowed(const struct items *items, const struct list_query *query, struct list_query *out,
                         struct error *e)
{
    *out = *query;
    if (items->view == VIEW_ALL)
        return ERR_NONE;
    return list_add_filter(out, table_find("sweep_item"), VIEW_ROWS[items->view].field, VIEW_ROWS[items->view].value,
                           e);
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct items *items = to;
    struct list_query shown;
    enum err r = narrowed(items, query, &shown, e);
    return r == ERR_NONE ? sweep_items(items->work, pool, items->id, items->area, &shown, out, total, e) : r;
}

/* Who is known to live there no more is told so before somebody walks there. */
static const char *state_of(struct pool *pool, const struct rows *rows, size_t row)
{
    const char *state = rows_text(rows, row, "person_state"), *outcome = rows_text(rows, row, "outcome");
    if (*outcome == '\0' && *state != '\0' && strcmp(state, "1") != 0)
        return pool_format(pool, "(%s)", code_text("person_state", state));
    return code_text("sweep_outcome", outcome);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "open") == 0)
        return rows_int(rows, row, "late") != 0 ? "+" : rows_int(rows, row, "moved") != 0 ? ">" : "";
    if (strcmp(field, "outcome") == 0)
        return state_of(pool, rows, row);
    if (strcmp(field, "done_at") == 0)
        return rows_null(rows, row, "done_at") ? "" : tell_moment(pool, rows, row, "done_at");
    return rows_linked(pool, rows, row, field);
}

static void heading(void *to, char *out, size_t room)
{
    struct items *items = to;
    snprintf(out, room, _("%s  until %s  %s"), items->name, items->until, _(VIEW_ROWS[items->view].text));
}

/* Who goes there writes the diary; who only looks sees the household. */
static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct items *items = to;
    int64_t household = rows_int(rows, row, "household");
    if (household == 0)
        ui_note(ui, "%s", _("This row belongs to no household."));
    else if (items->works && right_scope(items->work, "visit.write") != SCOPE_NONE && rows_int(rows, row, "open") != 0)
        visit_write_at(ui, items->work, household);
    else
        household_card_screen(ui, items->work, household);
}

static void answer_marked(struct items *items, struct ui_list *list, const char *outcome)
{
    int64_t ids[MARKED_MOST];
    size_t count = ui_list_marked(list, ids, MARKED_MOST);
    if (count == 0 || !sweep_answer_rows(items->ui, items->work, ids, count, outcome, 0))
        return;
    ui_list_unmark(list);
    if (count == 1) /* one after the other, as one walks */
        ui_list_down(list);
}

static void give(struct items *items, bool print, const struct list_query *query)
{
    struct pool *pool = pool_new();
    struct list_query shown;
    struct report report;
    struct error e = {0};
    enum err r = narrowed(items, query, &shown, &e);
    if (r == ERR_NONE)
        r = sweep_report(items->work, pool, items->id, items->area, &shown, &report, &e);
    if (r != ERR_NONE)
        ui_error(items->ui, &e);
    else if (print)
        report_print_screen(
            items->ui, items->work, &report,
            pool_format(pool, "sweep items %s%s --format=print", items->no, items->view == VIEW_OPEN ? " --open" : ""));
    else
        report_export(items->ui, items->work, &report);
    pool_free(&pool);
}

static void choose_view(struct items *items)
{
    struct ui_choice choices[VIEWS];
    for (int i = 0; i < VIEWS; i++)
        choices[i] = (struct ui_choice){.letter = VIEW_ROWS[i].letter, .text = _(VIEW_ROWS[i].text)};
    int taken = ui_choose(items->ui, _("What of the checklist?"), choices, VIEWS, (int)items->view);
    if (taken >= 0)
        items->view = (enum view)taken;
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    static const struct list_query all = {0};
    struct items *items = to;
    (void)ui;
    (void)rows;
    switch (action) {
    case ACTION_FINE:
    case ACTION_HIT:
    case ACTION_COMMAND:
        if (row != SIZE_MAX && items->works)
            answer_marked(items, list, action == ACTION_FINE ? "none" : action == ACTION_HIT ? "hit" : NULL);
        break;
    case ACTION_NEW:
        sweep_late_ask(items->ui, items->work, items->id);
        break;
    case ACTION_VIEW:
        choose_view(items);
        break;
    case ACTION_EXPORT:
    case ACTION_PRINT:
        give(items, action == ACTION_PRINT, &all);
        return true;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

static void run(struct items *items)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_FINE,   ACTION_HIT,   ACTION_COMMAND, ACTION_VIEW,
                                       ACTION_NEW,  ACTION_EXPORT, ACTION_PRINT, ACTION_NONE};
    static const char *const words[] = {N_("diary"), NULL, NULL, N_("outcome"), NULL, N_("late ones"), NULL, NULL};
    static const enum action reader_foot[] = {ACTION_OPEN, ACTION_VIEW, ACTION_EXPORT, ACTION_PRINT, ACTION_NONE};
    const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = items->works ? foot : reader_foot,
        .foot_words = items->works ? words : NULL,
        .help =
            N_("The checklist in the order of doors. + came later, > has moved here. = answers \"nothing found\" and "
               "! a hit for the row, or for all that are marked (t, *); . offers all outcomes. Enter writes the "
               "diary of the household: its rows are answered with it. Who was not met stays open."),
        .marks = items->works,
    };
    static const struct ui_list_column columns[] = {
        {"open",         2,  -1, 0, " " },
        {"door",         0,  -1, 0, NULL},
        {"title",        10, -1, 0, NULL},
        {"outcome",      12, -1, 0, NULL},
        {"note",         16, -1, 3, NULL},
        {"done_at",      11, -1, 1, NULL},
        {"done_by_name", 8,  -1, 2, NULL},
        {NULL,           0,  0,  0, NULL},
    };
    struct list_query query = {0};
    ui_list_run(items->ui, _("Checklist"), table_find("sweep_item"), columns, &ops, &query, items);
}

void sweep_items_screen(struct ui *ui, struct work *work, int64_t id, int64_t area)
{
    struct items items = {.ui = ui, .work = work, .pool = pool_new(), .id = id, .area = area};
    struct record *sweep = record_new();
    struct error e = {0};
    if (sweep_read(work, pool_format(items.pool, "%lld", (long long)id), sweep, &e) != ERR_NONE)
        ui_error(ui, &e);
    else {
        items.name = record_get(sweep, "name");
        items.no = record_get(sweep, "no");
        items.until = record_get(sweep, "until_on");
        items.works = right_scope(work, "sweep.work") != SCOPE_NONE && strcmp(record_get(sweep, "state"), "open") == 0;
        run(&items);
    }
    record_free(&sweep);
    pool_free(&items.pool);
}
