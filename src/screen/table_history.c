/* What became of a row, version by version, with the way back to one; and who looked at it. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/table.h"

#include <stdio.h>
#include <string.h>

struct story {
    struct ui *ui;
    struct work *work;
    const struct table *table;
    int64_t id;
    int64_t newest; /* version */
};

static const char *or_nothing(const char *value)
{
    return *value ? value : _("(empty)");
}

/* One line a version, under it one for each field that it changed. */
static enum err fill_history(void *to, struct sheet *sheet, struct error *e)
{
    struct story *story = to;
    struct pool *pool = sheet_pool(sheet);
    struct rows rows = {0};
    int64_t version = 0;
    enum err r = table_history(story->work, pool, story->table, story->id, &rows, e);
    if (r == ERR_NONE && rows.count)
        story->newest = rows_int(&rows, 0, "version");
    if (r == ERR_NONE && rows.count == 0)
        sheet_text(sheet, STYLE_DIM, _("Nothing has been changed here so far."));
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        if (rows_int(&rows, i, "version") != version) {
            version = rows_int(&rows, i, "version");
            sheet_blank(sheet);
            sheet_link(sheet, "version", version,
                       pool_format(pool, "%s  %s  %s", tell_moment(pool, &rows, i, "at"),
                                   rows_text(&rows, i, "by_name"),
                                   code_text("history_action", rows_text(&rows, i, "action"))));
        }
        if (*rows_text(&rows, i, "field"))
            sheet_text(sheet, STYLE_PLAIN,
                       pool_format(pool, "     %s: %s -> %s", rows_text(&rows, i, "label"),
                                   or_nothing(rows_text(&rows, i, "from")), or_nothing(rows_text(&rows, i, "to"))));
    }
    return r;
}

static void take_back(void *to, struct sheet *sheet, const char *kind, int64_t version)
{
    struct story *story = to;
    struct error e = {0};
    (void)sheet;
    (void)kind;
    if (version == story->newest) {
        ui_note(story->ui, "%s", _("this is how it is now; choose an earlier one to take it back"));
        return;
    }
    if (!ui_confirm(story->ui,
                    _("Bring everything back to what it was in version %lld? That makes a new version; "
                      "nothing of the story is lost."),
                    (long long)version))
        return;
    if (table_restore_version(story->work, story->table, story->id, version, &e) == ERR_NONE)
        ui_note(story->ui, _("it is again as in version %lld"), (long long)version);
    else
        ui_error(story->ui, &e);
}

void table_history_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {N_("take back"), NULL, NULL};
    static const struct sheet_ops ops = {.fill = fill_history,
                                         .open = take_back,
                                         .foot = foot,
                                         .foot_words = words,
                                         .help = N_("Every version of the record, the newest first: who changed which "
                                                    "field from what to what. Enter brings a version back.")};
    struct story story = {.ui = ui, .work = work, .table = table, .id = id};
    sheet_run(ui, _("History"), &ops, &story);
}

static enum err fill_looked(void *to, struct sheet *sheet, struct error *e)
{
    struct story *story = to;
    struct pool *pool = sheet_pool(sheet);
    struct rows rows = {0};
    enum err r = table_looked(story->work, pool, story->table, story->id, &rows, e);
    sheet_blank(sheet);
    if (r == ERR_NONE && rows.count == 0)
        sheet_text(sheet, STYLE_DIM, _("Nobody has looked at the numbers so far."));
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const struct table *what = table_find(rows_text(&rows, i, "what"));
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%s  %s %s  %s  %s", tell_moment(pool, &rows, i, "at"),
                               rows_text(&rows, i, "by_name"), code_text("role", rows_text(&rows, i, "role")),
                               what ? table_label(what) : "", rows_text(&rows, i, "reason")));
    }
    return r;
}

void table_looked_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id)
{
    static const enum action foot[] = {ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct sheet_ops ops = {.fill = fill_looked,
                                         .foot = foot,
                                         .help = N_("Who saw the numbers of this person in full, or opened a "
                                                    "sensitive record of them, when and why; the newest first.")};
    struct story story = {.ui = ui, .work = work, .table = table, .id = id};
    sheet_run(ui, _("Who looked"), &ops, &story);
}
