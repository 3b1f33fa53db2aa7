/* How the evaluation went over twelve months: of all in the scope, or of one of them. */
#include "evaluation.h"
#include "month.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define BAR_MOST 40
#define BESIDE   50 /* columns that the figures take */
#define FULL     100.0

struct trend {
    struct ui *ui;
    struct work *work;
    struct whose whose;
};

/* "A 2  B 1": how many have which grade. */
static const char *grades(struct pool *pool, const struct rows *rows, size_t row)
{
    static const char *const columns[] = {"a", "b", "c", "d", "e"};
    const char *out = "";
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        long long n = rows_int(rows, row, columns[i]);
        if (n > 0)
            out = pool_format(pool, "%s%s%c %lld", out, *out ? "  " : "", "ABCDE"[i], n);
    }
    return out;
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "month", "bar", "total", "grades", "range"};
    struct trend *trend = to;
    struct rows months = {0};
    enum err r =
        evaluation_trend(trend->work, pool, trend->whose.month, trend->whose.subject, trend->whose.who, &months, e);
    int room = ui_columns(trend->ui) - BESIDE, bar = room < BAR_MOST ? room : BAR_MOST;

    rows_make(pool, out, r == ERR_NONE ? months.count : 0, COUNT_OF(names), names);
    for (size_t i = 0; r == ERR_NONE && i < months.count; i++) {
        bool one = rows_int(&months, i, "judged") == 1;
        rows_put_int(pool, out, i, 0, (int64_t)i + 1);
        rows_put(out, i, 1, rows_text(&months, i, "month"));
        rows_put(out, i, 2, evaluation_bar(pool, rows_real(&months, i, "total") / FULL, bar));
        rows_put(out, i, 3, rows_text(&months, i, "total"));
        rows_put(out, i, 4, one ? rows_text(&months, i, "grade") : grades(pool, &months, i));
        rows_put(out, i, 5,
                 one ? "" : pool_format(pool, "%s-%s", rows_text(&months, i, "least"), rows_text(&months, i, "best")));
    }
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static void heading(void *to, char *out, size_t room)
{
    struct trend *trend = to;
    snprintf(out, room, _("%s, twelve months up to %s"), trend->whose.name, trend->whose.month);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct trend *trend = to;
    (void)rows;
    (void)row;
    if (month_turn(ui, trend->whose.month, action))
        ui_list_reload(list);
    return action == ACTION_PREVIOUS || action == ACTION_NEXT;
}

static const struct ui_list_column COLUMNS[] = {
    {"month",  7,  -1, 0, N_("Month")        },
    {"bar",    0,  -1, 1, " "                },
    {"total",  6,  1,  0, N_("Total")        },
    {"grades", 16, -1, 0, N_("Grades")       },
    {"range",  10, -1, 2, N_("Least to best")},
    {NULL,     0,  0,  0, NULL               },
};

void evaluation_trend_of(struct ui *ui, struct work *work, const struct whose *whose)
{
    static const enum action foot[] = {ACTION_PREVIOUS, ACTION_NEXT, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .action = action,
        .heading = heading,
        .foot = foot,
        .help = N_("What is stored of each month: the total, or the average of all, and how many have which grade. A "
                   "corrected total counts as corrected."),
    };
    struct trend trend = {.ui = ui, .work = work, .whose = *whose};
    struct list_query query = {0};
    ui_list_run(ui, _("Trend"), NULL, COLUMNS, &ops, &query, &trend);
}

void evaluation_trend_screen(struct ui *ui, struct work *work)
{
    struct whose all = {.subject = "grid_leader"};
    month_now(all.month);
    text_copy(all.name, sizeof all.name, work->actor.area_name);
    evaluation_trend_of(ui, work, &all);
}
