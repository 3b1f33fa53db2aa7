/* The month as it runs: what would I get today, and what would gain most. */
#include "evaluation.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/ui/ui.h"
#include "wangge/work/evaluation_preview.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

struct page {
    struct ui *ui;
    struct work *work;
    struct evaluation_preview preview;
    struct evaluation_gain gain; /* that is opened */
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "words", "each", "all", "also", "label"};
    struct page *page = to;
    enum err err = evaluation_preview(page->work, pool, &page->preview, e);
    size_t count = err == ERR_NONE ? page->preview.count : 0;
    rows_make(pool, out, count, 6, names);
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_gain *gain = &page->preview.gains[i];
        rows_put_int(pool, out, i, 0, (int64_t)i + 1);
        rows_put(out, i, 1, evaluation_gain_words(pool, gain));
        rows_put(out, i, 2, gain->unknown ? "?" : pool_format(pool, "%+.2f", gain->each));
        rows_put(out, i, 3,
                 gain->unknown ? pool_format(pool, _("max %+.1f"), gain->all) : pool_format(pool, "%+.1f", gain->all));
        rows_put(out, i, 4, gain->also >= 0.05 ? pool_format(pool, "%+.1f", gain->also) : "");
        rows_put(out, i, 5, gain->label);
    }
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static void heading(void *to, char *out, size_t room)
{
    const struct page *page = to;
    const struct evaluation *now = &page->preview.now;
    if (!page->preview.found)
        snprintf(out, room, "%s", _("You are not judged this month."));
    else if (!now->judged)
        snprintf(out, room, _("%s: there on %d days, not judged yet"), now->name, now->days);
    else
        snprintf(out, room, _("%s: today it would be %.1f %s"), now->name, now->total, now->grade);
}

static enum err read_rows(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                          struct error *e)
{
    struct page *page = to;
    enum err err = evaluation_preview_rows(page->work, pool, &page->preview, &page->gain, out, e);
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static void open_row(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct page *page = to;
    const char *kind = rows_text(rows, row, "kind");
    if (!evaluation_open_object(ui, page->work, kind, rows_int(rows, row, "id")))
        ui_note(ui, "%s", rows_text(rows, row, "text"));
}

/* At a door the diary is written at once. */
static bool row_action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                       size_t row)
{
    struct page *page = to;
    if (action != ACTION_NEW || row == SIZE_MAX)
        return false;
    int64_t id = rows_int(rows, row, "id");
    bool door = strcmp(rows_text(rows, row, "kind"), "household") == 0;
    if (!door && strcmp(rows_text(rows, row, "kind"), "special_place") != 0)
        return false;
    visit_write_one(ui, page->work, door ? id : 0, door ? 0 : id);
    ui_list_reload(list);
    return true;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_NONE};
    static const char *const words[] = {NULL, N_("write diary")};
    static const struct ui_list_ops ops = {
        .read = read_rows,
        .open = open_row,
        .action = row_action,
        .foot = foot,
        .foot_words = words,
        .help = N_("Just those that would gain. Enter opens one; a at a household or a place writes the diary."),
    };
    static const struct ui_list_column columns[] = {
        {"on",   10, -1, 1, N_("Last day")      },
        {"no",   16, -1, 2, N_("No.")           },
        {"text", 0,  -1, 0, N_("Where and what")},
        {"note", 22, -1, 1, N_("Why")           },
        {NULL,   0,  0,  0, NULL                },
    };
    struct page *page = to;
    struct list_query query = {0};
    struct rows some = {0};
    struct error e = {0};
    struct pool *pool = pool_new();
    page->gain = page->preview.gains[rows_int(rows, row, "id") - 1];
    char title[160];
    text_copy(title, sizeof title, evaluation_gain_words(pool, &page->gain));
    if (evaluation_preview_rows(page->work, pool, &page->preview, &page->gain, &some, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (some.count > 0)
        ui_list_run(ui, title, NULL, columns, &ops, &query, page);
    else if (strcmp(page->gain.measure, "diary") == 0)
        visit_write_screen(ui, page->work);
    else
        ui_note(ui, _("%s: there is no list of what is still to be done"), page->gain.label);
    pool_free(&pool);
}

void evaluation_gain_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .heading = heading,
        .foot = foot,
        .help = N_("What can still be done this month, what brings most first: the next one, all of them, and what the "
                   "same deeds bring in other items. A drill may bring up to what is told. Enter opens just those."),
    };
    static const struct ui_list_column columns[] = {
        {"words", 0,  -1, 0, N_("What gains") },
        {"label", 14, -1, 2, N_("Item")       },
        {"each",  7,  1,  0, N_("Each")       },
        {"all",   8,  1,  0, N_("All of them")},
        {"also",  7,  1,  1, N_("Also")       },
        {NULL,    0,  0,  0, NULL             },
    };
    struct page page = {.ui = ui, .work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("What would gain most"), NULL, columns, &ops, &query, &page);
}
