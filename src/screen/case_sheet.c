/* The page of a case: what it is, whose it is, its clocks, what was asked for, what happened, where it leads. */
#include "case_sheet.h"

#include "links.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/case_about.h"
#include "wangge/work/workflow.h"
#include "wangge/work/working_time.h"

#include <string.h>

static const char *label(const char *field)
{
    return field_label(table_field(table_find("case"), field));
}

static void add_field_pair(struct sheet *sheet, const struct record *record, const char *a, const char *b)
{
    const struct table *table = table_find("case");
    struct pool *pool = sheet_pool(sheet);
    sheet_pair_more(sheet, label(a), tell_field(pool, table, record, a), label(b), tell_field(pool, table, record, b));
}

static const char *link_text(struct work *work, struct pool *pool, const struct record *r, const char *name)
{
    struct buffer text = {0};
    link_show(work, table_field(table_find("case"), name), record_get(r, name), &text);
    const char *told = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return told;
}

/* What is special about it just now, after its state. */
static const char *marks(struct pool *pool, const struct record *r)
{
    const char *asked = record_get(r, "asked"), *until = record_get(r, "suspended_until");
    struct buffer text = {0};
    if (*until)
        buffer_format(&text, _("  suspended until %s"), until);
    if (*record_get(r, "supervised_at"))
        buffer_format(&text, "  %s", *record_get(r, "replied_at") ? _("supervised, replied") : _("supervised"));
    if (*asked)
        buffer_format(&text, _("  waits for approval: %s"), workflow_command_label(asked));
    if (record_int(r, "confidential"))
        buffer_format(&text, "  %s", _("confidential"));
    if (*record_get(r, "secretary_at"))
        buffer_format(&text, "  %s", _("secretary's queue"));
    if (*record_get(r, "merged_no"))
        buffer_format(&text, _("  merged into %s"), record_get(r, "merged_no"));
    const char *told = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return told;
}

/* Units of a kind that have it now, by name. */
static const char *units_of(struct pool *pool, const struct rows *units, const char *kind)
{
    struct buffer text = {0};
    for (size_t i = 0; i < units->count; i++)
        if (strcmp(rows_text(units, i, "kind"), kind) == 0 && rows_null(units, i, "to_at"))
            buffer_format(&text, "%s%s", text.length ? ", " : "", rows_text(units, i, "name"));
    const char *told = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return told;
}

static void add_units(struct work *work, struct sheet *sheet, const struct record *r, const struct rows *units)
{
    struct pool *pool = sheet_pool(sheet);
    const char *lead = units_of(pool, units, "lead");
    sheet_pair_more(sheet, label("unit"), *lead ? lead : record_get(r, "unit"), label("handler"),
                    link_text(work, pool, r, "handler"));
    sheet_pair(sheet, _("Assisting"), units_of(pool, units, "assist"));
}

static void add_supervision(struct sheet *sheet, const struct record *r)
{
    struct pool *pool = sheet_pool(sheet);
    if (!*record_get(r, "supervised_at"))
        return;
    sheet_pair(sheet, label("supervised_at"),
               pool_format(pool, "%s  %s  %s %s  %s%s", record_get(r, "supervised_at"),
                           code_text("supervise_reason", record_get(r, "supervise_reason")), label("reply_by"),
                           record_get(r, "reply_by"), *record_get(r, "replied_at") ? label("replied_at") : "",
                           *record_get(r, "replied_at") ? pool_format(pool, " %s", record_get(r, "replied_at")) : ""));
}

