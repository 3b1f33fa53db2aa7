/* The result of one who is judged: items with their parts and figures, the ledger, appeals, corrections. Enter on any
 * line opens what it was reckoned from. */
#include "evaluation.h"
#include "month.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/scheme.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define BAR_MOST 40
#define BESIDE   43 /* columns that item, share, score and gaps take */

enum line_kind { LINE_ITEM, LINE_PART, LINE_SUM, LINE_POINT, LINE_APPEAL, LINE_CORRECTION };

/* What a row of the page is: n of its kind, p of the item's parts. */
struct line {
    enum line_kind kind;
    size_t n, p;
};

struct result {
    struct ui *ui;
    struct work *work;
    struct whose whose;
    struct evaluation evaluation;
    struct rows points, appeals, corrections;
    struct line *lines; /* they and those rows are in the pool of the list */
    size_t count;
    bool table;
};

static enum err load(struct result *result, struct pool *pool, struct error *e)
{
    char id[24];
    struct whose *whose = &result->whose;
    snprintf(id, sizeof id, "%lld", (long long)whose->who);
    result->count = 0;
    enum err err = evaluation_show(result->work, pool, whose->month, whose->subject, id, &result->evaluation, e);
    if (err == ERR_NONE)
        err = evaluation_point_list(result->work, pool, whose->month, whose->subject, whose->who, &result->points, e);
    if (err == ERR_NONE)
        err = evaluation_appeal_list(
            result->work, pool,
            &(struct appeal_query){.month = whose->month, .subject = whose->subject, .who = whose->who},
            &result->appeals, e);
    if (err == ERR_NONE)
        err = evaluation_corrections(result->work, pool, whose->month, whose->subject, whose->who, &result->corrections,
                                     e);
    text_copy(whose->name, sizeof whose->name, result->evaluation.name);
    return err;
}

static void add_line(struct result *result, enum line_kind kind, size_t n, size_t p)
{
    result->lines[result->count++] = (struct line){kind, n, p};
}

/* Parts are told where an item has several of them. */
static void make_lines(struct result *result, struct pool *pool)
{
    const struct evaluation *e = &result->evaluation;
    size_t most = EVALUATION_ITEMS * (EVALUATION_PARTS + 1) + 1 + result->points.count + result->appeals.count +
                  result->corrections.count;
    result->lines = pool_new_piece(pool, most, sizeof *result->lines);
    for (size_t i = 0; i < e->count; i++) {
        add_line(result, LINE_ITEM, i, 0);
        for (size_t p = 0; e->items[i].counts && e->items[i].part_count > 1 && p < e->items[i].part_count; p++)
            add_line(result, LINE_PART, i, p);
    }
    if (result->points.count > 0 || e->points != 0)
        add_line(result, LINE_SUM, 0, 0);
    for (size_t i = 0; i < result->points.count; i++)
        add_line(result, LINE_POINT, i, 0);
    for (size_t i = 0; i < result->appeals.count; i++)
        add_line(result, LINE_APPEAL, i, 0);
    for (size_t i = 0; i < result->corrections.count; i++)
        add_line(result, LINE_CORRECTION, i, 0);
}

enum column { ID, ITEM, BAR, SHARE, RATE, WEIGHT, SCORE, COLUMN_COUNT };

static void put_item(struct result *result, struct pool *pool, struct rows *out, size_t row, size_t i)
{
    const struct evaluation_item *item = &result->evaluation.items[i];
    int room = ui_columns(result->ui) - BESIDE, bar = room < BAR_MOST ? room : BAR_MOST;
    rows_put(out, row, ITEM, item->label);
    if (!item->counts) {
        rows_put(out, row, BAR, _("not this month"));
        rows_put(out, row, SCORE, "-");
        return;
    }
    rows_put(out, row, BAR, evaluation_bar(pool, item->rate, bar));
    rows_put(out, row, SHARE, evaluation_share(pool, item->numerator, item->denominator));
    rows_put(out, row, RATE, pool_format(pool, "%.1f%%", item->rate * 100));
    rows_put(out, row, WEIGHT, pool_format(pool, "%.1f", item->weight));
    rows_put(out, row, SCORE, pool_format(pool, "%.1f", item->score));
}

static void put_part(struct result *result, struct pool *pool, struct rows *out, size_t row, const struct line *line)
{
    const struct evaluation_part *part = &result->evaluation.items[line->n].parts[line->p];
    struct measure measure = {.label = part->measure};
    measure_find(part->measure, NULL, &measure);
    rows_put(out, row, ITEM, pool_format(pool, "  %s", measure.label));
    rows_put(out, row, BAR, pool_format(pool, "  x %.4g", part->factor));
    rows_put(out, row, SHARE, part->counts ? evaluation_share(pool, part->numerator, part->denominator) : "-");
    if (part->counts)
        rows_put(out, row, RATE, pool_format(pool, "%.1f%%", part->rate * 100));
}

