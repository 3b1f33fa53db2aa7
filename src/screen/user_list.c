/* The users that an administrator looks after: narrowed by any field, marked, and dealt with many at once. */
#include "rows.h"
#include "screens.h"
#include "table_list.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/user.h"

#include <string.h>

#define ROLE_MOST    16
#define USERS_MARKED 1000

/* What administrators look for most, one key each; the conditions are those of +. */
static const struct table_view VIEWS[] = {
    {'a', N_("all users"),               {NULL}                     },
    {'n', N_("never logged in"),         {"never", "1", NULL}       },
    {'w', N_("without a password"),      {"has_password", "0", NULL}},
    {'s', N_("without a second factor"), {"has_second", "0", NULL}  },
    {'l', N_("locked out"),              {"waiting", "1", NULL}     },
    {'d', N_("disabled"),                {"state", "disabled", NULL}},
    {'p', N_("must change password"),    {"must_change", "1", NULL} },
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    const struct table_list *list = to;
    return user_list(list->work, pool, query, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "state") == 0 && rows_int(rows, row, "waiting") != 0)
        return _("locked");
    return strcmp(field, "last_login") == 0 ? tell_moment(pool, rows, row, field) : NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    const struct table_list *list = to;
    user_view_screen(ui, list->work, rows_int(rows, row, "id"));
}

static void command(struct ui *ui, struct table_list *list, struct ui_list *ui_list)
{
    static int64_t ids[USERS_MARKED];
    size_t count = ui_list_marked(ui_list, ids, USERS_MARKED);
    if (count == 1 && !ui_list_any_marked(ui_list))
        user_command_menu(ui, list->work, ids[0]);
    else if (count > 0 && user_many_menu(ui, list->work, ids, count))
        ui_list_unmark(ui_list);
}

/* Slips for those who are marked, else for all who could not log in yet. */
static void print(struct ui *ui, struct table_list *list, struct ui_list *ui_list)
{
    static int64_t ids[USERS_MARKED];
    if (!ui_list_any_marked(ui_list))
        user_slips_new(ui, list->work);
    else if (user_slips_of(ui, list->work, ids, ui_list_marked(ui_list, ids, USERS_MARKED), false))
        ui_list_unmark(ui_list);
}

static bool action(struct ui *ui, void *to, struct ui_list *ui_list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct table_list *list = to;
    int64_t id = row == SIZE_MAX ? 0 : rows_int(rows, row, "id");
    if (action == ACTION_NEW)
        user_write_screen(ui, list->work);
    else if (action == ACTION_EDIT && id)
        user_change_screen(ui, list->work, id);
    else if (action == ACTION_COMMAND)
        command(ui, list, ui_list);
    else if (action == ACTION_ADD_FILTER)
        table_filter_ask(list);
    else if (action == ACTION_DROP_FILTER)
        table_filter_drop(list);
    else if (action == ACTION_VIEW)
        table_filter_view(list, _("Which users?"), VIEWS, COUNT_OF(VIEWS));
    else if (action == ACTION_IMPORT)
        import_screen(ui, list->work, list->table);
    else if (action == ACTION_PRINT)
        print(ui, list, ui_list);
    else
        return false;
    ui_list_reload(ui_list);
    return true;
}

void user_list_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW,    ACTION_COMMAND, ACTION_ADD_FILTER,  ACTION_VIEW,
                                       ACTION_EDIT, ACTION_IMPORT, ACTION_PRINT,   ACTION_DROP_FILTER, ACTION_NONE};
    static const char *const words[] = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, N_("slips"), NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .heading = table_filter_heading,
        .foot = foot,
        .foot_words = words,
        .help = N_("One user for each person, with posts that say what in which area. A point opens what can be done: "
                   "password, lock, keys, posts; with marked rows (t, *) for all of them at once. v and + narrow the "
                   "list, i adds people from a list, p makes one-time passwords as slips of paper."),
        .marks = true,
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
    struct table_list list = {.ui = ui, .work = work, .table = table_find("user")};
    ui_list_run(ui, _("Users"), list.table, columns, &ops, &list.query, &list);
}