void case_sheet_facts(struct work *work, struct sheet *sheet, const struct record *r, const struct case_parts *parts)
{
    const char *light = light_letter(record_get(r, "light"));
    struct pool *pool = sheet_pool(sheet);
    sheet_blank(sheet);
    sheet_text(sheet, STYLE_BOLD, pool_format(pool, "%s  %s", record_get(r, "no"), record_get(r, "title")));
    sheet_text(sheet, light_style(record_get(r, "light")),
               pool_format(pool, "%s%s%s  %s%s", light, *light ? "  " : "",
                           code_text("case_state", record_get(r, "state")),
                           code_text("case_level", record_get(r, "level")), marks(pool, r)));
    sheet_blank(sheet);
    add_field_pair(sheet, r, "category", "urgency");
    sheet_pair_more(sheet, label("area"), link_text(work, pool, r, "area"), label("place"), record_get(r, "place"));
    sheet_pair_more(
        sheet, label("by"), record_get(r, "by_name"), label("source"),
        pool_format(pool, "%s %s", code_text("case_source", record_get(r, "source")), record_get(r, "source_no")));
    sheet_pair_more(sheet, label("reporter"), record_get(r, "reporter"), label("reporter_phone"),
                    record_get(r, "reporter_phone"));
    add_units(work, sheet, r, &parts->units);
    add_field_pair(sheet, r, "reported_at", "due_at");
    add_field_pair(sheet, r, "closed_at", "outcome");
    add_field_pair(sheet, r, "satisfaction", "archived_at");
    add_supervision(sheet, r);
    sheet_pair(sheet, label("text"), record_get(r, "text"));
    sheet_pair(sheet, label("result"), record_get(r, "result"));
}

/* "5", "0.25", "1.5" of the clock's unit. */
static const char *amount(struct pool *pool, enum clock_kind kind, int64_t seconds)
{
    const char *text = pool_format(pool, "%.2f", (double)seconds / (double)clock_kind_unit(kind));
    size_t n = strlen(text);
    while (text[n - 1] == '0')
        n--;
    return pool_text_n(pool, text, text[n - 1] == '.' ? n - 1 : n);
}

/* "R  whole: 5 days since 10-16 12:48, used 3.2, due 10-23 12:48". */
static const char *clock_line(struct pool *pool, const struct rows *clocks, size_t i)
{
    enum clock_kind kind = CLOCK_URGENT;
    int64_t now = clock_now(), due = rows_int(clocks, i, "due_at"), runs = rows_int(clocks, i, "runs_from");
    int64_t limit = rows_int(clocks, i, "amount"), used = rows_int(clocks, i, "spent");
    bool ended = !rows_null(clocks, i, "ended_at"), stands = !ended && rows_null(clocks, i, "runs_from");
    clock_kind_parse(rows_text(clocks, i, "kind"), &kind);
    if (runs && !ended)
        used += working_time_between(kind, runs, now);
    const char *stage = code_text("case_stage", rows_text(clocks, i, "stage"));
    const char *since = tell_moment(pool, clocks, i, "began_at");
    const char *unit = code_text("clock_kind", clock_kind_name(kind));
    if (limit == 0)
        return pool_format(pool, _("   %s: no limit, since %s"), stage, since);
    const char *light = ended || stands ? "" : light_letter(case_light(rows_int(clocks, i, "yellow_at"), due, 0, now));
    return pool_format(pool, _("%s  %s: %s %s since %s, used %s, %s%s"), *light ? light : " ", stage,
                       amount(pool, kind, limit), unit, since, amount(pool, kind, used),
                       ended    ? _("ended ")
                       : stands ? _("stands still")
                                : _("due "),
                       ended    ? tell_moment(pool, clocks, i, "ended_at")
                       : stands ? ""
                                : tell_moment(pool, clocks, i, "due_at"));
}

void case_sheet_clocks(struct work *work, struct sheet *sheet, const struct case_parts *parts)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows clocks = parts->clocks;
    if (!clocks.count || working_time_load(work, NULL) != ERR_NONE)
        return;
    sheet_heading(sheet, _("Clocks"));
    for (size_t i = 0; i < clocks.count; i++) {
        bool runs = !rows_null(&clocks, i, "runs_from") && rows_null(&clocks, i, "ended_at");
        const char *light =
            case_light(rows_int(&clocks, i, "yellow_at"), rows_int(&clocks, i, "due_at"), 0, clock_now());
        sheet_text(sheet, runs ? light_style(light) : STYLE_DIM, clock_line(pool, &clocks, i));
    }
}

