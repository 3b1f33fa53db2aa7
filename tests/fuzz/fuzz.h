/* What the targets share: libFuzzer's two entries, and the input as a text. */
#ifndef WANGGE_TEST_FUZZ_H
#define WANGGE_TEST_FUZZ_H

#include "wangge/base/log.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Ends the run with the input kept. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "not true: %s\n", #condition);                                                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* A copy that ends with NUL, freed by the caller. */
__attribute__((unused)) static char *as_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    MUST(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

/* The input as the only file FILE of a folder of this process; returns the folder. */
__attribute__((unused)) static const char *as_file(const char *file, const uint8_t *data, size_t size)
{
    static char folder[64] = "";
    char path[128];
    if (folder[0] == '\0') {
        strcpy(folder, "/tmp/wangge-fuzz-XXXXXX");
        MUST(mkdtemp(folder) != NULL);
    }
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "w");
    MUST(f != NULL && fwrite(data, 1, size, f) == size);
    MUST(fclose(f) == 0);
    return folder;
}

#endif
