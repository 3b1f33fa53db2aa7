/* A closed case is chosen for the notice board; its text, without personal data, is read once more before it is saved.
 */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/publish.h"
#include "wangge/work/work.h"

#define CASES_MOST 30 /* to choose from at once */

static bool choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct rows found;
    if (publish_candidates(to, pool, typed, CASES_MOST, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(columns), columns);
    for (size_t i = 0; i < found.count; i++) {
        rows_put(out, i, 0, rows_text(&found, i, "no"));
        rows_put(out, i, 1, rows_text(&found, i, "title"));
        rows_put(
            out, i, 2,
            pool_format(pool, "%s  %s", tell_moment(pool, &found, i, "closed_at"), rows_text(&found, i, "area_name")));
    }
    return true;
}

void publish_case_screen(struct ui *ui, struct work *work, const char *no)
{
    struct record *begun = record_new();
    struct error e = {0};
    if (publish_propose(work, no, begun, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        table_form_screen(ui, work, table_find("case_notice"), 0, begun);
    record_free(&begun);
}

void publish_screen(struct ui *ui, struct work *work)
{
    char no[40] = "", text[200] = "";
    if (ui_pick(ui, _("Which closed case?"), choices, work, false, "", no, sizeof no, text, sizeof text))
        publish_case_screen(ui, work, no);
}

void notices_screen(struct ui *ui, struct work *work)
{
    table_list_screen(ui, work, table_find("case_notice"));
}

void notice_sheet_screen(struct ui *ui, struct work *work)
{
    print_screen(ui, work, "results", work->actor.area);
}
