/* Three lists in one: what was collected, discussed, and what came of it, of an area and a period. */
#include "report.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/case_lists.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/report.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct lists {
    struct ui *ui;
    struct work *work;
    enum case_list_kind kind;
    struct case_selection selection;
    struct report report; /* in the pool of the list */
    struct rows rows;     /* the same for programs: ids */
};

#define COLUMNS_MOST 8

static const struct ui_list_column COLUMNS[CASE_LIST_KINDS][COLUMNS_MOST] = {
    [LIST_PROBLEM] = {{"no", 9, -1, 0, N_("No.")},
                      {"reported_at", 11, -1, 3, N_("When")},
                      {"who", 16, -1, 4, N_("Who")},
                      {"where", 22, -1, 2, N_("Where")},
                      {"what", 0, -1, 0, N_("What happened")}          },
    [LIST_DISCUSSION] = {                           {"no", 9, -1, 0, N_("No.")},
                      {"on", 10, -1, 0, N_("Met on")},
                      {"title", 20, -1, 2, N_("Matter")},
                      {"people", 16, -1, 3, N_("Who met")},
                      {"words", 0, -1, 0, N_("Words of the meeting")}},
    [LIST_FEEDBACK] = { {"no", 9, -1, 0, N_("No.")},
                      {"title", 18, -1, 3, N_("Matter")},
                      {"result", 0, -1, 0, N_("What came of it")},
                      {"closed_at", 11, -1, 2, N_("Closed")},
                      {"satisfaction", 10, -1, 1, N_("Satisfaction")},
                      {"told", 12, -1, 4, N_("Told to")}},
};

static enum err load(struct lists *lists, struct pool *pool, struct error *e)
{
    lists->report = (struct report){.head = "", .title = "", .note = ""};
    lists->rows = (struct rows){0};
    return case_list_read(lists->work, pool, lists->kind, &lists->selection, &lists->rows, &lists->report, e);
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct lists *lists = to;
    const char *names[COLUMNS_MOST + 3] = {"id"};
    enum err r = load(lists, pool, e);
    size_t columns = lists->report.columns;
    for (size_t c = 0; c < columns; c++)
        names[c + 1] = lists->report.column[c].name;
    rows_make(pool, out, lists->report.count, columns + 1, names);
    for (size_t i = 0; r == ERR_NONE && i < lists->report.count; i++) {
        rows_put_int(pool, out, i, 0, rows_int(&lists->rows, i, "id"));
        for (size_t c = 0; c < columns; c++)
            rows_put(out, i, c + 1, lists->report.cells[i * columns + c]);
    }
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

/* Instants are short here: the period goes without saying. */
static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "no") == 0)
        return tell_short_no(rows_text(rows, row, "no"));
    if (strcmp(field, "reported_at") == 0 || strcmp(field, "closed_at") == 0)
        return tell_moment(pool, rows, row, field);
    return NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct lists *lists = to;
    case_view_screen(ui, lists->work, rows_int(rows, row, "id"));
}

static void heading(void *to, char *out, size_t room)
{
    struct lists *lists = to;
    snprintf(out, room, "%s  %s", case_list_kind_label(lists->kind), lists->report.head);
}

/* What does not fit into the columns. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct lists *lists = to;
    struct pool *pool = pool_new();
    const char *told[8];
    const char *last = lists->report.column[lists->report.columns - 1].name;
    const char *main = lists->kind == LIST_PROBLEM ? "what" : lists->kind == LIST_DISCUSSION ? "words" : "result";
    const char *text = pool_format(pool, "%s  %s", rows_text(rows, row, "no"), rows_text(rows, row, main));
    if (lists->kind == LIST_DISCUSSION)
        text = pool_format(pool, "%s  > %s", text, rows_text(rows, row, last));
    size_t count = tell_wrapped(pool, text, ui_columns(ui) - 2, told,
                                (size_t)lines < COUNT_OF(told) ? (size_t)lines : COUNT_OF(told));
    for (size_t i = 0; i < count; i++)
        ui_put(ui, first_row + (int)i, 1, 0, STYLE_DIM, told[i]);
    pool_free(&pool);
}

static void choose_kind(struct lists *lists, bool ask)
{
    struct ui_choice choices[CASE_LIST_KINDS];
    for (int i = 0; i < CASE_LIST_KINDS; i++)
        choices[i] = (struct ui_choice){.letter = case_list_kind_name((enum case_list_kind)i)[0],
                                        .text = case_list_kind_label((enum case_list_kind)i)};
    int taken = ask ? ui_choose(lists->ui, _("Which list?"), choices, CASE_LIST_KINDS, (int)lists->kind)
                    : ((int)lists->kind + 1) % CASE_LIST_KINDS;
    if (taken >= 0)
        lists->kind = (enum case_list_kind)taken;
}

static void print(struct lists *lists)
{
    struct pool *pool = pool_new();
    report_print_screen(lists->ui, lists->work, &lists->report,
                        pool_format(pool, "case lists --kind=%s%s --format=print", case_list_kind_name(lists->kind),
                                    report_options(lists->work, pool, &lists->selection)));
    pool_free(&pool);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct lists *lists = to;
    (void)rows;
    (void)row;
    switch (action) {
    case ACTION_TABLE:
    case ACTION_VIEW:
        choose_kind(lists, action == ACTION_VIEW);
        ui_list_set_columns(list, COLUMNS[lists->kind]);
        break;
    case ACTION_PREVIOUS:
    case ACTION_NEXT:
        case_selection_shift(&lists->selection, action == ACTION_NEXT ? 1 : -1);
        break;
    case ACTION_ADD_FILTER:
        if (!report_ask_selection(ui, lists->work, &lists->selection))
            return true;
        break;
    case ACTION_EXPORT:
        report_export(ui, lists->work, &lists->report);
        return true;
    case ACTION_PRINT:
        print(lists);
        return true;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

void case_lists_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN,   ACTION_TABLE, ACTION_PREVIOUS, ACTION_NEXT, ACTION_ADD_FILTER,
                                       ACTION_EXPORT, ACTION_PRINT, ACTION_VIEW,     ACTION_NONE};
    static const char *const words[] = {NULL, N_("next list"), NULL, NULL, N_("area, period"), NULL, N_("print"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Three lists in one: the problems that were reported in the period, the joint discussions in it, and "
               "the cases that were closed in it with what came of them. Names of residents and numbers are masked."),
        .detail_lines = 3,
    };
    struct lists lists = {.ui = ui, .work = work};
    struct list_query query = {0};
    case_selection_begin(&lists.selection);
    lists.report = (struct report){.head = ""};
    ui_list_run(ui, _("Three lists in one"), NULL, COLUMNS[lists.kind], &ops, &query, &lists);
}
