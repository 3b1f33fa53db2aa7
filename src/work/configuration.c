#include "wangge/work/configuration.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

static const char *source_of(struct pool *pool, const struct config *config, enum config_id id)
{
    int line = config_line(config, id);
    return line == 0 ? _("default") : pool_format(pool, _("line %d"), line);
}

/* fresh: the file as it stands now, NULL when it is in error. */
static void put(struct pool *pool, const struct config *held, const struct config *fresh, enum config_id id,
                struct configuration_value *out)
{
    const struct config_key *key = &config_keys[id];
    *out = (struct configuration_value){.key = key,
                                        .name = pool_format(pool, "%s.%s", key->section, key->key),
                                        .value = pool_text(pool, config_text(held, id)),
                                        .source = source_of(pool, held, id),
                                        .line = config_line(held, id)};
    if (fresh != NULL && strcmp(config_text(fresh, id), config_text(held, id)) != 0)
        out->now_file = pool_text(pool, config_text(fresh, id));
}

enum err configuration_read(struct work *work, struct pool *pool, struct configuration *out, struct error *e)
{
    const struct config *held = config_in_use();
    struct config *fresh = NULL;
    struct error fault = {0};
    enum err r = right_need(work, "config.read", e);
    *out = (struct configuration){0};
    if (r == ERR_NONE && held == NULL)
        r = error_set(e, ERR_STATE, NULL, _("This program runs without a configuration."));
    if (r != ERR_NONE)
        return r;
    if (config_load(config_file(held), &fresh, &fault) != ERR_NONE)
        out->fault = pool_text(pool, fault.text);
    out->file = pool_text(pool, config_file(held));
    out->found = config_by_environment(held) ? _("named by WANGGE_CONFIG in the environment")
                                             : _("named by -c, or of the installation");
    for (int i = 0; i < CONFIG_COUNT; i++)
        put(pool, held, fresh, (enum config_id)i, &out->values[i]);
    config_free(&fresh);
    return ERR_NONE;
}
