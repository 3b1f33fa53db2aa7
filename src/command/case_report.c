/* "case lists", "case statistics": what an office tells of its cases, as text, JSON, a file, or pages to print. */
#include "call.h"
#include "input.h"
#include "link.h"
#include "output.h"
#include "output_report.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/case_lists.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/publish.h"
#include "wangge/work/report.h"
#include "wangge/work/statistics.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

#define SELECTION "from to area"
#define FORMATS   " format width pages"

static const char *option(struct call *call, const char *name)
{
    const char *value = call_option(call, name);
    return value ? value : "";
}

static enum err read_selection(struct call *call, struct case_selection *selection, struct error *e)
{
    case_selection_begin(selection);
    enum err r = case_selection_period(selection, option(call, "from"), option(call, "to"), e);
    if (!r && *option(call, "area")) {
        r = input_area(call, option(call, "area"), &selection->area, e);
    }
    return r;
}

/* The code that was typed, "" when none was. */
static enum err read_code(struct call *call, const char *name, const char *list, char *out, size_t room,
                          struct error *e)
{
    const char *typed = option(call, name), *code = *typed ? code_parse(code_list(list), typed) : "";
    if (!code) {
        return error_set(e, ERR_INVALID, name, _("--%s: there is no code \"%s\"."), name, typed);
    }
    text_copy(out, room, code);
    return ERR_NONE;
}

static void print_text_of(struct call *call, const struct report *report)
{
    struct column *columns = pool_new_piece(call->pool, report->columns + 1, sizeof *columns);
    for (size_t i = 0; i < report->columns; i++) {
        columns[i] = (struct column){.label = report->column[i].label, .right = report->column[i].right};
    }
    print_cells(call, columns, report->columns, report->cells, report->count);
    if (*report->note) {
        print_plain(call, "\n%s\n", report->note);
    }
}

/* As --format says, else as text. */
static enum err give(struct call *call, const struct report *report, struct error *e)
{
    const char *word = call_option(call, "format");
    if (word) {
        return give_report(call, report, word, e);
    }
    print_text_of(call, report);
    return ERR_NONE;
}

static enum err run_lists(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "source",          .codes = "case_source"},
        {.name = "category",                         .codes = "case_category"},
        {.name = "state",.codes = "case_state"},
        {.name = "outcome",           .codes = "case_outcome"},
        {.name = "satisfaction",                         .codes = "satisfaction"},
        {.name = NULL},
    };
    const char *name = *option(call, "kind") ? option(call, "kind") : "problem";
    enum case_list_kind kind;
    struct case_selection selection;
    struct report report;
    struct rows rows;

    if (!case_list_kind_parse(name, &kind)) {
        return error_set(e, ERR_USAGE, "kind", _("--kind is one of: problem, discussion, feedback."));
    }
    enum err r = read_selection(call, &selection, e);
    r = r ? r : case_list_read(call->work, call->pool, kind, &selection, &rows, &report, e);
    if (r) {
        return r;
    }
    if (!call->json) {
        return give(call, &report, e);
    }
    json_t *list = json_array();
    for (size_t i = 0; i < rows.count; i++) {
        json_t *object = json_of_row(NULL, &rows, i);
        json_object_del(object, "given");
        put_code_texts(object, &rows, i, columns);
        json_array_append_new(list, object);
    }
    print_json_list(call, list, (int64_t)rows.count);
    return ERR_NONE;
}

static json_t *json_of_figures(const struct figures *figures)
{
    json_t *object = json_object();
    for (size_t i = 0; i < figure_count(); i++) {
        struct figure figure = figure_at(i);
        double value = 0;
        bool known = figure_value(figures, &figure, &value);
        json_object_set_new(object, figure.code,
                            !known                        ? json_null()
                            : figure.kind == FIGURE_COUNT ? json_integer((json_int_t)value)
                                                          : json_real(value));
    }
    return object;
}

static enum err statistics_json(struct call *call, enum statistics_by by, const struct case_selection *selection,
                                struct error *e)
{
    struct statistics_row *rows = NULL;
    struct figures total;
    size_t count = 0;
    enum err r = statistics_read(call->work, call->pool, by, selection, &rows, &count, &total, e);
    if (r) {
        return r;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_pack("{s:s, s:s}", "key", rows[i].key, "text", rows[i].label);
        if (by == BY_AREA) {
            json_object_set_new(object, "area", json_integer(rows[i].area));
        }
        json_object_update_new(object, json_of_figures(&rows[i].figures));
        json_array_append_new(list, object);
    }
    json_t *whole = json_pack("{s:i, s:s, s:s, s:I, s:o, s:o}", "schema", 1, "by", statistics_by_name(by), "period",
                              case_selection_period_text(selection, call->pool), "total", (json_int_t)count, "rows",
                              list, "sum", json_of_figures(&total));
    print_json(call, whole);
    return ERR_NONE;
}

static enum err run_statistics(struct call *call, struct error *e)
{
    const char *name = *option(call, "by") ? option(call, "by") : "area";
    struct case_selection selection;
    enum statistics_by by;
    struct report report;

