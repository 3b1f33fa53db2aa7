/* The noun "session": who is on, from where, for how long idle; and the end of one. */
#include "call.h"
#include "output.h"

#include "wangge/db/db.h"
#include "wangge/work/login.h"

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",           .label = N_("id"), .right = true},
        {.name = "login",         .label = N_("login")},
        {.name = "name",        .label = N_("name")},
        {.name = "role",                      .label = N_("role"), .codes = "role"},
        {.name = "area",.label = N_("area")},
        {.name = "source",         .label = N_("source")},
        {.name = "since",       .label = N_("on since")},
        {.name = "idle",         .label = N_("idle s"), .right = true},
        {.name = "kind",                      .label = N_("session kind"), .codes = "session_kind"},
        {.name = "client",.label = N_("client")},
        {.name = NULL       },
    };
    struct rows rows;
    enum err r = session_list(call->work, call->pool, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static enum err run_end(struct call *call, struct error *e)
{
    const char *reason = call_option(call, "reason");
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : session_end(call->work, id, reason ? reason : "", e);
    if (!r) {
        print_done(call, "%s", _("The session ends within seconds; what was typed is kept as a draft."));
    }
    return r;
}

const struct command session_commands[] = {
    {.noun = "session",
     .verb = "list",
     .usage = "",
     .right = "who.read",
     .run = run_list,
     .help = N_("who is on, from where, since when, and for how many seconds nobody has typed")},
    {.noun = "session",
     .verb = "end",
     .usage = "ID [--reason=TEXT]",
     .least = 1,
     .most = 1,
     .options = "reason",
     .right = "session.end",
     .run = run_end,
     .help = N_("ends a session; its user reads the reason"),
     .example = "session end 17 --reason=..."},
    {.noun = NULL  },
};
