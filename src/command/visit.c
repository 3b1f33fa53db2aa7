/* The noun "visit": the visit diary. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/visit.h"

static enum err start(struct call *call, const struct record *given, struct record *out, struct error *e)
{
    return visit_new(call->work, record_int(given, "household"), out, e);
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

static const struct saver saver = {.start = start, .add = add, .change = change, .read = read_visit};

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
     .usage = "--household=DOOR --text=TEXT [--FIELD=VALUE]",
     .options = "@",
     .right = "visit.write",
     .run = run_add,
     .help = N_("writes a visit into the diary"),
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
