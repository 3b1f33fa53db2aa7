/* The noun "case". */
#include "call.h"
#include "input.h"
#include "link.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/workflow.h"

#include <string.h>

static enum err start(struct call *call, const struct record *given, struct record *out, struct error *e)
{
    (void)given;
    return case_new(call->work, out, e);
}

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return case_add(call->work, record, call_option(call, "draft") != NULL, id, NULL, NULL, e);
}

static enum err change(struct call *call, int64_t id, struct record *record, struct error *e)
{
    return case_change(call->work, id, record, NULL, NULL, e);
}

static enum err read_case(struct call *call, const char *key, struct record *out, struct error *e)
{
    return case_read(call->work, key, out, e);
}

static const struct saver saver = {.start = start, .add = add, .change = change, .read = read_case};

/* --view=NAME, or --status=NAME where NAME is a view or a state. Without either: the area's cases. */
static enum err view_of(struct call *call, struct list_query *query, enum case_view *view, struct error *e)
{
    const char *status = call_option(call, "status");
    const char *name = call_option(call, "view");

    *view = CASE_AREA;
    for (enum case_view v = 0; v < CASE_VIEWS; v++) {
        if ((name && strcmp(name, case_view_name(v)) == 0) || (status && strcmp(status, case_view_name(v)) == 0)) {
            *view = v;
            return ERR_NONE;
        }
    }
    if (name) {
        return error_set(e, ERR_USAGE, "view",
                         _("--view is one of: mine, area, open, overdue, queue, asked, "
                           "supervised, secretary, suspended, confidential."));
    }
    return status ? list_add_filter(query, call->table, "state", status, e) : ERR_NONE;
}

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    enum case_view view;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : view_of(call, &query, &view, e);
    r = r ? r : case_list(call->work, call->pool, view, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static json_t *json_of_commands(const struct case_command *commands, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        if (commands[i].allowed) {
            json_array_append_new(list, json_string(commands[i].transition->command));
        }
    }
    return list;
}

/* A record that is kept as text, as an object. */
static json_t *json_of_given(const char *text)
{
    json_t *object = json_object();
    struct record *given = record_new();

    if (*text && record_parse(given, text, strlen(text))) {
        for (size_t i = 0; i < record_count(given); i++) {
            json_object_set_new(object, record_name(given, i), json_string(record_value(given, i)));
        }
    }
    record_free(&given);
    return object;
}

static bool is_instant(const char *column)
{
    size_t n = strlen(column);

    return (n > 3 && strcmp(column + n - 3, "_at") == 0) || strcmp(column, "runs_from") == 0;
}

/* Rows as they are, with instants in words of ISO 8601. */
static json_t *json_of_rows(const struct rows *rows)
{
    json_t *list = json_array();
    char iso[DATE_ISO];

    for (size_t i = 0; i < rows->count; i++) {
        json_t *object = json_object();
        for (size_t c = 0; c < rows->columns; c++) {
            const struct value *v = &rows->values[i * rows->columns + c];
            const char *name = rows->names[c];
            json_t *value = v->type == VALUE_NULL        ? json_null()
                            : strcmp(name, "given") == 0 ? json_of_given(v->text)
                            : v->type == VALUE_TEXT      ? json_string(v->text)
                            : is_instant(name)           ? (instant_iso(v->number, iso), json_string(iso))
                                                         : json_integer(v->number);
            json_object_set_new(object, name, value);
        }
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *json_of_steps(const struct rows *steps)
{
    json_t *list = json_array();

    for (size_t i = 0; i < steps->count; i++) {
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "at", rows_text(steps, i, "at"), "by",
                            rows_text(steps, i, "by"), "by_name", rows_text(steps, i, "by_name"), "acting_for",
                            rows_text(steps, i, "acting_for"), "command", rows_text(steps, i, "command"), "from",
                            rows_text(steps, i, "from_state"), "to", rows_text(steps, i, "to_state"), "text",
                            rows_text(steps, i, "text"), "given", json_of_given(rows_text(steps, i, "given"))));
    }
    return list;
}

