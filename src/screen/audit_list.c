/* The audit: who did what, newest first, narrowed by any field. */
#include "audit.h"
#include "rows.h"
#include "screens.h"
#include "table_list.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <string.h>

/* What auditors look for most, one key each; the conditions are those of +. */
static const struct table_view VIEWS[] = {
    {'a', N_("everything"),          {NULL}                                                                         },
    {'r', N_("refused"),             {"success", "0", NULL}                                                         },
    {'l', N_("logins"),              {"action", "login", NULL}                                                      },
    {'x', N_("reveals and exports"), {"action", "personal.reveal|personal.export|table.export", NULL}               },
    {'c', N_("changes of rights"),   {"action", "role.write|post.grant|user.manage|user.second|setting.write", NULL}},
    {'d', N_("today, in my area"),   {"at", "t", "area", "", NULL}                                                  },
};

const char *audit_tell_action(struct pool *pool, const struct rows *rows, size_t row)
{
    const char *action = rows_text(rows, row, "action");
    if (strcmp(action, "command") == 0)
        return pool_format(pool, "%s %s", rows_text(rows, row, "kind"), rows_text(rows, row, "note"));
    return code_text("audit_action", action);
}

const char *audit_tell_object(struct pool *pool, const struct rows *rows, size_t row)
{
    const char *kind = rows_text(rows, row, "kind");
    const struct table *table = table_find(kind);
    int64_t object = rows_int(rows, row, "object");
    const char *name = table ? table_label(table) : kind;
    return object ? pool_format(pool, "%s %lld", name, (long long)object) : name;
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    const struct table_list *list = to;
    return audit_list(list->work, pool, query, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "at") == 0)
        return tell_moment(pool, rows, row, field);
    if (strcmp(field, "action") == 0)
        return audit_tell_action(pool, rows, row);
    if (strcmp(field, "kind") == 0)
        return audit_tell_object(pool, rows, row);
    if (strcmp(field, "success") == 0)
        return rows_int(rows, row, field) != 0 ? "" : _("no");
    return NULL;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    const struct table_list *list = to;
    audit_view_screen(ui, list->work, rows_int(rows, row, "id"));
}

static bool action(struct ui *ui, void *to, struct ui_list *ui_list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct table_list *list = to;
    (void)ui, (void)rows, (void)row;
    if (action == ACTION_ADD_FILTER)
        table_filter_ask(list);
    else if (action == ACTION_DROP_FILTER)
        table_filter_drop(list);
    else if (action == ACTION_VIEW)
        table_filter_view(list, _("Which rows of the audit?"), VIEWS, COUNT_OF(VIEWS));
    else if (action == ACTION_EXPORT)
        export_dialog(list->ui, list->work, list->table, &list->query);
    else
        return false;
    ui_list_reload(ui_list);
    return true;
}

void audit_list_of(struct ui *ui, struct work *work, const char *const *conditions)
{
    static const enum action foot[] = {ACTION_OPEN,   ACTION_VIEW,        ACTION_ADD_FILTER, ACTION_FILTER,
                                       ACTION_EXPORT, ACTION_DROP_FILTER, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .heading = table_filter_heading,
        .foot = foot,
        .help =
            N_("Who did what, newest first; nobody can change it. v narrows the list to what is asked for most, + by "
               "any field: user, role, area, action, object, session, days from..to. Of very many rows so many are "
               "counted only: narrow them by a day or a user before you search."),
    };
    const struct ui_list_column columns[] = {
        {"at",      11, -1, 0, NULL},
        {"login",   10, -1, 0, NULL},
        {"action",  0,  -1, 0, NULL},
        {"kind",    17, -1, 2, NULL},
        {"success", 4,  -1, 0, NULL},
        {"source",  15, -1, 3, NULL},
        {NULL,      0,  0,  0, NULL},
    };
    struct table_list list = {.ui = ui, .work = work, .table = table_find("audit")};
    if (table_filter_add_all(&list, conditions))
        ui_list_run(ui, _("Audit"), list.table, columns, &ops, &list.query, &list);
}

void audit_list_screen(struct ui *ui, struct work *work)
{
    static const char *const none[] = {NULL};
    audit_list_of(ui, work, none);
}
