/* The monthly evaluation: leaders ranked, one column an item; below, why the one under the cursor has what it has. */
#include "evaluation.h"
#include "rows.h"
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
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define DETAIL_LINES 7
#define FIXED_BEFORE 3 /* id, rank, name */
#define FIXED_AFTER  2 /* total, last_rank */
#define COLUMNS_MOST (FIXED_BEFORE + EVALUATION_ITEMS + FIXED_AFTER)

/* Column names of the items in the order shown. */
static const char *const ITEM_NAMES[EVALUATION_ITEMS] = {"i1", "i2",  "i3",  "i4",  "i5",  "i6",  "i7",  "i8",
                                                         "i9", "i10", "i11", "i12", "i13", "i14", "i15", "i16"};

struct ranking {
    struct ui *ui;
    struct work *work;
    struct pool *pool; /* of the month shown */
    char month[MONTH_TEXT];
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

const char *evaluation_share(struct pool *pool, const struct evaluation_item *item)
{
    return pool_format(pool, "%.6g/%.6g", item->numerator, item->denominator);
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
    c[n++] = (struct ui_list_column){"name", 0, -1, 0, N_("Leader")};
    for (size_t i = 0; i < ranking->items; i++) {
        const struct evaluation_item *item = &ranking->leaders[0].items[ranking->item_at[i]];
        /* the English names are too long for a column head: there the code stands */
        const char *label = i18n_language() == LANGUAGE_EN ? item->code : item->label;
        int width = text_width(label);
        c[n++] = (struct ui_list_column){ITEM_NAMES[i], width < 6 ? 6 : width, 1, (int)i + 1, label};
    }
    c[n++] = (struct ui_list_column){"total", 8, 1, 0, N_("Total")};
    c[n++] = (struct ui_list_column){"last_rank", 6, 1, 9, N_("Before")};
    c[n] = (struct ui_list_column){0};
}

static enum err load(struct ranking *ranking, struct error *e)
{
    if (!ranking->stale)
        return ERR_NONE;
    pool_reset(ranking->pool);
    ranking->count = 0;
    ranking->stale = false;
    enum err err =
        evaluation_list(ranking->work, ranking->pool, ranking->month, NULL, &ranking->leaders, &ranking->count, e);
    choose_items(ranking);
    choose_columns(ranking);
    return err;
}

static void put_row(const struct ranking *ranking, struct pool *pool, struct rows *out, size_t row)
{
    const struct evaluation *leader = &ranking->leaders[row];
    size_t n = 0;
    rows_put_int(pool, out, row, n++, leader->who);
    rows_put_int(pool, out, row, n++, leader->rank);
    rows_put(out, row, n++, leader->name);
    for (size_t i = 0; i < ranking->items; i++) {
        const struct evaluation_item *item = &leader->items[ranking->item_at[i]];
        rows_put(out, row, n++, item->counts ? pool_format(pool, "%.1f", item->score) : "-");
    }
    rows_put(out, row, n++, pool_format(pool, "%.1f %s", leader->total, leader->grade));
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
               pool_format(pool, "%9s %6.1f%%  %4.1f/%.1f", evaluation_share(pool, item), item->rate * 100, item->score,
                           item->weight));
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
    snprintf(out, room, "%s  %s", ranking->work->actor.area_name, month);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct ranking *ranking = to;
    evaluation_view_screen(ui, ranking->work, ranking->month, rows_int(rows, row, "id"));
}

static bool agreed(struct ranking *ranking, bool freeze)
{
    if (freeze)
        return ui_confirm(ranking->ui,
                          _("Freeze %s? The figures and the records behind them are stored; diary entries of the month "
                            "can no longer be changed."),
                          ranking->month);
    return ui_confirm(ranking->ui,
                      _("Publish %s? Every leader then sees the result. A published month never changes; a correction "
                        "is a new, visible entry."),
                      ranking->month);
}

static void close_month(struct ranking *ranking, bool freeze)
{
    struct error e = {0};
    int64_t changed = 0;
    if (right_need(ranking->work, freeze ? "evaluation.freeze" : "evaluation.publish", &e) != ERR_NONE) {
        ui_error(ranking->ui, &e);
        return;
    }
    if (!agreed(ranking, freeze))
        return;
    enum err err = freeze ? evaluation_freeze(ranking->work, ranking->month, &changed, &e)
                          : evaluation_publish(ranking->work, ranking->month, &changed, &e);
    if (err != ERR_NONE)
        ui_error(ranking->ui, &e);
    else
        ui_note(ranking->ui, "%s: %s (%lld)", ranking->month, freeze ? _("frozen") : _("published"),
                (long long)changed);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct ranking *ranking = to;
    char month[MONTH_TEXT];
    (void)ui;
    (void)rows;
    (void)row;
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
        close_month(ranking, action == ACTION_FREEZE);
        ranking->stale = true;
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

/* A leader has one result: it opens at once. */
static bool only_own(const struct work *work)
{
    return right_scope(work, "evaluation.read") == SCOPE_OWN;
}

void evaluation_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN,     ACTION_TABLE, ACTION_FREEZE, ACTION_PRINT,
                                       ACTION_PREVIOUS, ACTION_NEXT,  ACTION_NONE};
    static const char *const words[] = {NULL, NULL, NULL, N_("publish"), NULL, NULL};
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
               "its weight goes to the others. Enter opens the items, and from there the records behind each."),
        .detail_lines = DETAIL_LINES,
    };
    struct ranking ranking = {.ui = ui, .work = work, .pool = pool_new(), .stale = true};
    struct list_query query = {0};
    struct error e = {0};
    evaluation_this_month(ranking.month);
    if (only_own(work))
        evaluation_view_screen(ui, work, ranking.month, work_me(work));
    else if (load(&ranking, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_list_run(ui, _("Monthly evaluation"), NULL, ranking.columns, &ops, &query, &ranking);
    pool_free(&ranking.pool);
}