void case_sheet_requests(struct work *work, struct sheet *sheet, const struct case_parts *parts)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows requests = parts->requests;
    if (!requests.count)
        return;
    sheet_heading(sheet, _("Requests"));
    for (size_t i = 0; i < requests.count; i++) {
        struct buffer given = {0};
        const char *decision = rows_text(&requests, i, "decision"), *why = rows_text(&requests, i, "decided_text");
        case_given_text(work, rows_text(&requests, i, "given"), &given);
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(pool, "%s %s  %s: %s%s%s", tell_moment(pool, &requests, i, "asked_at"),
                               rows_text(&requests, i, "asked_by_name"),
                               workflow_command_label(rows_text(&requests, i, "command")),
                               rows_text(&requests, i, "text"), given.length ? "; " : "", buffer_text(&given)));
        buffer_free(&given);
        if (!*decision)
            sheet_text(sheet, STYLE_BOLD, _("  -> waits for approval"));
        else
            sheet_text(
                sheet, STYLE_PLAIN,
                pool_format(pool, "  -> %s %s %s%s%s",
                            strcmp(decision, "withdrawn") == 0 ? _("withdrawn") : workflow_command_label(decision),
                            tell_moment(pool, &requests, i, "decided_at"), rows_text(&requests, i, "decided_by_name"),
                            *why ? ": " : "", why));
    }
}

void case_sheet_steps(struct work *work, struct sheet *sheet, int64_t id)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows steps;
    if (case_steps(work, pool, id, &steps, NULL) != ERR_NONE)
        return;
    sheet_heading(sheet, _("Timeline"));
    for (size_t i = 0; i < steps.count; i++) {
        struct buffer given = {0};
        case_given_text(work, rows_text(&steps, i, "given"), &given);
        sheet_text(sheet, STYLE_PLAIN, case_step_line(pool, &steps, i));
        if (given.length)
            sheet_text(sheet, STYLE_DIM, pool_format(pool, "            %s", buffer_text(&given)));
        buffer_free(&given);
    }
}

static void link_if(struct sheet *sheet, const struct record *r, const char *field, const char *text)
{
    if (record_int(r, field))
        sheet_link(sheet, field, record_int(r, field), text);
}

void case_sheet_links(struct work *work, struct sheet *sheet, const struct record *r, const struct case_parts *parts)
{
    struct pool *pool = sheet_pool(sheet);
    struct rows alike = {0};
    const struct rows *merged = &parts->merged;
    sheet_blank(sheet);
    link_if(sheet, r, "household", _("The household with its people and visits"));
    link_if(sheet, r, "person", _("The resident who reported it"));
    link_if(sheet, r, "visit", _("The diary entry that it was made of"));
    struct record *main = record_new();
    if (*record_get(r, "merged_no") && case_read(work, record_get(r, "merged_no"), main, NULL) == ERR_NONE)
        sheet_link(sheet, "case", record_int(main, "id"),
                   pool_format(pool, _("The case that it goes on with: %s %s"), record_get(r, "merged_no"),
                               record_get(main, "title")));
    record_free(&main);
    for (size_t i = 0; i < merged->count; i++)
        sheet_link(sheet, "case", rows_int(merged, i, "id"),
                   pool_format(pool, _("Merged into this one: %s %s"), tell_short_no(rows_text(merged, i, "no")),
                               rows_text(merged, i, "title")));
    if (workflow_find("merge", record_get(r, "state")) != NULL && /* as long as it can be merged */
        case_duplicates(work, pool, r, &alike, NULL) == ERR_NONE)
        for (size_t i = 0; i < alike.count; i++)
            sheet_link(sheet, "case", rows_int(&alike, i, "id"),
                       pool_format(pool, _("Perhaps the same: %s %s, %s"), tell_short_no(rows_text(&alike, i, "no")),
                                   rows_text(&alike, i, "title"),
                                   code_text("case_state", rows_text(&alike, i, "state"))));
}
