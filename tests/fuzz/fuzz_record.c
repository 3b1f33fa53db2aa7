/* Any bytes as a written record: refused and empty, or a record that is written back byte for byte. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/table/record.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record *record = record_new();
    struct buffer out = {0};
    if (record_parse(record, (const char *)data, size)) {
        record_write(record, &out);
        MUST(out.length == size && memcmp(buffer_text(&out), data, size) == 0);
    } else {
        MUST(record_count(record) == 0);
    }
    buffer_free(&out);
    record_free(&record);
    return 0;
}
