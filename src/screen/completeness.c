/* Gaps: entries that lack what is asked for; Enter opens the form where the first is missing. */
#include "rows.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/completeness.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define GAPS_MOST 1000 /* more are told when these are filled */

struct gaps {
    struct ui *ui;
    struct work *work;
    bool more;
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct gaps *gaps = to;
    enum err r = completeness_list(gaps->work, pool, NULL, GAPS_MOST, out, e);
    gaps->more = out->at_least;
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    (void)pool;
    if (strcmp(field, "kind") == 0)
        return table_label(table_find(rows_text(rows, row, "kind")));
    return NULL;
}

static void heading(void *to, char *out, size_t room)
{
    const struct gaps *gaps = to;
    snprintf(out, room, "%s", gaps->more ? _("the first thousand; the others follow when these are filled") : "");
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct gaps *gaps = to;
    struct pool *pool = pool_new();
    table_fill_screen(ui, gaps->work, table_find(rows_text(rows, row, "kind")), rows_int(rows, row, "id"),
                      completeness_first(pool, rows_text(rows, row, "missing")));
    pool_free(&pool);
}

void completeness_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_column columns[] = {
        {"kind",      10, -1, 1, N_("Register")  },
        {"text",      26, -1, 0, N_("What it is")},
        {"labels",    0,  -1, 0, N_("Missing")   },
        {"area_name", 14, -1, 2, N_("Area")      },
        {NULL,        0,  0,  0, NULL            },
    };
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .heading = heading,
        .foot = foot,
        .help =
            N_("Entries of your registers that lack what is asked for. Enter opens the form at the first field that "
               "is missing; each one that is filled raises the completeness of the evaluation."),
    };
    struct gaps gaps = {.ui = ui, .work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("Missing information"), NULL, columns, &ops, &query, &gaps);
}