/* The case itself names its handler by id only; the step that handed it over knows the name. */
static void name_links(struct call *call, struct record *record, const struct rows *steps)
{
    link_names(call, record);
    for (size_t i = steps->count; i > 0 && record_int(record, "handler"); i--) {
        if (*rows_text(steps, i - 1, "handler_name")) {
            record_set(record, "handler_name", rows_text(steps, i - 1, "handler_name"));
            return;
        }
    }
}

static void print_steps(struct call *call, const struct rows *steps)
{
    static const struct column columns[] = {
        {.name = "at_text",              .label = N_("when")},
        {.name = "by_name",                              .label = N_("who")},
        {.name = "command",.label = N_("command")},
        {.name = "to_state",              .label = N_("state after it"), .codes = "case_state"},
        {.name = "text",                              .label = N_("text")},
        {.name = NULL},
    };

    fputc('\n', call->io->out);
    print_plain_list(call, steps, columns);
}

static void print_allowed(struct call *call, const struct case_command *commands, size_t count)
{
    print_plain(call, "\n%s", _("You can:"));
    for (size_t i = 0; i < count; i++) {
        if (commands[i].allowed) {
            print_plain(call, " %s (%s)", commands[i].transition->command, workflow_label(commands[i].transition));
        }
    }
    fputc('\n', call->io->out);
}

static enum err show(struct call *call, const char *key, struct error *e)
{
    struct record *record = record_new();
    struct case_command *commands = NULL;
    size_t count = 0;
    struct rows steps;
    struct case_parts parts;
    enum err r = case_read(call->work, key, record, e);

    r = r ? r : case_commands(call->work, call->pool, record_int(record, "id"), &commands, &count, e);
    r = r ? r : case_steps(call->work, call->pool, record_int(record, "id"), &steps, e);
    r = r ? r : case_parts(call->work, call->pool, record_int(record, "id"), &parts, e);
    if (!r) {
        name_links(call, record, &steps);
    }
    if (!r && call->json) {
        json_t *object = json_of_record(call->table, record);
        json_object_set_new(object, "allowed", json_of_commands(commands, count));
        json_object_set_new(object, "steps", json_of_steps(&steps));
        json_object_set_new(object, "requests", json_of_rows(&parts.requests));
        json_object_set_new(object, "units", json_of_rows(&parts.units));
        json_object_set_new(object, "clocks", json_of_rows(&parts.clocks));
        json_object_set_new(object, "merged", json_of_rows(&parts.merged));
        print_json(call, object);
    } else if (!r) {
        print_record(call, call->table, record);
        print_steps(call, &steps);
        print_allowed(call, commands, count);
    }
    record_free(&record);
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    return show(call, call_argument(call, 0), e);
}

static enum err run_add(struct call *call, struct error *e)
{
    return input_add(call, &saver, e);
}

static enum err run_change(struct call *call, struct error *e)
{
    return input_change(call, &saver, e);
}

/* What is given with a command: the fields of its step. Units and cases are looked up by the command itself. */
static enum err read_given(struct call *call, struct record *given, struct error *e)
{
    const struct table *steps = table_find("case_step");
    enum err r = ERR_NONE;

    for (size_t i = 0; i < call->option_count && !r; i++) {
        const char *name = call->options[i].name;
        const struct field *field = table_field(steps, name);
        if (!field && strcmp(name, "version") != 0) {
            return error_set(e, ERR_USAGE, name, _("A command of a case takes no --%s."), name);
        }
        record_set(given, name, call->options[i].value);
        if (field && strcmp(name, "handler") == 0) {
            r = link_resolve(call, field, given, e);
        }
    }
    return r;
}

static enum err run_do(struct call *call, struct error *e)
{
    const char *no = call_argument(call, 0), *command = call_argument(call, 1);
    struct record *record = record_new(), *given = record_new();
    enum err r = workflow_has_command(command)
                     ? ERR_NONE
                     : error_set(e, ERR_USAGE, NULL, _("There is no case command \"%s\". See: help case do"), command);

