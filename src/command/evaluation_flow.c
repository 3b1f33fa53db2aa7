/* The noun "evaluation", what happens around the figures: ledger, veto, appeals. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/evaluation_preview.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/work.h"

#include <string.h>

#define OR_EMPTY(text) ((text) ? (text) : "")

/* Options of the command become fields of the record of the same name. */
static void take_options(struct call *call, struct record *record, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        if (call_option(call, names[i])) {
            record_set(record, names[i], call_option(call, names[i]));
        }
    }
}

static void print_one(struct call *call, const struct rows *rows, const struct column *columns)
{
    json_t *object = json_of_row(NULL, rows, 0);

    put_code_texts(object, rows, 0, columns);
    print_json(call, object);
}

static enum err print_lines(struct call *call, const char *month, int64_t id, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",                      .label = N_("id"), .right = true},
        {.name = "month",                    .label = N_("month")},
        {.name = "name",                   .label = N_("name")},
        {.name = "kind",                                 .label = N_("kind"), .codes = "evaluation_point_kind"},
        {.name = "points",.label = N_("points"), .right = true},
        {.name = "reason",                    .label = N_("reason")},
        {.name = "evidence", .label = N_("evidence")},
        {.name = "by_name",                  .label = N_("by")},
        {.name = "withdrawn_why",                    .label = N_("withdrawn")},
        {.name = NULL                 },
    };
    struct rows rows;
    enum err r = evaluation_point_list(call->work, call->pool, month, call_option(call, "subject"), 0, &rows, e);

    if (r) {
        return r;
    }
    const char *who = call_option(call, "who");
    size_t kept = 0;
    for (size_t i = 0; i < rows.count; i++) {
        bool wanted =
            !who || strcmp(rows_text(&rows, i, "login"), who) == 0 || strcmp(rows_text(&rows, i, "name"), who) == 0;
        if (wanted && (id == 0 || rows_int(&rows, i, "id") == id)) {
            memmove(rows.values + kept++ * rows.columns, rows.values + i * rows.columns,
                    rows.columns * sizeof *rows.values);
        }
    }
    rows.count = kept;
    if (id != 0 && call->json && rows.count == 1) {
        print_one(call, &rows, columns);
    } else {
        print_plain_list(call, &rows, columns);
    }
    return ERR_NONE;
}

static enum err add_line(struct call *call, const char *kind, struct error *e)
{
    static const char *const names[] = {"subject", "reason", "evidence", NULL};
    struct record *record = record_new();
    int64_t id = 0;

    record_set(record, "month", call_argument(call, 0));
    record_set(record, "who", call_argument(call, 1));
    record_set(record, "points", OR_EMPTY(call_argument(call, 2)));
    record_set(record, "kind", kind);
    take_options(call, record, names);
    enum err r = evaluation_point_add(call->work, record, &id, NULL, NULL, e);
    record_free(&record);
    return r ? r : print_lines(call, NULL, id, e);
}

static enum err run_points_add(struct call *call, struct error *e)
{
    return add_line(call, "points", e);
}

static enum err run_veto(struct call *call, struct error *e)
{
    return add_line(call, "veto", e);
}

static enum err run_points_list(struct call *call, struct error *e)
{
    return print_lines(call, call_argument(call, 0), 0, e);
}

static enum err run_points_withdraw(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : evaluation_point_withdraw(call->work, id, OR_EMPTY(call_option(call, "why")), e);
    return r ? r : print_lines(call, NULL, id, e);
}

static enum err print_appeals(struct call *call, const struct appeal_query *query, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",             .label = N_("id"), .right = true},
        {.name = "state",           .label = N_("state"), .codes = "appeal_state"},
        {.name = "month",          .label = N_("month")},
        {.name = "name", .label = N_("name")},
        {.name = "item_text",          .label = N_("item")},
        {.name = "no",                        .label = N_("record")},
        {.name = "text",     .label = N_("what is wrong")},
        {.name = "effect",      .label = N_("effect"), .codes = "appeal_effect"},
        {.name = "answer",                        .label = N_("answer")},
        {.name = NULL},
    };
    struct rows rows;
    enum err r = evaluation_appeal_list(call->work, call->pool, query, &rows, e);

    if (!r && query->id != 0 && call->json && rows.count == 1) {
        print_one(call, &rows, columns);
    } else if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_appeals(struct call *call, struct error *e)
{
    return print_appeals(call,
                         &(struct appeal_query){.month = call_argument(call, 0),
                                                .subject = call_option(call, "subject"),
                                                .open = call_option(call, "open") != NULL},
                         e);
}

