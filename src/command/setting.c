/* The noun "setting": policies that administrators change. */
#include "call.h"
#include "output.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"

#include <string.h>

static json_t *json_of_setting(struct call *call, enum setting_id id, const struct setting_value *value)
{
    const struct setting *setting = value->setting;

    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:s, s:b}", "name", setting->name, "group",
                     setting_group(id), "label", _(setting->label), "value", value->value, "value_text",
                     value->value_text, "default", setting_in_words(call->pool, id, setting->def), "is_default",
                     (int)value->is_default, "changed_by", value->changed_by, "changed_at", value->changed_at, "help",
                     _(setting->help), "may_change", (int)value->may);
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "name",          .label = N_("setting")},
        {.name = "value_text",                       .label = N_("value")},
        {.name = "default",.label = N_("default")},
        {.name = "label",       .label = N_("meaning")},
        {.name = "changed_by",                       .label = N_("changed by")},
        {.name = "changed_at",.label = N_("changed at")},
        {.name = NULL   },
    };
    struct setting_value values[SETTING_COUNT];
    enum err r = setting_list(call->work, call->pool, values, e);

    if (!r) {
        json_t *rows = json_array();
        for (int i = 0; i < SETTING_COUNT; i++) {
            json_array_append_new(rows, json_of_setting(call, (enum setting_id)i, &values[i]));
        }
        print_json_rows(call, rows, columns);
    }
    return r;
}

static enum err named(struct call *call, enum setting_id *out, struct error *e)
{
    int id = setting_find(call_argument(call, 0));

    *out = id < 0 ? SETTING_COUNT : (enum setting_id)id;
    return id >= 0 ? ERR_NONE
                   : error_set(e, ERR_NOT_FOUND, "name", _("There is no setting \"%s\". See: setting list"),
                               call_argument(call, 0));
}

static void print_setting(struct call *call, enum setting_id id, const struct setting_value *value)
{
    if (call->json) {
        print_json(call, json_of_setting(call, id, value));
        return;
    }
    const char *const pairs[][2] = {
        {_("setting"),                                                    value->setting->name                      },
        {_("meaning"),                                                    _(value->setting->label)                  },
        {"",                                                              _(value->setting->help)                   },
        {_("value"),                                                      value->value_text                         },
        {_("default"),                                                    setting_in_words(call->pool,                id, value->setting->def)},
        {_("changed by"),                                           value->is_default ? _("the default holds") : value->changed_by                                                                                    },
        {_("changed at"),value->changed_at},
    };
    print_pairs(call, pairs, COUNT_OF(pairs));
}

static enum err run_show(struct call *call, struct error *e)
{
    enum setting_id id;
    struct setting_value values[SETTING_COUNT];
    enum err r = named(call, &id, e);

    r = r ? r : setting_list(call->work, call->pool, values, e);
    if (!r) {
        print_setting(call, id, &values[id]);
    }
    return r;
}

/* What makes the installation weaker wants to be said twice. */
static enum err ask_twice(struct call *call, enum setting_id id, const char *fresh, struct error *e)
{
    const char *why = setting_weakens(id, setting_text(call->work, call->pool, id), fresh);

    if (why && !call_option(call, "yes")) {
        return error_set(e, ERR_INVALID, "yes", _("This makes the installation weaker: %s Say --yes if it shall be."),
                         why);
    }
    return ERR_NONE;
}

static enum err set(struct call *call, const char *value, struct error *e)
{
    enum setting_id id;
    enum err r = named(call, &id, e);

    r = r ? r : right_need(call->work, settings[id].right, e);
    r = r ? r : ask_twice(call, id, value ? value : settings[id].def, e);
    r = r ? r : setting_set(call->work, id, value, e);
    if (!r) {
        print_done(call, _("%s is %s from now on."), settings[id].name,
                   setting_in_words(call->pool, id, setting_text(call->work, call->pool, id)));
    }
    return r || !call->json ? r : run_show(call, e);
}

static enum err run_set(struct call *call, struct error *e)
{
    return set(call, call_argument(call, 1), e);
}

static enum err run_reset(struct call *call, struct error *e)
{
    return set(call, NULL, e);
}

const struct command setting_commands[] = {
    {"setting",                                                "list", "", 0, 0, "", "setting.read", run_list, N_("settings with value, default and who changed them"),
     "setting list"},
    {"setting",                                                      "show", "NAME", 1, 1, "", "setting.read", run_show, N_("one setting"), NULL},
    {"setting",                                                       "set", "NAME VALUE [--yes]", 2, 2, "yes!", "setting.read", run_set,
     N_("changes a setting; --yes when that makes the installation weaker"), "setting set password.least 12"},
    {"setting",                                          "reset", "NAME [--yes]", 1, 1, "yes!", "setting.read", run_reset, N_("goes back to the default"), NULL},
    {.noun = NULL},
};