    r = r ? r : case_read(call->work, no, record, e);
    r = r ? r : read_given(call, given, e);
    r = r ? r : case_do(call->work, record_int(record, "id"), command, given, e);
    if (!r) {
        print_done(call, _("%s: %s is done."), record_get(record, "no"), command);
    }
    if (!r && call->json) {
        r = show(call, no, e);
        if (r == ERR_NOT_FOUND) { /* it has left this user's sight: done all the same */
            print_json(call, json_pack("{s:s}", "no", record_get(record, "no")));
            r = ERR_NONE;
        }
    }
    record_free(&record);
    record_free(&given);
    return r;
}

static enum err run_duplicates(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "no",           .label = N_("No.")},
        {.name = "title",                      .label = N_("Title")},
        {.name = "state",.label = N_("State"), .codes = "case_state"},
        {.name = "why",        .label = N_("the same")},
        {.name = NULL},
    };
    struct rows rows;
    struct record *record = record_new();
    enum err r = case_read(call->work, call_argument(call, 0), record, e);

    r = r ? r : case_duplicates(call->work, call->pool, record, &rows, e);
    if (!r && call->json) {
        print_json_list(call, json_of_rows(&rows), (int64_t)rows.count);
    } else if (!r) {
        print_plain_list(call, &rows, columns);
    }
    record_free(&record);
    return r;
}

/* The table of etc/workflow.csv, a line a row. */
void case_print_workflow(struct call *call)
{
    fputc('\n', call->io->out);
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        print_plain(call, "%s (%s): %s -> %s%s%s%s%s\n  %s\n", t->command, workflow_label(t), t->from, t->to,
                    *t->needs ? "; " : "", t->needs, *t->asks ? "; " : "", *t->asks ? t->asks : "", workflow_help(t));
    }
}

const struct command case_command_rows[] = {
    {.noun = "case",
     .verb = "list",
     .usage = "[--view=mine|area|open|overdue|queue|asked|supervised|secretary|suspended|confidential] "
              "[--where=FIELD:VALUE]", .options = LIST_OPTIONS " view status",
     .right = "case.read",
     .run = run_list,
     .help = N_("cases"),
     .example = "case list --view=overdue --json"},
    {.noun = "case",
     .verb = "show",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "case.read",
     .run = run_show,
     .help = N_("one case with its timeline and what you can do"),
     .example = "case show SJ-20261018-0042 --json"},
    {.noun = "case",
     .verb = "add",
     .usage = "--title=TEXT --category=CODE [--FIELD=VALUE] [--draft]",
     .options = "@ draft!",
     .right = "case.report",
     .run = run_add,
     .help = N_("reports a case"),
     .example = "case add --title='...' --category=05 --place='...'"},
    {.noun = "case",
     .verb = "change",
     .usage = "NO --FIELD=VALUE",
     .least = 1,
     .most = 1,
     .options = "@ version",
     .right = "case.report",
     .run = run_change,
     .help = N_("changes an own case that nobody has taken yet")},
    {.noun = "case",
     .verb = "do",
     .usage = "NO COMMAND [--text=TEXT] [--handler=LOGIN] [--lead=UNIT] [--until=TIME] [--FIELD=VALUE]",
     .least = 2,
     .most = 2,
     .options = "version text handler lead assist unit until reply_by reason finding into people on satisfaction "
                "category urgency", .right = "case.read",
     .run = run_do,
     .help = N_("takes a case one step on"),
     .example = "case do SJ-20261018-0042 dispatch --handler=department01"},
    {.noun = "case",
     .verb = "duplicates",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "case.read",
     .run = run_duplicates,
     .help = N_("cases that may be the same matter"),
     .example = "case duplicates SJ-20261018-0042 --json"},
    {.noun = NULL                      },
};
