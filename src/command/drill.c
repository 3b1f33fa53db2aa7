/* The nouns "drill" and "completeness": what a leader knows of the own grid, and what is missing in its registers. */
#include "call.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/completeness.h"
#include "wangge/work/drill.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MOST 500

static const struct column list_columns[] = {
    {.name = "id",          .label = N_("No."), .right = true},
    {.name = "name",        .label = N_("Name")},
    {.name = "area_name",        .label = N_("Area")},
    {.name = "started_at",                     .label = N_("Began")},
    {.name = "ended_at",.label = N_("Ended")},
    {.name = "right_count",  .label = N_("Right"), .right = true},
    {.name = "asked",                     .label = N_("Asked"), .right = true},
    {.name = "seconds",       .label = N_("Seconds"), .right = true},
    {.name = "best", .label = N_("Counts"), .right = true},
    {.name = NULL       },
};

static const struct column item_columns[] = {
    {.name = "position", .label = N_("No."), .right = true},
    {.name = "correct",     .label = N_("Right"), .right = true},
    {.name = "seconds",  .label = N_("Seconds"), .right = true},
    {.name = "question",     .label = N_("Asked for")},
    {.name = "answer",  .label = N_("Right answer")},
    {.name = "given",     .label = N_("Given")},
    {.name = NULL},
};

static const struct column gap_columns[] = {
    {.name = "kind",       .label = N_("Register")},
    {.name = "id",                    .label = N_("No."), .right = true},
    {.name = "area_name",.label = N_("Area")},
    {.name = "text",                    .label = N_("What it is")},
    {.name = "labels",                   .label = N_("Missing")},
    {.name = NULL      },
};

static json_t *list_of(const struct rows *rows)
{
    json_t *list = json_array();
    for (size_t i = 0; i < rows->count; i++)
        json_array_append_new(list, json_of_row(NULL, rows, i));
    return list;
}

static void print_rows(struct call *call, const struct rows *rows, const struct column *columns)
{
    if (call->json)
        print_json_list(call, list_of(rows), (int64_t)rows->count);
    else
        print_plain_list(call, rows, columns);
}

/* --- a drill ------------------------------------------------------------------------------------------------------ */

static json_t *json_of_question(int64_t id, const struct drill_question *q)
{
    json_t *options = json_array();
    for (size_t i = 0; i < q->option_count; i++)
        json_array_append_new(options, json_string(q->options[i]));
    return json_pack("{s:I, s:i, s:i, s:i, s:s, s:o}", "id", (json_int_t)id, "position", q->position, "asked", q->asked,
                     "right_count", q->right, "question", q->text, "options", options);
}

static void print_question(struct call *call, const struct drill_question *q)
{
    FILE *out = call->io->out;
    fprintf(out, "%d/%d  %s\n", q->position, q->asked, q->text);
    for (size_t i = 0; i < q->option_count; i++)
        fprintf(out, "  %zu  %s\n", i + 1, q->options[i]);
}

static enum err run_start(struct call *call, struct error *e)
{
    struct drill_question question;
    int64_t count = 0, id = 0;
    bool resumed = false;
    enum err r = call_number(call, "count", &count, e);

    r = r ? r : drill_start(call->work, count > DRILL_MOST ? DRILL_MOST + 1 : (int)count, &id, &resumed, e);
    r = r ? r : drill_next(call->work, call->pool, id, &question, e);
    if (!r && call->json) {
        json_t *json = json_of_question(id, &question);
        json_object_set_new(json, "resumed", json_boolean(resumed));
        print_json(call, json);
    } else if (!r) {
        print_done(call, resumed ? _("Drill %lld goes on.") : _("Drill %lld."), (long long)id);
        print_question(call, &question);
    }
    return r;
}

static enum err tell_answer(struct call *call, int64_t id, const struct drill_result *result, struct error *e)
{
    struct drill_question next = {0};
    enum err r = result->ended ? ERR_NONE : drill_next(call->work, call->pool, id, &next, e);

