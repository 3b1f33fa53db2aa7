#include "wangge/base/config.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/ini.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct config_key config_keys[CONFIG_COUNT] = {
#define CONFIG_KEY(id, section, key, type, def, low, high, meaning)                                                    \
    [CONFIG_##id] = {section, key, type, def, low, high, meaning},
#include "wangge/base/config_keys.h"
#undef CONFIG_KEY
};

struct config {
    struct pool *pool;
    const char *file;
    const char *folder;
    const char *text[CONFIG_COUNT];
    long number[CONFIG_COUNT];
    bool given[CONFIG_COUNT];
    int line[CONFIG_COUNT];
    bool by_environment;
};

static const struct config *in_use;

static bool parse_number(const char *text, long *out)
{
    char *end;
    errno = 0;
    *out = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0';
}

static bool parse_yes_no(const char *text, long *out)
{
    static const char *const words[] = {"no", "yes", "off", "on", "false", "true", "0", "1"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_equal_ignoring_case(text, words[i])) {
            *out = (long)(i % 2);
            return true;
        }
    }
    return false;
}

static bool is_address(const char *text)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

static enum err take_value(struct config *config, enum config_id id, const char *value, int line, struct error *e)
{
    const struct config_key *key = &config_keys[id];
    long *number = &config->number[id];
    const char *why = NULL;
    config->text[id] = pool_text(config->pool, value);
    switch (key->type) {
    case CONFIG_NUMBER:
    case CONFIG_SECONDS:
        if (!parse_number(value, number) || *number < key->low || *number > key->high)
            return error_set(e, ERR_INVALID, key->key, _("%s, line %d: %s must be a whole number from %ld to %ld"),
                             config->file, line, key->key, key->low, key->high);
        break;
    case CONFIG_YES_NO:
        if (!parse_yes_no(value, number))
            why = _("must be yes or no");
        break;
    case CONFIG_ADDRESS:
        if (!is_address(value))
            why = _("must be an IPv4 or IPv6 address");
        break;
    case CONFIG_PATH:
        if (*value == '\0')
            why = _("must be a path");
        else if (*value != '/')
            config->text[id] = pool_format(config->pool, "%s/%s", config->folder, value);
        break;
    case CONFIG_TEXT:
        if (*value == '\0')
            why = _("must not be empty");
        break;
    }
    if (why != NULL)
        return error_set(e, ERR_INVALID, key->key, _("%s, line %d: %s %s"), config->file, line, key->key, why);
    return ERR_NONE;
}

static int key_id(const char *section, const char *key)
{
    for (int i = 0; i < CONFIG_COUNT; i++)
        if (strcmp(config_keys[i].section, section) == 0 && strcmp(config_keys[i].key, key) == 0)
            return i;
    return -1;
}

static enum err take_file(struct config *config, const struct ini *ini, struct error *e)
{
    for (size_t s = 0; s < ini->count; s++) {
        const struct ini_section *section = &ini->sections[s];
        for (size_t k = 0; k < section->count; k++) {
            const struct ini_entry *entry = &section->entries[k];
            int id = key_id(section->name, entry->key);
            if (id < 0)
                return error_set(e, ERR_INVALID, entry->key, _("%s, line %d: there is no key %s in section [%s]"),
                                 config->file, entry->line, entry->key, section->name);
            enum err r = take_value(config, (enum config_id)id, entry->value, entry->line, e);
            if (r != ERR_NONE)
                return r;
            config->given[id] = true;
            config->line[id] = entry->line;
        }
    }
    for (int i = 0; i < CONFIG_COUNT; i++) {
        if (config->given[i])
            continue;
        enum err r = take_value(config, (enum config_id)i, config_keys[i].def, 0, e);
        if (r != ERR_NONE)
            return r;
    }
    return ERR_NONE;
}

enum err config_load(const char *path, struct config **out, struct error *e)
{
    char found[PATH_MAX], real[PATH_MAX];
    bool named = path != NULL;
    if (!named)
        path = getenv("WANGGE_CONFIG");
    bool by_environment = !named && path != NULL && *path != '\0';
    if (path == NULL || *path == '\0') {
        if (!config_data_path("etc", found, sizeof(found) - sizeof("/wangge.ini")))
            return error_set(e, ERR_NOT_FOUND, NULL, _("no configuration was found: name it with -c FILE"));
        strcat(found, "/wangge.ini");
        path = found;
    }
    if (realpath(path, real) == NULL)
        return error_set(e, ERR_NOT_FOUND, NULL, _("the configuration %s cannot be read: %s"), path, strerror(errno));
    struct pool *pool = pool_new();
    struct config *config = mem_new(1, sizeof(*config));
    config->pool = pool;
    config->by_environment = by_environment;
    config->file = pool_text(pool, real);
    config->folder = pool_text_n(pool, real, (size_t)(strrchr(real, '/') - real));
    struct ini *ini = NULL;
    enum err r = ini_load(pool, real, &ini, e);
    if (r == ERR_NONE)
        r = take_file(config, ini, e);
    if (r != ERR_NONE)
        config_free(&config);
    *out = config;
    return r;
}

void config_free(struct config **config)
{
    if (*config == NULL)
        return;
    pool_free(&(*config)->pool);
    mem_free(*config);
    *config = NULL;
}

const char *config_file(const struct config *config)
{
    return config->file;
}

const char *config_text(const struct config *config, enum config_id id)
{
    return config->text[id];
}

long config_number(const struct config *config, enum config_id id)
{
    return config->number[id];
}

const char *config_folder(const struct config *config, enum config_id id)
{
    return config->given[id] || access(config->text[id], F_OK) == 0 ? config->text[id] : NULL;
}

bool config_is_default(const struct config *config, enum config_id id)
{
    return !config->given[id];
}

int config_line(const struct config *config, enum config_id id)
{
    return config->line[id];
}

bool config_by_environment(const struct config *config)
{
    return config->by_environment;
}

void config_use(const struct config *config)
{
    in_use = config;
}

const struct config *config_in_use(void)
{
    return in_use;
}

static bool folder_is_there(const char *folder, const char *kind, char *out, size_t room)
{
    int n = snprintf(out, room, "%s/%s", folder, kind);
    return n > 0 && (size_t)n < room && access(out, R_OK | X_OK) == 0;
}

/* The folder that the program stands in: in the source tree that is build/, so etc/ is one up. */
static bool beside_program(const char *kind, char *out, size_t room)
{
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
    for (int up = 0; n > 0 && up < 4; up++) {
        exe[n] = '\0';
        char *slash = strrchr(exe, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
        n = slash - exe;
        char makefile[PATH_MAX + 16];
        snprintf(makefile, sizeof(makefile), "%s/schema/queries", exe);
        if (folder_is_there(exe, kind, out, room) &&
            (strcmp(kind, "locale") == 0 || access(makefile, R_OK | X_OK) == 0))
            return true;
    }
    return false;
}

bool config_data_path(const char *kind, char *out, size_t room)
{
    const char *data = getenv("WANGGE_DATA");
    if (data != NULL && *data != '\0')
        return folder_is_there(data, kind, out, room);
    return beside_program(kind, out, room) || folder_is_there(WANGGE_DATA, kind, out, room);
}
