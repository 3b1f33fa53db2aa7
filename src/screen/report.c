#include "report.h"

#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/table_writer.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/area.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/report.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define AREAS_MOST 30 /* to choose from at once */

static bool area_choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct rows found;
    if (area_search(to, pool, typed, 0, AREAS_MOST, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(columns), columns);
    for (size_t i = 0; i < found.count; i++) {
        rows_put(out, i, 0, rows_text(&found, i, "id"));
        rows_put(out, i, 1, rows_text(&found, i, "name"));
        rows_put(out, i, 2,
                 pool_format(pool, "%s  %s", area_level_name((int)rows_int(&found, i, "level")),
                             rows_text(&found, i, "code")));
    }
    return true;
}

static bool ask_area(struct ui *ui, struct work *work, struct case_selection *selection)
{
    char id[24] = "", text[96] = "";
    if (!ui_pick(ui, _("Which area?"), area_choices, work, false, "", id, sizeof id, text, sizeof text))
        return false;
    selection->area = atoll(id);
    return true;
}

/* A month, a year, a day, or from..to. */
static bool ask_period(struct ui *ui, struct case_selection *selection)
{
    char typed[64] = "";
    struct error e = {0};
    if (!ui_ask(ui, _("Which period? A month 2026-10, a year 2026, or from..to: 2026-07..2026-09, -30..t"), _("Period"),
                false, typed, sizeof typed))
        return false;
    char *to = strstr(typed, "..");
    if (to != NULL) {
        *to = '\0';
        to += 2;
    }
    if (case_selection_period(selection, text_trim(typed), to == NULL ? "" : text_trim(to), &e) == ERR_NONE)
        return true;
    ui_error(ui, &e);
    return false;
}

bool report_ask_selection(struct ui *ui, struct work *work, struct case_selection *selection)
{
    const struct ui_choice choices[] = {
        {'p', _("Period"), NULL, NULL},
        {'a', _("Area"),   NULL, NULL},
    };
    int taken = ui_choose(ui, _("Of what?"), choices, COUNT_OF(choices), 0);
    return taken == 0 ? ask_period(ui, selection) : taken == 1 && ask_area(ui, work, selection);
}

const char *report_options(struct work *work, struct pool *pool, const struct case_selection *selection)
{
    char first[DATE_TEXT], last[DATE_TEXT], id[24];
    struct rows area = {0};
    const char *of = "";
    date_format(selection->first, first);
    date_format(selection->last, last);
    snprintf(id, sizeof id, "%lld", (long long)selection->area);
    if (selection->area != 0 && selection->area != work->actor.area &&
        area_find(work, pool, id, &area, NULL) == ERR_NONE)
        of = pool_format(pool, " --area=%s", rows_text(&area, 0, "code"));
    return pool_format(pool, " --from=%s --to=%s%s", first, last, of);
}

void report_export(struct ui *ui, struct work *work, const struct report *report)
{
    static const enum table_format formats[] = {TABLE_XLSX, TABLE_CSV_BOM, TABLE_CSV};
    const struct ui_choice choices[] = {
        {'x', _("spreadsheet (xlsx)"),       NULL, NULL},
        {'c', _("CSV for a spreadsheet"),    NULL, NULL},
        {'p', _("CSV with names and codes"), NULL, NULL},
    };
    struct error e = {0};
    int64_t file = 0;
    int taken = ui_choose(ui, report->title, choices, COUNT_OF(choices), 0);
    if (taken < 0)
        return;
    if (report_file(work, report, formats[taken], &file, &e) != ERR_NONE) {
        ui_error(ui, &e);
        return;
    }
    ui_message(ui, _("Export"),
               _("%lld rows are ready. Fetch the file on your computer with\n\n  ssh %s@HOST inbox get %lld > %s.%s\n\n"
                 "(HOST and port as you log in here.) It is kept for 30 days; the inbox tells it again."),
               (long long)report->count, work->actor.login, (long long)file, report->name,
               table_format_ending(formats[taken]));
}