static enum err run_appeal(struct call *call, struct error *e)
{
    static const char *const names[] = {"subject", "who", "text", NULL};
    struct record *record = record_new();
    int64_t id = 0;

    record_set(record, "month", call_argument(call, 0));
    record_set(record, "item", OR_EMPTY(call_argument(call, 1)));
    record_set(record, "no", OR_EMPTY(call_argument(call, 2)));
    take_options(call, record, names);
    enum err r = evaluation_appeal_add(call->work, record, &id, NULL, NULL, e);
    record_free(&record);
    return r ? r : print_appeals(call, &(struct appeal_query){.id = id}, e);
}

static enum err run_appeal_withdraw(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : evaluation_appeal_withdraw(call->work, id, e);
    return r ? r : print_appeals(call, &(struct appeal_query){.id = id}, e);
}

/* "refuse" is said; it has no effect. */
static enum err run_decide(struct call *call, struct error *e)
{
    const char *effect = call_argument(call, 1);
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    if (!r && *effect == '\0') {
        r = error_set(e, ERR_USAGE, "effect", _("Say refuse, leave_out, count or points."));
    }
    r = r ? r
          : evaluation_appeal_decide(call->work, id, strcmp(effect, "refuse") == 0 ? "" : effect,
                                     call_option(call, "points"), OR_EMPTY(call_option(call, "answer")), e);
    return r ? r : print_appeals(call, &(struct appeal_query){.id = id}, e);
}

static enum err run_review(struct call *call, struct error *e)
{
    int64_t changed = 0;
    const char *month = call_argument(call, 0);
    enum err r = evaluation_review(call->work, month, &changed, e);

    if (!r && call->json) {
        print_json(call, json_pack("{s:s, s:I}", "month", month, "changed", (json_int_t)changed));
    } else if (!r) {
        print_done(call, _("%s: %lld evaluations."), month, (long long)changed);
    }
    return r;
}

static enum err run_correct(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "position", .label = N_("no."), .right = true},
        {.name = "points",     .label = N_("points"), .right = true},
        {.name = "total",   .label = N_("total"), .right = true},
        {.name = "grade",     .label = N_("grade")},
        {.name = "reason",    .label = N_("reason")},
        {.name = "by_name",     .label = N_("by")},
        {.name = NULL   },
    };
    const char *month = call_argument(call, 0), *subject = call_option(call, "subject");
    const char *who = call_argument(call, 1), *points = call_argument(call, 2);
    struct evaluation one;
    struct rows rows;
    enum err r = ERR_NONE;

    if (points) {
        r = evaluation_correct(call->work, month, subject, who, points, call_option(call, "reason"), e);
    }
    r = r ? r : evaluation_show(call->work, call->pool, month, subject, who, &one, e);
    r = r ? r : evaluation_corrections(call->work, call->pool, month, one.subject, one.who, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static json_t *json_of_gain(struct call *call, const struct evaluation_gain *gain)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:b, s:f, s:f, s:f}", "item", gain->item, "measure", gain->measure, "text",
                     evaluation_gain_words(call->pool, gain), "deeds", gain->deeds, "unknown", gain->unknown, "each",
                     gain->each, "all", gain->all, "also", gain->also);
}

static void print_preview(struct call *call, const struct evaluation_preview *preview)
{
    struct column columns[] = {
        {.label = _("what gains")},
        {                  .label = _("item")                       },
        { .label = _("each"),                        .right = true},
        {                         .label = _("all"),                        .right = true},
        {                        .label = _("also"),                        .right = true},
    };
    const size_t n = sizeof columns / sizeof *columns;
    const char **cells = pool_new_piece(call->pool, n * preview->count + 1, sizeof *cells);

    print_plain(call, _("%s: today it would be %.1f %s"), preview->now.name, preview->now.total, preview->now.grade);
    fputs("\n\n", call->io->out);
    for (size_t i = 0; i < preview->count; i++) {
        const struct evaluation_gain *gain = &preview->gains[i];
        const char **row = cells + i * n;
        row[0] = evaluation_gain_words(call->pool, gain);
        row[1] = gain->label;
        row[2] = gain->unknown ? "?" : pool_format(call->pool, "%+.2f", gain->each);
        row[3] =
            gain->unknown ? pool_format(call->pool, "? %+.1f", gain->all) : pool_format(call->pool, "%+.1f", gain->all);
        row[4] = gain->also >= 0.05 ? pool_format(call->pool, "%+.1f", gain->also) : "";
    }
    print_cells(call, columns, n, cells, preview->count);
}

