/* One person on one page: the fields by group, the household, registers, where they lived, visits, who looked. */
#include "person_card.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "table_row.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/card.h"
#include "wangge/work/person.h"
#include "wangge/work/residence.h"
#include "wangge/work/right.h"
#include "wangge/work/search.h"
#include "wangge/work/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHOICES      50
#define VISITS_SHOWN 5
#define LOOKS_SHOWN  5
#define REASON_ROOM  200

struct person_card {
    struct ui *ui;
    struct work *work;
    int64_t id;
    struct record *record;
    char title[160];
};

static const char *shown(struct person_card *c, struct pool *pool, const struct field *field)
{
    struct buffer text = {0};
    row_show(c->work, field, c->record, &text);
    const char *value = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return value;
}

/* Filled fields, two a line under the heading of their group; the household is a line of its own. */
static void add_fields(struct person_card *c, struct sheet *sheet)
{
    const struct table *table = table_find("person");
    struct pool *pool = sheet_pool(sheet);
    const struct field *waits = NULL;
    const char *group = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        const char *begun = field->group[i18n_language()];
        bool filled = !field->hidden && *record_get(c->record, field->name) && strcmp(field->name, "household") != 0;
        group = begun ? begun : group;
        if (!filled)
            continue;
        if (waits && !group)
            sheet_pair_more(sheet, field_label(waits), shown(c, pool, waits), field_label(field),
                            shown(c, pool, field));
        else if (waits)
            sheet_pair(sheet, field_label(waits), shown(c, pool, waits));
        if (group)
            sheet_heading(sheet, group);
        waits = waits && !group ? NULL : field;
        group = NULL;
    }
    if (waits)
        sheet_pair(sheet, field_label(waits), shown(c, pool, waits));
}

static enum err add_registers(struct person_card *c, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct card_register *registers = NULL;
    size_t count = 0;
    enum err r = card_registers(c->work, pool, c->id, &registers, &count, e);
    if (r == ERR_NONE && count > 0)
        sheet_heading(sheet, _("Registers"));
    for (size_t i = 0; r == ERR_NONE && i < count; i++)
        sheet_link(sheet, registers[i].table->name, registers[i].id,
                   pool_format(pool, "%s  %s", table_short_label(registers[i].table), registers[i].facts));
    return r;
}

static enum err add_residence(struct person_card *c, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows rows = {0};
    enum err r = residence_of_person(c->work, pool, c->id, &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        sheet_heading(sheet, _("Lived"));
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *from = rows_text(&rows, i, "from_on"), *until = rows_text(&rows, i, "to_on");
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%-10s - %-10s  %s  %s", *from ? from : "?", until, rows_text(&rows, i, "address"),
                               rows_text(&rows, i, "area_name")));
    }
    return r;
}

static enum err add_visits(struct person_card *c, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows visits = {0};
    enum err r = card_visits_of_person(c->work, pool, c->id, VISITS_SHOWN, &visits, e);
    if (r == ERR_NONE && visits.count > 0)
        sheet_heading(sheet, _("Last visits"));
    for (size_t i = 0; r == ERR_NONE && i < visits.count; i++)
        sheet_link(sheet, "visit", rows_int(&visits, i, "id"),
                   pool_format(pool, "%s %s  %s", tell_moment(pool, &visits, i, "on"), rows_text(&visits, i, "by_name"),
                               rows_text(&visits, i, "text")));
    return r;
}

