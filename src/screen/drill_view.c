/* A drill and what was wrong in it: Enter opens who or what the question was about. */
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/drill.h"
#include "wangge/work/work.h"

#include <string.h>

struct viewing {
    struct ui *ui;
    struct work *work;
    int64_t id;
};

static void put_head(struct sheet *sheet, const struct rows *rows)
{
    struct pool *pool = sheet_pool(sheet);
    const char *by = rows_text(rows, 0, "by_name");
    sheet_blank(sheet);
    sheet_pair_more(sheet, _("Name"), rows_text(rows, 0, "name"), _("Area"), rows_text(rows, 0, "area_name"));
    if (strcmp(by, rows_text(rows, 0, "name")) != 0)
        sheet_pair(sheet, _("Taken by"), by);
    sheet_pair_more(sheet, _("Right"),
                    pool_format(pool, "%lld/%lld", (long long)rows_int(rows, 0, "right_count"),
                                (long long)rows_int(rows, 0, "asked")),
                    _("Ended"),
                    *rows_text(rows, 0, "ended_at") ? tell_moment(pool, rows, 0, "ended_at") : _("not finished"));
}

/* The question, then the right answer and what was given. */
static void put_wrong(struct sheet *sheet, const struct rows *items, size_t i)
{
    struct pool *pool = sheet_pool(sheet);
    const char *given = rows_text(items, i, "given"), *question = rows_text(items, i, "question");
    if (*question == '\0') {
        sheet_text(sheet, STYLE_DIM, pool_format(pool, _("(%s) not for your post"), rows_text(items, i, "position")));
        return;
    }
    sheet_link(sheet, rows_text(items, i, "kind"), rows_int(items, i, "object"),
               pool_format(pool, "(%s) %s", rows_text(items, i, "position"), question));
    sheet_text(sheet, STYLE_PLAIN,
               *given == '\0'
                   ? pool_format(pool, _("    right: %s   passed over"), rows_text(items, i, "answer"))
                   : pool_format(pool, _("    right: %s   given: %s"), rows_text(items, i, "answer"), given));
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct viewing *viewing = to;
    struct pool *pool = sheet_pool(sheet);
    struct rows rows = {0}, items = {0};
    enum err r = drill_show(viewing->work, pool, viewing->id, &rows, &items, e);
    size_t wrong = 0;
    if (r != ERR_NONE)
        return r;
    put_head(sheet, &rows);
    for (size_t i = 0; i < items.count; i++) {
        if (rows_int(&items, i, "correct"))
            continue;
        if (wrong++ == 0)
            sheet_heading(sheet, _("Not right"));
        put_wrong(sheet, &items, i);
    }
    if (wrong < items.count)
        sheet_heading(sheet, _("Right"));
    for (size_t i = 0; i < items.count; i++)
        if (rows_int(&items, i, "correct") && *rows_text(&items, i, "question"))
            sheet_text(sheet, STYLE_PLAIN,
                       pool_format(pool, "(%s) %s  %s", rows_text(&items, i, "position"),
                                   rows_text(&items, i, "question"), rows_text(&items, i, "answer")));
    return ERR_NONE;
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    static const struct {
        const char *kind;
        void (*screen)(struct ui *ui, struct work *work, int64_t id);
    } kinds[] = {
        {"household", household_card_screen},
        {"person",    person_screen        },
        {"visit",     visit_view_screen    },
        {"case",      case_view_screen     },
    };
    struct viewing *viewing = to;
    (void)sheet;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            kinds[i].screen(viewing->ui, viewing->work, id);
}

void drill_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct sheet_ops ops = {
        .fill = fill,
        .open = open,
        .foot = foot,
        .help = N_("What was not right, with the right answer; Enter or the key before it opens the household, person, "
                   "visit or case."),
    };
    struct viewing viewing = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Drill"), &ops, &viewing);
}
