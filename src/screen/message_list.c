/* Text messages that came in and left; Enter opens the case. */
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/intake.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return message_list(to, pool, query, out, total, e);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    if (rows_int(rows, row, "case_file") != 0)
        case_view_screen(ui, to, rows_int(rows, row, "case_file"));
}

/* The text whole, as far as there is room. */
static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct pool *pool = pool_new();
    const char *text = rows_text(rows, row, "text");
    size_t left = strlen(text), skip = 0;
    (void)to;
    for (int i = 0; i < lines && left > 0; i++) {
        size_t n = text_wrap(text, left, ui_columns(ui) - 2, &skip);
        ui_put(ui, first_row + i, 1, 0, STYLE_DIM, pool_text_n(pool, text, n));
        text += skip;
        left -= skip;
    }
    pool_free(&pool);
}

void message_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_column columns[] = {
        {"at",      16, -1, 0, NULL},
        {"way",     6,  -1, 0, NULL},
        {"phone",   12, -1, 1, NULL},
        {"text",    0,  -1, 0, NULL},
        {"state",   12, -1, 0, NULL},
        {"case_no", 16, -1, 2, NULL},
        {NULL,      0,  0,  0, NULL},
    };
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .detail = detail,
        .foot = foot,
        .help = N_("Text messages of residents and what was answered. Enter opens the case that a message went to."),
        .detail_lines = 3,
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Text messages"), table_find("message"), columns, &ops, &query, work);
}
