/* The monthly evaluation: those who are judged ranked, one column an item; below, why the one under the cursor has what
 * it has. */
#include "evaluation.h"
#include "month.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define DETAIL_LINES 8
#define NAME_MOST    24
#define PAIR_WIDTH   37 /* of an item in words: two stand in a line where there is room */
#define PAIR_LABEL   10
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
    struct evaluation_about about;
    struct rows missing; /* of the item that lost the one under the cursor most */
    size_t missing_item;
    int64_t missing_of; /* whose, 0: nobody's yet */
    struct evaluation *leaders;
    size_t count;
    size_t item_at[EVALUATION_ITEMS]; /* the items that are shown: their index */
    size_t items;
    struct ui_list_column columns[COLUMNS_MOST + 1];
    bool chart;
    bool stale; /* the figures have to be read again: paging and searching alone need none of it */
};

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
    bool whole = numerator - (double)(int64_t)numerator < 0.05;
    return pool_format(pool, whole ? "%.0f/%.6g" : "%.1f/%.6g", numerator, denominator);
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

/* Left out first when the window is narrow: what weighs least; of equals the last. */
static int drop_of(const struct ranking *ranking, size_t i)
{
    const struct evaluation_item *items = ranking->leaders[0].items;
    int before = 0;
    for (size_t k = 0; k < ranking->items; k++) {
        double weight = items[ranking->item_at[k]].full_weight, own = items[ranking->item_at[i]].full_weight;
        before += weight > own || (weight >= own && k < i);
    }
    return before + 1;
}

static void choose_columns(struct ranking *ranking)
{
    size_t n = 0;
    struct ui_list_column *c = ranking->columns;
    int name = 8;
    for (size_t i = 0; i < ranking->count; i++)
        name = text_width(ranking->leaders[i].name) > name ? text_width(ranking->leaders[i].name) : name;
    c[n++] = (struct ui_list_column){"rank", 4, 1, 0, N_("Rank")};
    c[n++] = (struct ui_list_column){"name", name < NAME_MOST ? name : NAME_MOST, -1, 0, N_("Who")};
    for (size_t i = 0; i < ranking->items; i++) {
        const struct evaluation_item *item = &ranking->leaders[0].items[ranking->item_at[i]];
        /* the English names are too long for a column head: there the code stands */
        const char *label = i18n_language() == LANGUAGE_EN ? item->code : item->label;
        int width = text_width(label);
        c[n++] = (struct ui_list_column){ITEM_NAMES[i], width < 5 ? 5 : width, 1, drop_of(ranking, i), label};
    }
    c[n++] = (struct ui_list_column){"points", 5, 1, 1, N_("+/-")};
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
    ranking->about = (struct evaluation_about){.scheme = ""};
    ranking->missing_of = 0;
    ranking->stale = false;
    enum err err = evaluation_list(ranking->work, ranking->pool, ranking->month, ranking->subject, &ranking->leaders,
                                   &ranking->count, e);
    if (err == ERR_NONE)
        err = evaluation_appeal_count(ranking->work, ranking->month, &ranking->appeals, e);
    if (err == ERR_NONE)
        err = evaluation_about(ranking->work, ranking->pool, ranking->month, ranking->subject, ranking->leaders,
                               ranking->count, &ranking->about, e);
    choose_items(ranking);
    choose_columns(ranking);
    return err;
}