static enum err run_preview(struct call *call, struct error *e)
{
    struct evaluation_preview *preview = pool_new_piece(call->pool, 1, sizeof *preview);
    enum err r = evaluation_preview(call->work, call->pool, preview, e);

    if (!r && !preview->found) {
        r = error_set(e, ERR_NOT_FOUND, NULL, _("You are not judged this month."));
    }
    if (!r && !call->json) {
        print_preview(call, preview);
    }
    if (r || !call->json) {
        return r;
    }
    json_t *gains = json_array();
    for (size_t i = 0; i < preview->count; i++) {
        json_array_append_new(gains, json_of_gain(call, &preview->gains[i]));
    }
    print_json(call, json_pack("{s:f, s:s, s:b, s:s, s:o}", "total", preview->now.total, "grade", preview->now.grade,
                               "judged", preview->now.judged, "state", preview->now.state, "gains", gains));
    return ERR_NONE;
}

const struct command evaluation_flow_commands[] = {
    {"evaluation",                                                                                        "points list", "[MONTH]", 0, 1, "subject who", "evaluation.read", run_points_list,
     N_("the ledger of additions and deductions, withdrawn lines too"), "evaluation points list 2026-10 --who=grid01"},
    {"evaluation",                                                                                          "points add", "MONTH WHO POINTS", 3, 3, "subject reason evidence", "evaluation.points",
     run_points_add, N_("an addition (+1.5) or a deduction (-2), with reason and evidence"),
     "evaluation points add 2026-10 grid01 +1.5 --reason='found a gas leak' --evidence=SJ-20261018-0042"},
    {"evaluation",                                                                                                  "points withdraw", "ID", 1, 1, "why", "evaluation.points", run_points_withdraw,
     N_("takes a line of the ledger back; it stays readable"), "evaluation points withdraw 3 --why='wrong leader'"},
    {"evaluation",                                                                                  "veto", "MONTH WHO", 2, 2, "subject reason evidence", "evaluation.veto", run_veto,
     N_("grade E and the last rank, whatever the points"),
     "evaluation veto 2026-10 grid01 --reason=... --evidence=..."},
    {"evaluation",                                   "appeal", "MONTH [ITEM [NO]]", 1, 3, "subject who text", "evaluation.appeal", run_appeal,
     N_("against your own evaluation, one of its items, or one record behind an item"),
     "evaluation appeal 2026-10 handling SJ-20261018-0042 --text='closed in time, the power was off'"},
    {"evaluation",                                                                                                   "appeal withdraw", "ID", 1, 1, "", "evaluation.appeal", run_appeal_withdraw,
     N_("takes an appeal back"), NULL},
    {"evaluation","appeals", "[MONTH]", 0, 1, "subject open!", "evaluation.read", run_appeals,
     N_("appeals, open ones first"), "evaluation appeals 2026-10 --open --json"},
    {"evaluation",                                                                                                  "decide", "ID refuse|leave_out|count|points", 2, 2, "points answer", "evaluation.decide", run_decide,
     N_("answers an appeal: refuses it, leaves the record out, counts it, or gives points"),
     "evaluation decide 3 count --answer='the power was off indeed'"},
    {"evaluation",                                                                          "review", "MONTH", 1, 1, "", "evaluation.publish", run_review,
     N_("ends the time of appeals of a frozen month; none may be open"), "evaluation review 2026-10"},
    {"evaluation",                                                                                      "correct", "MONTH WHO [POINTS]", 2, 3, "subject reason", "evaluation.correct", run_correct,
     N_("a correction beside what was published; without points shows those that there are"),
     "evaluation correct 2026-10 grid01 +2 --reason='two visits were taken for copies'"},
    {"evaluation", "preview", "", 0, 0, "", "evaluation.appeal", run_preview,
     N_("what you would get today, and what would gain most this month"), "evaluation preview --json"},
    {.noun = NULL                                                                                       },
};
