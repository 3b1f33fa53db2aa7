/* The noun "evaluation": months of the grid leaders. */
#include "call.h"
#include "evaluation_call.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/evaluation.h"

#include <string.h>

enum err evaluation_call_month(struct call *call, const char **month, struct error *e)
{
    day_t first, last;

    *month = call_argument(call, 0);
    return month_parse(*month, &first, &last) ? ERR_NONE
                                              : error_set(e, ERR_USAGE, NULL, _("A month is written YYYY-MM."));
}

static json_t *json_of_item(const struct evaluation_item *item)
{
    if (!item->counts) {
        return json_pack("{s:s, s:s, s:n, s:n, s:n, s:n, s:n}", "code", item->code, "label", item->label, "numerator",
                         "denominator", "rate", "weight", "score");
    }
    return json_pack("{s:s, s:s, s:f, s:f, s:f, s:f, s:f}", "code", item->code, "label", item->label, "numerator",
                     item->numerator, "denominator", item->denominator, "rate", item->rate, "weight", item->weight,
                     "score", item->score);
}

static json_t *json_of_evaluation(const struct evaluation *evaluation)
{
    json_t *items = json_array();

    for (size_t i = 0; i < evaluation->count; i++) {
        json_array_append_new(items, json_of_item(&evaluation->items[i]));
    }
    return json_pack("{s:s, s:s, s:s, s:I, s:s, s:f, s:s, s:i, s:o, s:s, s:o}", "subject", evaluation->subject,
                     "leader", evaluation->login, "leader_name", evaluation->name, "area", (json_int_t)evaluation->area,
                     "area_name", evaluation->area_name, "total", evaluation->total, "grade", evaluation->grade, "rank",
                     evaluation->rank, "last_rank",
                     evaluation->last_rank ? json_integer(evaluation->last_rank) : json_null(), "state",
                     evaluation->state, "items", items);
}

/* "19.2", or "-" for an item that does not count: never a zero. */
static const char *score_text(struct call *call, const struct evaluation_item *item)
{
    return item->counts ? pool_format(call->pool, "%.1f", item->score) : "-";
}

static void print_evaluations(struct call *call, const struct evaluation *list, size_t count)
{
    enum { RANK, NAME, AREA, FIRST_ITEM };
    size_t items = count ? list[0].count : 0, n = FIRST_ITEM + items + 2;
    struct column *columns = pool_new_piece(call->pool, n, sizeof *columns);
    const char **cells = pool_new_piece(call->pool, n * count + 1, sizeof *cells);

    columns[RANK] = (struct column){.label = _("rank"), .right = true};
    columns[NAME] = (struct column){.label = count > 0 ? code_text("evaluation_subject", list[0].subject) : _("name")};
    columns[AREA] = (struct column){.label = _("area")};
    for (size_t i = 0; i < items; i++) {
        columns[FIRST_ITEM + i] = (struct column){.label = list[0].items[i].label, .right = true};
    }
    columns[n - 2] = (struct column){.label = _("total"), .right = true};
    columns[n - 1] = (struct column){.label = _("grade")};
    for (size_t r = 0; r < count; r++) {
        const char **row = cells + r * n;
        row[RANK] = list[r].rank != 0 ? pool_format(call->pool, "%d", list[r].rank) : "-";
        row[NAME] = list[r].name;
        row[AREA] = list[r].area_name;
        for (size_t i = 0; i < items; i++) {
            row[FIRST_ITEM + i] = score_text(call, &list[r].items[i]);
        }
        row[n - 2] = evaluation_has_rank(&list[r]) ? pool_format(call->pool, "%.1f", list[r].total) : "-";
        row[n - 1] = list[r].grade;
    }
    print_cells(call, columns, n, cells, count);
}

static enum err run_list(struct call *call, struct error *e)
{
    const char *month;
    struct evaluation *list = NULL;
    size_t count = 0;
    enum err r = evaluation_call_month(call, &month, e);

    r = r ? r : evaluation_list(call->work, call->pool, month, call_option(call, "subject"), &list, &count, e);
    if (r) {
        return r;
    }
    if (!call->json) {
        print_evaluations(call, list, count);
        return ERR_NONE;
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(rows, json_of_evaluation(&list[i]));
    }
    print_json_list(call, rows, (int64_t)count);
    return ERR_NONE;
}

static enum err show_json(struct call *call, const char *month, const struct evaluation *evaluation, struct error *e)
{
    json_t *object = json_of_evaluation(evaluation);
    json_t *items = json_object_get(object, "items");
    enum err r = ERR_NONE;

