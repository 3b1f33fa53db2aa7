/* The noun "limit": how long cases may take. */
#include "call.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/work/limit.h"

#include <string.h>

static const char *text_of(const char *list, const char *code)
{
    return *code ? code_text(list, code) : _("any");
}

static json_t *json_of_limit(struct call *call, const struct limit_shown *shown)
{
    const struct limit *limit = &shown->limit;
    char at[DATE_ISO] = "";

    if (shown->at) {
        instant_iso(shown->at, at);
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:b, s:s, s:s}", "category", limit->category,
                     "category_text", text_of("case_category", limit->category), "urgency", limit->urgency,
                     "urgency_text", text_of("urgency", limit->urgency), "stage", limit->stage, "stage_text",
                     code_text("case_stage", limit->stage), "seconds", (json_int_t)limit->amount, "clock",
                     clock_kind_name(limit->kind), "limit", limit_text(call->pool, limit), "shipped",
                     shown->shipped ? limit_text(call->pool, shown->shipped) : "", "changed", (int)(shown->at != 0),
                     "changed_by", shown->by, "changed_at", at);
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "category",     .label = N_("category")},
        {.name = "category_text",                      .label = ""},
        {.name = "urgency_text",.label = N_("urgency")},
        {.name = "stage", .label = N_("stage")},
        {.name = "stage_text",                      .label = ""},
        {.name = "limit",  .label = N_("limit")},
        {.name = "shipped",   .label = N_("as shipped")},
        {.name = "changed_by",                      .label = N_("changed by")},
        {.name = NULL},
    };
    struct limit_shown *list = NULL;
    size_t count = 0;
    enum err r = limit_list(call->work, call->pool, &list, &count, e);

    if (!r) {
        json_t *rows = json_array();
        for (size_t i = 0; i < count; i++) {
            json_array_append_new(rows, json_of_limit(call, &list[i]));
        }
        print_json_rows(call, rows, columns);
    }
    return r;
}

static const char *option(struct call *call, const char *name)
{
    const char *value = call_option(call, name);
    return value ? value : "";
}

static enum err run_set(struct call *call, struct error *e)
{
    const char *clock = call_option(call, "clock");
    enum err r = limit_set(call->work, option(call, "category"), option(call, "urgency"), call_argument(call, 0),
                           call_argument(call, 1), clock ? clock : "days", e);

    if (!r) {
        print_done(call, "%s", _("The limit is changed; the clocks that run follow in a moment."));
    }
    return r || !call->json ? r : run_list(call, e);
}

static enum err run_reset(struct call *call, struct error *e)
{
    enum err r = limit_reset(call->work, option(call, "category"), option(call, "urgency"), call_argument(call, 0), e);

    if (!r) {
        print_done(call, "%s", _("The limit is as it was shipped; the clocks that run follow in a moment."));
    }
    return r || !call->json ? r : run_list(call, e);
}

const struct command limit_commands[] = {
    {"limit",       "list", "", 0, 0, "", "limit.read", run_list,
     N_("how long a case and each stage of it may take; the first row that fits holds"), "limit list"},
    {"limit",           "set", "STAGE AMOUNT [--clock=CLOCK] [--category=CODE] [--urgency=CODE]", 2, 2, "clock category urgency",
     "limit.write", run_set,
     N_("changes a limit: AMOUNT in hours or days of the clock (urgent, hours, days, calendar), or none"),
     "limit set handling 2 --clock=days --urgency=1"},
    {"limit",            "reset", "STAGE [--category=CODE] [--urgency=CODE]", 1, 1, "category urgency", "limit.write", run_reset,
     N_("goes back to the limit that was shipped"), NULL},
    {.noun = NULL},
};
