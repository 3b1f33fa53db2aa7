/* "visit due": who is to be visited, why and until when; follow-ups. */
#include "call.h"
#include "output.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/title.h"
#include "wangge/work/due.h"
#include "wangge/work/follow_up.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 6

static const char *const reason_kinds[] = {
    [DUE_RULE] = "rule", [DUE_PROMISED] = "promised", [DUE_FOLLOW_UP] = "follow_up", [DUE_SWEEP] = "sweep"};

static const char *day_text(struct call *call, day_t day)
{
    char text[DATE_TEXT];
    date_format(day, text);
    return pool_text(call->pool, text);
}

static json_t *json_of_reason(struct call *call, const struct due_reason *at)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:I}", "kind", reason_kinds[at->kind], "rule",
                     at->rule, "must_visit", at->must_visit, "period", at->period, "text", at->label, "person",
                     at->person, "object", (json_int_t)at->object, "from", day_text(call, at->from), "until",
                     day_text(call, at->until), "overdue", (json_int_t)at->overdue);
}

static json_t *json_of_due(struct call *call, const struct due_row *row)
{
    json_t *reasons = json_array(), *out;
    for (size_t i = 0; i < row->count; i++) {
        json_array_append_new(reasons, json_of_reason(call, &row->reasons[i]));
    }
    out = json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:o}", "household",
                    (json_int_t)row->household, "place", (json_int_t)row->place, "area_name", row->area_name, "address",
                    row->door, "head", row->name, "kinds", row->kinds, "why", row->why, "from",
                    day_text(call, row->from), "overdue", (json_int_t)row->overdue, "last_on",
                    row->last_visit == 0 ? "" : day_text(call, day_of(row->last_at)), "last_by", row->last_by,
                    "last_text", row->last_words, "reasons", reasons);
    json_object_set_new(out, "until", json_string(day_text(call, row->until)));
    return out;
}

static void print_due(struct call *call, const struct due_list *due)
{
    const struct column columns[COLUMNS] = {
        {.label = _("Until")},
        {.label = _("over"),  .right = true},
        {.label = _("Door")                  },
        {.label = _("Head")},
        {.label = _("Why")                  },
        {.label = _("Last")},
    };
    const char **cells = pool_new_piece(call->pool, due->count * COLUMNS + 1, sizeof *cells);
    for (size_t i = 0; i < due->count; i++) {
        const struct due_row *row = &due->rows[i];
        const char **at = cells + i * COLUMNS;
        at[0] = day_text(call, row->until);
        at[1] = row->overdue == 0 ? "" : pool_format(call->pool, "%ld", row->overdue);
        at[2] = row->door;
        at[3] = row->name;
        at[4] = row->why;
        at[5] = row->last_visit == 0 ? "" : day_text(call, day_of(row->last_at));
    }
    print_cells(call, columns, COLUMNS, cells, due->count);
}

static enum err read_query(struct call *call, struct due_query *out, struct error *e)
{
    const char *by = call_option(call, "by"), *until = call_option(call, "until"), *kind = call_option(call, "kind");
    *out = (struct due_query){.area = call_option(call, "area"), .kind = kind};

    if (by && strcmp(by, "door") != 0 && strcmp(by, "urgency") != 0) {
        return error_set(e, ERR_USAGE, "by", _("--by is door or urgency."));
    }
    out->by_door = by && strcmp(by, "door") == 0;
    if (until && !date_typed(until, day_of(clock_now()), &out->until)) {
        return error_set(e, ERR_USAGE, "until", _("This is not a date: %s"), until);
    }
    if (kind && *kind && !code_is_of(code_list("must_visit"), kind)) {
        return error_set(e, ERR_USAGE, "kind", _("There is no must-visit kind %s."), kind);
    }
    return call_number(call, "household", &out->household, e);
}

static enum err run_due(struct call *call, struct error *e)
{
    struct due_query query;
    struct due_list due = {0};
    enum err r = read_query(call, &query, e);

    r = r ? r : due_read(call->work, call->pool, &query, &due, e);
    if (r) {
        return r;
    }
    if (!call->json) {
        print_due(call, &due);
        return ERR_NONE;
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < due.count; i++) {
        json_array_append_new(rows, json_of_due(call, &due.rows[i]));
    }
    print_json(call, json_pack("{s:i, s:I, s:I, s:o}", "schema", 1, "total", (json_int_t)due.count, "overdue",
                               (json_int_t)due.overdue, "rows", rows));
    return ERR_NONE;
}

static enum err run_again(struct call *call, struct error *e)
{
    int64_t household = 0, place = 0, id = 0;
    day_t day = 0;
    const char *until = call_option(call, "until"), *due_on = NULL;
    enum err r = call_number(call, "household", &household, e);

    r = r ? r : call_number(call, "place", &place, e);
    if (!r && until && !date_typed(until, day_of(clock_now()), &day)) {
        r = error_set(e, ERR_USAGE, "until", _("This is not a date: %s"), until);
    } else if (until) {
        due_on = day_text(call, day);
    }
    r = r ? r : follow_up_ask(call->work, household, place, call_option(call, "text"), due_on, &id, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:I}", "id", (json_int_t)id));
    } else if (!r) {
        print_done(call, _("Follow-up %lld is asked for."), (long long)id);
    }
    return r;
}

static enum err run_again_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",               .label = N_("No."), .right = true},
        {.name = "kind",             .label = N_("From"), .codes = "follow_up_kind"},
        {.name = "address",             .label = N_("Door")},
        {.name = "text", .label = N_("Why")},
        {.name = "due_on",          .label = N_("Until")},
        {.name = "by_name",                          .label = N_("By")},
        {.name = NULL       },
    };
    struct rows rows = {0};
    enum err r = follow_up_list(call->work, call->pool, 0, 1000, &rows, e);
    for (size_t i = 0; !r && i < rows.count; i++) {
        rows.values[i * rows.columns + (size_t)rows_column(&rows, "address")] =
            (struct value){.type = VALUE_TEXT, .text = door_of_row(call->pool, &rows, i)};
    }
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_again_drop(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : follow_up_take_back(call->work, id, e);
    if (!r) {
        print_done(call, _("Follow-up %lld is taken back."), (long long)id);
    }
    return r;
}

const struct command due_commands[] = {
    {.noun = "visit",
     .verb = "due",
     .usage = "[--by=door|urgency] [--until=DATE] [--area=AREA] [--kind=KIND] [--household=ID]",
     .options = "by until area kind household",
     .right = "visit.read",
     .run = run_due,
     .help = N_("who is to be visited, why and until when"),
     .example = "visit due --by=door --until=+7 --json"},
    {.noun = "visit",
     .verb = "ask",
     .usage = "--household=ID|--place=ID --text=WHY [--until=DATE]",
     .options = "household place text until",
     .right = "follow_up.make",
     .run = run_again,
     .help = N_("asks for a visit to be made again"),
     .example = "visit ask --household=12 --text='...' --until=+3"},
    {.noun = "visit",
     .verb = "asked",
     .usage = "",
     .right = "visit.read",
     .run = run_again_list,
     .help = N_("visits that were asked for and not made yet")},
    {.noun = "visit",
     .verb = "unask",
     .usage = "NUMBER",
     .least = 1,
     .most = 1,
     .right = "follow_up.make",
     .run = run_again_drop,
     .help = N_("takes back what was asked for")},
    {.noun = NULL                                                                                         },
};