static double ledger_sum(const struct result *result)
{
    double sum = 0;
    for (size_t i = 0; i < result->points.count; i++)
        if (rows_null(&result->points, i, "withdrawn_at") || rows_text(&result->points, i, "withdrawn_at")[0] == '\0')
            sum += rows_real(&result->points, i, "points");
    for (size_t i = 0; i < result->appeals.count; i++)
        sum += rows_real(&result->appeals, i, "points");
    return sum;
}

static void put_text(struct result *result, struct pool *pool, struct rows *out, size_t row, const char *label,
                     const char *text)
{
    rows_put(out, row, ITEM, result->table ? pool_format(pool, "%s: %s", label, text) : label);
    rows_put(out, row, BAR, text);
}

/* What lies beyond the cap is told, and does not count. */
static void put_sum(struct result *result, struct pool *pool, struct rows *out, size_t row)
{
    double sum = ledger_sum(result), counted = result->evaluation.points;
    bool beyond = sum - counted > 0.005 || counted - sum > 0.005;
    put_text(
        result, pool, out, row, _("Ledger"),
        beyond ? pool_format(pool, _("%s noted, the cap is %.4g"), evaluation_points(pool, sum), result->evaluation.cap)
               : "");
    rows_put(out, row, SCORE, evaluation_points(pool, counted));
}

static void put_point(struct result *result, struct pool *pool, struct rows *out, size_t row, size_t i)
{
    const struct rows *points = &result->points;
    bool veto = strcmp(rows_text(points, i, "kind"), "veto") == 0;
    bool withdrawn = rows_text(points, i, "withdrawn_at")[0] != '\0';
    put_text(result, pool, out, row,
             veto ? _("  veto") : pool_format(pool, "  %s", evaluation_points(pool, rows_real(points, i, "points"))),
             withdrawn ? pool_format(pool, _("(withdrawn) %s"), rows_text(points, i, "reason"))
                       : rows_text(points, i, "reason"));
}

static void put_appeal(struct result *result, struct pool *pool, struct rows *out, size_t row, size_t i)
{
    const struct rows *appeals = &result->appeals;
    double points = rows_real(appeals, i, "points");
    put_text(result, pool, out, row,
             pool_format(pool, _("Appeal, %s"), code_text("appeal_state", rows_text(appeals, i, "state"))),
             rows_text(appeals, i, "text"));
    if (points != 0)
        rows_put(out, row, SCORE, evaluation_points(pool, points));
}

static void put_correction(struct result *result, struct pool *pool, struct rows *out, size_t row, size_t i)
{
    const struct rows *rows = &result->corrections;
    put_text(result, pool, out, row,
             pool_format(pool, _("Corrected %s"), evaluation_points(pool, rows_real(rows, i, "points"))),
             rows_text(rows, i, "reason"));
    rows_put(out, row, SCORE, pool_format(pool, "%.1f", rows_real(rows, i, "total")));
}

static void put_line(struct result *result, struct pool *pool, struct rows *out, size_t row)
{
    const struct line *line = &result->lines[row];
    rows_put_int(pool, out, row, ID, (int64_t)row + 1);
    switch (line->kind) {
    case LINE_ITEM:
        put_item(result, pool, out, row, line->n);
        break;
    case LINE_PART:
        put_part(result, pool, out, row, line);
        break;
    case LINE_SUM:
        put_sum(result, pool, out, row);
        break;
    case LINE_POINT:
        put_point(result, pool, out, row, line->n);
        break;
    case LINE_APPEAL:
        put_appeal(result, pool, out, row, line->n);
        break;
    case LINE_CORRECTION:
        put_correction(result, pool, out, row, line->n);
        break;
    }
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "item", "bar", "share", "rate", "weight", "score"};
    struct result *result = to;
    enum err err = load(result, pool, e);
    if (err == ERR_NONE && result->evaluation.judged)
        make_lines(result, pool);
    rows_make(pool, out, result->count, COLUMN_COUNT, names);
    for (size_t i = 0; i < result->count; i++)
        put_line(result, pool, out, i);
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static const struct ui_list_column CHART[] = {
    {"item",  20, -1, 0, N_("Item") },
    {"bar",   0,  -1, 0, " "        },
    {"share", 9,  1,  0, N_("Of")   },
    {"score", 6,  1,  0, N_("Score")},
    {NULL,    0,  0,  0, NULL       },
};

static const struct ui_list_column FIGURES[] = {
    {"item",   0, -1, 0, N_("Item")  },
    {"share",  9, 1,  0, N_("Of")    },
    {"rate",   7, 1,  0, N_("Rate")  },
    {"weight", 6, 1,  0, N_("Weight")},
    {"score",  8, 1,  0, N_("Score") },
    {NULL,     0, 0,  0, NULL        },
};

