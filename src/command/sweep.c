/* The noun "sweep": special sweeps, their checklists and how far they are. */
#include "call.h"
#include "input.h"
#include "output.h"
#include "output_report.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/report.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : sweep_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

/* The sweep that the first argument names. */
static enum err find(struct call *call, struct record *out, int64_t *id, struct error *e)
{
    enum err r = sweep_read(call->work, call_argument(call, 0), out, e);
    *id = record_int(out, "id");
    return r;
}

static enum err find_area(struct call *call, int64_t *area, struct error *e)
{
    const char *typed = call_option(call, "area");
    *area = 0;
    return typed ? input_area(call, typed, area, e) : ERR_NONE;
}

/* --- figures */

static json_t *json_of_progress(const struct sweep_progress *p)
{
    return json_pack("{s:I, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "area", (json_int_t)p->area, "text", p->name, "total",
                     (json_int_t)p->total, "done", (json_int_t)p->done, "hits", (json_int_t)p->hits, "open",
                     (json_int_t)p->open, "tried", (json_int_t)p->tried, "overdue", (json_int_t)p->overdue);
}

static void progress_cells(struct call *call, const char **cells, const struct sweep_progress *p)
{
    const int64_t numbers[] = {p->total, p->done, p->hits, p->open, p->tried, p->overdue};
    cells[0] = p->name;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        cells[i + 1] = pool_format(call->pool, "%lld", (long long)numbers[i]);
    }
}

static void print_progress(struct call *call, const struct sweep_progress *rows, size_t count,
                           const struct sweep_progress *sum, int64_t elsewhere)
{
    enum { COLUMNS = 7 };
    const struct column columns[COLUMNS] = {
        {.label = _("Area")},
        { .label = _("All"),     .right = true},
        { .label = _("Done"),     .right = true},
        { .label = _("Hits"),     .right = true},
        { .label = _("To check"),     .right = true},
        { .label = _("Not met"),     .right = true},
        { .label = _("Overdue"),     .right = true}
    };
    const char **cells = pool_new_piece(call->pool, (count + 1) * COLUMNS, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        progress_cells(call, cells + i * COLUMNS, &rows[i]);
    }
    progress_cells(call, cells + count * COLUMNS, sum);
    print_cells(call, columns, COLUMNS, cells, count + 1);
    if (elsewhere > 0) {
        print_plain(call, _("Moved elsewhere since, and listed there: %lld\n"), (long long)elsewhere);
    }
}

/* The sweep, and how far it is: the areas right below --area. */
static enum err run_show(struct call *call, struct error *e)
{
    struct record *record = record_new();
    struct sweep_progress *rows = NULL, sum;
    size_t count = 0;
    int64_t id = 0, area = 0, elsewhere = 0;
    enum err r = find(call, record, &id, e);

    r = r ? r : find_area(call, &area, e);
    r = r ? r : sweep_progress(call->work, call->pool, id, area, &rows, &count, &sum, &elsewhere, e);
    if (!r && call->json) {
        json_t *object = json_of_record(call->table, record), *list = json_array();
        for (size_t i = 0; i < count; i++) {
            json_array_append_new(list, json_of_progress(&rows[i]));
        }
        json_object_set_new(object, "id", json_integer(id));
        json_object_set_new(object, "progress", list);
        json_object_set_new(object, "sum", json_of_progress(&sum));
        json_object_set_new(object, "elsewhere", json_integer(elsewhere));
        print_json(call, object);
    } else if (!r) {
        print_record(call, call->table, record);
        fputc('\n', call->io->out);
        print_progress(call, rows, count, &sum, elsewhere);
    }
    record_free(&record);
    return r;
}

/* --- a new one */

/* The fields given; a --where is a condition. */
static enum err read_new(struct call *call, struct record *out, struct error *e)
{
    struct buffer conditions = {0};
    enum err r = sweep_new(call->work, out, e);

