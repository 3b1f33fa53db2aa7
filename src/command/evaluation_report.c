/* The month of the evaluation as files and pages, and its trend. */
#include "call.h"
#include "evaluation_call.h"
#include "output.h"

#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/evaluation_report.h"

#include <string.h>
#include <unistd.h>

static void csv_cell_add(struct buffer *line, const char *text, bool last)
{
    csv_write_cell(line, text, 1);
    buffer_add_text(line, last ? "\r\n" : ",");
}

static void csv_evaluation(struct buffer *out, struct call *call, const struct evaluation *evaluation)
{
    csv_cell_add(out, pool_format(call->pool, "%d", evaluation->rank), false);
    csv_cell_add(out, evaluation->login, false);
    csv_cell_add(out, evaluation->name, false);
    csv_cell_add(out, evaluation->area_name, false);
    for (size_t i = 0; i < evaluation->count; i++) {
        const struct evaluation_item *item = &evaluation->items[i];
        csv_cell_add(out, item->counts ? pool_format(call->pool, "%.1f", item->score) : "", false);
    }
    csv_cell_add(out, pool_format(call->pool, "%.2f", evaluation->total), false);
    csv_cell_add(out, evaluation->grade, false);
    csv_cell_add(out, evaluation->state, true);
}

/* CSV without a byte order mark: it goes into a pipe. */
static enum err export_csv(struct call *call, const char *month, const char *subject, struct error *e)
{
    struct evaluation *list = NULL;
    size_t count = 0;
    struct buffer out = {0};
    enum err r = evaluation_list(call->work, call->pool, month, subject, &list, &count, e);

    if (r) {
        return r;
    }
    buffer_add_text(&out, "rank,leader,leader_name,area_name,");
    for (size_t i = 0; count && i < list[0].count; i++) {
        csv_cell_add(&out, list[0].items[i].code, false);
    }
    buffer_add_text(&out, "total,grade,state\r\n");
    for (size_t i = 0; i < count; i++) {
        csv_evaluation(&out, call, &list[i]);
    }
    fwrite(buffer_text(&out), 1, out.length, call->io->out);
    buffer_free(&out);
    return ERR_NONE;
}

static enum err run_export(struct call *call, struct error *e)
{
    const char *format = call_option(call, "format"), *month;
    const bool csv = format != NULL && strcmp(format, "csv") == 0;
    enum err r = evaluation_call_month(call, &month, e);

    if (r == ERR_NONE && format != NULL && !csv && strcmp(format, "xlsx") != 0)
        r = error_set(e, ERR_USAGE, "format", _("--format is xlsx or csv."));
    if (r == ERR_NONE && !csv && isatty(fileno(call->io->out)))
        r = error_set(e, ERR_USAGE, "format",
                      _("A spreadsheet is no text for a terminal: end the line with > FILE.xlsx"));
    if (r != ERR_NONE)
        return r;
    return csv ? export_csv(call, month, call_option(call, "subject"), e)
               : evaluation_export(call->work, month, call->io->out, e);
}

static enum err run_trend(struct call *call, struct error *e)
{
    const struct column columns[] = {
        {.name = "month",        .label = N_("month")},
        {.name = "judged",                      .label = N_("judged"), .right = true},
        {.name = "total",.label = N_("total"), .right = true},
        {.name = "best",                      .label = N_("best"), .right = true},
        {.name = "least",                       .label = N_("least"), .right = true},
        {.name = "a",                      .label = "A", .right = true},
        {.name = "b",.label = "B", .right = true},
        {.name = "c",                      .label = "C", .right = true},
        {.name = "d",.label = "D", .right = true},
        {.name = "e",                      .label = "E", .right = true},
        {.name = NULL},
    };
    const char *month, *subject = call_option(call, "subject"), *whom = call_argument(call, 1);
    struct evaluation one = {0};
    struct rows rows = {0};
    enum err r = evaluation_call_month(call, &month, e);

    if (r == ERR_NONE && whom != NULL)
        r = evaluation_show(call->work, call->pool, month, subject, whom, &one, e);
    if (r == ERR_NONE)
        r = evaluation_trend(call->work, call->pool, month, subject, one.who, &rows, e);
    if (r == ERR_NONE)
        print_plain_list(call, &rows, columns);
    return r;
}

const struct command evaluation_report_commands[] = {
    {.noun = "evaluation",
     .verb = "export",
     .usage = "MONTH [--format=xlsx|csv] [--subject=SUBJECT] > FILE",
     .least = 1,
     .most = 1,
     .options = "format subject",
     .right = "evaluation.read",
     .run = run_export,
     .help = N_("a month as a spreadsheet: rankings, items, points, the scheme; as CSV the ranking of one subject"),
     .example = "evaluation export 2026-10 > 2026-10.xlsx"},
    {.noun = "evaluation",
     .verb = "trend",
     .usage = "MONTH [LEADER] [--subject=SUBJECT]",
     .least = 1,
     .most = 2,
     .options = "subject",
     .right = "evaluation.read",
     .run = run_trend,
     .help = N_("the twelve months up to this one: averages of all, or one of them"),
     .example = "evaluation trend 2026-10 grid01"},
    {.noun = NULL                                                      },
};
