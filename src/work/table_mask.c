/* Masks of one record: what goes out is masked, what comes back masked means what is kept. */
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

static void mask_value(const struct field *field, const char *value, struct buffer *out)
{
    buffer_clear(out);
    if (*value != '\0')
        check_mask(field, value, out);
}

void table_mask(const struct table *table, struct record *record)
{
    struct buffer masked = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!field->masked)
            continue;
        mask_value(field, record_get(record, field->name), &masked);
        record_set(record, field->name, buffer_text(&masked));
    }
    buffer_free(&masked);
}

void table_unmask(const struct table *table, const struct record *kept, struct record *given)
{
    struct buffer masked = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!field->masked || !record_has(given, field->name))
            continue;
        mask_value(field, record_get(kept, field->name), &masked);
        if (strcmp(buffer_text(&masked), record_get(given, field->name)) == 0)
            record_set(given, field->name, record_get(kept, field->name));
    }
    buffer_free(&masked);
}
