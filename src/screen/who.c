/* Who is on: sessions with user, area and since when. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/login.h"

#include <string.h>

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    enum err err = session_list(to, pool, out, e);
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "since") == 0)
        return tell_moment(pool, rows, row, "since");
    if (strcmp(field, "role") == 0)
        return code_text("role", rows_text(rows, row, "role"));
    if (strcmp(field, "kind") == 0)
        return code_text("session_kind", rows_text(rows, row, "kind"));
    return NULL;
}

#define ROLE_MOST 16

void who_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read, .cell = cell, .foot = foot, .help = N_("Sessions of this moment, screens and commands.")};
    const struct ui_list_column columns[] = {
        {"login", 12,                -1,         0,  N_("Login")         },
        {"name",  8,                 -1,         0,  N_("Name")          },
        {"role",  tell_width("role", ROLE_MOST), -1, 2,                    N_("Role")},
        {"area",       0,                   -1,                      0,    N_("Area") },
        {"since",       11,                  -1,                    0,   N_("Since") },
        {"kind",       7,                   -1,                      3,    N_("Kind")},
        {"source",       15,                 -1,                   1,   N_("From")   },
        {NULL,       0,                     0,                        0,     NULL},
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Who is on"), NULL, columns, &ops, &query, work);
}