static void heading(void *to, char *out, size_t room)
{
    struct result *result = to;
    const struct evaluation *e = &result->evaluation;
    char month[64];
    evaluation_month_words(result->whose.month, e->state, month, sizeof month);
    if (!e->judged) {
        snprintf(out, room, _("%s %s  there on %d days: not judged"), e->name, month, e->days);
        return;
    }
    if (!evaluation_has_rank(e)) {
        snprintf(out, room, _("%s %s  no item counts: no rank"), e->name, month);
        return;
    }
    int n = snprintf(out, room, _("%s %s  %.1f %s, rank %d"), e->name, month, e->total, e->grade, e->rank);
    if (e->rank_street > 0 && n > 0 && (size_t)n < room)
        n += snprintf(out + n, room - (size_t)n, _(", street %d"), e->rank_street);
    if (e->rank_district > 0 && n > 0 && (size_t)n < room)
        n += snprintf(out + n, room - (size_t)n, _(", district %d"), e->rank_district);
    if (e->veto && n > 0 && (size_t)n < room)
        n += snprintf(out + n, room - (size_t)n, "%s", _(", veto"));
    if (e->corrected && n > 0 && (size_t)n < room)
        snprintf(out + n, room - (size_t)n, _(", corrected to %.1f %s"), e->corrected_total, e->corrected_grade);
}

static void open_item(struct result *result, const struct line *line)
{
    const struct evaluation_item *item = &result->evaluation.items[line->n];
    struct measure measure = {.label = item->label};
    bool part = line->kind == LINE_PART;
    if (part)
        measure_find(item->parts[line->p].measure, NULL, &measure);
    if (item->counts)
        evaluation_records_screen(result->ui, result->work, &result->whose, item->code, measure.label,
                                  part ? item->parts[line->p].measure : NULL);
    else if (strcmp(item->code, "familiarity") == 0)
        drill_list_screen(result->ui, result->work); /* where one is taken */
    else
        ui_note(result->ui, _("%s does not count this month: there is nothing to count it of"), item->label);
}

static void open_correction(struct result *result, size_t i)
{
    const struct rows *rows = &result->corrections;
    ui_message(result->ui, _("Correction"), "%+.4g: %.1f %s\n\n%s\n%s, %.10s", rows_real(rows, i, "points"),
               rows_real(rows, i, "total"), rows_text(rows, i, "grade"), rows_text(rows, i, "reason"),
               rows_text(rows, i, "by_name"), rows_text(rows, i, "made_at"));
}

/* Enter on a figure opens the very records that it was counted from. */
static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct result *result = to;
    struct line line = result->lines[rows_int(rows, row, "id") - 1];
    if (line.kind == LINE_ITEM || line.kind == LINE_PART)
        open_item(result, &line);
    else if (line.kind == LINE_POINT)
        evaluation_point_screen(ui, result->work, &result->points, line.n);
    else if (line.kind == LINE_APPEAL)
        evaluation_appeal_screen(ui, result->work, rows_int(&result->appeals, line.n, "id"));
    else if (line.kind == LINE_CORRECTION)
        open_correction(result, line.n);
}

/* The item that the cursor is on; elsewhere NULL: the whole. */
static const struct evaluation_item *item_at(const struct result *result, const struct rows *rows, size_t row)
{
    if (row == SIZE_MAX)
        return NULL;
    const struct line *line = &result->lines[rows_int(rows, row, "id") - 1];
    return line->kind == LINE_ITEM || line->kind == LINE_PART ? &result->evaluation.items[line->n] : NULL;
}

static void appeal(struct result *result, const struct evaluation_item *item)
{
    if (result->whose.own)
        evaluation_appeal_form(result->ui, result->work, &result->whose, item == NULL ? "" : item->code,
                               item == NULL ? "" : item->label, "");
    else
        evaluation_appeals_of(result->ui, result->work, result->whose.month, result->whose.subject, result->whose.who);
}

enum { DO_APPEAL, DO_READ, DO_ADD, DO_VETO, DO_WITHDRAW, DO_CORRECT, DO_TREND, DOINGS };

