/* One row of the audit in words, and what was done before and after it in the same session. */
#include "audit.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BESIDE 4 /* rows of the session before it, and after it */

struct audit_view {
    struct ui *ui;
    struct work *work;
    int64_t id;
    /* what the row says, for the keys */
    char user[24], session[24], kind[64], object[24];
    int64_t earlier, later;
};

static void remember(struct audit_view *view, const struct rows *row)
{
    snprintf(view->user, sizeof view->user, "%lld", (long long)rows_int(row, 0, "user"));
    snprintf(view->session, sizeof view->session, "%lld", (long long)rows_int(row, 0, "session"));
    snprintf(view->object, sizeof view->object, "%lld", (long long)rows_int(row, 0, "object"));
    snprintf(view->kind, sizeof view->kind, "%s", rows_text(row, 0, "kind"));
}

static void add_row(struct sheet *sheet, const struct rows *row)
{
    struct pool *pool = sheet_pool(sheet);
    char at[DATE_MINUTE];
    const char *login = rows_text(row, 0, "login"), *for_whom = rows_text(row, 0, "acting_for");
    instant_minute(rows_int(row, 0, "at"), at);
    int64_t second = rows_int(row, 0, "at") % 60;
    sheet_pair(sheet, _("When"), pool_format(pool, "%s:%02lld", at, (long long)second));
    sheet_pair(sheet, _("Who"),
               *login ? pool_format(pool, "%s %s", login, rows_text(row, 0, "user_name")) : _("the server"));
    if (*for_whom)
        sheet_pair(sheet, _("In place of"), for_whom);
    sheet_pair(
        sheet, _("As what"),
        pool_format(pool, "%s %s", code_text("role", rows_text(row, 0, "post")), rows_text(row, 0, "area_name")));
    sheet_pair(sheet, _("From where"), rows_text(row, 0, "source"));
    sheet_pair(sheet, _("Did what"),
               pool_format(pool, "%s (%s)", audit_tell_action(pool, row, 0), rows_text(row, 0, "action")));
    sheet_pair(sheet, _("On what"), audit_tell_object(pool, row, 0));
    sheet_pair(sheet, _("With success"), rows_int(row, 0, "success") != 0 ? _("yes") : _("no"));
    sheet_pair(sheet, _("Note"), rows_text(row, 0, "note"));
    sheet_pair(sheet, _("Row, hash"),
               pool_format(pool, "%lld  %.12s...", (long long)rows_int(row, 0, "id"), rows_text(row, 0, "hash")));
}

static void add_beside(struct sheet *sheet, const struct rows *rows, size_t i)
{
    struct pool *pool = sheet_pool(sheet);
    sheet_link(sheet, "audit", rows_int(rows, i, "id"),
               pool_format(pool, "%s  %s  %s%s", tell_moment(pool, rows, i, "at"), audit_tell_action(pool, rows, i),
                           audit_tell_object(pool, rows, i), rows_int(rows, i, "success") != 0 ? "" : _("  refused")));
}

/* In the order of time, the row itself between them. */
static void add_session(struct audit_view *view, struct sheet *sheet, const struct rows *row, const struct rows *before,
                        const struct rows *after)
{
    struct pool *pool = sheet_pool(sheet);
    view->earlier = before->count ? rows_int(before, 0, "id") : 0;
    view->later = after->count ? rows_int(after, 0, "id") : 0;
    sheet_heading(sheet, strcmp(view->session, "0") == 0 ? _("Outside of sessions")
                                                         : pool_format(pool, _("Session %s"), view->session));
    for (size_t i = before->count; i > 0; i--)
        add_beside(sheet, before, i - 1);
    sheet_text(sheet, STYLE_BOLD,
               pool_format(pool, " >  %s  %s", tell_moment(pool, row, 0, "at"), audit_tell_action(pool, row, 0)));
    for (size_t i = 0; i < after->count; i++)
        add_beside(sheet, after, i);
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct audit_view *view = to;
    struct rows row, before, after;
    enum err r = audit_read(view->work, sheet_pool(sheet), view->id, &row, e);
    if (r == ERR_NONE)
        r = audit_beside(view->work, sheet_pool(sheet), &row, BESIDE, &before, &after, e);
    if (r != ERR_NONE)
        return r;
    remember(view, &row);
    sheet_blank(sheet);
    add_row(sheet, &row);
    add_session(view, sheet, &row, &before, &after);
    return ERR_NONE;
}

static void go(struct audit_view *view, struct sheet *sheet, int64_t id)
{
    if (id == 0) {
        ui_note(view->ui, "%s", _("nothing more of this session"));
        return;
    }
    view->id = id;
    sheet_refill(sheet);
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    (void)kind;
    go(to, sheet, id);
}

static void lead_on(struct audit_view *view)
{
    const char *const session[] = {"session", view->session, NULL}, *const user[] = {"user", view->user, NULL},
                      *const object[] = {"kind", view->kind, "object", view->object, NULL};
    char why[160];
    bool nobody = strcmp(view->user, "0") == 0, denied = tell_denied(view->work, "user.read", why, sizeof why);
    const struct ui_choice choices[] = {
        {'s',                                            _("all of this session"), NULL,     strcmp(view->session,                                                    "0") == 0 ? _("none") : NULL},
        {'u',                                              _("all that this user did"),                                                                    NULL,    nobody ? _("nobody") : NULL   },
        {'o',                                              _("all that happened to this"),                                                                    NULL, strcmp(view->object,"0") == 0 ? _("nothing in particular") : NULL},
        {'p', _("the user's page"),                         NULL,
         nobody   ? _("nobody")
         : denied ? why
                  : NULL                                                                                    },
    };
    switch (ui_choose(view->ui, _("Where to?"), choices, COUNT_OF(choices), 0)) {
    case 0:
        audit_list_of(view->ui, view->work, session);
        break;
    case 1:
        audit_list_of(view->ui, view->work, user);
        break;
    case 2:
        audit_list_of(view->ui, view->work, object);
        break;
    case 3:
        user_view_screen(view->ui, view->work, strtoll(view->user, NULL, 10));
        break;
    default:
        break;
    }
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct audit_view *view = to;
    if (action == ACTION_COMMAND)
        lead_on(view);
    else if (action == ACTION_PREVIOUS)
        go(view, sheet, view->earlier);
    else if (action == ACTION_NEXT)
        go(view, sheet, view->later);
    else
        return false;
    return true;
}

void audit_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_PREVIOUS, ACTION_NEXT, ACTION_COMMAND,
                                       ACTION_HELP, ACTION_BACK,     ACTION_NONE};
    static const struct sheet_ops ops = {
        .fill = fill,
        .open = open,
        .action = action,
        .foot = foot,
        .help = N_("One row of the audit. < and > go to what was done before and after it in the same session; a point "
                   "leads to all of the session, the user or the object."),
    };
    struct audit_view view = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Audit"), &ops, &view);
}
