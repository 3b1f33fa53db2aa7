/* The noun "config": the server's configuration, to be read. */
#include "call.h"
#include "output.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/work/configuration.h"

static json_t *json_of_value(const struct configuration_value *value)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:s?, s:s, s:s}", "key", value->name, "value", value->value, "source",
                     value->source, "line", value->line, "now_in_file", value->now_file, "default", value->key->def,
                     "meaning", _(value->key->meaning));
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "key",                   .label = N_("key")},
        {.name = "value",                               .label = N_("value")},
        {.name = "source",.label = N_("source")},
        {.name = "now_in_file",                .label = N_("now in the file")},
        {.name = "meaning",                               .label = N_("meaning")},
        {.name = NULL},
    };
    struct configuration *all = pool_new_piece(call->pool, 1, sizeof *all);
    enum err r = configuration_read(call->work, call->pool, all, e);

    if (r) {
        return r;
    }
    json_t *rows = json_array();
    for (int i = 0; i < CONFIG_COUNT; i++) {
        json_array_append_new(rows, json_of_value(&all->values[i]));
    }
    if (call->json) {
        print_json(call, json_pack("{s:i, s:i, s:s, s:s, s:s?, s:o}", "schema", 1, "total", CONFIG_COUNT, "file",
                                   all->file, "found", all->found, "fault", all->fault, "rows", rows));
        return ERR_NONE;
    }
    fprintf(call->io->out, "%s (%s)\n", all->file, all->found);
    if (all->fault) {
        fprintf(call->io->out, _("The file is in error by now: %s\n"), all->fault);
    }
    print_json_rows(call, rows, columns);
    return ERR_NONE;
}

const struct command config_commands[] = {
    {"config", "list", "", 0, 0, "", "config.read", run_list,
     N_("the configuration: value, where it comes from, what it means"), "config list"},
    {.noun = NULL     },
};
