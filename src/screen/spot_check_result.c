/* What came of a spot check: by grid, leader or field, and the items behind each line. */
#include "rows.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct result {
    struct work *work;
    int64_t id, door;
    enum check_by by;
    const char *key;
};

static const char *by_text(enum check_by by)
{
    return by == CHECK_BY_LEADER ? _("by leader") : by == CHECK_BY_FIELD ? _("by field") : _("by grid");
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "key", "text", "done", "correct", "share", "corrected"};
    enum { COLUMNS = 7 };
    struct result *result = to;
    struct rows rows = {0};
    enum err r = spot_check_result(result->work, pool, result->id, result->by, &rows, e);
    rows_make(pool, out, r == ERR_NONE ? rows.count : 0, COLUMNS, names);
    for (size_t i = 0; i < out->count; i++) {
        int64_t counted = rows_int(&rows, i, "counted"), correct = rows_int(&rows, i, "correct");
        rows_put_int(pool, out, i, 0, (int64_t)i + 1);
        rows_put(out, i, 1, rows_text(&rows, i, "key"));
        rows_put(out, i, 2, rows_text(&rows, i, "text"));
        rows_put(out, i, 3, pool_format(pool, "%s/%s", rows_text(&rows, i, "checked"), rows_text(&rows, i, "items")));
        rows_put(out, i, 4, counted == 0 ? "" : pool_format(pool, "%lld/%lld", (long long)correct, (long long)counted));
        rows_put(out, i, 5, counted == 0 ? "" : pool_format(pool, "%.1f%%", 100.0 * (double)correct / (double)counted));
        rows_put(out, i, 6, rows_text(&rows, i, "corrected"));
    }
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static void heading(void *to, char *out, size_t room)
{
    struct result *result = to;
    snprintf(out, room, "%s", by_text(result->by));
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct result *result = to;
    check_items_screen(ui, result->work, result->id, 0, (int)result->by, rows_text(rows, row, "key"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct result *result = to;
    (void)ui, (void)rows, (void)row;
    if (action != ACTION_VIEW)
        return false;
    result->by = result->by == CHECK_BY_FIELD ? CHECK_BY_GRID : result->by + 1;
    ui_list_reload(list);
    return true;
}

void check_result_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_VIEW, ACTION_NONE};
    static const char *const words[] = {N_("the fields"), N_("grid, leader, field"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .heading = heading,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help = N_("Correct of those that were met and apply. Enter shows the very fields behind a line, v the same by "
                   "grid, by leader, by field."),
    };
    static const struct ui_list_column columns[] = {
        {"text",      0, -1, 0, N_("Part")     },
        {"done",      9, 1,  1, N_("Done")     },
        {"correct",   9, 1,  0, N_("Correct")  },
        {"share",     8, 1,  0, N_("Accuracy") },
        {"corrected", 6, 1,  2, N_("Corrected")},
        {NULL,        0, 0,  0, NULL           },
    };
    struct result result = {.work = work, .id = id, .by = CHECK_BY_GRID};
    struct list_query query = {0};
    ui_list_run(ui, _("Result of the check"), NULL, columns, &ops, &query, &result);
}

/* --- the items --- */

static enum err items_read(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    static const char *const names[] = {"id",    "address", "who",     "label",  "value",
                                        "truth", "verdict", "problem", "by_name"};
    enum { COLUMNS = 9 };
    struct result *result = to;
    struct rows rows = {0};
    enum err r = spot_check_items(result->work, pool, result->id, result->door, result->by, result->key, &rows, e);
    rows_make(pool, out, r == ERR_NONE ? rows.count : 0, COLUMNS, names);
    for (size_t i = 0; i < out->count; i++) {
        rows_put_int(pool, out, i, 0, rows_int(&rows, i, "id"));
        rows_put(out, i, 1, rows_text(&rows, i, "address"));
        rows_put(out, i, 2, rows_text(&rows, i, "person_name"));
        rows_put(out, i, 3, rows_text(&rows, i, "label"));
        rows_put(out, i, 4, rows_text(&rows, i, "value"));
        rows_put(out, i, 5, rows_text(&rows, i, "truth"));
        rows_put(out, i, 6, code_text("check_verdict", rows_text(&rows, i, "verdict")));
        rows_put(out, i, 7, rows_text(&rows, i, "problem"));
        rows_put(out, i, 8, rows_text(&rows, i, "by_name"));
    }
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static void items_detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct pool *pool = pool_new();
    const char *problem = rows_text(rows, row, "problem");
    (void)to, (void)lines;
    ui_put(ui, first_row, 1, 0, STYLE_DIM,
           pool_format(pool, "%s  %s%s%s", rows_text(rows, row, "address"), rows_text(rows, row, "by_name"),
                       *problem == '\0' ? "" : "  ", problem));
    pool_free(&pool);
}

void check_items_screen(struct ui *ui, struct work *work, int64_t id, int64_t door, int by, const char *key)
{
    static const struct ui_list_ops ops = {.read = items_read, .detail = items_detail, .detail_lines = 1};
    static const struct ui_list_column columns[] = {
        {"address", 22, -1, 2, N_("Address")   },
        {"who",     8,  -1, 0, N_("Person")    },
        {"label",   10, -1, 0, N_("Field")     },
        {"value",   0,  -1, 0, N_("Registered")},
        {"truth",   14, -1, 0, N_("True")      },
        {"verdict", 8,  -1, 0, N_("Verdict")   },
        {NULL,      0,  0,  0, NULL            },
    };
    struct pool *pool = pool_new();
    struct result result = {.work = work, .id = id, .door = door, .by = (enum check_by)by, .key = pool_text(pool, key)};
    struct list_query query = {0};
    ui_list_run(ui, _("Fields of the check"), NULL, columns, &ops, &query, &result);
    pool_free(&pool);
}
