/* Know at once: a household with its people, matters, visits and what applies, on one page; a key leads to each. */
#include "person_card.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/card.h"
#include "wangge/work/case.h"
#include "wangge/work/due.h"
#include "wangge/work/policy.h"
#include "wangge/work/table.h"

#include <string.h>

#define NARROW           72 /* columns under which a person's relation is left out */
#define NAME_COLUMNS     9
#define AGE_COLUMNS      5 /* beside the sex */
#define RELATION_COLUMNS 12
#define PHONE_COLUMNS    12
#define STATE_COLUMNS    10
#define LIGHT_COLUMNS    12

struct household_card {
    struct ui *ui;
    struct work *work;
    int64_t id;
    struct card card; /* in the sheet's pool */
    int label;        /* columns before the lines of each part */
};

/* The day of a moment, without the time. */
static const char *day(struct pool *pool, const struct rows *rows, size_t i)
{
    const char *moment = tell_moment(pool, rows, i, "on");
    return pool_text_n(pool, moment, strcspn(moment, " "));
}

/* The label of a part before its first line, blanks before the others. */
static void begin(const struct household_card *c, struct buffer *line, const char *label)
{
    buffer_clear(line);
    text_pad(line, label, c->label, -1);
}

static int label_columns(void)
{
    static const char *const labels[] = {N_("Who"), N_("Open"), N_("Seen"), N_("Told"), N_("Policy")};
    int most = 0;
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (text_width(_(labels[i])) > most)
            most = text_width(_(labels[i]));
    return most + 2;
}

/* What somebody is called by the registers they are in; person 0: the household. Each once. */
static void add_categories(const struct household_card *c, int64_t person, struct buffer *out)
{
    for (size_t i = 0; i < c->card.register_count; i++) {
        const struct card_register *at = &c->card.registers[i];
        const char *name = at->table->short_label[i18n_language()];
        bool told = at->person != person || (name && strcmp(name, "-") == 0);
        for (size_t k = 0; k < i && !told; k++)
            told = c->card.registers[k].person == person && c->card.registers[k].table == at->table;
        if (!told)
            buffer_format(out, "%s%s", out->length == 0 ? "" : " ", table_short_label(at->table));
    }
}

static void add_head(struct household_card *c, struct sheet *sheet)
{
    struct pool *pool = sheet_pool(sheet);
    struct buffer kinds = {0}, categories = {0};
    const struct rows *household = &c->card.household;

    check_show(table_field(table_find("household"), "kinds"), rows_text(household, 0, "kinds"), &kinds);
    add_categories(c, 0, &categories);
    sheet_line(sheet, STYLE_BOLD,
               pool_format(pool, "%s   %s   %s %s", rows_text(household, 0, "address"), rows_text(household, 0, "head"),
                           buffer_text(&kinds), buffer_text(&categories)));
    sheet_line(sheet, STYLE_PLAIN, pool_format(pool, "%s   %s", rows_text(household, 0, "area_name"), c->card.house));
    sheet_blank(sheet);
    buffer_free(&kinds);
    buffer_free(&categories);
}

static void add_person(struct household_card *c, struct sheet *sheet, size_t i, struct buffer *line)
{
    struct pool *pool = sheet_pool(sheet);
    const struct rows *people = &c->card.people;
    int64_t id = rows_int(people, i, "id");
    struct buffer categories = {0};
    bool narrow = sheet_columns(sheet) < NARROW;
    const char *who =
        pool_format(pool, "%s %s", code_text("sex", rows_text(people, i, "sex")), rows_text(people, i, "age"));

    add_categories(c, id, &categories);
    begin(c, line, i == 0 ? _("Who") : "");
    buffer_format(line, "%s ", sheet_key(sheet, "person", id));
    text_pad(line, rows_text(people, i, "name"), NAME_COLUMNS, -1);
    text_pad(line, who, tell_width("sex", AGE_COLUMNS) + AGE_COLUMNS, -1);
    if (!narrow)
        text_pad(line, code_text("relation", rows_text(people, i, "relation")),
                 tell_width("relation", RELATION_COLUMNS) + 1, -1);
    int left = sheet_columns(sheet) - 2 - text_width(buffer_text(line)) - PHONE_COLUMNS - 1;
    text_pad(line, buffer_text(&categories), left > 0 ? left : 0, -1);
    text_pad(line, rows_text(people, i, "phone"), PHONE_COLUMNS + 1, 1);
    sheet_line(sheet, STYLE_PLAIN, buffer_text(line));
    buffer_free(&categories);
}

