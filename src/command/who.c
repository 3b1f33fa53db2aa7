/* The noun "who": who is on. */
#include "call.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/work/login.h"

static enum err run_who(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "login",        .label = N_("login")},
        {.name = "name",                      .label = N_("name")},
        {.name = "role",.label = N_("role"), .codes = "role"},
        {.name = "area",         .label = N_("area")},
        {.name = "source",       .label = N_("source")},
        {.name = "since",         .label = N_("on since")},
        {.name = "kind",                      .label = N_("session kind"), .codes = "session_kind"},
        {.name = NULL},
    };
    struct rows rows;
    enum err r = session_list(call->work, call->pool, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command who_commands[] = {
    {.noun = "who",
     .verb = "",
     .usage = "",
     .right = "who.read",
     .run = run_who,
     .help = N_("who is on"),
     .example = "who"},
    {.noun = NULL  },
};
