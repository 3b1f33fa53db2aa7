/* One case: what it is, how far it is, and its timeline. */
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

struct case_view_state {
    struct ui *ui;
    struct work *work;
    int64_t id;
};

const char *case_step_line(struct pool *pool, const struct rows *steps, size_t row)
{
    const char *text = rows_text(steps, row, "text");
    return pool_format(pool, "%s %s  %s%s%s", tell_moment(pool, steps, row, "at_text"),
                       rows_text(steps, row, "by_name"), workflow_command_label(rows_text(steps, row, "command")),
                       *text ? ": " : "", text);
}

static void add_field_pair(struct sheet *sheet, const struct record *record, const char *a, const char *b)
{
    const struct table *table = table_find("case");
    struct pool *pool = sheet_pool(sheet);
    sheet_pair_more(sheet, field_label(table_field(table, a)), tell_field(pool, table, record, a),
                    field_label(table_field(table, b)), tell_field(pool, table, record, b));
}

static const char *link_text(struct work *work, struct pool *pool, const struct table *table, const struct record *r,
                             const char *name)
{
    const struct field *field = table_field(table, name);
    struct buffer text = {0};
    link_show(work, field, record_get(r, name), &text);
    const char *told = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return told;
}

static void add_facts(struct work *work, struct sheet *sheet, const struct record *r)
{
    const struct table *table = table_find("case");
    const char *light = light_letter(record_get(r, "light"));
    struct pool *pool = sheet_pool(sheet);
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD, pool_format(pool, "%s  %s", record_get(r, "no"), record_get(r, "title")));
    sheet_text(sheet, light_style(record_get(r, "light")),
               pool_format(pool, "%s%s%s", light, *light ? "  " : "", code_text("case_state", record_get(r, "state"))));
    sheet_blank(sheet);
    add_field_pair(sheet, r, "category", "urgency");
    sheet_pair_more(sheet, field_label(table_field(table, "area")), link_text(work, pool, table, r, "area"),
                    field_label(table_field(table, "place")), record_get(r, "place"));
    sheet_pair_more(sheet, field_label(table_field(table, "by")), record_get(r, "by_name"),
                    field_label(table_field(table, "handler")), link_text(work, pool, table, r, "handler"));
    add_field_pair(sheet, r, "reported_at", "due_at");
    add_field_pair(sheet, r, "closed_at", "satisfaction");
    sheet_pair(sheet, field_label(table_field(table, "text")), record_get(r, "text"));
    sheet_pair(sheet, field_label(table_field(table, "result")), record_get(r, "result"));
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct case_view_state *view = to;
    struct record *record = record_new();
    struct pool *pool = sheet_pool(sheet);
    struct rows steps;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->id);
    enum err err = case_read(view->work, id, record, e);
    if (err == ERR_NONE)
        err = case_steps(view->work, pool, view->id, &steps, e);
    if (err == ERR_NONE) {
        add_facts(view->work, sheet, record);
        sheet_heading(sheet, _("Timeline"));
        for (size_t i = 0; i < steps.count; i++)
            sheet_text(sheet, STYLE_PLAIN, case_step_line(pool, &steps, i));
        if (record_int(record, "household") || record_int(record, "visit"))
            sheet_blank(sheet);
        if (record_int(record, "household"))
            sheet_link(sheet, "household", record_int(record, "household"),
                       _("The household with its people and visits"));
        if (record_int(record, "visit"))
            sheet_link(sheet, "visit", record_int(record, "visit"), _("The diary entry that it was made of"));
    }
    record_free(&record);
    return err;
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct case_view_state *view = to;
    (void)sheet;
    if (kind[0] == 'h')
        household_card_screen(view->ui, view->work, id);
    else
        visit_view_screen(view->ui, view->work, id);
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct case_view_state *view = to;
    if (action == ACTION_COMMAND)
        case_command_menu(view->ui, view->work, &view->id, 1);
    else if (action == ACTION_EDIT)
        case_change_screen(view->ui, view->work, view->id);
    else
        return false;
    sheet_refill(sheet);
    return true;
}

void case_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_EDIT, ACTION_OPEN, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct sheet_ops ops = {.fill = fill, .open = open, .action = action, .foot = foot};
    struct case_view_state view = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Case"), &ops, &view);
}