static void add_cases(struct household_card *c, struct sheet *sheet, struct buffer *line)
{
    struct pool *pool = sheet_pool(sheet);
    const struct rows *cases = &c->card.cases;
    for (size_t i = 0; i < cases->count; i++) {
        const char *light = case_light(rows_int(cases, i, "yellow_at"), rows_int(cases, i, "due_at"),
                                       rows_int(cases, i, "stopped_at"), clock_now());
        begin(c, line, i == 0 ? _("Open") : "");
        buffer_format(line, "%s ", sheet_key(sheet, "case", rows_int(cases, i, "id")));
        int left = sheet_columns(sheet) - 2 - c->label - 2 - STATE_COLUMNS - LIGHT_COLUMNS;
        text_pad(line, rows_text(cases, i, "title"), left - 1, -1);
        buffer_add_char(line, ' ');
        text_pad(line, code_text("case_state", rows_text(cases, i, "state")), STATE_COLUMNS, -1);
        text_pad(line, pool_format(pool, "%s %s", light_letter(light), tell_left(pool, cases, i, "due_at")),
                 LIGHT_COLUMNS, 1);
        sheet_line(sheet, light_style(light), buffer_text(line));
    }
    if (cases->count == 0) {
        begin(c, line, _("Open"));
        buffer_add_text(line, _("nothing"));
        sheet_line(sheet, STYLE_PLAIN, buffer_text(line));
    }
}

/* "old and alone 张三, every week": what asks for it, and for what. */
static const char *reason_text(struct pool *pool, const struct due_reason *at)
{
    const char *period = *at->period == '\0' ? "" : code_text("visit_period", at->period);
    return pool_format(pool, "%s%s%s%s%s", at->label, *at->person == '\0' ? "" : " ", at->person,
                       *period == '\0' ? "" : ", ", period);
}

static void add_reason(struct household_card *c, struct sheet *sheet, const struct due_reason *at, struct buffer *line)
{
    struct pool *pool = sheet_pool(sheet);
    char until[DATE_TEXT], from[DATE_TEXT];
    day_t today = day_of(clock_now());
    const char *when;

    date_format(at->until, until);
    date_format(at->from, from);
    if (at->overdue > 0)
        when = pool_format(pool, _("%ld days over"), at->overdue);
    else if (at->from > today && at->from != at->until)
        when = pool_format(pool, _("from %s to %s"), from + 5, until + 5);
    else
        when = pool_format(pool, _("until %s %s"), date_weekday_text(at->until), until + 5);
    begin(c, line, "");
    int columns = sheet_columns(sheet) - 2 - text_width(buffer_text(line)) - text_width(when) - 2;
    text_pad(line, reason_text(pool, at), columns, -1);
    buffer_format(line, "  %s", when);
    sheet_line(sheet, at->overdue > 0 ? STYLE_RED : STYLE_PLAIN, buffer_text(line));
}

/* When somebody was here, and everything that asks for the next time. */
static void add_due(struct household_card *c, struct sheet *sheet, struct buffer *line)
{
    struct pool *pool = sheet_pool(sheet);
    const struct rows *visits = &c->card.visits;
    const struct due_row *due = c->card.due;

    size_t last = 0; /* what was found untrue is no visit */
    while (last < visits->count && rows_int(visits, last, "counts") == 0)
        last++;
    begin(c, line, _("Seen"));
    if (last < visits->count)
        buffer_format(line, _("last %s %s"), day(pool, visits, last), rows_text(visits, last, "by_name"));
    else
        buffer_add_text(line, _("never visited"));
    sheet_line(sheet, STYLE_PLAIN, buffer_text(line));
    for (size_t i = 0; due && i < due->count; i++)
        add_reason(c, sheet, &due->reasons[i], line);
}

static void add_diary(struct household_card *c, struct sheet *sheet, struct buffer *line)
{
    struct pool *pool = sheet_pool(sheet);
    const struct rows *visits = &c->card.visits;
    int days = 0; /* columns of the longest of them */
    for (size_t i = 0; i < visits->count; i++)
        days = text_width(day(pool, visits, i)) > days ? text_width(day(pool, visits, i)) : days;
    for (size_t i = 0; i < visits->count; i++) {
        begin(c, line, i == 0 ? _("Told") : "");
        buffer_format(line, "%s ", sheet_key(sheet, "visit", rows_int(visits, i, "id")));
        const char *text = rows_text(visits, i, "text");
        if (rows_int(visits, i, "counts") == 0)
            text = pool_format(pool, _("[counts not] %s"), text);
        int columns = sheet_columns(sheet) - 2 - c->label - 2 - days - 2;
        text_pad(line, day(pool, visits, i), days + 2, -1);
        text_pad(line, pool_text_n(pool, text, strcspn(text, "\n")), columns, -1);
        sheet_line(sheet, STYLE_PLAIN, buffer_text(line));
    }
}

static const char *name_of(const struct household_card *c, int64_t person)
{
    for (size_t i = 0; i < c->card.people.count; i++)
        if (rows_int(&c->card.people, i, "id") == person)
            return rows_text(&c->card.people, i, "name");
    return "";
}

/* "高龄津贴 80-89 岁 示例乙: 已享"; before it the key, when there is something to open. */
static const char *policy_text(const struct household_card *c, struct sheet *sheet, size_t i)
{
    struct pool *pool = sheet_pool(sheet);
    const struct card_policy *at = &c->card.policies[i];
    const struct table *table = table_find(at->policy->given_in);
    const char *text = policy_label(at->policy);

    if (at->person != 0)
        text = pool_format(pool, "%s %s", name_of(c, at->person), text);
    if (table == NULL || !table_may(c->work, table, at->given ? "read" : "write"))
        return text;
    return pool_format(pool, "%s %s: %s", sheet_key(sheet, "policy", (int64_t)i), text,
                       at->given ? _("has it") : _("may apply"));
}

