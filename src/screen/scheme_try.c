/* What a scheme would change: each total of a month as it is, and as it would be. */
#include "evaluation.h"
#include "month.h"
#include "rows.h"
#include "scheme.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define LEAST 0.05 /* points that are told */

struct trial {
    struct work *work;
    struct pool *pool; /* of the month shown */
    int64_t id;
    char month[MONTH_TEXT];
    char subject[16], title[96];
    struct evaluation_change *changes;
    size_t count;
    bool stale;
};

static const char *const NAMES[] = {"id", "name", "area", "is", "would", "difference", "rank"};
enum column { ID, NAME, AREA, IS, WOULD, DIFFERENCE, RANK, COLUMN_COUNT };

static enum err load(struct trial *trial, struct error *e)
{
    if (!trial->stale)
        return ERR_NONE;
    pool_reset(trial->pool);
    trial->count = 0;
    trial->stale = false;
    return evaluation_try(trial->work, trial->pool, trial->month, trial->id, &trial->changes, &trial->count, e);
}

static const char *total_of(struct pool *pool, const struct evaluation_sum *sum)
{
    return sum->judged ? pool_format(pool, "%.1f %s", sum->total, sum->grade) : "-";
}

static const char *difference_of(struct pool *pool, const struct evaluation_change *change)
{
    double difference = change->would.total - change->is.total;
    return difference > -LEAST && difference < LEAST ? "0" : pool_format(pool, "%+.1f", difference);
}

static void put(struct pool *pool, const struct evaluation_change *change, struct rows *out, size_t row)
{
    bool both = change->is.judged && change->would.judged;
    rows_put_int(pool, out, row, ID, change->who);
    rows_put(out, row, NAME, change->name);
    rows_put(out, row, AREA, change->area_name);
    rows_put(out, row, IS, total_of(pool, &change->is));
    rows_put(out, row, WOULD, total_of(pool, &change->would));
    rows_put(out, row, DIFFERENCE, both ? difference_of(pool, change) : "");
    rows_put(out, row, RANK, both ? pool_format(pool, "%d > %d", change->is.rank, change->would.rank) : "");
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct trial *trial = to;
    enum err r = load(trial, e);
    rows_make(pool, out, r == ERR_NONE ? trial->count : 0, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < out->count; i++)
        put(pool, &trial->changes[i], out, i);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static void heading(void *to, char *out, size_t room)
{
    const struct trial *trial = to;
    if (trial->count == 0)
        snprintf(out, room, _("%s: nobody is judged here by live figures; what is frozen stays"), trial->month);
    else
        snprintf(out, room, _("%s, if this scheme held: %zu"), trial->month, trial->count);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct trial *trial = to;
    evaluation_view_screen(ui, trial->work, trial->month, trial->subject, rows_int(rows, row, "id"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct trial *trial = to;
    (void)rows;
    (void)row;
    if (month_turn(ui, trial->month, action)) {
        trial->stale = true;
        ui_list_reload(list);
    }
    return action == ACTION_PREVIOUS || action == ACTION_NEXT;
}

void scheme_try_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_PREVIOUS, ACTION_NEXT, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = foot,
        .help = N_("The month reckoned twice: by the scheme that holds, and by this one as if it held in its area. "
                   "Nothing is stored. Enter opens the evaluation as it is."),
    };
    static const struct ui_list_column columns[] = {
        {"name",       0,  -1, 0, N_("Who")     },
        {"area",       14, -1, 2, N_("Area")    },
        {"is",         8,  1,  0, N_("Is")      },
        {"would",      8,  1,  0, N_("Would be")},
        {"difference", 7,  1,  0, N_("+/-")     },
        {"rank",       9,  1,  1, N_("Rank")    },
        {NULL,         0,  0,  0, NULL          },
    };
    struct trial trial = {.work = work, .pool = pool_new(), .id = id, .stale = true};
    struct list_query query = {0};
    struct error e = {0};
    struct scheme scheme = {0};
    struct pool *pool = pool_new();
    month_now(trial.month);
    enum err r = scheme_read(work, pool, id, &scheme, &e);
    if (r == ERR_NONE) {
        text_copy(trial.subject, sizeof trial.subject, scheme.subject);
        snprintf(trial.title, sizeof trial.title, "%s: %s", _("What would change"), scheme.name);
        r = load(&trial, &e);
    }
    if (r != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_list_run(ui, trial.title, NULL, columns, &ops, &query, &trial);
    pool_free(&pool);
    pool_free(&trial.pool);
}