    if (!r && call->json) {
        json_t *json = json_pack("{s:I, s:b, s:s, s:i, s:i, s:b}", "id", (json_int_t)id, "correct", result->correct,
                                 "answer", result->right, "right_count", result->right_count, "asked", result->asked,
                                 "ended", result->ended);
        if (!result->ended)
            json_object_set_new(json, "next", json_of_question(id, &next));
        print_json(call, json);
    } else if (!r) {
        print_done(call, result->correct ? _("Right.") : _("Wrong; right is: %s"), result->right);
        if (result->ended)
            print_done(call, _("%d of %d right."), result->right_count, result->asked);
        else
            print_question(call, &next);
    }
    return r;
}

static enum err run_answer(struct call *call, struct error *e)
{
    struct drill_question question = {0};
    struct drill_result result;
    const char *given = call_argument(call, 1);
    int64_t id = 0, position = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : call_number(call, "question", &position, e);
    if (!r && position == 0) {
        r = drill_next(call->work, call->pool, id, &question, e);
        position = question.position;
    }
    r = r ? r : drill_answer(call->work, call->pool, id, (int)position, given == NULL ? "" : given, &result, e);
    return r ? r : tell_answer(call, id, &result, e);
}

static enum err run_show(struct call *call, struct error *e)
{
    struct rows rows, items;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : drill_show(call->work, call->pool, id, &rows, &items, e);
    if (!r && call->json) {
        json_t *json = json_of_row(NULL, &rows, 0);
        json_object_set_new(json, "items", list_of(&items));
        print_json(call, json);
    } else if (!r) {
        print_done(call, _("%s, %s: %lld of %lld right."), rows_text(&rows, 0, "name"),
                   rows_text(&rows, 0, "area_name"), (long long)rows_int(&rows, 0, "right_count"),
                   (long long)rows_int(&rows, 0, "asked"));
        print_plain_list(call, &items, item_columns);
    }
    return r;
}

static enum err run_list(struct call *call, struct error *e)
{
    const char *month = call_argument(call, 0);
    struct rows rows;
    enum err r = drill_list(call->work, call->pool, month == NULL ? "" : month, MOST, &rows, e);
    if (!r)
        print_rows(call, &rows, list_columns);
    return r;
}

/* --- what is missing ---------------------------------------------------------------------------------------------- */

static enum err run_gaps(struct call *call, struct error *e)
{
    struct rows rows;
    int64_t limit = 0;
    enum err r = call_number(call, "limit", &limit, e);

    r = r ? r
          : completeness_list(call->work, call->pool, call_argument(call, 0), limit > 0 ? (int)limit : MOST, &rows, e);
    if (!r)
        print_rows(call, &rows, gap_columns);
    return r;
}

const struct command drill_commands[] = {
    {"drill",                                                                                    "start", "", 0, 0, "count", "drill.take", run_start,
     N_("begins a drill of questions from your own grid, or goes on with the one that is open"), "drill start"},
    {"drill",                                                                                        "answer", "ID [ANSWER]", 1, 2, "question", "drill.take", run_answer,
     N_("answers the question that is open: 1 to 4, or what is asked for; without an answer passes it over"),
     "drill answer 12 3"},
    {"drill",                                                                                         "show", "ID", 1, 1, "", "drill.read", run_show, N_("a drill with the right answers"), "drill show 12"},
    {"drill",                                                                              "list", "[MONTH]", 0, 1, "", "drill.read", run_list,
     N_("drills of a month and who took them; the best of each leader counts"), "drill list 2026-10 --json"},
    {"completeness", "list", "[TABLE]", 0, 1, "limit", "household.read", run_gaps,
     N_("entries of your registers that lack what is asked for, and what is missing"), "completeness list --json"},
    {.noun = NULL                                                                                         },
};
