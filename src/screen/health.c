/* How the installation is: figures with lights; and the self-check: what is weak, and what to do. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/health.h"
#include "wangge/work/work.h"

static const char *const NAMES[] = {"id", "light", "label", "value", "advice"};
enum column { ID, LIGHT, LABEL, VALUE, ADVICE, COLUMN_COUNT };

static void put(struct pool *pool, struct rows *out, size_t row, enum health_level level, const char *label,
                const char *value, const char *advice)
{
    rows_put_int(pool, out, row, ID, (int64_t)row + 1);
    rows_put(out, row, LIGHT, level == HEALTH_FINE ? "" : light_letter(health_level_name(level)));
    rows_put(out, row, LABEL, label);
    rows_put(out, row, VALUE, value);
    rows_put(out, row, ADVICE, advice);
}

/* --- figures ----------------------------------------------------------------------------------------------------- */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct health_item *items = pool_new_piece(pool, HEALTH_COUNT, sizeof *items);
    size_t n = 0;
    enum err r = health_read(to, pool, items, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, HEALTH_COUNT, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < HEALTH_COUNT; i++)
        if (items[i].known)
            put(pool, out, n++, items[i].level, items[i].label, items[i].value, items[i].advice);
    out->count = n;
    return rows_page(pool, out, query, total);
}

static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    (void)to;
    (void)lines;
    ui_clear_row(ui, first_row);
    ui_put(ui, first_row, 1, 0, STYLE_PLAIN, rows_text(rows, row, "advice"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    (void)rows;
    (void)row;
    if (action != ACTION_TABLE)
        return false;
    weakness_screen(ui, to);
    ui_list_reload(list);
    return true;
}

void health_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_TABLE, ACTION_NONE};
    static const char *const words[] = {N_("self-check"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .action = action,
        .detail = detail,
        .detail_lines = 1,
        .foot = foot,
        .foot_words = words,
        .help = N_("Figures of the server, its database, disks and queues. Y and R stand before what should be looked "
                   "at; the line below tells what to do."),
    };
    static const struct ui_list_column columns[] = {
        {"light", 2,  -1, 0, " "         },
        {"label", 0,  -1, 0, N_("Figure")},
        {"value", 20, -1, 0, N_("Value") },
        {NULL,    0,  0,  0, NULL        },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Health"), NULL, columns, &ops, &query, work);
}

/* --- the self-check ---------------------------------------------------------------------------------------------- */

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct weakness *found = NULL;
    size_t count = 0;
    char at[DATE_MINUTE];
    enum err r = weakness_list(to, pool, &found, &count, e);
    if (r != ERR_NONE)
        return r;
    instant_minute(clock_now(), at);
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD,
               count == 0 ? pool_format(pool, _("%s: nothing is weak by %zu rules."), at, weakness_rules())
                          : pool_format(pool, _("%s: %zu of %zu rules are broken."), at, count, weakness_rules()));
    for (int level = HEALTH_RED; level >= HEALTH_YELLOW; level--)
        for (size_t i = 0; i < count; i++) {
            if (found[i].level != (enum health_level)level)
                continue;
            sheet_blank(sheet);
            sheet_text(sheet, level == HEALTH_RED ? STYLE_RED : STYLE_YELLOW,
                       pool_format(pool, "%s %s%s%s", light_letter(health_level_name((enum health_level)level)),
                                   found[i].what, *found[i].detail == '\0' ? "" : ": ", found[i].detail));
            sheet_text(sheet, STYLE_PLAIN, pool_format(pool, "  %s", found[i].advice));
        }
    return ERR_NONE;
}

void weakness_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_PAGE_DOWN, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct sheet_ops ops = {
        .fill = fill,
        .foot = foot,
        .help = N_("What is weak about this installation, the worst first, with what to do. Nothing is changed by "
                   "looking."),
    };
    sheet_run(ui, _("Self-check"), &ops, work);
}
