/* Backups: the list, making one, reading one through, trying one out. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/backup.h"
#include "wangge/work/job.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

struct backups {
    struct ui *ui;
    struct work *work;
    int64_t id; /* of the one that is looked at */
};

static const char *const NAMES[] = {"id", "at", "state", "size", "verified", "drilled", "how"};
enum column { ID, AT, STATE, SIZE, VERIFIED, DRILLED, HOW, COLUMN_COUNT };

static const char *moment(struct pool *pool, int64_t at)
{
    char text[DATE_MINUTE];
    if (at == 0)
        return "";
    instant_minute(at, text);
    return pool_text(pool, text);
}

static const char *mib(struct pool *pool, int64_t bytes)
{
    return pool_format(pool, "%.1f MiB", (double)bytes / 1048576.0);
}

static const char *how_text(const struct rows *rows, size_t row)
{
    const char *how = rows_text(rows, row, "how");
    return strcmp(how, "scheduled") == 0 ? _("by schedule")
           : strcmp(how, "asked") == 0   ? rows_text(rows, row, "login")
                                         : _("administrator's program");
}

/* --- what can be done -------------------------------------------------------------------------------------------- */

/* Without a server it is done by now; else the inbox tells. */
static void ask(struct backups *b, const char *what, const char *right, int64_t id)
{
    struct error e = {0};
    struct job job = {0};
    int64_t number = 0;
    char why[96];
    if (tell_denied(b->work, right, why, sizeof why)) {
        ui_note(b->ui, "%s", why);
        return;
    }
    if (backup_ask(b->work, what, id, &number, &e) != ERR_NONE || job_read(b->work, number, &job, &e) != ERR_NONE)
        ui_error(b->ui, &e);
    else if (job.state == JOB_DONE || job.state == JOB_FAILED)
        ui_note(b->ui, "%s", job.message);
    else
        ui_note(b->ui, "%s", _("It is being done; the inbox tells what came of it, Ctrl-R shows it here."));
}

static void choose(struct backups *b, int64_t id)
{
    const struct ui_choice choices[] = {
        {.letter = 'v', .text = _("read it through"), .detail = _("is it as it was made?")                           },
        {.letter = 'd', .text = _("try it out"),      .detail = _("restore a copy beside, look at it, and remove it")},
    };
    int taken = ui_choose(b->ui, _("What can be done"), choices, 2, 0);
    if (taken == 0)
        ask(b, "verify", "backup", id);
    else if (taken == 1)
        ask(b, "drill", "backup.drill", id);
}

static void make(struct backups *b)
{
    if (ui_confirm(b->ui, "%s", _("Make a backup now? Everybody can go on working meanwhile.")))
        ask(b, "now", "backup", 0);
}

/* --- one --------------------------------------------------------------------------------------------------------- */

static void put_holding(struct sheet *sheet, const struct rows *rows)
{
    sheet_heading(sheet, _("What it holds"));
    sheet_pair_more(sheet, _("People"), rows_text(rows, 0, "people"), _("Households"),
                    rows_text(rows, 0, "households"));
    sheet_pair_more(sheet, _("Visits"), rows_text(rows, 0, "visits"), _("Cases"), rows_text(rows, 0, "cases"));
    sheet_pair(sheet, _("Users"), rows_text(rows, 0, "accounts"));
    sheet_text(
        sheet, STYLE_DIM,
        _("Drafts are beside it. Not in it: files of imports and exports, the configuration, and the file of the "
          "secret, which is kept apart, once."));
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct backups *b = to;
    struct pool *pool = sheet_pool(sheet);
    struct rows rows = {0};
    char folder[BACKUP_PATH];
    enum err r = backup_list(b->work, pool, b->id, &rows, e);
    if (r != ERR_NONE)
        return r;
    int64_t took = rows_int(&rows, 0, "drill_milliseconds");
    sheet_blank(sheet);
    sheet_pair(sheet, _("File"), rows_text(&rows, 0, "file"));
    backup_folder(b->work, folder);
    sheet_pair(sheet, _("Folder"), folder);
    sheet_pair_more(sheet, _("Made"), moment(pool, rows_int(&rows, 0, "at")), _("By"), how_text(&rows, 0));
    sheet_pair_more(sheet, _("State"), code_text("backup_state", rows_text(&rows, 0, "state")), _("Size"),
                    mib(pool, rows_int(&rows, 0, "bytes")));
    if (rows_text(&rows, 0, "why")[0] != '\0')
        sheet_pair(sheet, _("Why"), rows_text(&rows, 0, "why"));
    sheet_pair(sheet, _("Read through"), moment(pool, rows_int(&rows, 0, "verified_at")));
    sheet_pair(sheet, _("Tried out"),
               took == 0 ? ""
                         : pool_format(pool, _("%s, in %.1f s"), moment(pool, rows_int(&rows, 0, "drilled_at")),
                                       (double)took / 1000.0));
    sheet_blank(sheet);
    put_holding(sheet, &rows);
    return ERR_NONE;
}

