/* Any two texts, parted by a line "--", and any names: they are as alike from either side, the passages lie within
 * both, one behind the other in the first, and a text is wholly like itself or has nothing to compare. */
#include "fuzz.h"

#include "wangge/base/pool.h"
#include "wangge/work/copied.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = as_text(data, size), *other = strstr(text, "\n--\n");
    struct pool *pool = pool_new();
    struct copied_passage *passages;
    struct copied_pair *pairs;
    size_t count, end = 0;
    if (other != NULL) {
        *other = '\0';
        other += 4;
    } else {
        other = text;
    }
    const char *names = size > 40 ? text + strlen(text) / 2 : "";
    int percent = copied_compare(pool, text, names, other, names, &passages, &count);
    MUST(percent >= 0 && percent <= 100);
    MUST(percent == copied_compare(pool, other, names, text, names, NULL, NULL));
    for (size_t i = 0; i < count; i++) {
        MUST(passages[i].entry_at >= end && passages[i].entry_length > 0 && passages[i].other_length > 0);
        end = passages[i].entry_at + passages[i].entry_length;
        MUST(end <= strlen(text) && passages[i].other_at + passages[i].other_length <= strlen(other));
    }
    percent = copied_compare(pool, text, names, text, names, NULL, NULL);
    MUST(percent == 100 || percent == 0);
    const struct copied_entry entries[] = {
        {other, names, 1, 1, 1, true},
        {text,  names, 1, 1, 2, true},
        {other, names, 1, 2, 3, true},
    };
    MUST(copied_find(pool, entries, 3, &pairs) <= 3);
    pool_free(&pool);
    free(text);
    return 0;
}
