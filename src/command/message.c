/* The noun "message": text messages that came in and left. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/intake.h"

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : message_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    struct record *record = record_new();
    enum err r = message_read(call->work, call_argument(call, 0), record, e);

    if (!r && call->json) {
        print_json(call, json_of_record(call->table, record));
    } else if (!r) {
        print_record(call, call->table, record);
    }
    record_free(&record);
    return r;
}

const struct command message_commands[] = {
    {.noun = "message",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE]",
     .options = LIST_OPTIONS,
     .right = "case.intake",
     .run = run_list,
     .help = N_("text messages that came in and left, newest first"),
     .example = "message list --where=state:failed"},
    {.noun = "message",
     .verb = "show",
     .usage = "NO",
     .least = 1,
     .most = 1,
     .right = "case.intake",
     .run = run_show,
     .help = N_("one text message whole"),
     .example = "message show in-7"},
    {.noun = NULL          },
};