static bool act_on_one(void *to, struct sheet *sheet, enum action action)
{
    struct backups *b = to;
    if (action != ACTION_COMMAND)
        return false;
    choose(b, b->id);
    sheet_refill(sheet);
    return true;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct sheet_ops ops = {.fill = fill, .action = act_on_one, .foot = foot};
    struct backups *b = to;
    b->id = rows_int(rows, row, "id");
    sheet_run(ui, _("Backup"), &ops, b);
}

/* --- the list ---------------------------------------------------------------------------------------------------- */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct backups *b = to;
    struct rows found = {0};
    enum err r = backup_list(b->work, pool, 0, &found, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, found.count, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < found.count; i++) {
        rows_put_int(pool, out, i, ID, rows_int(&found, i, "id"));
        rows_put(out, i, AT, moment(pool, rows_int(&found, i, "at")));
        rows_put(out, i, STATE, code_text("backup_state", rows_text(&found, i, "state")));
        rows_put(out, i, SIZE, mib(pool, rows_int(&found, i, "bytes")));
        rows_put(out, i, VERIFIED,
                 rows_int(&found, i, "verified_at") == 0 ? "" : tell_moment(pool, &found, i, "verified_at"));
        rows_put(out, i, DRILLED,
                 rows_int(&found, i, "drilled_at") == 0 ? "" : tell_moment(pool, &found, i, "drilled_at"));
        rows_put(out, i, HOW, how_text(&found, i));
    }
    return rows_page(pool, out, query, total);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct backups *b = to;
    (void)ui;
    if (action == ACTION_NEW)
        make(b);
    else if (action == ACTION_COMMAND && row != SIZE_MAX)
        choose(b, rows_int(rows, row, "id"));
    else
        return false;
    ui_list_reload(list);
    return true;
}

void backup_screen(struct ui *ui, struct work *work)
{
    static const enum action make_foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_COMMAND, ACTION_NONE};
    static const char *const make_words[] = {NULL, N_("back up now"), NULL, NULL};
    static const enum action look_foot[] = {ACTION_OPEN, ACTION_NONE};
    bool makes = right_scope(work, "backup") != SCOPE_NONE;
    const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .foot = makes ? make_foot : look_foot,
        .foot_words = makes ? make_words : NULL,
        .help = N_("Backups that the server makes by the settings, and those that were asked for. One that was read "
                   "through is whole; one that was tried out was restored to a copy and looked at. To put one back: "
                   "wangge restore FILE, on the machine, with the server stopped."),
    };
    static const struct ui_list_column columns[] = {
        {"at",       16, -1, 0, N_("Made")        },
        {"state",    10, -1, 0, N_("State")       },
        {"size",     0,  -1, 0, N_("Size")        },
        {"verified", 12, -1, 1, N_("Read through")},
        {"drilled",  11, -1, 0, N_("Tried out")   },
        {"how",      12, -1, 2, N_("By")          },
        {NULL,       0,  0,  0, NULL              },
    };
    struct backups b = {.ui = ui, .work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("Backups"), NULL, columns, &ops, &query, &b);
}
