/* Retention: how long what is kept, how many rows would go now, and making them go. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/retention.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAMES[] = {"id", "label", "keep", "then", "before", "rows", "stays"};
enum column { ID, LABEL, KEEP, THEN, BEFORE, ROWS, STAYS, COLUMN_COUNT };

struct retention {
    struct work *work;
    bool counted;
};

static const char *day(struct pool *pool, int64_t at)
{
    char text[DATE_TEXT] = "";
    if (at != 0)
        date_format(day_of(at), text);
    return pool_text(pool, text);
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct retention *retention = to;
    struct retention_state states[RETENTION_MOST];
    size_t count = 0;
    enum err r = retention_list(retention->work, pool, retention->counted, states, &count, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, count, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < count; i++) {
        const struct retention_rule *rule = states[i].rule;
        rows_put_int(pool, out, i, ID, (int64_t)i + 1);
        rows_put(out, i, LABEL, rule->label[i18n_language()]);
        rows_put(out, i, KEEP, retention_keep_text(pool, rule, states[i].keep));
        rows_put(out, i, THEN, rule->deletes ? _("deleted") : _("nobody's"));
        rows_put(out, i, BEFORE, day(pool, states[i].before));
        rows_put(out, i, ROWS, states[i].rows < 0 ? "" : pool_format(pool, "%lld", (long long)states[i].rows));
        rows_put(out, i, STAYS, rule->stays[i18n_language()]);
    }
    return rows_page(pool, out, query, total);
}

static void edit(struct ui *ui, struct retention *retention, const struct retention_rule *rule)
{
    char value[16] = "", why[96], *end = NULL;
    struct error e = {0};
    struct pool *pool = pool_new();
    const char *help = pool_format(
        pool, rule->months ? _("Months, at least %d; 0 is for ever") : _("Days, at least %d; 0 is for ever"),
        rule->least);
    if (tell_denied(retention->work, "retention.write", why, sizeof why))
        ui_note(ui, "%s", why);
    else if (ui_ask(ui, rule->label[i18n_language()], help, false, value, sizeof value)) {
        long keep = strtol(value, &end, 10);
        if (end == value || *end != '\0' || keep < 0)
            ui_note(ui, "%s", _("A whole number, please."));
        else if (retention_set(retention->work, rule->name, (int)keep, &e) != ERR_NONE)
            ui_error(ui, &e);
        else
            ui_note(ui, "%s: %s", rule->label[i18n_language()], retention_keep_text(pool, rule, (int)keep));
    }
    pool_free(&pool);
}

/* The number is told before anything goes. */
static void run(struct ui *ui, struct retention *retention, const struct rows *rows, size_t row)
{
    struct error e = {0};
    char why[96];
    int64_t job = 0;
    const struct retention_rule *rule = retention_at((size_t)rows_int(rows, row, "id") - 1);
    if (tell_denied(retention->work, "retention.run", why, sizeof why))
        ui_note(ui, "%s", why);
    else if (!retention->counted)
        ui_note(ui, "%s", _("First see what would go: v counts."));
    else if (atoll(rows_text(rows, row, "rows")) == 0)
        ui_note(ui, "%s", _("Nothing is older than that."));
    else if (!ui_confirm(ui, _("%s: %s rows older than %s? It cannot be undone."), rule->label[i18n_language()],
                         rows_text(rows, row, "rows"), rows_text(rows, row, "before")))
        return;
    else if (retention_run(retention->work, rule->name, &job, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, _("It goes on by itself as job %lld; the inbox tells its end."), (long long)job);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct retention *retention = to;
    if (row == SIZE_MAX)
        return false;
    if (action == ACTION_EDIT)
        edit(ui, retention, retention_at((size_t)rows_int(rows, row, "id") - 1));
    else if (action == ACTION_VIEW)
        retention->counted = true;
    else if (action == ACTION_DELETE)
        run(ui, retention, rows, row);
    else
        return false;
    ui_list_reload(list);
    return true;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    const struct retention_rule *rule = retention_at((size_t)rows_int(rows, row, "id") - 1);
    (void)to;
    ui_message(ui, rule->label[i18n_language()], _("Kept: %s. Then: %s. What stays: %s. Command: retention set %s ..."),
               rows_text(rows, row, "keep"), rows_text(rows, row, "then"), rows_text(rows, row, "stays"), rule->name);
}

void retention_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_VIEW, ACTION_EDIT, ACTION_DELETE, ACTION_OPEN, ACTION_NONE};
    static const char *const words[] = {N_("count"), NULL, N_("run"), NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("How long what is kept. Security changes the rules within what the law asks; the system administrator "
               "counts what would go, and lets it go. With the setting retention.daily it goes by itself each night."),
    };
    static const struct ui_list_column columns[] = {
        {"label",  0,  -1, 0, N_("What is kept")},
        {"keep",   10, -1, 0, N_("Kept")        },
        {"then",   9,  -1, 2, N_("Then")        },
        {"before", 10, -1, 1, N_("Older than")  },
        {"rows",   7,  1,  0, N_("Rows")        },
        {NULL,     0,  0,  0, NULL              },
    };
    struct retention retention = {.work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("Retention"), NULL, columns, &ops, &query, &retention);
}
