/* Any file as a description: refused with its name, or a table whose fields hold together. */
#include "fuzz.h"

#include "wangge/table/code.h"
#include "wangge/table/describe.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e;
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    MUST(codes_load("schema", NULL, &e) == ERR_NONE);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    if (tables_load(as_file("x.ini", data, size), NULL, &e) != ERR_NONE) {
        MUST(table_count() == 0);
        MUST(strstr(e.text, "x.ini") != NULL);
        return 0;
    }
    const struct table *t = table_find("x");
    MUST(t != NULL && t->order != NULL && t->stored_in != NULL);
    for (size_t i = 0; i < t->count; i++) {
        const struct field *f = &t->fields[i];
        MUST(table_field(t, f->name) == f);
        MUST(*field_label(f) != '\0' && field_help(f) != NULL && f->length >= 0 && f->low <= f->high);
        MUST(f->codes == NULL || code_list(f->codes) != NULL);
        MUST((f->type == FIELD_LINK) == (f->link != NULL));
    }
    return 0;
}
