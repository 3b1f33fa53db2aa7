/* Cases: mine, of my area, open, overdue; lights first, the story of the case under the cursor below. */
#include "places.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MARKED_MOST  500
#define COLUMNS_MOST 8
#define STATE_MOST   12
#define MARKS_ROOM   3

struct cases {
    struct work *work;
    enum case_view view;
    struct ui_list_column columns[COLUMNS_MOST];
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct cases *cases = to;
    return case_list(cases->work, pool, cases->view, query, out, total, e);
}

static bool is_set(const struct rows *rows, size_t row, const char *column)
{
    const char *text = rows_text_or_empty(rows, row, column);
    return *text && strcmp(text, "0") != 0;
}

/* The state, and behind it what is special: it waits for a word, is pressed for, stands still, is nobody else's. */
static const char *state(struct pool *pool, const struct rows *rows, size_t row)
{
    const struct {
        const char *mark;
        bool holds;
    } marks[] = {
        {_("ap"),        is_set(rows, row, "asked")                        },
        {_("sv"),        is_set(rows, row, "supervised_at") && !is_set(rows, row, "replied_at")},
        {_("su"), is_set(rows,            row,         "stopped_at")                             },
        {_("cf"), is_set(rows,            row, "confidential")},
    };
    const char *text = code_text("case_state", rows_text(rows, row, "state")), *gap = " ";
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (marks[i].holds) {
            text = pool_format(pool, "%s%s%s", text, gap, marks[i].mark);
            gap = "";
        }
    return text;
}

/* What ends first, the time of the stage or of the whole. */
static const char *left(struct pool *pool, const struct rows *rows, size_t row)
{
    if (!light_letter(rows_text(rows, row, "light"))[0])
        return "";
    if (is_set(rows, row, "stopped_at"))
        return _("stopped");
    bool stage =
        is_set(rows, row, "stage_due_at") && rows_int(rows, row, "stage_due_at") < rows_int(rows, row, "due_at");
    return tell_left(pool, rows, row, stage ? "stage_due_at" : "due_at");
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "light") == 0)
        return light_letter(rows_text(rows, row, "light"));
    if (strcmp(field, "no") == 0)
        return tell_short_no(rows_text(rows, row, "no"));
    if (strcmp(field, "due_at") == 0)
        return left(pool, rows, row);
    if (strcmp(field, "state") == 0)
        return state(pool, rows, row);
    if (strcmp(field, "handler_name") == 0)
        return *rows_text(rows, row, "unit") ? rows_text(rows, row, "unit") : rows_text(rows, row, field);
    return NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct cases *cases = to;
    case_view_screen(ui, cases->work, rows_int(rows, row, "id"));
}

/* Number and title, then the newest steps, newest last. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct cases *cases = to;
    struct pool *pool = pool_new();
    struct rows steps = {0};
    size_t first = 0;
    ui_put(ui, first_row, 1, 0, STYLE_BOLD,
           pool_format(pool, "%s %s", rows_text(rows, row, "no"), rows_text(rows, row, "title")));
    if (case_steps(cases->work, pool, rows_int(rows, row, "id"), &steps, NULL) == ERR_NONE &&
        steps.count > (size_t)lines - 1)
        first = steps.count - ((size_t)lines - 1);
    for (size_t i = first; i < steps.count; i++)
        ui_put(ui, first_row + 1 + (int)(i - first), 1, 0, STYLE_DIM, case_step_line(pool, &steps, i));
    pool_free(&pool);
}

static void heading(void *to, char *out, size_t room)
{
    struct cases *cases = to;
    snprintf(out, room, "%s", case_view_label(cases->view));
}

static void choose_view(struct ui *ui, struct cases *cases)
{
    struct ui_choice choices[CASE_VIEWS] = {0};
    for (int i = 0; i < CASE_VIEWS; i++)
        choices[i] = (struct ui_choice){.letter = case_view_letter((enum case_view)i),
                                        .text = case_view_label((enum case_view)i)};
    int taken = ui_choose(ui, _("Which cases?"), choices, CASE_VIEWS, (int)cases->view);
    if (taken >= 0)
        cases->view = (enum case_view)taken;
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct cases *cases = to;
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id"), ids[MARKED_MOST];
    size_t count;
    switch (action) {
    case ACTION_NEW:
        case_write_screen(ui, cases->work);
        break;
    case ACTION_VIEW:
        choose_view(ui, cases);
        break;
    case ACTION_EDIT:
        if (id)
            case_change_screen(ui, cases->work, id);
        break;
    case ACTION_COMMAND:
        count = ui_list_marked(list, ids, MARKED_MOST);
        if (count && case_command_menu(ui, cases->work, ids, count))
            ui_list_unmark(list);
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

static const struct ui_list_column COLUMNS[] = {
    {"light",        2,  -1, 0, " "            },
    {"no",           9,  -1, 0, NULL           },
    {"title",        0,  -1, 0, NULL           },
    {"area_name",    13, -1, 3, N_("Grid")     },
    {"handler_name", 8,  -1, 2, N_("In charge")},
    {"state",        0,  -1, 0, NULL           },
    {"due_at",       7,  1,  0, NULL           },
    {NULL,           0,  0,  0, NULL           },
};

/* Who works in one grid needs no column for it. */
static void choose_columns(struct cases *cases)
{
    bool in_grid = home_of_role(cases->work->actor.role) == HOME_GRID;
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(COLUMNS); i++) {
        if (in_grid && COLUMNS[i].field && strcmp(COLUMNS[i].field, "area_name") == 0)
            continue;
        cases->columns[n] = COLUMNS[i];
        if (COLUMNS[i].field && strcmp(COLUMNS[i].field, "state") == 0)
            cases->columns[n].width = tell_width("case_state", STATE_MOST) + MARKS_ROOM;
        n++;
    }
}

static void run(struct ui *ui, struct work *work, enum case_view view)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_COMMAND, ACTION_NEW, ACTION_VIEW, ACTION_EDIT, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .foot = foot,
        .help =
            N_("Cases and how far they are. The light says how much of the time is used: G green below 80%, Y yellow "
               "to the limit, R red past it. What is left is of the stage or the whole, whatever ends first. A point "
               "opens what can be "
               "done with the case now."),
        .detail_lines = 3,
        .marks = true,
    };
    struct cases cases = {.work = work, .view = view};
    choose_columns(&cases);
    struct list_query query = {0};
    ui_list_run(ui, _("Cases"), table_find("case"), cases.columns, &ops, &query, &cases);
}

void case_list_screen(struct ui *ui, struct work *work)
{
    run(ui, work, right_scope(work, "case.report") == SCOPE_OWN ? CASE_MINE : CASE_OPEN);
}

void case_overdue_screen(struct ui *ui, struct work *work)
{
    run(ui, work, CASE_OVERDUE);
}

void case_queue_screen(struct ui *ui, struct work *work)
{
    run(ui, work, CASE_QUEUE);
}

void case_asked_screen(struct ui *ui, struct work *work)
{
    run(ui, work, CASE_ASKED);
}

void case_secretary_screen(struct ui *ui, struct work *work)
{
    run(ui, work, CASE_SECRETARY);
}