/* Why each cannot be done now, NULL where it can; room is for the words of missing rights. */
static void why_not(const struct result *result, bool on_point, const char *why[DOINGS], char room[DOINGS][96])
{
    const char *state = result->evaluation.state;
    bool published = strcmp(state, "published") == 0, reviewed = published || strcmp(state, "reviewed") == 0;
    const char *frozen = reviewed || strcmp(state, "frozen") == 0 ? _("the month is frozen") : NULL;
    why[DO_APPEAL] = !result->whose.own ? _("not one's own") : reviewed ? _("the month is reviewed") : NULL;
    why[DO_READ] = why[DO_TREND] = NULL;
    why[DO_ADD] = frozen;
    why[DO_VETO] = frozen;
    why[DO_WITHDRAW] = on_point ? frozen : _("the cursor is on no line of the ledger");
    why[DO_CORRECT] = published ? NULL : _("it is not published");
    if (tell_denied(result->work, "evaluation.points", room[DO_ADD], sizeof room[DO_ADD]))
        why[DO_ADD] = why[DO_WITHDRAW] = room[DO_ADD];
    if (tell_denied(result->work, "evaluation.veto", room[DO_VETO], sizeof room[DO_VETO]))
        why[DO_VETO] = room[DO_VETO];
    if (tell_denied(result->work, "evaluation.correct", room[DO_CORRECT], sizeof room[DO_CORRECT]))
        why[DO_CORRECT] = room[DO_CORRECT];
}

static void do_it(struct result *result, int chosen, const struct evaluation_item *item, const struct line *line)
{
    struct ui *ui = result->ui;
    const struct whose *whose = &result->whose;
    if (chosen == DO_APPEAL)
        appeal(result, item);
    else if (chosen == DO_READ)
        evaluation_appeals_of(ui, result->work, whose->month, whose->subject, whose->who);
    else if (chosen == DO_ADD || chosen == DO_VETO)
        evaluation_point_form(ui, result->work, whose, chosen == DO_ADD ? "points" : "veto");
    else if (chosen == DO_WITHDRAW)
        evaluation_point_withdraw_ask(ui, result->work, rows_int(&result->points, line->n, "id"));
    else if (chosen == DO_CORRECT)
        evaluation_correct_ask(ui, result->work, whose);
    else if (chosen == DO_TREND)
        evaluation_trend_of(ui, result->work, whose);
}

/* What can be done now; what cannot says why. */
static void menu(struct result *result, const struct rows *rows, size_t row)
{
    static const char letters[DOINGS] = {'y', 'l', 'a', 'v', 'w', 'c', 't'};
    static const char *const words[DOINGS] = {N_("appeal against it"),
                                              N_("its appeals"),
                                              N_("add or deduct points"),
                                              N_("veto"),
                                              N_("withdraw this line of the ledger"),
                                              N_("correct what was published"),
                                              N_("trend over twelve months")};
    struct ui_choice choices[DOINGS];
    const char *why[DOINGS];
    char room[DOINGS][96];
    const struct line *line = row == SIZE_MAX ? NULL : &result->lines[rows_int(rows, row, "id") - 1];
    why_not(result, line != NULL && line->kind == LINE_POINT, why, room);
    for (int i = 0; i < DOINGS; i++)
        choices[i] = (struct ui_choice){.letter = letters[i], .text = _(words[i]), .why = why[i]};
    int chosen = ui_choose(result->ui, _("What can be done"), choices, DOINGS, 0);
    do_it(result, chosen, item_at(result, rows, row), line);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct result *result = to;
    switch (action) {
    case ACTION_TABLE:
        result->table = !result->table;
        ui_list_set_columns(list, result->table ? FIGURES : CHART);
        ui_list_reload(list);
        return true;
    case ACTION_PREVIOUS:
    case ACTION_NEXT:
        if (!month_turn(ui, result->whose.month, action))
            return true;
        break;
    case ACTION_APPEAL:
        appeal(result, item_at(result, rows, row));
        break;
    case ACTION_COMMAND:
        menu(result, rows, row);
        break;
    case ACTION_VIEW:
        if (result->whose.own)
            evaluation_gain_screen(ui, result->work);
        else
            ui_note(ui, "%s", _("What would gain most is told to those whom it concerns."));
        return true;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

void evaluation_view_screen(struct ui *ui, struct work *work, const char *month, const char *subject, int64_t who)
{
    static const enum action foot[] = {ACTION_OPEN,  ACTION_VIEW,     ACTION_APPEAL, ACTION_COMMAND,
                                       ACTION_TABLE, ACTION_PREVIOUS, ACTION_NEXT,   ACTION_NONE};
    static const char *const words[] = {NULL, N_("what gains"), NULL, NULL, NULL, NULL, NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help = N_("Each item: done of due, and the points it gives; below, the ledger, appeals and corrections. Enter "
                   "opens what a line was reckoned from, y appeals against it, v tells what would gain most."),
    };
    struct result result = {.ui = ui, .work = work, .whose = {.who = who}};
    struct list_query query = {0};
    text_copy(result.whose.month, sizeof result.whose.month, month);
    text_copy(result.whose.subject, sizeof result.whose.subject, subject);
    result.whose.own = evaluation_concerns(work, month, subject, who);
    ui_list_run(ui, _("Result"), NULL, CHART, &ops, &query, &result);
}
