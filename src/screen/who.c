/* Who is on: sessions with user, area and since when. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/login.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    enum err err = session_list(to, pool, out, e);
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

/* For how long nobody has typed: minutes, hours. */
static const char *idle(struct pool *pool, const struct rows *rows, size_t row)
{
    int64_t seconds = rows_null(rows, row, "idle") ? -1 : rows_int(rows, row, "idle");
    if (seconds < 0)
        return "";
    if (seconds < 3600)
        return pool_format(pool, _("%lld min"), (long long)(seconds / 60));
    return pool_format(pool, _("%lld h"), (long long)(seconds / 3600));
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "since") == 0)
        return tell_moment(pool, rows, row, "since");
    if (strcmp(field, "idle") == 0)
        return idle(pool, rows, row);
    if (strcmp(field, "role") == 0)
        return code_text("role", rows_text(rows, row, "role"));
    if (strcmp(field, "kind") == 0)
        return code_text("session_kind", rows_text(rows, row, "kind"));
    return NULL;
}

static void end_session(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    char reason[320] = "", why[80];
    struct error e = {0};
    if (tell_denied(work, "session.end", why, sizeof why))
        ui_note(ui, "%s", why);
    else if (rows_int(rows, row, "id") == work->actor.session)
        ui_note(ui, "%s", _("This is your own session: leave it with q."));
    else if (ui_ask(ui, _("End this session"), _("Why? The user reads it"), false, reason, sizeof reason) &&
             ui_confirm(ui, _("End the session of %s? What was typed is kept as a draft."),
                        rows_text(rows, row, "login"))) {
        if (session_end(work, rows_int(rows, row, "id"), reason, &e) == ERR_NONE)
            ui_note(ui, "%s", _("The session ends within seconds; what was typed is kept as a draft."));
        else
            ui_error(ui, &e);
    }
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    if (action != ACTION_COMMAND || row == SIZE_MAX)
        return false;
    end_session(ui, to, rows, row);
    ui_list_reload(list);
    return true;
}

#define ROLE_MOST 16

void who_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_NONE};
    static const char *const words[] = {N_("end it"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Sessions of this moment, screens and commands, and for how long nobody has typed. A point ends one; "
               "its user reads why.")};
    const struct ui_list_column columns[] = {
        {"login", 12,                -1,         0,  N_("Login")         },
        {"name",  8,                 -1,         0,  N_("Name")          },
        {"role",  tell_width("role", ROLE_MOST), -1, 2,                    N_("Role")},
        {"area",       0,                   -1,                      0,    N_("Area") },
        {"since",       11,                  -1,                    0,   N_("Since") },
        {"idle",       7,                   1,                      3,     N_("Idle") },
        {"kind",       7,                   -1,                      4,    N_("Kind")},
        {"source",       15,                 -1,                   1,   N_("From")   },
        {"client",       16,                 -1,                   5,   N_("Client")},
        {NULL,       0,                     0,                        0,     NULL},
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Who is on"), NULL, columns, &ops, &query, work);
}
