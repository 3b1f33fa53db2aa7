/* The noun "retention": how long what is kept, what would go, and making it go. */
#include "call.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/retention.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

static const char *day(struct pool *pool, int64_t at)
{
    char text[DATE_TEXT] = "";

    if (at) {
        date_format(day_of(at), text);
    }
    return pool_text(pool, text);
}

static json_t *json_of_state(struct call *call, const struct retention_state *state)
{
    const struct retention_rule *rule = state->rule;
    json_t *object = json_pack(
        "{s:s, s:s, s:i, s:s, s:s, s:i, s:i, s:s, s:s, s:s, s:s, s:s}", "rule", rule->name, "label",
        rule->label[i18n_language()], "keep", state->keep, "unit", rule->months ? "months" : "days", "keep_text",
        retention_keep_text(call->pool, rule, state->keep), "default", rule->keep, "least", rule->least, "action",
        rule->deletes ? "delete" : "anonymise", "stays", rule->stays[i18n_language()], "before",
        day(call->pool, state->before), "last", day(call->pool, state->last), "changed_by", state->changed_by);

    if (state->rows >= 0) {
        json_object_set_new(object, "rows", json_integer(state->rows));
    }
    return object;
}

static enum err list(struct call *call, bool dry, struct error *e)
{
    static const struct column columns[] = {
        {.name = "rule",       .label = N_("rule")},
        {.name = "label",                    .label = N_("what")},
        {.name = "keep_text",.label = N_("kept")},
        {.name = "action",  .label = N_("then")},
        {.name = "before",                    .label = N_("older than")},
        {.name = "last",.label = N_("last run")},
        {.name = "stays",     .label = N_("what stays")},
        {.name = NULL                   },
    };
    static const struct column counted[] = {
        {.name = "rule",       .label = N_("rule")},
        {.name = "label",                    .label = N_("what")},
        {.name = "before",.label = N_("older than")},
        {.name = "rows",     .label = N_("rows"), .right = true},
        {.name = "action",                    .label = N_("then")},
        {.name = NULL},
    };
    struct retention_state states[RETENTION_MOST];
    size_t count = 0;
    enum err r = retention_list(call->work, call->pool, dry, states, &count, e);

    if (!r) {
        json_t *rows = json_array();
        for (size_t i = 0; i < count; i++) {
            json_array_append_new(rows, json_of_state(call, &states[i]));
        }
        print_json_rows(call, rows, dry ? counted : columns);
    }
    return r;
}

static enum err run_list(struct call *call, struct error *e)
{
    return list(call, false, e);
}

static enum err run_dry(struct call *call, struct error *e)
{
    return list(call, true, e);
}

/* "24", "default" */
static enum err run_set(struct call *call, struct error *e)
{
    const char *rule = call_argument(call, 0), *text = call_argument(call, 1);
    char *end = NULL;
    long keep = strtol(text, &end, 10);

    if (strcmp(text, "default") == 0) {
        keep = -1;
    } else if (end == text || *end || keep < 0 || keep > 100000) {
        return error_set(e, ERR_USAGE, "keep", _("\"%s\" is no number; 0 is for ever, \"default\" as it was shipped."),
                         text);
    }
    enum err r = retention_set(call->work, rule, (int)keep, e);
    return r ? r : list(call, false, e);
}

static enum err run_run(struct call *call, struct error *e)
{
    const char *rule = call_argument(call, 0);
    int64_t id = 0;
    struct job job;
    enum err r = retention_run(call->work, rule ? rule : "", &id, e);

    if (!r && job_has_starter()) {
        print_done(call, _("Job %lld goes on by itself; its result comes into the inbox."), (long long)id);
    }
    r = r ? r : job_read(call->work, id, &job, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:i, s:I, s:s, s:I, s:s}", "schema", 1, "job", (json_int_t)id, "state",
                                   job_state_name(job.state), "rows", (json_int_t)job.at, "message", job.message));
    } else if (!r && *job.message) {
        print_done(call, "%s", job.message);
    }
    return r;
}

static enum err run_log(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",       .label = N_("id"), .right = true},
        {.name = "at",     .label = N_("at")},
        {.name = "by",       .label = N_("by")},
        {.name = "rule",                  .label = N_("rule")},
        {.name = "before",.label = N_("older than")},
        {.name = "rows",     .label = N_("rows"), .right = true},
        {.name = NULL                 },
    };
    struct rows rows = {0};
    enum err r = retention_runs(call->work, call->pool, &rows, e);

    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

const struct command retention_commands[] = {
    {"retention",                                        "list", "", 0, 0, "", "retention.read", run_list, N_("how long what is kept, and what stays of it"),
     "retention list"},
    {"retention",                                                "set", "RULE NUMBER|default", 2, 2, "", "retention.write", run_set,
     N_("keeps it so many months (or days, as the rule has it); 0 is for ever"), "retention set reporter 24"},
    {"retention",                                                 "dry", "", 0, 0, "", "retention.read", run_dry,
     N_("how many rows would go now, by rule; nothing is done"), "retention dry"},
    {"retention",                                  "run", "[RULE]", 0, 1, "", "retention.run", run_run, N_("removes what is kept no longer, as a job"),
     "retention run reporter"},
    {"retention", "log", "", 0, 0, "", "retention.read", run_log, N_("what was removed, when and by whom"),
     "retention log"},
    {.noun = NULL                                                 },
};
