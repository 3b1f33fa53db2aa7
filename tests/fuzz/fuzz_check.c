/* Any text as a value of any type (the first byte): refused with a sentence, or canonical and accepted again as it is.
 */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e;
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    clock_fix(1792569900); /* 2026-10-21 16:05 */
    MUST(codes_load("schema", NULL, &e) == ERR_NONE);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct field field = {
        .name = "f", .type = (enum field_type)(data[0] % FIELD_TYPE_COUNT), .label = {"F", "F"}
    };
    struct buffer once = {0}, twice = {0}, shown = {0};
    struct error e = {0};
    char *typed = as_text(data + 1, size - 1);
    field.length = data[0] >= 128 ? 60 : 0;
    if (field.type == FIELD_CODE || field.type == FIELD_CODES)
        field.codes = data[0] >= 128 ? "relation" : "must_visit";
    if (check_value(&field, typed, &once, &e) == ERR_NONE) {
        MUST(text_is_valid(buffer_text(&once), once.length));
        MUST(check_value(&field, buffer_text(&once), &twice, &e) == ERR_NONE);
        MUST(strcmp(buffer_text(&once), buffer_text(&twice)) == 0);
        MUST(field.type != FIELD_CITIZEN_ID || once.length == 0 || citizen_id_is_valid(buffer_text(&once)));
        check_show(&field, buffer_text(&once), &shown);
        check_mask(&field, buffer_text(&once), &shown);
        MUST(text_is_valid(buffer_text(&shown), shown.length));
    } else {
        MUST(once.length == 0 && e.text[0] != '\0' && strcmp(e.field, "f") == 0);
        MUST(text_is_valid(e.text, strlen(e.text)));
    }
    buffer_free(&once);
    buffer_free(&twice);
    buffer_free(&shown);
    free(typed);
    return 0;
}
