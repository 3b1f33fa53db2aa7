/* The server's configuration (etc/wangge.ini): a table of keys with type, default and meaning. */
#ifndef WANGGE_BASE_CONFIG_H
#define WANGGE_BASE_CONFIG_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum config_type { CONFIG_TEXT, CONFIG_PATH, CONFIG_NUMBER, CONFIG_SECONDS, CONFIG_YES_NO, CONFIG_ADDRESS };

enum config_id {
#define CONFIG_KEY(id, section, key, type, def, low, high, meaning) CONFIG_##id,
#include "wangge/base/config_keys.h"
#undef CONFIG_KEY
    CONFIG_COUNT
};

struct config_key {
    const char *section, *key;
    enum config_type type;
    const char *def;
    long low, high; /* of a number or of seconds */
    const char *meaning;
};

extern const struct config_key config_keys[CONFIG_COUNT];

struct config; /* owned by the caller, freed with config_free */

/* path NULL: WANGGE_CONFIG, else etc/wangge.ini of the installation. A missing file is an error; unknown sections
 * and keys are errors that name the line. Paths come out absolute (relative ones count from the file). */
enum err config_load(const char *path, struct config **out, struct error *e);
void config_free(struct config **config);

const char *config_file(const struct config *config);
const char *config_text(const struct config *config, enum config_id id);
long config_number(const struct config *config, enum config_id id);
/* A path whose default need not be there: NULL when it was not given and is missing. */
const char *config_folder(const struct config *config, enum config_id id);
bool config_is_default(const struct config *config, enum config_id id);
/* The line of the file that gives the key, 0 when its default holds. */
int config_line(const struct config *config, enum config_id id);
/* Whether the file was found by the environment (WANGGE_CONFIG) and not named by -c nor found in the installation. */
bool config_by_environment(const struct config *config);

/* The configuration that this process goes by, for whoever shows it or finds folders by it; NULL without one. Kept by
 * whoever loaded it, who calls this again (or with NULL) before it is freed. */
void config_use(const struct config *config);
const struct config *config_in_use(void);

/* Where etc/, schema/ and locale/ of this installation are: WANGGE_DATA, else the source tree that the program was
 * built in, else the installed data folder. "kind" is "etc", "schema" or "locale". Writes an absolute path. */
bool config_data_path(const char *kind, char *out, size_t room);

#endif
