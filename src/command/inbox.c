/* The noun "inbox": what waits for this user. */
#include "call.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/work/summary.h"

#define MOST 500

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "light",       .label = N_("light"), .codes = "light"},
        {.name = "no",     .label = N_("number")},
        {.name = "title",          .label = N_("title")},
        {.name = "state",                     .label = N_("state"), .codes = "case_state"},
        {.name = "due_text",.label = N_("due")},
        {.name = NULL      },
    };
    struct rows rows;
    int64_t limit = 0;
    enum err r = call_number(call, "limit", &limit, e);

    r = r ? r : summary_todo(call->work, call->pool, limit > 0 && limit < MOST ? (int)limit : MOST, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command inbox_commands[] = {
    {.noun = "inbox",
     .verb = "list",
     .usage = "[--limit=N]",
     .options = "limit",
     .run = run_list,
     .help = N_("what is best done today, most urgent first"),
     .example = "inbox list"},
    {.noun = NULL},
};