    buffer_add_text(&conditions, record_get(out, "conditions"));
    for (size_t i = 0; i < call->option_count; i++) {
        const char *name = call->options[i].name, *value = call->options[i].value;
        if (strcmp(name, "where") == 0) {
            buffer_format(&conditions, "%s%s", conditions.length > 0 ? "\n" : "", value);
        } else if (strcmp(name, "table") == 0) {
            record_set(out, "table_name", value);
        } else if (strcmp(name, "until") == 0) {
            record_set(out, "until_on", value);
        } else if (strcmp(name, "from") == 0) {
            record_set(out, "from_on", value);
        } else {
            record_set(out, name, value);
        }
    }
    record_set(out, "conditions", buffer_text(&conditions));
    buffer_free(&conditions);
    return r;
}

static enum err run_preview(struct call *call, struct error *e)
{
    struct record *record = record_new();
    struct sweep_share *shares = NULL;
    size_t count = 0;
    int64_t total = 0;
    enum err r = read_new(call, record, e);

    r = r ? r : sweep_preview(call->work, call->pool, record, &shares, &count, &total, e);
    if (!r && call->json) {
        json_t *list = json_array();
        for (size_t i = 0; i < count; i++) {
            json_array_append_new(list, json_pack("{s:I, s:s, s:I}", "area", (json_int_t)shares[i].area, "text",
                                                  shares[i].name, "total", (json_int_t)shares[i].count));
        }
        print_json_list(call, list, total);
    } else if (!r) {
        const struct column columns[] = {
            {.label = _("Area")},
            { .label = _("All"),     .right = true}
        };
        const char **cells = pool_new_piece(call->pool, 2 * (count + 1), sizeof *cells);
        for (size_t i = 0; i < count; i++) {
            cells[2 * i] = shares[i].name;
            cells[2 * i + 1] = pool_format(call->pool, "%lld", (long long)shares[i].count);
        }
        cells[2 * count] = _("Sum");
        cells[2 * count + 1] = pool_format(call->pool, "%lld", (long long)total);
        print_cells(call, columns, 2, cells, count + 1);
    }
    record_free(&record);
    return r;
}

static enum err run_add(struct call *call, struct error *e)
{
    struct record *record = record_new(), *made = record_new();
    int64_t id = 0, job = 0;
    enum err r = read_new(call, record, e);

    r = r ? r : sweep_add(call->work, record, &id, &job, NULL, NULL, e);
    r = r ? r : sweep_read(call->work, record_get(record, "no"), made, e);
    if (!r && call->json) {
        json_t *object = json_of_record(call->table, made);
        json_object_set_new(object, "id", json_integer(id));
        json_object_set_new(object, "job", job ? json_integer(job) : json_null());
        print_json(call, object);
    } else if (!r && job) {
        print_done(call, _("Sweep %s is being frozen by job %lld; the inbox tells when its checklist is ready."),
                   record_get(record, "no"), (long long)job);
    } else if (!r) {
        print_done(call, _("Sweep %s has begun: %lld on its checklist."), record_get(record, "no"),
                   (long long)record_int(made, "total"));
    }
    record_free(&made);
    record_free(&record);
    return r;
}

/* --- the checklist */

/* --where, --search and the rest speak of the checklist, not of the sweep. */
static enum err read_query(struct call *call, struct list_query *query, struct error *e)
{
    call->table = table_find("sweep_item");
    enum err r = input_query(call, query, e);
    if (!r && call_option(call, "open")) {
        r = list_add_filter(query, call->table, "open", "1", e);
    }
    return r;
}

static enum err run_items(struct call *call, struct error *e)
{
    struct record *record = record_new();
    struct list_query query;
    struct report report;
    struct rows rows;
    int64_t id = 0, area = 0, total = 0;
    const char *format = call_option(call, "format");
    enum err r = find(call, record, &id, e);