    if (!statistics_by_parse(name, &by)) {
        return error_set(e, ERR_USAGE, "by", _("--by is one of: area, category, unit, month, source, level."));
    }
    enum err r = read_selection(call, &selection, e);
    r = r ? r : read_code(call, "category", "case_category", selection.category, sizeof selection.category, e);
    r = r ? r : read_code(call, "source", "case_source", selection.source, sizeof selection.source, e);
    r = r ? r : read_code(call, "level", "case_level", selection.level, sizeof selection.level, e);
    if (call_option(call, "unit")) {
        selection.one_unit = true;
        text_copy(selection.unit, sizeof selection.unit, option(call, "unit"));
    }
    if (!r && call->json) {
        return statistics_json(call, by, &selection, e);
    }
    r = r ? r : statistics_report(call->work, call->pool, by, &selection, &report, e);
    return r ? r : give(call, &report, e);
}

/* What was published lately, or in the period: for a web site, so without who did it. */
static enum err run_published(struct call *call, struct error *e)
{
    struct case_selection selection;
    struct report report;
    struct rows rows;
    bool lately = !*option(call, "from") && !*option(call, "to");
    enum err r = read_selection(call, &selection, e);
    if (!r && lately) {
        selection.first = selection.last - NOTICE_DAYS + 1;
    }
    r = r ? r : publish_list(call->work, call->pool, &selection, &rows, &report, e);
    if (r || !call->json) {
        return r ? r : give(call, &report, e);
    }
    static const struct column columns[] = {
        {.name = "category", .codes = "case_category"},
        {.name = NULL                 },
    };
    print_plain_list(call, &rows, columns);
    return ERR_NONE;
}

/* The texts are those that are given, else those that are proposed; without --yes nothing is saved. */
static enum err run_publish(struct call *call, struct error *e)
{
    static const char *const texts[] = {"title", "place", "result"};
    const struct table *table = table_find("case_notice");
    struct record *record = record_new();
    int64_t id = 0;
    enum err r = publish_propose(call->work, call_argument(call, 0), record, e);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (call_option(call, texts[i])) {
            record_set(record, texts[i], option(call, texts[i]));
        }
    }
    bool save = call_option(call, "yes") != NULL;
    if (!r && save) {
        r = table_add(call->work, table, record, &id, e);
    }
    if (!r) {
        link_names(call, record);
    }
    if (!r && call->json) {
        json_t *object = json_of_record(table, record);
        json_object_set_new(object, "id", id ? json_integer(id) : json_null());
        print_json(call, object);
    } else if (!r) {
        print_record(call, table, record);
        if (save) {
            print_done(call, _("%s is published."), call_argument(call, 0));
        } else {
            print_done(call, _("Nothing is published yet: read it, then say it again with --yes."));
        }
    }
    record_free(&record);
    return r;
}

const struct command case_report_commands[] = {
    {.noun = "case",
     .verb = "lists",
     .usage = "[--kind=problem|discussion|feedback] [--from=DAY|MONTH] [--to=DAY] [--area=CODE] "
              "[--format=csv|csv-bom|xlsx|print]", .options = "kind " SELECTION FORMATS,
     .right = "case.read",
     .run = run_lists,
     .help = N_("three lists in one: the problems of a period, what was discussed jointly, what came of it"),
     .example = "case lists --kind=feedback --from=2026-10 --format=xlsx > feedback.xlsx"},
    {.noun = "case",
     .verb = "statistics",
     .usage = "[--by=area|category|unit|month|source|level] [--from=DAY|MONTH|YEAR] [--to=DAY] [--area=CODE] "
              "[--category=CODE] [--unit=NAME] [--source=CODE] [--level=CODE] [--format=csv|csv-bom|xlsx|print]", .options = "by category unit source level " SELECTION FORMATS,
     .right = "case.statistics",
     .run = run_statistics,
     .help = N_("figures of the cases that were reported in a period"),
     .example = "case statistics --by=category --from=2026 --json"},
    {.noun = "case",
     .verb = "publish",
     .usage = "NO [--title=TEXT] [--place=TEXT] [--result=TEXT] [--yes]",
     .least = 1,
     .most = 1,
     .options = "title place result yes!",
     .right = "case.publish",
     .run = run_publish,
     .help = N_("shows what would be published of a closed case, without personal data; with --yes it is published. "
                "It is withdrawn with: case_notice delete ID"),
     .example = "case publish SJ-20261018-0042 --yes"},
    {.noun = "case",
     .verb = "published",
     .usage = "[--from=DAY|MONTH] [--to=DAY] [--area=CODE] [--format=csv|csv-bom|xlsx|print]",
     .options = SELECTION FORMATS,
     .right = "case_notice.read",
     .run = run_published,
     .help = N_("results that were published, the latest first; those of the last month when no period is given"),
     .example = "case published --json"},
    {.noun = NULL                                                                                                      },
};
