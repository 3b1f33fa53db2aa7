/* What became of a row of an information table, and who looked at it. */
#include "call.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/work/table.h"

static enum err run_history(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "version",          .label = N_("version"), .right = true},
        {.name = "at",             .label = N_("at")},
        {.name = "by_name",               .label = N_("by")},
        {.name = "action",                          .label = N_("action"), .codes = "history_action"},
        {.name = "label",.label = N_("field")},
        {.name = "from",           .label = N_("before")},
        {.name = "to", .label = N_("after")},
        {.name = NULL           },
    };
    struct rows rows;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : table_history(call->work, call->pool, call->table, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_looked(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "at",       .label = N_("at")},
        {.name = "by_name",                  .label = N_("by")},
        {.name = "role",.label = N_("role"), .codes = "role"},
        {.name = "what",     .label = N_("table")},
        {.name = "action",   .label = N_("action")},
        {.name = "reason",     .label = N_("reason")},
        {.name = NULL                 },
    };
    struct rows rows;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : table_looked(call->work, call->pool, call->table, id, &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command table_history_commands[] = {
    {.noun = ANY_TABLE,
     .verb = "history",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "TABLE.read",
     .run = run_history,
     .help = N_("who changed which field of a row from what to what, newest first")},
    {.noun = ANY_TABLE,
     .verb = "looked",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "personal.looked",
     .run = run_looked,
     .help = N_("who looked at the numbers of a row or of its person"),
     .example = "person looked 17"},
    {.noun = NULL        },
};
