/* Export of what a list shows: as what, why, and how the file is fetched. */
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/audit.h"
#include "wangge/work/export.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

static const struct {
    char letter;
    enum table_format format;
    bool full;
    const char *text, *detail;
} kinds[] = {
    {'x', TABLE_XLSX,    false, N_("spreadsheet (xlsx)"),          N_("numbers masked")                        },
    {'c', TABLE_CSV_BOM, false, N_("CSV for a spreadsheet"),       N_("numbers masked")                        },
    {'p', TABLE_CSV,     false, N_("CSV with names and codes"),    N_("for programs, masked")                  },
    {'f', TABLE_XLSX,    true,  N_("spreadsheet (xlsx), in full"), N_("asks why, and is noted for each person")},
};

static bool choose(struct ui *ui, struct work *work, struct export *export, int64_t total)
{
    struct ui_choice choices[COUNT_OF(kinds)];
    char why[160], title[160];
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        choices[i] = (struct ui_choice){kinds[i].letter, _(kinds[i].text), _(kinds[i].detail), NULL};
        if (kinds[i].full && tell_denied(work, "personal.export", why, sizeof why))
            choices[i].why = why;
    }
    snprintf(title, sizeof title, _("Export %s: %lld rows"), table_label(export->table), (long long)total);
    int taken = ui_choose(ui, title, choices, COUNT_OF(kinds), 0);
    if (taken < 0)
        return false;
    export->format = kinds[taken].format;
    export->full = kinds[taken].full;
    return true;
}

static bool ask_why(struct ui *ui, struct export *export)
{
    while (export_is_personal(export->table)) {
        if (!ui_ask(ui, _("Personal data leaves the system. This is noted in the audit."), _("What for?"), false,
                    export->reason, sizeof export->reason))
            return false;
        if (text_count(text_trim(export->reason)) >= 2)
            return true;
    }
    return true;
}

static void tell_file(struct ui *ui, const struct work *work, const struct export *export, int64_t file, int64_t rows)
{
    ui_message(ui, _("Export"),
               _("%lld rows are ready. Fetch the file on your computer with\n\n  ssh %s@HOST inbox get %lld > %s.%s\n\n"
                 "(HOST and port as you log in here.) It is kept for 30 days; the inbox tells it again."),
               (long long)rows, work->actor.login, (long long)file, export->table->name,
               table_format_ending(export->format));
}

void export_dialog(struct ui *ui, struct work *work, const struct table *table, const struct list_query *query)
{
    struct export export = {.table = table, .query = *query};
    struct list_query count = *query;
    struct pool *pool = pool_new();
    struct error e = {0};
    struct rows rows = {0};
    int64_t total = 0, file = 0, written = 0;

    export.query.limit = export.query.offset = export.query.after = 0;
    count.limit = 1;
    count.offset = count.after = 0;
    bool audit = strcmp(table->name, "audit") == 0;
    enum err r = audit ? audit_list(work, pool, &count, &rows, &total, &e)
                       : table_list(work, pool, table, &count, &rows, &total, &e);
    bool many = total > EXPORT_AT_ONCE || rows.at_least;
    pool_free(&pool);
    if (r == ERR_NONE && (!choose(ui, work, &export, total) || !ask_why(ui, &export)))
        return;
    if (r == ERR_NONE && many) {
        r = export_later(work, &export, &file, &e);
        if (r == ERR_NONE)
            ui_message(
                ui, _("Export"),
                _("The export goes on by itself, also when you leave. Your inbox tells when the file is ready."));
    } else if (r == ERR_NONE) {
        r = export_file(work, &export, &file, &written, &e);
        if (r == ERR_NONE)
            tell_file(ui, work, &export, file, written);
    }
    if (r != ERR_NONE)
        ui_error(ui, &e);
}
