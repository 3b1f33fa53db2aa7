/* Any text with any names (the lines before the first blank one): what comes out has nothing left that would be taken
 * out, and neither a long number nor a mail address in it. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/text.h"
#include "wangge/work/redact.h"

#define NAMES 3

/* Own eyes: digits in a row, apart from the day or the count that may stand there. */
static bool has_mail(const char *text)
{
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@'))
        if (at > text && strchr("0123456789abcdefghijklmnopqrstuvwxyz", at[-1]) != NULL && at[1] >= 'a' && at[1] <= 'z')
            return true;
    return false;
}

static bool has_long_number(const char *text)
{
    size_t run = 0;
    for (; *text != '\0'; text++) {
        run = *text >= '0' && *text <= '9' ? run + 1 : 0;
        if (run > 10)
            return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *all = as_text(data, size), *text = all;
    const char *names[NAMES + 1] = {NULL};
    struct buffer once = {0}, twice = {0}, clean = {0};
    struct redact_found found;

    text_clean(&clean, all, strlen(all), true); /* as every text that is kept */
    free(all);
    all = strdup(buffer_text(&clean));
    text = all;
    for (size_t i = 0; i < NAMES && strchr(text, '\n') != NULL; i++) {
        names[i] = strsep(&text, "\n");
        if (*names[i] == '\0')
            break;
    }
    if (redact_find(text, names, &found)) {
        MUST(found.length > 0 && found.at + found.length <= strlen(text));
        MUST(redact_kind_label(found.kind) != NULL);
    }
    redact_text(text, names, &once);
    MUST(text_is_valid(buffer_text(&once), once.length));
    MUST(!redact_find(buffer_text(&once), names, &found));
    redact_text(buffer_text(&once), names, &twice);
    MUST(strcmp(buffer_text(&once), buffer_text(&twice)) == 0);
    MUST(!has_long_number(buffer_text(&once)) && !has_mail(buffer_text(&once)));
    buffer_clear(&twice);
    redact_numbers(text, &twice);
    MUST(text_is_valid(buffer_text(&twice), twice.length));
    buffer_free(&once);
    buffer_free(&twice);
    buffer_free(&clean);
    free(all);
    return 0;
}
