/* Any file as a configuration: refused, or every key has a value. */
#include "fuzz.h"

#include "wangge/base/ini.h"
#include "wangge/base/pool.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    struct ini *ini = NULL;
    struct pool *pool = pool_new();
    const char *path = pool_format(pool, "%s/x.ini", as_file("x.ini", data, size));
    if (ini_load(pool, path, &ini, &e) == ERR_NONE) {
        for (size_t i = 0; i < ini->count; i++)
            for (size_t k = 0; k < ini->sections[i].count; k++) {
                const struct ini_entry *entry = &ini->sections[i].entries[k];
                MUST(entry->value != NULL && entry->line > ini->sections[i].line);
                MUST(ini_value(&ini->sections[i], entry->key) != NULL);
            }
    } else {
        MUST(e.text[0] != '\0');
    }
    pool_free(&pool);
    return 0;
}
