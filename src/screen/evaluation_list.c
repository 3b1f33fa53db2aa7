/* The monthly evaluation: those who are judged ranked, one column an item; below, why the one under the cursor has what
 * it has. */
#include "evaluation.h"
#include "rows.h"
#include "scheme.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define DETAIL_LINES 7
#define FIXED_BEFORE 3 /* id, rank, name */
#define FIXED_AFTER  3 /* points, total, last_rank */
#define COLUMNS_MOST (FIXED_BEFORE + EVALUATION_ITEMS + FIXED_AFTER)

/* Column names of the items in the order shown. */
static const char *const ITEM_NAMES[EVALUATION_ITEMS] = {"i1", "i2",  "i3",  "i4",  "i5",  "i6",  "i7",  "i8",
                                                         "i9", "i10", "i11", "i12", "i13", "i14", "i15", "i16"};

struct ranking {
    struct ui *ui;
    struct work *work;
    struct pool *pool; /* of the month shown */
    char month[MONTH_TEXT];
    char subject[16];
    int64_t appeals; /* that wait for the actor's decision */
    struct evaluation *leaders;
    size_t count;
    size_t item_at[EVALUATION_ITEMS]; /* the items that are shown: their index */
    size_t items;
    struct ui_list_column columns[COLUMNS_MOST + 1];
    bool chart;
    bool stale; /* the figures have to be read again: paging and searching alone need none of it */
};

void evaluation_this_month(char month[8])
{
    month_of(day_of(clock_now()), month);
}

void evaluation_month_words(const char *month, const char *state, char *out, size_t room)
{
    snprintf(out, room, "%s (%s)", month, code_text("evaluation_state", state));
}

const char *evaluation_bar(struct pool *pool, double part, int columns)
{
    int n = (int)(part * columns + 0.5);
    n = n < 0 ? 0 : n > columns ? columns : n;
    char *bar = pool_new_piece(pool, (size_t)n + 1, 1);
    memset(bar, '#', (size_t)n);
    return bar;
}

const char *evaluation_share(struct pool *pool, double numerator, double denominator)
{
    return pool_format(pool, "%.6g/%.6g", numerator, denominator);
}

const char *evaluation_points(struct pool *pool, double points)
{
    return points > -0.005 && points < 0.005 ? "0" : pool_format(pool, "%+.4g", points);
}

/* An item that counts for nobody this month has no column; the words below say so. */
static void choose_items(struct ranking *ranking)
{
    ranking->items = 0;
    for (size_t item = 0; ranking->count && item < ranking->leaders[0].count; item++) {
        bool counts = false;
        for (size_t i = 0; i < ranking->count; i++)
            counts |= item < ranking->leaders[i].count && ranking->leaders[i].items[item].counts;
        if (counts)
            ranking->item_at[ranking->items++] = item;
    }
}

static void choose_columns(struct ranking *ranking)
{
    size_t n = 0;
    struct ui_list_column *c = ranking->columns;
    c[n++] = (struct ui_list_column){"rank", 4, 1, 0, N_("Rank")};
    c[n++] = (struct ui_list_column){"name", 0, -1, 0, N_("Who")};
    for (size_t i = 0; i < ranking->items; i++) {
        const struct evaluation_item *item = &ranking->leaders[0].items[ranking->item_at[i]];
        /* the English names are too long for a column head: there the code stands */
        const char *label = i18n_language() == LANGUAGE_EN ? item->code : item->label;
        int width = text_width(label);
        c[n++] = (struct ui_list_column){ITEM_NAMES[i], width < 5 ? 5 : width, 1, (int)i + 1, label};
    }
    c[n++] = (struct ui_list_column){"points", 5, 1, 2, N_("+/-")};
    c[n++] = (struct ui_list_column){"total", 7, 1, 0, N_("Total")};
    c[n++] = (struct ui_list_column){"last_rank", 6, 1, 17, N_("Before")};
    c[n] = (struct ui_list_column){0};
}

static enum err load(struct ranking *ranking, struct error *e)
{
    if (!ranking->stale)
        return ERR_NONE;
    pool_reset(ranking->pool);
    ranking->count = 0;
    ranking->stale = false;
    enum err err = evaluation_list(ranking->work, ranking->pool, ranking->month, ranking->subject, &ranking->leaders,
                                   &ranking->count, e);
    if (err == ERR_NONE)
        err = evaluation_appeal_count(ranking->work, ranking->month, &ranking->appeals, e);
    choose_items(ranking);
    choose_columns(ranking);
    return err;
}

