/* The users that an administrator looks after. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/user.h"

#include <string.h>

#define ROLE_MOST 16

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return user_list(to, pool, query, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    return strcmp(field, "last_login") == 0 ? tell_moment(pool, rows, row, field) : NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    user_view_screen(ui, to, rows_int(rows, row, "id"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id");
    if (action == ACTION_NEW)
        user_write_screen(ui, to);
    else if (action == ACTION_EDIT && id)
        user_change_screen(ui, to, id);
    else if (action == ACTION_COMMAND && id)
        user_command_menu(ui, to, id);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void user_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_EDIT, ACTION_COMMAND, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .foot = foot,
        .help = N_("One user for each person, with posts that say what in which area. A point opens what can be done: "
                   "password, lock, keys, posts."),
    };
    const struct ui_list_column columns[] = {
        {"login", 12,                -1,           0,                   NULL       },
        {"name",  8,                 -1,           0,                   NULL       },
        {"role",  tell_width("role", ROLE_MOST),   -1,                  0,           NULL},
        {"area_name",       0,              -1,                   0,                       N_("Area")              },
        {"state",       tell_width("user_state",                  8), -1, 1,NULL},
        {"last_login",   11,                    -1,                     2,                                    NULL                              },
        {NULL,   0,                    0,                             0,          NULL},
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Users"), table_find("user"), columns, &ops, &query, work);
}