/* "92.3 A"; of a veto "92.3 E!", of a correction "86.0 B*", and nothing of who was there too few days. */
static const char *total_of(struct pool *pool, const struct evaluation *one)
{
    if (!evaluation_has_rank(one))
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

static int put_wrapped(struct ui *ui, struct pool *pool, int row, int most, const char *text)
{
    const char *wrapped[DETAIL_LINES];
    size_t count = most > 0 ? tell_wrapped(pool, text, ui_columns(ui) - 2, wrapped, (size_t)most) : 0;
    for (size_t i = 0; i < count; i++)
        ui_put(ui, row + (int)i, 1, 0, STYLE_DIM, wrapped[i]);
    return (int)count;
}

/* "94/98  95.9%  19.2/20" */
static const char *figures(struct pool *pool, const struct evaluation_item *item)
{
    bool whole = item->weight - (double)(int64_t)item->weight < 0.05;
    return pool_format(pool, whole ? "%9s %6.1f%% %4.1f/%.0f" : "%9s %6.1f%% %4.1f/%.1f",
                       evaluation_share(pool, item->numerator, item->denominator), item->rate * 100, item->score,
                       item->weight);
}

static void put_item(struct ui *ui, struct pool *pool, int row, int at, int label, const struct evaluation_item *item)
{
    ui_put(ui, row, at, label, STYLE_PLAIN, item->label);
    ui_put(ui, row, at + label, 0, STYLE_PLAIN, figures(pool, item));
}

static bool labels_fit(const struct evaluation *leader, int columns)
{
    for (size_t i = 0; i < leader->count; i++)
        if (text_width(leader->items[i].label) > columns)
            return false;
    return true;
}

static void put_bar(struct ui *ui, struct pool *pool, int row, const struct evaluation_item *item)
{
    int bar = ui_columns(ui) - 50;
    ui_put(ui, row, 1, 19, STYLE_PLAIN, item->label);
    ui_put(ui, row, 20, bar, STYLE_PLAIN, evaluation_bar(pool, item->rate, bar));
    ui_put(ui, row, 21 + bar, 0, STYLE_PLAIN, figures(pool, item));
}

/* Items in words or as bars; returns how many lines they take, *out names those that do not count. */
static int put_items(struct ui *ui, struct pool *pool, const struct ranking *ranking, const struct evaluation *leader,
                     int first_row, int lines, const char **out)
{
    bool pairs = !ranking->chart && ui_columns(ui) >= 2 * PAIR_WIDTH + 4 && labels_fit(leader, PAIR_LABEL);
    int each = pairs ? 2 : 1, n = 0;
    *out = "";
    for (size_t i = 0; i < leader->count; i++) {
        const struct evaluation_item *item = &leader->items[i];
        if (!item->counts)
            *out = pool_format(pool, "%s%s%s", *out, **out ? ", " : "", item->label);
        else if (n < lines * each) {
            int row = first_row + n / each;
            if (ranking->chart)
                put_bar(ui, pool, row, item);
            else
                put_item(ui, pool, row, 1 + n % each * (PAIR_WIDTH + 2), pairs ? PAIR_LABEL : 19, item);
            n++;
        }
    }
    return (n + each - 1) / each;
}

/* The item that has lost the most, and the records that it is missing. */
static void find_missing(struct ranking *ranking, const struct evaluation *leader)
{
    double most = 0.05;
    if (ranking->missing_of == leader->who)
        return;
    ranking->missing_of = leader->who;
    ranking->missing = (struct rows){0};
    ranking->missing_item = EVALUATION_ITEMS;
    for (size_t i = 0; leader->judged && i < leader->count; i++) {
        const struct evaluation_item *item = &leader->items[i];
        if (item->counts && !item->parts[0].amount && item->weight - item->score > most) {
            most = item->weight - item->score;
            ranking->missing_item = i;
        }
    }
    if (ranking->missing_item < EVALUATION_ITEMS &&
        evaluation_records(ranking->work, ranking->pool, ranking->month, ranking->subject, leader->who,
                           leader->items[ranking->missing_item].code, &ranking->missing, NULL) != ERR_NONE)
        ranking->missing = (struct rows){0};
}

/* "Must-visit: due 32, done 30; missing: 6-302 (weekly visit) 10-09, ..." */
static const char *missing_words(struct ranking *ranking, struct pool *pool, const struct evaluation *leader)
{
    enum { TOLD = 6 };
    const struct rows *rows = &ranking->missing;
    const char *told = "";
    size_t n = 0;
    find_missing(ranking, leader);
    for (size_t i = 0; i < rows->count && n < TOLD; i++) {
        const char *note = rows_text(rows, i, "note"), *on = rows_text(rows, i, "on");
        if (rows_real(rows, i, "counted") >= rows_real(rows, i, "due"))
            continue;
        const char *what = rows_text(rows, i, "text"), *door = strchr(what, ' '), *why = strstr(note, ": ");
        if (door != NULL && strcmp(rows_text(rows, i, "kind"), "household") == 0)
            what = door + 1; /* the street is the same for all */
        note = why == NULL ? note : why + 2;
        told = pool_format(pool, "%s%s%s%s%s%s%s%s", told, n ? "; " : "", *what ? what : rows_text(rows, i, "no"),
                           *note ? " (" : "", note, *note ? ")" : "", *on ? " " : "", *on ? on + 5 : "");
        n++;
    }
    if (n == 0)
        return "";
    const struct evaluation_item *item = &leader->items[ranking->missing_item];
    return pool_format(pool, _("%s, missing: %s"), item->label, told);
}

/* Items, those that do not count this month, and what is missing most. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct ranking *ranking = to;
    const struct evaluation *leader = leader_of(ranking, rows_int(rows, row, "id"));
    struct pool *pool = pool_new();
    const char *out = "";
    if (leader != NULL) {
        int line = put_items(ui, pool, ranking, leader, first_row, lines, &out);
        if (*out)
            line +=
                put_wrapped(ui, pool, first_row + line, lines - line,
                            pool_format(pool, _("does not count this month, its weight goes to the others: %s"), out));
        const char *missing = line < lines ? missing_words(ranking, pool, leader) : "";
        if (*missing)
            put_wrapped(ui, pool, first_row + line, lines - line, missing);
    }
    pool_free(&pool);
}

static void heading(void *to, char *out, size_t room)
{
    struct ranking *ranking = to;
    const struct evaluation_about *about = &ranking->about;
    const char *state = ranking->count ? ranking->leaders[0].state : "open";
    struct pool *pool = pool_new();
    char month[64];
    evaluation_month_words(ranking->month, state, month, sizeof month);
    snprintf(out, room, "%s  %s %zu%s%s%s%s%s", month, code_text("evaluation_subject", ranking->subject),
             ranking->count,
             ranking->appeals > 0 ? pool_format(pool, _("  appeals %lld"), (long long)ranking->appeals) : "",
             about->compared ? pool_format(pool, _("  to last month %+.1f"), about->change) : "",
             about->schemes > 0 ? _("  scheme ") : "", about->scheme,
             about->schemes > 1 ? pool_format(pool, "%zu", about->schemes) : "");
    pool_free(&pool);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct ranking *ranking = to;
    evaluation_view_screen(ui, ranking->work, ranking->month, ranking->subject, rows_int(rows, row, "id"));
    ranking->stale = true;
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

static struct whose whole_of(const struct ranking *ranking)
{
    struct whose all = {0};
    text_copy(all.month, sizeof all.month, ranking->month);
    text_copy(all.subject, sizeof all.subject, ranking->subject);
    return all;
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct ranking *ranking = to;
    const struct whose all = whole_of(ranking);
    switch (action) {
    case ACTION_PREVIOUS:
    case ACTION_NEXT:
        ranking->stale = month_turn(ui, ranking->month, action);
        break;
    case ACTION_TABLE:
        ranking->chart = !ranking->chart;
        break;
    case ACTION_FREEZE:
    case ACTION_PRINT:
        evaluation_month_step(ui, ranking->work, ranking->month,
                              action == ACTION_FREEZE ? MONTH_FREEZE : MONTH_PUBLISH);
        ranking->stale = true;
        break;
    case ACTION_EXPORT:
        evaluation_month_export(ui, ranking->work, ranking->month);
        return true;
    case ACTION_COMMAND:
        evaluation_month_menu(ui, ranking->work, &all);
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
    month_now(month);
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

static const char *title_of(const struct work *work, char *out, size_t room)
{
    snprintf(out, room, "%s > %s", _("Monthly evaluation"), work->actor.area_name);
    return out;
}

void evaluation_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN,   ACTION_COMMAND,  ACTION_VIEW,  ACTION_NEW,
                                       ACTION_APPEAL, ACTION_PREVIOUS, ACTION_NEXT,  ACTION_EXPORT,
                                       ACTION_TABLE,  ACTION_FREEZE,   ACTION_PRINT, ACTION_NONE};
    static const char *const words[] = {NULL, NULL, N_("whose"), N_("add points"), NULL, NULL, NULL,
                                        NULL, NULL, NULL,        N_("publish"),    NULL};
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
    char title[160];
    month_now(ranking.month);
    text_copy(ranking.subject, sizeof ranking.subject, "grid_leader");
    if (only_own(work))
        own_screen(ui, work);
    else if (load(&ranking, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_list_run(ui, title_of(work, title, sizeof title), NULL, ranking.columns, &ops, &query, &ranking);
    pool_free(&ranking.pool);
}