/* "92.3 A"; of a veto "92.3 E!", of a correction "86.0 B*", and nothing of who was there too few days. */
static const char *total_of(struct pool *pool, const struct evaluation *one)
{
    if (!one->judged)
        return "-";
    if (one->corrected)
        return pool_format(pool, "%.1f %s*", one->corrected_total, one->corrected_grade);
    return pool_format(pool, "%.1f %s%s", one->total, one->grade, one->veto ? "!" : "");
}

static void put_row(const struct ranking *ranking, struct pool *pool, struct rows *out, size_t row)
{
    const struct evaluation *leader = &ranking->leaders[row];
    size_t n = 0;
    rows_put_int(pool, out, row, n++, leader->who);
    rows_put(out, row, n++, leader->rank ? pool_format(pool, "%d", leader->rank) : "-");
    rows_put(out, row, n++, leader->name);
    for (size_t i = 0; i < ranking->items; i++) {
        const struct evaluation_item *item = &leader->items[ranking->item_at[i]];
        rows_put(out, row, n++, item->counts ? pool_format(pool, "%.1f", item->score) : "-");
    }
    rows_put(out, row, n++, leader->judged ? evaluation_points(pool, leader->points) : "-");
    rows_put(out, row, n++, total_of(pool, leader));
    rows_put(out, row, n++, leader->last_rank ? pool_format(pool, "%d", leader->last_rank) : "");
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct ranking *ranking = to;
    const char *names[COLUMNS_MOST] = {"id", "rank", "name"};
    enum err err = load(ranking, e);
    size_t columns = FIXED_BEFORE;
    for (size_t i = 0; i < ranking->items; i++)
        names[columns++] = ITEM_NAMES[i];
    names[columns++] = "points";
    names[columns++] = "total";
    names[columns++] = "last_rank";
    rows_make(pool, out, ranking->count, columns, names);
    if (err != ERR_NONE)
        return err;
    for (size_t i = 0; i < ranking->count; i++)
        put_row(ranking, pool, out, i);
    return rows_page(pool, out, query, total);
}

static const struct evaluation *leader_of(const struct ranking *ranking, int64_t id)
{
    for (size_t i = 0; i < ranking->count; i++)
        if (ranking->leaders[i].who == id)
            return &ranking->leaders[i];
    return NULL;
}

static void put_wrapped(struct ui *ui, struct pool *pool, int row, int most, const char *text)
{
    const char *wrapped[DETAIL_LINES];
    size_t count = most > 0 ? tell_wrapped(pool, text, ui_columns(ui) - 2, wrapped, (size_t)most) : 0;
    for (size_t i = 0; i < count; i++)
        ui_put(ui, row + (int)i, 1, 0, STYLE_DIM, wrapped[i]);
}

