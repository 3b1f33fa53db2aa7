/* The noun "visit": the visit diary. */
#include "batch.h"
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/i18n.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/mark.h"
#include "wangge/work/visit.h"

#include <string.h>

static enum err start(struct call *call, const struct record *given, struct record *out, struct error *e)
{
    return visit_new(call->work, record_int(given, "household"), record_int(given, "place"), out, e);
}

static enum err add(struct call *call, struct record *record, int64_t *id, struct error *e)
{
    return visit_add(call->work, record, id, NULL, NULL, e);
}

static enum err change(struct call *call, int64_t id, struct record *record, struct error *e)
{
    return visit_change(call->work, id, record, NULL, NULL, e);
}

static enum err read_visit(struct call *call, const char *key, struct record *out, struct error *e)
{
    return visit_read(call->work, key, out, e);
}

/* One thing that an entry has made, under "made"; for people a line. */
static void tell_made(struct call *call, const struct rows *made, size_t row, json_t *list)
{
    const char *kind = rows_text(made, row, "kind"), *no = rows_text(made, row, "no"),
               *mark = rows_text(made, row, "mark");
    if (list) {
        json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:s}", "kind", kind, "id",
                                              (json_int_t)rows_int(made, row, "id"), "no", no, "mark", mark));
    } else {
        print_done(call, "%s%s%s", no, *no ? "  " : "", mark);
    }
}

static enum err tell_all_made(struct call *call, const struct record *record, json_t *object, struct error *e)
{
    struct rows made = {0};
    enum err r = mark_made(call->work, call->pool, record_int(record, "id"), &made, e);
    json_t *list = object ? json_array() : NULL;

    for (size_t i = 0; !r && i < made.count; i++) {
        bool hidden = strcmp(rows_text(&made, i, "kind"), "case") == 0 && !*rows_text(&made, i, "no");
        if (!hidden) {
            tell_made(call, &made, i, list);
        }
    }
    if (object) {
        json_object_set_new(object, "made", list);
    }
    return r;
}

static const struct saver saver = {
    .start = start, .add = add, .change = change, .read = read_visit, .beside = tell_all_made};

static const char *state_of(const struct mark_item *item)
{
    return item->problem ? "problem" : item->made ? "made" : item->same ? "same" : "new";
}

static void print_plan(struct call *call, const struct mark_plan *plan)
{
    json_t *list = json_array(), *hints = json_array();

    for (size_t i = 0; i < plan->count; i++) {
        const struct mark_item *item = &plan->items[i];
        const char *problem = item->problem ? item->problem : "";
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s}", "kind", mark_name(item->mark.make), "text",
                                              item->text, "mark", item->mark.written, "state", state_of(item),
                                              "problem", problem));
        if (!call->json) {
            print_plain(call, "%s  %s%s%s\n", mark_label(item->mark.make), item->text, item->problem ? ": " : "",
                        problem);
        }
    }
    for (size_t i = 0; i < plan->hint_count; i++) {
        json_array_append_new(hints, json_string(plan->hints[i]));
        if (!call->json) {
            print_plain(call, "%s\n", plan->hints[i]);
        }
    }
    if (call->json) {
        print_json(call, json_pack("{s:i, s:I, s:o, s:s, s:o}", "schema", 1, "total", (json_int_t)plan->count, "rows",
                                   list, "next_on", plan->next_on, "hints", hints));
        return;
    }
    json_decref(list);
    json_decref(hints);
}

/* What would be made of the entry; nothing is. */
static enum err run_preview(struct call *call, struct error *e)
{
    struct batch batch = {0};
    struct mark_plan plan = {0};
    enum err r = batch_read(call, &batch, e);

    r = r ? r : batch_start(call, &saver, &batch, e);
    if (!r && batch.array) {
        r = error_set(e, ERR_USAGE, NULL, _("A preview is of one entry: give one object."));
    }
    r = r ? r : mark_plan(call->work, call->pool, 0, batch.records[0], &plan, e);
    if (!r) {
        print_plan(call, &plan);
    }
    mark_plan_free(&plan);
    batch_free(&batch);
    return r;
}

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : visit_list(call->work, call->pool, &query, call_option(call, "deleted") != NULL, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    return input_show(call, &saver, call_argument(call, 0), e);
}

static enum err run_add(struct call *call, struct error *e)
{
    if (call_option(call, "preview")) {
        return run_preview(call, e);
    }
    return input_add(call, &saver, e);
}

static enum err run_change(struct call *call, struct error *e)
{
    return input_change(call, &saver, e);
}

static enum err run_delete(struct call *call, struct error *e)
{
    struct record *record = record_new();
    enum err r = visit_read(call->work, call_argument(call, 0), record, e);

    r = r ? r : visit_delete(call->work, record_int(record, "id"), record_int(record, "version"), e);
    if (!r) {
        print_done(call, _("%s is deleted. visit restore %s brings it back."), record_get(record, "no"),
                   record_get(record, "id"));
    }
    record_free(&record);
    return r;
}

static enum err run_restore(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : visit_restore(call->work, id, e);
    return r ? r : input_show(call, &saver, call_argument(call, 0), e);
}

const struct command visit_commands[] = {
    {.noun = "visit",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT] [--deleted]",
     .options = LIST_OPTIONS " deleted!",
     .right = "visit.read",
     .run = run_list,
     .help = N_("visits, newest first"),
     .example = "visit list --where=on:2026-10-01..2026-10-31 --json"},
    {.noun = "visit",
     .verb = "show",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "visit.read",
     .run = run_show,
     .help = N_("one visit"),
     .example = "visit show MQ-20261018-0007"},
    {.noun = "visit",
     .verb = "add",
     .usage = "--household=DOOR --text=TEXT [--FIELD=VALUE] [--preview]",
     .options = "@ preview!",
     .right = "visit.write",
     .run = run_add,
     .help = N_("writes a visit into the diary, with all that its marks make; --preview tells only what that is"),
     .example = "visit add --household=6-302 --channel=1 --text='...'"},
    {.noun = "visit",
     .verb = "change",
     .usage = "NO --FIELD=VALUE",
     .least = 1,
     .most = 1,
     .options = "@ version",
     .right = "visit.write",
     .run = run_change,
     .help = N_("changes an own visit of an open month")},
    {.noun = "visit",
     .verb = "delete",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "visit.delete",
     .run = run_delete,
     .help = N_("deletes an own visit of an open month")},
    {.noun = "visit",
     .verb = "restore",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "visit.delete",
     .run = run_restore,
     .help = N_("brings a deleted visit back")},
    {.noun = NULL                                                  },
};