static enum err add_looks(struct person_card *c, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows looks = {0};
    if (right_scope(c->work, "personal.looked") == SCOPE_NONE)
        return ERR_NONE;
    enum err r = person_looked(c->work, pool, c->id, &looks, e);
    if (r == ERR_NONE && looks.count > 0)
        sheet_heading(sheet, _("Who looked"));
    for (size_t i = 0; r == ERR_NONE && i < looks.count && i < LOOKS_SHOWN; i++)
        sheet_text(sheet, STYLE_DIM,
                   pool_format(pool, "%s %s  %s", tell_moment(pool, &looks, i, "at"), rows_text(&looks, i, "by_name"),
                               rows_text(&looks, i, "reason")));
    return r;
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct person_card *c = to;
    struct pool *pool = sheet_pool(sheet);
    const struct table *person = table_find("person");

    record_free(&c->record);
    c->record = record_new();
    enum err r = table_read(c->work, person, c->id, c->record, e);
    if (r != ERR_NONE)
        return r;
    row_compute(c->work, person, c->record, NULL);
    snprintf(c->title, sizeof c->title, "%s", record_get(c->record, "name"));
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD,
               pool_format(pool, "%s   %s   %s", c->title, code_text("sex", record_get(c->record, "sex")),
                           code_text("relation", record_get(c->record, "relation"))));
    add_fields(c, sheet);
    if (record_int(c->record, "household") != 0) {
        sheet_blank(sheet);
        sheet_link(sheet, "household", record_int(c->record, "household"),
                   shown(c, pool, table_field(person, "household")));
    }
    r = add_registers(c, sheet, e);
    if (r == ERR_NONE)
        r = add_visits(c, sheet, e);
    if (r == ERR_NONE)
        r = add_residence(c, sheet, e);
    return r == ERR_NONE ? add_looks(c, sheet, e) : r;
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct person_card *c = to;
    (void)sheet;
    if (strcmp(kind, "household") == 0)
        household_card_screen(c->ui, c->work, id);
    else if (strcmp(kind, "visit") == 0)
        visit_view_screen(c->ui, c->work, id);
    else
        table_view_screen(c->ui, c->work, table_find(kind), id);
}

void person_reveal(struct ui *ui, struct work *work, int64_t person)
{
    struct record *record = record_new();
    struct error e = {0};
    char reason[REASON_ROOM] = "";
    if (ui_ask(ui, _("See numbers in full"), _("Why do you need it in full? The reason is kept."), false, reason,
               sizeof reason)) {
        if (table_reveal(work, table_find("person"), person, reason, record, &e) == ERR_NONE)
            ui_message(ui, record_get(record, "name"), "%s\n%s", record_get(record, "citizen_id"),
                       record_get(record, "phone"));
        else
            ui_error(ui, &e);
    }
    record_free(&record);
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct person_card *c = to;
    if (action == ACTION_EDIT)
        table_form_screen(c->ui, c->work, table_find("person"), c->id, NULL);
    else if (action == ACTION_COMMAND)
        move_menu(c->ui, c->work, record_int(c->record, "household"), c->id);
    else if (action == ACTION_REVEAL)
        person_reveal(c->ui, c->work, c->id);
    else if (action == ACTION_HISTORY)
        table_history_screen(c->ui, c->work, table_find("person"), c->id);
    else if (action == ACTION_PRINT && record_int(c->record, "household") != 0)
        print_screen(c->ui, c->work, "household", record_int(c->record, "household"));
    else if (action == ACTION_LOOKED)
        table_looked_screen(c->ui, c->work, table_find("person"), c->id);
    else
        return false;
    sheet_refill(sheet);
    return true;
}

void person_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN,   ACTION_EDIT,  ACTION_COMMAND, ACTION_REVEAL, ACTION_HISTORY,
                                       ACTION_LOOKED, ACTION_PRINT, ACTION_HELP,    ACTION_BACK,   ACTION_NONE};
    static const char *const words[] = {NULL, NULL, N_("moves"), NULL, NULL, NULL, NULL, NULL, NULL};
    static const struct sheet_ops ops = {
        .fill = fill, .open = open, .action = action, .foot = foot, .foot_words = words};
    struct person_card card = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Person"), &ops, &card);
    record_free(&card.record);
}

/* Choices whose id tells household and person: "12/345". */
static bool search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct rows found = {0};
    if (search_find(to, pool, typed, CHOICES, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, 3, columns);
    for (size_t i = 0; i < found.count; i++) {
        bool person = strcmp(rows_text(&found, i, "kind"), "person") == 0;
        const char *last = rows_text(&found, i, "last_visit");
        rows_put(
            out, i, 0,
            pool_format(pool, "%s/%s", rows_text(&found, i, "household"), person ? rows_text(&found, i, "id") : "0"));
        rows_put(out, i, 1, rows_text(&found, i, "text"));
        rows_put(out, i, 2,
                 pool_format(pool, "%s  %s", rows_text(&found, i, "detail"), *last ? last : _("never visited")));
    }
    return true;
}

bool search_pick(struct ui *ui, struct work *work, int64_t *household, int64_t *person)
{
    char id[48] = "", text[256] = "", *rest = NULL;
    if (!ui_pick(ui, _("Find a household"), search, work, false, "", id, sizeof id, text, sizeof text))
        return false;
    *household = strtoll(id, &rest, 10);
    *person = *rest == '/' ? strtoll(rest + 1, NULL, 10) : 0;
    return true;
}
