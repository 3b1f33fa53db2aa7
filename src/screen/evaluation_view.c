/* The result of one leader: items with their figures, then the records behind an item. */
#include "evaluation.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define BAR_MOST 40
#define BESIDE   41 /* columns that item, share, score and gaps take */

struct result {
    struct ui *ui;
    struct work *work;
    char month[MONTH_TEXT];
    int64_t leader;
    struct evaluation evaluation;
    bool table;
};

static enum err load(struct result *result, struct pool *pool, struct error *e)
{
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)result->leader);
    return evaluation_show(result->work, pool, result->month, NULL, id, &result->evaluation, e);
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "item", "bar", "share", "rate", "weight", "score"};
    struct result *result = to;
    enum err err = load(result, pool, e);
    size_t count = err == ERR_NONE ? result->evaluation.count : 0;
    int room = ui_columns(result->ui) - BESIDE, bar = room < BAR_MOST ? room : BAR_MOST;
    rows_make(pool, out, count, COUNT_OF(names), names);
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_item *item = &result->evaluation.items[i];
        rows_put_int(pool, out, i, 0, (int64_t)i + 1);
        rows_put(out, i, 1, item->label);
        if (!item->counts) {
            rows_put(out, i, 2, _("not this month"));
            rows_put(out, i, 6, "-");
            continue;
        }
        rows_put(out, i, 2, evaluation_bar(pool, item->rate, bar));
        rows_put(out, i, 3, evaluation_share(pool, item));
        rows_put(out, i, 4, pool_format(pool, "%.1f%%", item->rate * 100));
        rows_put(out, i, 5, pool_format(pool, "%.1f", item->weight));
        rows_put(out, i, 6, pool_format(pool, "%.1f", item->score));
    }
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static const struct ui_list_column CHART[] = {
    {"item",  18, -1, 0, N_("Item") },
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
    evaluation_month_words(result->month, e->state, month, sizeof month);
    snprintf(out, room, _("%s %s  %.1f %s, rank %d"), e->name, month, e->total, e->grade, e->rank);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct result *result = to;
    char month[MONTH_TEXT];
    (void)ui;
    (void)rows;
    (void)row;
    if (action == ACTION_TABLE) {
        result->table = !result->table;
        ui_list_set_columns(list, result->table ? FIGURES : CHART);
        return true;
    }
    if (action != ACTION_PREVIOUS && action != ACTION_NEXT)
        return false;
    month_add(result->month, action == ACTION_NEXT ? 1 : -1, month);
    text_copy(result->month, sizeof result->month, month);
    ui_list_reload(list);
    return true;
}

struct records {
    struct result *result;
    const char *item;
};

static enum err read_records(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                             int64_t *total, struct error *e)
{
    struct records *records = to;
    struct result *result = records->result;
    enum err err = evaluation_records(result->work, pool, result->month, NULL, result->leader, records->item, out, e);
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static const char *record_cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    (void)pool;
    if (strcmp(field, "counted") == 0)
        return rows_int(rows, row, "counted") ? "+" : "-";
    return NULL;
}

static void open_record(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    static const struct {
        const char *kind;
        void (*screen)(struct ui *ui, struct work *work, int64_t id);
    } kinds[] = {
        {"visit",     visit_view_screen    },
        {"case",      case_view_screen     },
        {"household", household_card_screen}
    };
    struct records *records = to;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i].kind, rows_text(rows, row, "kind")) == 0)
            kinds[i].screen(ui, records->result->work, rows_int(rows, row, "id"));
}

static const struct ui_list_column RECORD_COLUMNS[] = {
    {"counted", 2,  -1, 0, " "       },
    {"no",      16, -1, 0, N_("No.") },
    {"on",      10, -1, 0, N_("On")  },
    {"text",    0,  -1, 0, N_("Text")},
    {"note",    14, -1, 1, N_("Note")},
    {NULL,      0,  0,  0, NULL      },
};

/* Enter on a figure opens the very records that it was counted from. */
static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_ops ops = {.read = read_records,
                                           .cell = record_cell,
                                           .open = open_record,
                                           .foot = foot,
                                           .help = N_("The records behind the figure: + counted for the leader, - due "
                                                      "but not done.")};
    struct result *result = to;
    struct evaluation_item item = result->evaluation.items[rows_int(rows, row, "id") - 1];
    struct records records = {result, item.code};
    struct list_query query = {0};
    if (item.counts)
        ui_list_run(ui, item.label, NULL, RECORD_COLUMNS, &ops, &query, &records);
    else
        ui_note(ui, _("%s does not count this month: there is nothing to count it of"), item.label);
}

void evaluation_view_screen(struct ui *ui, struct work *work, const char *month, int64_t leader)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_TABLE, ACTION_PREVIOUS, ACTION_NEXT, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = foot,
        .help = N_("Each item: done of due, and the points it gives. Enter opens the records behind it."),
    };
    struct result result = {.ui = ui, .work = work, .leader = leader};
    struct list_query query = {0};
    text_copy(result.month, sizeof result.month, month);
    ui_list_run(ui, _("Result"), NULL, CHART, &ops, &query, &result);
}
