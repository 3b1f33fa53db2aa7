/* Figures of cases: areas, categories, units, months, sources, levels; Enter goes down to the very cases. */
#include "report.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/report.h"
#include "wangge/work/statistics.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define FIGURES_MOST 12
#define BAR          40 /* columns of the longest bar */

/* Columns of the list in the order of the figures. */
static const char *const NAMES[FIGURES_MOST] = {"f1", "f2", "f3", "f4",  "f5",  "f6",
                                                "f7", "f8", "f9", "f10", "f11", "f12"};

struct statistics {
    struct ui *ui;
    struct work *work;
    struct pool *pool; /* of what was read */
    enum statistics_by by;
    struct case_selection selection;
    struct statistics_row *rows;
    size_t count;
    struct figures total;
    const char *where; /* the area, in the heading */
    bool chart;
    size_t charted; /* the figure that the bars show */
    struct ui_list_column columns[FIGURES_MOST + 2];
};

static size_t figures_shown(void)
{
    return figure_count() < FIGURES_MOST ? figure_count() : FIGURES_MOST;
}

static void choose_columns(struct statistics *s)
{
    struct ui_list_column *c = s->columns;
    size_t n = 0;
    c[n++] = (struct ui_list_column){"label", 0, -1, 0, statistics_by_label(s->by)};
    for (size_t i = 0; !s->chart && i < figures_shown(); i++) {
        struct figure figure = figure_at(i);
        int width = text_width(figure.label), least = figure.kind == FIGURE_COUNT ? 5 : 7;
        c[n++] = (struct ui_list_column){NAMES[i], width < least ? least : width, 1, figure.drop, figure.label};
    }
    if (s->chart) {
        struct figure figure = figure_at(s->charted);
        c[n++] = (struct ui_list_column){NAMES[s->charted], 9, 1, 0, figure.label};
        c[n++] = (struct ui_list_column){"bar", BAR, -1, 0, " "};
    }
    c[n] = (struct ui_list_column){0};
}

static enum err load(struct statistics *s, struct error *e)
{
    struct case_scope scope;
    pool_reset(s->pool);
    s->count = 0;
    s->where = "";
    enum err r = statistics_read(s->work, s->pool, s->by, &s->selection, &s->rows, &s->count, &s->total, e);
    if (r == ERR_NONE && case_scope(s->work, s->pool, "case.statistics", &s->selection, &scope, NULL) == ERR_NONE)
        s->where = case_scope_head(s->pool, &s->selection, &scope);
    return r;
}

/* The whole width is 100% of a rate, else the most that a row has. */
static const char *bar_of(struct pool *pool, const struct statistics *s, const struct figures *figures)
{
    struct figure figure = figure_at(s->charted);
    double most = figure.kind == FIGURE_RATE ? 1 : 0, value = 0;
    for (size_t i = 0; figure.kind != FIGURE_RATE && i < s->count; i++)
        if (figure_value(&s->rows[i].figures, &figure, &value) && value > most)
            most = value;
    bool known = figure_value(figures, &figure, &value) && most > 0;
    int filled = known ? (int)(value / most * BAR + 0.5) : 0;
    char *bar = pool_new_piece(pool, BAR + 1, 1);
    memset(bar, '#', (size_t)(filled > BAR ? BAR : filled));
    return bar;
}

static void put_row(struct pool *pool, const struct statistics *s, struct rows *out, size_t row, const char *label,
                    const struct figures *figures, bool sum)
{
    size_t n = 0;
    rows_put_int(pool, out, row, n++, (int64_t)row + 1);
    rows_put(out, row, n++, label);
    for (size_t i = 0; i < figures_shown(); i++) {
        struct figure figure = figure_at(i);
        rows_put(out, row, n++, figure_text(pool, figures, &figure));
    }
    rows_put(out, row, n++, sum ? "" : bar_of(pool, s, figures));
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct statistics *s = to;
    const char *names[FIGURES_MOST + 3] = {"id", "label"};
    enum err r = load(s, e);
    size_t columns = 2;
    for (size_t i = 0; i < figures_shown(); i++)
        names[columns++] = NAMES[i];
    names[columns++] = "bar";
    rows_make(pool, out, s->count + 1, columns, names);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < s->count; i++)
        put_row(pool, s, out, i, s->rows[i].label, &s->rows[i].figures, false);
    put_row(pool, s, out, s->count, _("Sum"), &s->total, true);
    return rows_page(pool, out, query, total);
}

