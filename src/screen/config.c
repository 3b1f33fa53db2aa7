/* The configuration, to be read: value, where it comes from, what it means; what the file says since the start. */
#include "rows.h"
#include "screens.h"
#include "sheet.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/list.h"
#include "wangge/work/configuration.h"
#include "wangge/work/work.h"

#include <string.h>

struct shown {
    struct work *work;
    char heading[512];
};

static const char *const NAMES[] = {"id", "name", "value", "source", "changed"};
enum column { ID, NAME, VALUE, SOURCE, CHANGED, COLUMN_COUNT };

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct shown *shown = to;
    struct configuration *all = pool_new_piece(pool, 1, sizeof *all);
    enum err r = configuration_read(shown->work, pool, all, e);
    if (r != ERR_NONE)
        return r;
    text_copy(shown->heading, sizeof shown->heading,
              all->fault == NULL ? pool_format(pool, "%s (%s)", all->file, all->found)
                                 : pool_format(pool, _("The file is in error by now: %s"), all->fault));
    rows_make(pool, out, CONFIG_COUNT, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < CONFIG_COUNT; i++) {
        const struct configuration_value *value = &all->values[i];
        rows_put_int(pool, out, i, ID, (int64_t)i + 1);
        rows_put(out, i, NAME, value->name);
        rows_put(out, i, VALUE, value->value);
        rows_put(out, i, SOURCE, value->source);
        rows_put(out, i, CHANGED, value->now_file == NULL ? "" : "!");
    }
    return rows_page(pool, out, query, total);
}

static void heading(void *to, char *out, size_t room)
{
    const struct shown *shown = to;
    text_copy(out, room, shown->heading);
}

struct one {
    struct work *work;
    size_t id;
};

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct one *one = to;
    struct pool *pool = sheet_pool(sheet);
    struct configuration *all = pool_new_piece(pool, 1, sizeof *all);
    enum err r = configuration_read(one->work, pool, all, e);
    if (r != ERR_NONE)
        return r;
    const struct configuration_value *value = &all->values[one->id];
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD, value->name);
    sheet_text(sheet, STYLE_PLAIN, _(value->key->meaning));
    sheet_blank(sheet);
    sheet_pair(sheet, _("Value"), value->value);
    sheet_pair(sheet, _("Source"), value->source);
    sheet_pair(sheet, _("Default"), value->key->def);
    sheet_pair(sheet, _("File"), all->file);
    if (value->now_file != NULL) {
        sheet_pair(sheet, _("Now in file"), value->now_file);
        sheet_text(sheet, STYLE_PLAIN,
                   _("The file was changed since the server read it: a reload or restart takes it over."));
    }
    return ERR_NONE;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    static const enum action foot[] = {ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct sheet_ops ops = {.fill = fill, .foot = foot};
    struct shown *shown = to;
    struct one one = {.work = shown->work, .id = (size_t)rows_int(rows, row, "id") - 1};
    sheet_run(ui, rows_text(rows, row, "name"), &ops, &one);
}

void config_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .heading = heading,
        .foot = foot,
        .help = N_("What the server was started with. It is changed in the file by whoever looks after the machine; an "
                   "exclamation mark shows what the file says otherwise since then."),
    };
    static const struct ui_list_column columns[] = {
        {"changed", 2,  -1, 0, " "        },
        {"name",    24, -1, 0, N_("Key")  },
        {"value",   0,  -1, 0, N_("Value")},
        {"source",  8,  -1, 1, N_("From") },
        {NULL,      0,  0,  0, NULL       },
    };
    struct shown shown = {.work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("Configuration"), NULL, columns, &ops, &query, &shown);
}