    r = r ? r : find_area(call, &area, e);
    r = r ? r : read_query(call, &query, e);
    if (!r && format) {
        r = sweep_report(call->work, call->pool, id, area, &query, &report, e);
        r = r ? r : give_report(call, &report, format, e);
    } else if (!r) {
        r = sweep_items(call->work, call->pool, id, area, &query, &rows, &total, e);
        if (!r) {
            print_list(call, &rows, total);
        }
    }
    record_free(&record);
    return r;
}

static enum err run_do(struct call *call, struct error *e)
{
    const char *outcome = code_parse(code_list("sweep_outcome"), call_argument(call, 0)),
               *due = call_option(call, "due");
    int64_t *items = pool_new_piece(call->pool, call->argument_count + 1, sizeof *items), visit = 0;
    const struct field *day = table_field(table_find("sweep"), "until_on");
    struct buffer on = {0};
    enum err r = call_number(call, "visit", &visit, e);

    if (!r && !outcome) {
        r = error_set(e, ERR_INVALID, "outcome", _("There is no outcome \"%s\"."), call_argument(call, 0));
    }
    for (size_t i = 1; !r && i < call->argument_count; i++) {
        r = call_id(call, i, &items[i - 1], e);
    }
    if (!r && due) {
        r = check_value(day, due, &on, e);
    }
    const struct sweep_answer answer = {outcome, call_option(call, "note"), buffer_text(&on), visit};
    r = r ? r : sweep_do(call->work, items, call->argument_count - 1, &answer, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:i, s:s, s:I}", "schema", 1, "outcome", outcome, "done",
                                   (json_int_t)call->argument_count - 1));
    } else if (!r) {
        print_done(call, _("%zu answered: %s."), call->argument_count - 1, code_text("sweep_outcome", outcome));
    }
    buffer_free(&on);
    return r;
}

/* Without --yes those who came later are shown, with it they are added. */
static enum err run_late(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "object", .label = N_("Row"), .right = true},
        {.name = "title",   .label = N_("Who")},
        {.name = "area_name",  .label = N_("Grid")},
        {.name = NULL               }
    };
    struct record *record = record_new();
    struct rows rows;
    int64_t id = 0, added = 0;
    enum err r = find(call, record, &id, e);

    if (!r && call_option(call, "yes")) {
        r = sweep_add_late(call->work, id, &added, e);
        if (!r && call->json) {
            print_json(call, json_pack("{s:i, s:I}", "schema", 1, "added", (json_int_t)added));
        } else if (!r) {
            print_done(call, _("%lld late ones are on the checklist."), (long long)added);
        }
    } else if (!r) {
        r = sweep_late(call->work, call->pool, id, &rows, e);
        if (!r) {
            print_plain_list(call, &rows, columns);
        }
        if (!r && rows.count > 0) {
            print_done(call, _("They are not on the checklist yet; with --yes they are added."));
        }
    }
    record_free(&record);
    return r;
}

/* Without a field to change it says which there are. */
static enum err run_change(struct call *call, struct error *e)
{
    static const char *const fields[][2] = {
        {"name",  "name"    },
        {"text",  "text"    },
        {"until", "until_on"}
    };
    struct record *record = record_new(), *asked = record_new();
    int64_t id = 0;
    enum err r = find(call, record, &id, e);

    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (call_option(call, fields[i][0])) {
            record_set(asked, fields[i][1], call_option(call, fields[i][0]));
        }
    }
    if (!r && !record_count(asked)) {
        r = error_set(e, ERR_USAGE, NULL, _("Say what changes: --name, --text or --until."));
    }
    r = r ? r : sweep_change(call->work, id, asked, NULL, NULL, e);
    r = r ? r : find(call, record, &id, e);
    if (!r && call->json) {
        print_json(call, json_of_record(call->table, record));
    } else if (!r) {
        print_done(call, _("Sweep %s is changed, until %s."), record_get(record, "no"), record_get(record, "until_on"));
    }
    record_free(&asked);
    record_free(&record);
    return r;
}

static enum err run_close(struct call *call, struct error *e)
{
    struct record *record = record_new();
    int64_t id = 0;
    enum err r = find(call, record, &id, e);

