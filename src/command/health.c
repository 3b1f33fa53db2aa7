/* The noun "health": how the installation is, and what is weak about it. */
#include "call.h"
#include "output.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/work/health.h"

static enum err run_show(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "label",       .label = N_("what")},
        {.name = "value",                     .label = N_("value")},
        {.name = "light_text",.label = N_("light")},
        {.name = "advice",  .label = N_("what to do")},
        {.name = NULL                    },
    };
    struct health_item *items = pool_new_piece(call->pool, HEALTH_COUNT, sizeof *items);
    enum err r = health_read(call->work, call->pool, items, e);

    if (r) {
        return r;
    }
    json_t *rows = json_array();
    for (int i = 0; i < HEALTH_COUNT; i++) {
        if (items[i].known) {
            json_array_append_new(rows, json_pack("{s:s, s:s, s:I, s:s, s:s, s:s, s:s}", "code", items[i].code, "label",
                                                  items[i].label, "number", (json_int_t)items[i].number, "value",
                                                  items[i].value, "light", health_level_name(items[i].level),
                                                  "light_text", code_text("light", health_level_name(items[i].level)),
                                                  "advice", items[i].advice));
        }
    }
    print_json_rows(call, rows, columns);
    return ERR_NONE;
}

static enum err run_check(struct call *call, struct error *e)
{
    struct weakness *found = NULL;
    size_t count = 0;
    char at[DATE_MINUTE];
    enum err r = weakness_list(call->work, call->pool, &found, &count, e);

    if (r) {
        return r;
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", found[i].code, "light",
                                              health_level_name(found[i].level), "what", found[i].what, "detail",
                                              found[i].detail, "advice", found[i].advice));
    }
    if (call->json) {
        print_json_list(call, rows, (int64_t)count);
        return ERR_NONE;
    }
    json_decref(rows);
    for (size_t i = 0; i < count; i++) {
        fprintf(call->io->out, "%s %s%s%s\n    %s\n", found[i].level == HEALTH_RED ? "!!" : "! ", found[i].what,
                *found[i].detail ? ": " : "", found[i].detail, found[i].advice);
    }
    instant_minute(clock_now(), at);
    print_done(call, _("%s: %zu of %zu rules are broken."), at, count, weakness_rules());
    return ERR_NONE;
}

const struct command health_commands[] = {
    {"health", "show", "", 0, 0, "", "health.read", run_show,
     N_("how the installation is: database, disks, queues, backups"), "health show --json"},
    {"health",      "check", "", 0, 0, "", "health.read", run_check,
     N_("what is weak about this installation, and what to do"), "health check"},
    {.noun = NULL      },
};