/* Several a line, as many as fit. */
static void add_policies(struct household_card *c, struct sheet *sheet, struct buffer *line)
{
    int room = sheet_columns(sheet) - 2;
    begin(c, line, _("Policy"));
    for (size_t i = 0; i < c->card.policy_count; i++) {
        const struct table *table = table_find(c->card.policies[i].policy->given_in);
        int width = text_width(policy_label(c->card.policies[i].policy)) +
                    text_width(name_of(c, c->card.policies[i].person)) + (table ? 14 : 3);
        if (text_width(buffer_text(line)) > c->label && text_width(buffer_text(line)) + width > room) {
            sheet_line(sheet, STYLE_PLAIN, buffer_text(line));
            begin(c, line, "");
        }
        buffer_format(line, "%s  ", policy_text(c, sheet, i));
    }
    if (c->card.policy_count > 0)
        sheet_line(sheet, STYLE_PLAIN, buffer_text(line));
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct household_card *c = to;
    struct buffer line = {0};
    enum err r = card_read(c->work, sheet_pool(sheet), c->id, &c->card, e);
    if (r != ERR_NONE)
        return r;
    c->label = label_columns();
    add_head(c, sheet);
    for (size_t i = 0; i < c->card.people.count; i++)
        add_person(c, sheet, i, &line);
    sheet_blank(sheet);
    add_cases(c, sheet, &line);
    add_due(c, sheet, &line);
    add_diary(c, sheet, &line);
    add_policies(c, sheet, &line);
    buffer_free(&line);
    return ERR_NONE;
}

/* The row that tells that somebody has it, or a new one begun for the person. */
static void open_policy(struct household_card *c, const struct card_policy *at)
{
    if (at->given) {
        table_view_screen(c->ui, c->work, at->given->table, at->given->id);
        return;
    }
    struct record *begun = record_new();
    record_set_int(begun, "person", at->person);
    table_form_screen(c->ui, c->work, table_find(at->policy->given_in), 0, begun);
    record_free(&begun);
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct household_card *c = to;
    (void)sheet;
    if (strcmp(kind, "person") == 0)
        person_screen(c->ui, c->work, id);
    else if (strcmp(kind, "case") == 0)
        case_view_screen(c->ui, c->work, id);
    else if (strcmp(kind, "visit") == 0)
        visit_view_screen(c->ui, c->work, id);
    else
        open_policy(c, &c->card.policies[id]);
}

static void report_case(struct household_card *c)
{
    struct record *begun = record_new();
    record_set_int(begun, "household", c->id);
    record_set(begun, "place", rows_text(&c->card.household, 0, "address"));
    case_write_from(c->ui, c->work, begun);
    record_free(&begun);
}

static void reveal(struct household_card *c)
{
    struct ui_choice choices[20] = {0};
    size_t count = 0;
    for (; count < c->card.people.count && count < COUNT_OF(choices); count++)
        choices[count].text = rows_text(&c->card.people, count, "name");
    int at = count < 2 ? (int)count - 1 : ui_choose(c->ui, _("Whose number?"), choices, count, 0);
    if (at >= 0)
        person_reveal(c->ui, c->work, rows_int(&c->card.people, (size_t)at, "id"));
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct household_card *c = to;
    int64_t person = 0;
    if (action == ACTION_NEW)
        visit_write_at(c->ui, c->work, c->id);
    else if (action == ACTION_EDIT)
        report_case(c);
    else if (action == ACTION_COMMAND)
        move_menu(c->ui, c->work, c->id, 0);
    else if (action == ACTION_REVEAL)
        reveal(c);
    else if (action == ACTION_PRINT)
        print_screen(c->ui, c->work, "household", c->id);
    else if (action == ACTION_FILTER && search_pick(c->ui, c->work, &c->id, &person) && c->id == 0)
        person_screen(c->ui, c->work, person);
    else if (action != ACTION_FILTER)
        return false;
    if (c->id == 0)
        sheet_leave(sheet);
    else
        sheet_refill(sheet);
    return true;
}

void household_card_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN,   ACTION_NEW,   ACTION_EDIT, ACTION_COMMAND, ACTION_REVEAL,
                                       ACTION_FILTER, ACTION_PRINT, ACTION_HELP, ACTION_BACK,    ACTION_NONE};
    static const char *const words[] = {
        NULL, N_("write diary"), N_("report case"), N_("moves"), NULL, N_("another"), NULL, NULL, NULL};
    static const struct sheet_ops ops = {
        .fill = fill, .open = open, .action = action, .foot = foot, .foot_words = words};
    struct household_card card = {.ui = ui, .work = work, .id = id};
    sheet_run(ui, _("Household"), &ops, &card);
}

void household_search_screen(struct ui *ui, struct work *work)
{
    int64_t household = 0, person = 0;
    if (!search_pick(ui, work, &household, &person))
        return;
    if (household != 0)
        household_card_screen(ui, work, household);
    else
        person_screen(ui, work, person);
}