static void heading(void *to, char *out, size_t room)
{
    struct statistics *s = to;
    struct pool *pool = pool_new();
    const char *of = *s->selection.category == '\0' ? ""
                                                    : pool_format(pool, "  %s %s", s->selection.category,
                                                                  code_text("case_category", s->selection.category));
    snprintf(out, room, "%s  %s%s", statistics_by_label(s->by), s->where, of);
    pool_free(&pool);
}

/* How the figures are counted stands under them: that of the bars, else of all rates that there is room for. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    const struct statistics *s = to;
    struct pool *pool = pool_new();
    int line = 0;
    (void)rows;
    (void)row;
    for (size_t i = 0; i < figures_shown() && line < lines; i++) {
        struct figure figure = figure_at(i);
        if (s->chart ? i != s->charted : figure.kind == FIGURE_COUNT)
            continue;
        ui_put(ui, first_row + line++, 1, 0, STYLE_DIM, pool_format(pool, "%s: %s", figure.label, figure.formula));
    }
    pool_free(&pool);
}

static void cases_screen(struct ui *ui, struct work *work, const struct case_selection *selection, const char *title);
static void run(struct ui *ui, struct work *work, enum statistics_by by, const struct case_selection *selection,
                bool chart, const char *title);

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    const struct statistics *s = to;
    size_t i = (size_t)rows_int(rows, row, "id") - 1;
    struct case_selection selection = s->selection;
    if (i >= s->count) { /* the sum */
        cases_screen(ui, s->work, &selection, s->where);
        return;
    }
    char title[128];
    text_copy(title, sizeof title, s->rows[i].label);
    bool deeper = s->rows[i].deeper;
    statistics_narrow(&selection, s->by, &s->rows[i]);
    if (deeper)
        run(ui, s->work, s->by, &selection, s->chart, title);
    else
        cases_screen(ui, s->work, &selection, title);
}

static void choose_division(struct statistics *s)
{
    struct ui_choice choices[STATISTICS_BY_COUNT];
    for (int i = 0; i < STATISTICS_BY_COUNT; i++)
        choices[i] = (struct ui_choice){.letter = statistics_by_name((enum statistics_by)i)[0],
                                        .text = statistics_by_label((enum statistics_by)i)};
    int taken = ui_choose(s->ui, _("By what?"), choices, STATISTICS_BY_COUNT, (int)s->by);
    if (taken >= 0)
        s->by = (enum statistics_by)taken;
}

static void choose_figure(struct statistics *s)
{
    struct ui_choice choices[FIGURES_MOST];
    for (size_t i = 0; i < figures_shown(); i++) {
        struct figure figure = figure_at(i);
        choices[i] = (struct ui_choice){.text = figure.label, .detail = figure.formula};
    }
    int taken = ui_choose(s->ui, _("Bars of what?"), choices, figures_shown(), (int)s->charted);
    if (taken >= 0) {
        s->charted = (size_t)taken;
        s->chart = true;
    }
}

static void give(struct statistics *s, bool print)
{
    struct pool *pool = pool_new();
    struct report report;
    struct error e = {0};
    const char *of = *s->selection.category == '\0' ? "" : pool_format(pool, " --category=%s", s->selection.category);
    if (statistics_report(s->work, pool, s->by, &s->selection, &report, &e) != ERR_NONE)
        ui_error(s->ui, &e);
    else if (!print)
        report_export(s->ui, s->work, &report);
    else
        report_print_screen(s->ui, s->work, &report,
                            pool_format(pool, "case statistics --by=%s%s%s --format=print", statistics_by_name(s->by),
                                        report_options(s->work, pool, &s->selection), of));
    pool_free(&pool);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct statistics *s = to;
    (void)rows;
    (void)row;
    switch (action) {
    case ACTION_TABLE:
        s->chart = !s->chart;
        break;
    case ACTION_COLUMNS:
        choose_figure(s);
        break;
    case ACTION_VIEW:
        choose_division(s);
        break;
    case ACTION_PREVIOUS:
    case ACTION_NEXT:
        case_selection_shift(&s->selection, action == ACTION_NEXT ? 1 : -1);
        break;
    case ACTION_ADD_FILTER:
        if (!report_ask_selection(ui, s->work, &s->selection))
            return true;
        break;
    case ACTION_EXPORT:
    case ACTION_PRINT:
        give(s, action == ACTION_PRINT);
        return true;
    default:
        return false;
    }
    choose_columns(s);
    ui_list_set_columns(list, s->columns);
    ui_list_reload(list);
    return true;
}

