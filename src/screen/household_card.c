/* Know at once: a door number, a name, initials -> the household with its people and last visits. */
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/case.h"
#include "wangge/work/household.h"
#include "wangge/work/visit.h"

#include <stdio.h>
#include <stdlib.h>

#define VISITS_SHOWN 6
#define CASES_SHOWN  6

struct card {
    struct ui *ui;
    struct work *work;
    int64_t id;
    const char *address; /* in the sheet's pool */
};

static const char *in_columns(struct pool *pool, const char *a, int width_a, const char *b, int width_b, const char *c)
{
    struct buffer line = {0};
    text_pad(&line, a, width_a, -1);
    text_pad(&line, b, width_b, -1);
    buffer_add_text(&line, c);
    const char *text = pool_text(pool, buffer_text(&line));
    buffer_free(&line);
    return text;
}

static const char *masked_phone(struct pool *pool, const char *phone)
{
    struct buffer masked = {0};
    check_mask(table_field(table_find("person"), "phone"), phone, &masked);
    const char *text = pool_text(pool, buffer_text(&masked));
    buffer_free(&masked);
    return text;
}

static enum err add_people(struct card *card, struct sheet *sheet, struct error *e)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows people;
    enum err err = household_people(card->work, pool, card->id, &people, e);
    if (err != ERR_NONE)
        return err;
    sheet_heading(sheet, _("People"));
    for (size_t i = 0; i < people.count; i++) {
        const char *who =
            pool_format(pool, "%s %s %s", code_text("sex", rows_text(&people, i, "sex")), rows_text(&people, i, "age"),
                        code_text("relation", rows_text(&people, i, "relation")));
        sheet_text(sheet, STYLE_PLAIN,
                   in_columns(pool, rows_text(&people, i, "name"), 12, who, 26,
                              masked_phone(pool, rows_text(&people, i, "phone"))));
    }
    return ERR_NONE;
}

static enum err add_visits(struct card *card, struct sheet *sheet, struct error *e)
{
    struct list_query query = {.limit = VISITS_SHOWN, .sort = "-on"};
    struct pool *pool = sheet_pool(sheet);
    struct rows visits;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)card->id);
    enum err err = list_add_filter(&query, table_find("visit"), "household", id, e);
    if (err == ERR_NONE)
        err = visit_list(card->work, pool, &query, false, &visits, NULL, e);
    if (err != ERR_NONE)
        return err;
    sheet_heading(sheet, _("Last visits"));
    if (visits.count && *rows_text_or_empty(&visits, 0, "next_on"))
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, _("To visit again: %s"), tell_day(pool, rows_text(&visits, 0, "next_on"))));
    for (size_t i = 0; i < visits.count; i++)
        sheet_link(sheet, "visit", rows_int(&visits, i, "id"),
                   in_columns(pool, tell_moment(pool, &visits, i, "on"), 12, rows_text_or_empty(&visits, i, "by_name"),
                              9, rows_text(&visits, i, "text")));
    if (!visits.count)
        sheet_text(sheet, STYLE_PLAIN, _("No visit yet"));
    return ERR_NONE;
}

static enum err add_cases(struct card *card, struct sheet *sheet, struct error *e)
{
    struct list_query query = {.limit = CASES_SHOWN, .sort = "-reported_at"};
    struct pool *pool = sheet_pool(sheet);
    struct rows cases;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)card->id);
    enum err err = list_add_filter(&query, table_find("case"), "household", id, e);
    if (err == ERR_NONE)
        err = case_list(card->work, pool, CASE_AREA, &query, &cases, NULL, e);
    if (err != ERR_NONE || !cases.count)
        return err;
    sheet_heading(sheet, _("Matters"));
    for (size_t i = 0; i < cases.count; i++)
        sheet_link(sheet, "case", rows_int(&cases, i, "id"),
                   in_columns(pool, light_letter(rows_text(&cases, i, "light")), 2,
                              code_text("case_state", rows_text(&cases, i, "state")), 12,
                              rows_text(&cases, i, "title")));
    return ERR_NONE;
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct card *card = to;
    struct pool *pool = sheet_pool(sheet);
    struct rows household;
    enum err err = household_find(card->work, pool, card->id, &household, e);
    if (err == ERR_NONE && !household.count)
        err = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such household in your area"));
    if (err != ERR_NONE)
        return err;
    card->address = rows_text(&household, 0, "address");
    const struct field *kinds = table_field(table_find("household"), "kinds");
    struct buffer kinds_text = {0};
    check_show(kinds, rows_text(&household, 0, "kinds"), &kinds_text);
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD,
               pool_format(pool, "%s   %s   %s", card->address, rows_text_or_empty(&household, 0, "head"),
                           buffer_text(&kinds_text)));
    sheet_text(sheet, STYLE_PLAIN, rows_text_or_empty(&household, 0, "area_name"));
    buffer_free(&kinds_text);
    err = add_people(card, sheet, e);
    if (err == ERR_NONE)
        err = add_cases(card, sheet, e);
    return err == ERR_NONE ? add_visits(card, sheet, e) : err;
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct card *card = to;
    (void)sheet;
    if (kind[0] == 'v')
        visit_view_screen(card->ui, card->work, id);
    else
        case_view_screen(card->ui, card->work, id);
}

static void report_case(struct card *card)
{
    struct record *begun = record_new();
    record_set_int(begun, "household", card->id);
    record_set(begun, "place", card->address);
    case_write_from(card->ui, card->work, begun);
    record_free(&begun);
}

static bool search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    return link_choices(to, table_field(table_find("visit"), "household"), typed, pool, out);
}

static bool household_pick(struct ui *ui, struct work *work, int64_t *household)
{
    char id[24] = "", text[256] = "";
    if (!ui_pick(ui, _("Find a household"), search, work, false, "", id, sizeof id, text, sizeof text))
        return false;
    *household = atoll(id);
    return true;
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct card *card = to;
    if (action == ACTION_NEW)
        visit_write_at(card->ui, card->work, card->id);
    else if (action == ACTION_EDIT)
        report_case(card);
    else if (action == ACTION_COMMAND)
        move_menu(card->ui, card->work, card->id, 0);
    else if (action == ACTION_FILTER)
        household_pick(card->ui, card->work, &card->id);
    else
        return false;
    sheet_refill(sheet);
    return true;
}

void household_card_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN,   ACTION_NEW,  ACTION_EDIT, ACTION_COMMAND,
                                       ACTION_FILTER, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {NULL, N_("write diary"), N_("report case"), N_("moves"), N_("another"), NULL,
                                        NULL};
    static const struct sheet_ops ops = {
        .fill = fill, .open = open, .action = action, .foot = foot, .foot_words = words};
    struct card card = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Household"), &ops, &card);
}

void household_search_screen(struct ui *ui, struct work *work)
{
    int64_t household;
    if (household_pick(ui, work, &household))
        household_card_screen(ui, work, household);
}