/* Items in words or as bars, then those that do not count this month. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct ranking *ranking = to;
    const struct evaluation *leader = leader_of(ranking, rows_int(rows, row, "id"));
    struct pool *pool = pool_new();
    int line = 0;
    if (!leader)
        lines = 0;
    const char *out = "";
    for (size_t i = 0; leader && i < leader->count && line < lines; i++) {
        const struct evaluation_item *item = &leader->items[i];
        if (!item->counts) {
            out = pool_format(pool, "%s%s%s", out, *out ? ", " : "", item->label);
            continue;
        }
        int bar = ui_columns(ui) - 51;
        ui_put(ui, first_row + line, 1, 19, STYLE_PLAIN, item->label);
        if (ranking->chart)
            ui_put(ui, first_row + line, 20, bar, STYLE_PLAIN, evaluation_bar(pool, item->rate, bar));
        ui_put(ui, first_row + line++, ranking->chart ? 21 + bar : 20, 0, STYLE_PLAIN,
               pool_format(pool, "%9s %6.1f%%  %4.1f/%.1f", evaluation_share(pool, item->numerator, item->denominator),
                           item->rate * 100, item->score, item->weight));
    }
    if (*out)
        put_wrapped(ui, pool, first_row + line, lines - line,
                    pool_format(pool, _("does not count this month: %s"), out));
    pool_free(&pool);
}

static void heading(void *to, char *out, size_t room)
{
    struct ranking *ranking = to;
    const char *state = ranking->count ? ranking->leaders[0].state : "open";
    char month[64];
    evaluation_month_words(ranking->month, state, month, sizeof month);
    int n = snprintf(out, room, "%s  %s  %s %zu", ranking->work->actor.area_name, month,
                     code_text("evaluation_subject", ranking->subject), ranking->count);
    if (ranking->appeals > 0 && n > 0 && (size_t)n < room)
        snprintf(out + n, room - (size_t)n, _("  appeals %lld"), (long long)ranking->appeals);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct ranking *ranking = to;
    evaluation_view_screen(ui, ranking->work, ranking->month, ranking->subject, rows_int(rows, row, "id"));
    ranking->stale = true;
}

enum month_step { STEP_COMPUTE, STEP_FREEZE, STEP_REVIEW, STEP_PUBLISH, STEPS };

static const struct {
    char letter;
    const char *word, *done, *right, *ask;
    enum err (*act)(struct work *work, const char *month, int64_t *changed, struct error *e);
} STEP_ROWS[STEPS] = {
    [STEP_COMPUTE] = {'c', N_("compute for trial"),        N_("computed"),  "evaluation.compute", NULL, evaluation_compute},
    [STEP_FREEZE] = {'f', N_("freeze"),                   N_("frozen"),    "evaluation.freeze",
                      N_("Freeze %s? The figures and the records behind them are stored; diary entries of the month "
                        "can no longer be changed."),
                      evaluation_freeze                                                                                   },
    [STEP_REVIEW] = {'r', N_("review: appeals are over"), N_("reviewed"),  "evaluation.publish",
                      N_("Review %s? No appeal can be made against it any more."),                      evaluation_review },
    [STEP_PUBLISH] = {'p', N_("publish"),                  N_("published"), "evaluation.publish",
                      N_("Publish %s? Every leader then sees the result. A published month never changes; a correction "
                         "is a new, visible entry."),
                      evaluation_publish                                                                                  },
};

static bool agreed(struct ranking *ranking, enum month_step step)
{
    struct pool *pool = pool_new();
    const char *ask = STEP_ROWS[step].ask;
    bool yes = true;
    if (ask != NULL) {
        const char *words = _(ask), *at = strstr(words, "%s");
        yes = ui_confirm(ranking->ui, "%.*s%s%s", (int)(at - words), words, ranking->month, at + 2);
    }
    pool_free(&pool);
    return yes;
}

static void take_step(struct ranking *ranking, enum month_step step)
{
    struct error e = {0};
    int64_t changed = 0;
    if (right_need(ranking->work, STEP_ROWS[step].right, &e) != ERR_NONE) {
        ui_error(ranking->ui, &e);
        return;
    }
    if (!agreed(ranking, step))
        return;
    if (STEP_ROWS[step].act(ranking->work, ranking->month, &changed, &e) != ERR_NONE)
        ui_error(ranking->ui, &e);
    else
        ui_note(ranking->ui, "%s: %s (%lld)", ranking->month, _(STEP_ROWS[step].done), (long long)changed);
}

/* The month as a file, which the inbox keeps. */
static void export(struct ranking *ranking)
{
    struct error e = {0};
    int64_t file = 0;
    if (evaluation_export_file(ranking->work, ranking->month, &file, &e) != ERR_NONE)
        ui_error(ranking->ui, &e);
    else
        ui_note(ranking->ui, _("The file is ready: ssh HOST inbox get %lld > %s.xlsx"), (long long)file,
                ranking->month);
}

static void show_trend(struct ranking *ranking)
{
    struct whose all = {0};
    text_copy(all.month, sizeof all.month, ranking->month);
    text_copy(all.subject, sizeof all.subject, ranking->subject);
    text_copy(all.name, sizeof all.name, ranking->work->actor.area_name);
    evaluation_trend_of(ranking->ui, ranking->work, &all);
}

enum { DO_TREND = STEPS, DO_POST, DO_EXPORT, DO_SCHEMES, DOINGS };

static void menu(struct ranking *ranking)
{
    struct ui_choice choices[DOINGS] = {
        [DO_TREND] = {.letter = 't', .text = _("trend over twelve months")},
        [DO_POST] = {.letter = 'o', .text = _("print to be posted")      },
        [DO_EXPORT] = {.letter = 'x', .text = _("as a spreadsheet")        },
        [DO_SCHEMES] = {.letter = 's', .text = _("schemes: what is judged") },
    };
    char why[STEPS][96];
    for (int i = 0; i < STEPS; i++)
        choices[i] =
            (struct ui_choice){STEP_ROWS[i].letter, _(STEP_ROWS[i].word), NULL,
                               tell_denied(ranking->work, STEP_ROWS[i].right, why[i], sizeof why[i]) ? why[i] : NULL};
    int chosen = ui_choose(ranking->ui, ranking->month, choices, DOINGS, 0);
    if (chosen == DO_TREND)
        show_trend(ranking);
    else if (chosen == DO_POST)
        evaluation_print_screen(ranking->ui, ranking->work, ranking->month);
    else if (chosen == DO_EXPORT)
        export(ranking);
    else if (chosen == DO_SCHEMES)
        scheme_list_of(ranking->ui, ranking->work, ranking->subject);
    else if (chosen >= 0)
        take_step(ranking, (enum month_step)chosen);
}