    r = r ? r : sweep_close(call->work, id, call_option(call, "reason"), e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:i, s:I, s:s}", "schema", 1, "id", (json_int_t)id, "state", "closed"));
    } else if (!r) {
        print_done(call, _("Sweep %s is closed."), record_get(record, "no"));
    }
    record_free(&record);
    return r;
}

#define NEW_USAGE "--table=TABLE [--where=FIELD:VALUE] [--search=TEXT] [--area=CODE]"

const struct command sweep_commands[] = {
    {.noun = "sweep",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT]",
     .options = LIST_OPTIONS,
     .right = "sweep.read",
     .run = run_list,
     .help = N_("special sweeps of your area, newest first"),
     .example = "sweep list --where=state:open --json"},
    {.noun = "sweep",
     .verb = "show",
     .usage = "NO [--area=CODE]",
     .least = 1,
     .most = 1,
     .options = "area",
     .right = "sweep.read",
     .run = run_show,
     .help = N_("a sweep and how far it is, by the areas right below yours or --area"),
     .example = "sweep show ZX-20261021-0001"},
    {.noun = "sweep",
     .verb = "preview",
     .usage = NEW_USAGE,
     .options = "table where search area name text from until",
     .right = "sweep.write",
     .run = run_preview,
     .help = N_("how many rows a sweep would have, by area; nothing is saved"),
     .example = "sweep preview --table=person --where=age:0..2"},
    {.noun = "sweep",
     .verb = "add",
     .usage = "--name=TEXT " NEW_USAGE " [--text=TEXT] [--from=DAY] [--until=DAY]",
     .options = "table where search area name text from until",
     .right = "sweep.write",
     .run = run_add,
     .help = N_("freezes the rows that match into a checklist and tells the staff of the area"),
     .example = "sweep add --name=... --table=person --where=age:0..2 --until=+14"},
    {.noun = "sweep",
     .verb = "items",
     .usage = "NO [--area=CODE] [--open] [--where=FIELD:VALUE] [--search=TEXT] [--format=csv|csv-bom|xlsx|print]",
     .least = 1,
     .most = 1,
     .options = LIST_OPTIONS " area open! format width pages",
     .right = "sweep.read",
     .run = run_items,
     .help = N_("the checklist by door: as text, JSON, a file, or pages to print"),
     .example = "sweep items ZX-20261021-0001 --open --json"},
    {.noun = "sweep",
     .verb = "do",
     .usage = "OUTCOME ITEM ... [--note=TEXT] [--due=DAY] [--visit=ID]",
     .least = 2,
     .most = 500,
     .options = "note due visit",
     .right = "sweep.work",
     .run = run_do,
     .help = N_("answers rows of a checklist, all or none; a hit asks for a visit until --due, else in a week"),
     .example = "sweep do hit 17 --note=... --due=+3"},
    {.noun = "sweep",
     .verb = "late",
     .usage = "NO [--yes]",
     .least = 1,
     .most = 1,
     .options = "yes!",
     .right = "sweep.read",
     .run = run_late,
     .help = N_("rows that match now and are not on the checklist; with --yes they are added"),
     .example = "sweep late ZX-20261021-0001 --yes"},
    {.noun = "sweep",
     .verb = "change",
     .usage = "NO [--name=TEXT] [--text=TEXT] [--until=DAY]",
     .least = 1,
     .most = 1,
     .options = "name text until",
     .right = "sweep.write",
     .run = run_change,
     .help = N_("another name, text or last day of a sweep that is open; another day is told to the staff"),
     .example = "sweep change ZX-20261021-0001 --until=+7"},
    {.noun = "sweep",
     .verb = "close",
     .usage = "NO [--reason=TEXT]",
     .least = 1,
     .most = 1,
     .options = "reason",
     .right = "sweep.write",
     .run = run_close,
     .help = N_("ends a sweep; with open rows, which are told by name, only for a reason")},
    {.noun = NULL               },
};
