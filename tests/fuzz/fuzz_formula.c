/* Any text as the formula of an item: what is read has names and factors that one can reckon with, and written again it
 * is read the same. */
#include "fuzz.h"

#include "wangge/work/scheme.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = as_text(data, size), again[1024] = "";
    struct formula formula, same;
    if (formula_parse(text, &formula)) {
        MUST(formula.count <= SCHEME_PARTS && (formula.count > 0 || *text == '\0'));
        for (size_t i = 0, n = 0; i < formula.count; i++) {
            MUST(formula.parts[i].measure[0] != '\0' &&
                 strlen(formula.parts[i].measure) < sizeof formula.parts[i].measure);
            MUST(formula.parts[i].factor > 0 && formula.parts[i].factor <= 100);
            n += (size_t)snprintf(again + n, sizeof again - n, "%s%s*%.17f", i == 0 ? "" : "+",
                                  formula.parts[i].measure, formula.parts[i].factor);
        }
        bool small = false;
        for (size_t i = 0; i < formula.count; i++)
            small = small || formula.parts[i].factor < 1e-9;
        MUST(small || formula_parse(again, &same));
        for (size_t i = 0; !small && i < formula.count; i++)
            MUST(strcmp(same.parts[i].measure, formula.parts[i].measure) == 0);
    }
    free(text);
    return 0;
}