/* Whose evaluations are looked at. */
static void choose_subject(struct ranking *ranking)
{
    static const char *const subjects[] = {"grid_leader", "informant", "station", "department", "sunk"};
    static const char letters[] = {'g', 'i', 's', 'd', 'k'};
    struct ui_choice choices[COUNT_OF(subjects)];
    int start = 0;
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        choices[i] = (struct ui_choice){.letter = letters[i], .text = code_text("evaluation_subject", subjects[i])};
        if (strcmp(subjects[i], ranking->subject) == 0)
            start = (int)i;
    }
    int chosen = ui_choose(ranking->ui, _("Who is judged"), choices, COUNT_OF(subjects), start);
    if (chosen >= 0)
        text_copy(ranking->subject, sizeof ranking->subject, subjects[chosen]);
}

static void note_points(struct ranking *ranking, const struct rows *rows, size_t row)
{
    const struct evaluation *one = row == SIZE_MAX ? NULL : leader_of(ranking, rows_int(rows, row, "id"));
    if (one == NULL)
        return;
    struct whose whose = {.who = one->who};
    text_copy(whose.month, sizeof whose.month, ranking->month);
    text_copy(whose.subject, sizeof whose.subject, ranking->subject);
    text_copy(whose.name, sizeof whose.name, one->name);
    evaluation_point_form(ranking->ui, ranking->work, &whose, "points");
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct ranking *ranking = to;
    char month[MONTH_TEXT];
    switch (action) {
    case ACTION_PREVIOUS:
    case ACTION_NEXT:
        month_add(ranking->month, action == ACTION_NEXT ? 1 : -1, month);
        text_copy(ranking->month, sizeof ranking->month, month);
        ranking->stale = true;
        break;
    case ACTION_TABLE:
        ranking->chart = !ranking->chart;
        break;
    case ACTION_FREEZE:
    case ACTION_PRINT:
        take_step(ranking, action == ACTION_FREEZE ? STEP_FREEZE : STEP_PUBLISH);
        ranking->stale = true;
        break;
    case ACTION_EXPORT:
        export(ranking);
        return true;
    case ACTION_COMMAND:
        menu(ranking);
        ranking->stale = true;
        break;
    case ACTION_VIEW:
        choose_subject(ranking);
        ranking->stale = true;
        break;
    case ACTION_APPEAL:
        evaluation_appeals_of(ui, ranking->work, ranking->month, NULL, 0);
        ranking->stale = true;
        break;
    case ACTION_NEW:
        note_points(ranking, rows, row);
        ranking->stale = true;
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

/* Who is judged has one result: it opens at once. */
static void own_screen(struct ui *ui, struct work *work)
{
    char month[MONTH_TEXT];
    struct evaluation own;
    struct error e = {0};
    bool found = false;
    struct pool *pool = pool_new();
    evaluation_this_month(month);
    if (evaluation_own(work, pool, month, &own, &found, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (!found)
        ui_note(ui, "%s", _("You are not judged this month."));
    else
        evaluation_view_screen(ui, work, month, own.subject, own.who);
    pool_free(&pool);
}

static bool only_own(const struct work *work)
{
    return right_scope(work, "evaluation.read") == SCOPE_OWN;
}

void evaluation_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN,     ACTION_TABLE,  ACTION_VIEW,   ACTION_NEW,
                                       ACTION_APPEAL,   ACTION_FREEZE, ACTION_PRINT,  ACTION_COMMAND,
                                       ACTION_PREVIOUS, ACTION_NEXT,   ACTION_EXPORT, ACTION_NONE};
    static const char *const words[] = {
        NULL, NULL, N_("whose"), N_("add points"), NULL, NULL, N_("publish"), NULL, NULL, NULL, NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .detail = detail,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Leaders by their total of the month. \"-\" is an item that does not count this month, never a zero: "
               "its weight goes to the others; ! a veto, * a correction. Enter opens the items, and from there the "
               "records behind each; v chooses whose, a adds or deducts points, y opens the appeals."),
        .detail_lines = DETAIL_LINES,
    };
    struct ranking ranking = {.ui = ui, .work = work, .pool = pool_new(), .stale = true};
    struct list_query query = {0};
    struct error e = {0};
    evaluation_this_month(ranking.month);
    text_copy(ranking.subject, sizeof ranking.subject, "grid_leader");
    if (only_own(work))
        own_screen(ui, work);
    else if (load(&ranking, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_list_run(ui, _("Monthly evaluation"), NULL, ranking.columns, &ops, &query, &ranking);
    pool_free(&ranking.pool);
}