    for (size_t i = 0; i < evaluation->count && !r; i++) {
        json_t *records = json_array(), *further = json_array();
        struct rows rows = {0};
        if (evaluation->items[i].counts) {
            r = evaluation_records(call->work, call->pool, month, evaluation->subject, evaluation->who,
                                   evaluation->items[i].code, &rows, e);
        }
        for (size_t row = 0; row < rows.count && !r; row++) {
            bool first = strcmp(rows_text(&rows, row, "measure"), evaluation->items[i].parts[0].measure) == 0;
            json_array_append_new(first || evaluation->items[i].part_count == 0 ? records : further,
                                  json_of_row(NULL, &rows, row));
        }
        json_object_set_new(json_array_get(items, i), "records", records); /* of numerator and denominator */
        json_object_set_new(json_array_get(items, i), "further", further); /* of the rest of the formula */
    }
    if (r) {
        json_decref(object);
        return r;
    }
    print_json(call, object);
    return ERR_NONE;
}

static void show_text(struct call *call, const struct evaluation *evaluation)
{
    struct column columns[] = {
        {.label = _("item")},
        { .label = _("numerator"),     .right = true},
        { .label = _("denominator"),     .right = true},
        { .label = _("rate"),     .right = true},
        { .label = _("weight"),     .right = true},
        { .label = _("score"),     .right = true},
    };
    const size_t n = sizeof columns / sizeof *columns;
    const char **cells = pool_new_piece(call->pool, n * evaluation->count + 1, sizeof *cells);

    print_plain(call, _("%s, %s: %.1f %s, rank %d\n\n"), evaluation->name, evaluation->area_name, evaluation->total,
                evaluation->grade, evaluation->rank);
    for (size_t i = 0; i < evaluation->count; i++) {
        const struct evaluation_item *item = &evaluation->items[i];
        const char **row = cells + i * n;
        row[0] = item->label;
        row[1] = item->counts ? pool_format(call->pool, "%g", item->numerator) : "-";
        row[2] = item->counts ? pool_format(call->pool, "%g", item->denominator) : "-";
        row[3] = item->counts ? pool_format(call->pool, "%.1f%%", 100 * item->rate) : "-";
        row[4] = item->counts ? pool_format(call->pool, "%.1f", item->weight) : "-";
        row[5] = score_text(call, item);
    }
    print_cells(call, columns, n, cells, evaluation->count);
}

static enum err run_show(struct call *call, struct error *e)
{
    const char *month;
    struct evaluation evaluation;
    enum err r = evaluation_call_month(call, &month, e);

    r = r ? r
          : evaluation_show(call->work, call->pool, month, call_option(call, "subject"), call_argument(call, 1),
                            &evaluation, e);
    if (!r && call->json) {
        return show_json(call, month, &evaluation, e);
    }
    if (!r) {
        show_text(call, &evaluation);
    }
    return r;
}

typedef enum err month_function(struct work *work, const char *month, int64_t *changed, struct error *e);

static enum err run_month(struct call *call, month_function *act, struct error *e)
{
    const char *month;
    int64_t changed = 0;
    enum err r = evaluation_call_month(call, &month, e);

    r = r ? r : act(call->work, month, &changed, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:s, s:I}", "month", month, "changed", (json_int_t)changed));
    } else if (!r) {
        print_done(call, _("%s: %lld evaluations."), month, (long long)changed);
    }
    return r;
}

static enum err run_compute(struct call *call, struct error *e)
{
    return run_month(call, evaluation_compute, e);
}

static enum err run_freeze(struct call *call, struct error *e)
{
    return run_month(call, evaluation_freeze, e);
}

static enum err run_publish(struct call *call, struct error *e)
{
    return run_month(call, evaluation_publish, e);
}

const struct command evaluation_commands[] = {
    {.noun = "evaluation",
     .verb = "list",
     .usage = "MONTH",
     .least = 1,
     .most = 1,
     .options = "subject",
     .right = "evaluation.read",
     .run = run_list,
     .help = N_("the grid leaders of a month, best first"),
     .example = "evaluation list 2026-10 --json"},
    {.noun = "evaluation",
     .verb = "show",
     .usage = "MONTH LEADER",
     .least = 2,
     .most = 2,
     .options = "subject",
     .right = "evaluation.read",
     .run = run_show,
     .help = N_("one grid leader's items; with --json the records behind each")},
    {.noun = "evaluation",
     .verb = "compute",
     .usage = "MONTH",
     .least = 1,
     .most = 1,
     .right = "evaluation.compute",
     .run = run_compute,
     .help = N_("computes a month for trial")},
    {.noun = "evaluation",
     .verb = "freeze",
     .usage = "MONTH",
     .least = 1,
     .most = 1,
     .right = "evaluation.freeze",
     .run = run_freeze,
     .help = N_("freezes a month that is over")},
    {.noun = "evaluation",
     .verb = "publish",
     .usage = "MONTH",
     .least = 1,
     .most = 1,
     .right = "evaluation.publish",
     .run = run_publish,
     .help = N_("publishes a frozen month: it never changes again")},
    {.noun = NULL                                                    },
};
