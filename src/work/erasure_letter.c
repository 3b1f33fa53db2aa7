/* Text messages as files, in the folders of the configuration: what came in, taken or refused, and what waits to be
 * sent. */
#include "erasure_inside.h"
#include "retention_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/work/intake.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LETTER_MOST (64 * 1024)

static const struct {
    enum config_id folder;
    const char *within;
    bool ended; /* nothing is to be done with its letters any more */
} places[] = {
    {CONFIG_MESSAGES_SPOOL,     "",         false},
    {CONFIG_MESSAGES_SPOOL,     "/taken",   true },
    {CONFIG_MESSAGES_SPOOL,     "/refused", true },
    {CONFIG_MESSAGES_SPOOL_OUT, "",         false},
};

static bool has_word(const char *text, const struct erasure_words *words)
{
    for (size_t i = 0; words->all[i] != NULL; i++)
        if (strstr(text, words->all[i]) != NULL)
            return true;
    return false;
}

/* The names of these files have the phone in them. */
static bool names_them(struct pool *pool, const char *path, const char *name, const struct erasure_words *words)
{
    static char data[LETTER_MOST];
    FILE *file = fopen(path, "re");
    size_t n = file == NULL ? 0 : fread(data, 1, sizeof data, file);
    if (file != NULL)
        fclose(file);
    return has_word(name, words) || (n > 0 && has_word(intake_text(pool, data, n), words));
}

static bool is_older(const char *path, int64_t before)
{
    struct stat status;
    return stat(path, &status) == 0 && (int64_t)status.st_mtime < before;
}

/* Those that hold one of the words; words NULL: those that are older than before. */
static int64_t remove_from(const char *folder, const struct erasure_words *words, int64_t before)
{
    struct pool *pool = pool_new();
    DIR *open = opendir(folder);
    int64_t removed = 0;
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;) {
        pool_reset(pool);
        const char *path = pool_format(pool, "%s/%s", folder, entry->d_name);
        if (entry->d_type != DT_REG ||
            !(words != NULL ? names_them(pool, path, entry->d_name, words) : is_older(path, before)))
            continue;
        if (unlink(path) == 0)
            removed++;
        else
            log_error("a text message in %s cannot be removed", folder);
    }
    if (open != NULL)
        closedir(open);
    pool_free(&pool);
    return removed;
}

static int64_t remove_all(const struct erasure_words *words, int64_t before)
{
    const struct config *config = config_in_use();
    struct pool *pool = pool_new();
    int64_t removed = 0;
    for (size_t i = 0; config != NULL && i < COUNT_OF(places); i++)
        if (words != NULL || places[i].ended)
            removed += remove_from(pool_format(pool, "%s%s", config_text(config, places[i].folder), places[i].within),
                                   words, before);
    pool_free(&pool);
    return removed;
}

int64_t erasure_of_letters(const struct erasure_words *words)
{
    return remove_all(words, 0);
}

void retention_of_letters(int64_t before)
{
    remove_all(NULL, before);
}
