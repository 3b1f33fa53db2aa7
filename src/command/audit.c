/* The noun "audit": who did what. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/work/audit.h"

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct rows rows;
    int64_t total = 0;
    enum err r = input_query(call, &query, e);

    r = r ? r : audit_list(call->work, call->pool, &query, &rows, &total, e);
    if (!r) {
        print_list(call, &rows, total);
    }
    return r;
}

const struct command audit_commands[] = {
    {.noun = "audit",
     .verb = "list",
     .usage = "[--where=FIELD:VALUE]",
     .options = LIST_OPTIONS,
     .right = "audit.read",
     .run = run_list,
     .help = N_("who did what, newest first")},
    {.noun = NULL},
};