static void run(struct ui *ui, struct work *work, enum statistics_by by, const struct case_selection *selection,
                bool chart, const char *title)
{
    static const enum action foot[] = {ACTION_OPEN,    ACTION_TABLE,      ACTION_VIEW,   ACTION_PREVIOUS, ACTION_NEXT,
                                       ACTION_COLUMNS, ACTION_ADD_FILTER, ACTION_EXPORT, ACTION_PRINT,    ACTION_NONE};
    static const char *const words[] = {NULL, NULL,       N_("by what"), NULL, NULL, N_("bars of"), N_("area, period"),
                                        NULL, N_("print")};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Figures of the cases that were reported in the period, however late they were closed; without drafts, "
               "void, merged and refused ones. \"-\" is where nothing can be divided, never a zero; ! is below the "
               "target. Enter goes down a level, at last to the very cases."),
        .detail_lines = 5,
    };
    struct statistics s = {
        .ui = ui, .work = work, .pool = pool_new(), .by = by, .selection = *selection, .chart = chart, .where = ""};
    struct list_query query = {0};
    choose_columns(&s);
    ui_list_run(ui, title, NULL, s.columns, &ops, &query, &s);
    pool_free(&s.pool);
}

void statistics_screen(struct ui *ui, struct work *work)
{
    struct case_selection selection;
    case_selection_begin(&selection);
    run(ui, work, BY_AREA, &selection, true, _("Statistics"));
}

/* The very cases of a row. */
struct cases {
    struct work *work;
    const struct case_selection *selection;
    const char *head;
};

static enum err read_cases(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    struct cases *cases = to;
    return statistics_cases(cases->work, pool, cases->selection, query->offset, query->limit == 0 ? 100 : query->limit,
                            out, total, e);
}

static const char *case_cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "light") == 0)
        return light_letter(rows_text(rows, row, "light"));
    if (strcmp(field, "no") == 0)
        return tell_short_no(rows_text(rows, row, "no"));
    if (strcmp(field, "state") == 0)
        return code_text("case_state", rows_text(rows, row, "state"));
    if (strcmp(field, "reported_at") == 0)
        return tell_moment(pool, rows, row, "reported_at");
    return NULL;
}

static void open_case(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct cases *cases = to;
    case_view_screen(ui, cases->work, rows_int(rows, row, "id"));
}

static void cases_heading(void *to, char *out, size_t room)
{
    struct cases *cases = to;
    struct pool *pool = pool_new();
    snprintf(out, room, "%s  %s", cases->head, case_selection_period_text(cases->selection, pool));
    pool_free(&pool);
}

static void cases_screen(struct ui *ui, struct work *work, const struct case_selection *selection, const char *title)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read_cases, .cell = case_cell, .open = open_case, .heading = cases_heading, .foot = foot};
    const struct ui_list_column columns[] = {
        {"light",     2,                       -1,  0,           " "                  },
        {"no",        9,                       -1,  0,           N_("No.")            },
        {"title",     0,                       -1,  0,           N_("Title")          },
        {"area_name", 13,                      -1,  3,           N_("Grid")           },
        {"unit",      12,                      -1,  4,           N_("Unit")           },
        {"state",     tell_width("case_state", 12), -1,          0,                     N_("State")},
        {"reported_at",           11,                      -1,             2, N_("When")        },
        {NULL,           0,                               0,                       0,   NULL},
    };
    struct cases cases = {work, selection, title};
    struct list_query query = {0};
    ui_list_run(ui, _("Cases"), NULL, columns, &ops, &query, &cases);
}
