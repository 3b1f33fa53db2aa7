/* What commands print for programs. */
#include "output.h"

#include "call.h"

#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <stdlib.h>
#include <string.h>

#define JSON_FORMAT (JSON_COMPACT | JSON_REAL_PRECISION(12))

static json_t *json_text(const char *text)
{
    json_t *json = json_string(text);
    return json ? json : json_string("\xEF\xBF\xBD"); /* the database holds valid UTF-8; a damaged cell stays visible */
}

static bool is_number(const struct field *field)
{
    enum field_type type = field_shown_type(field);
    return type == FIELD_INTEGER || type == FIELD_MONEY || type == FIELD_LINK || type == FIELD_YES_NO;
}

static json_t *json_of_number(const struct field *field, const char *value)
{
    if (field_shown_type(field) == FIELD_YES_NO) {
        return json_boolean(strcmp(value, "1") == 0);
    }
    return json_integer(strtoll(value, NULL, 10));
}

static json_t *json_of_instant(const char *value)
{
    int64_t at;
    char iso[DATE_ISO];

    if (!instant_parse(value, &at)) {
        return json_text(value);
    }
    instant_iso(at, iso);
    return json_string(iso);
}

static json_t *json_of_field(const struct field *field, const char *value)
{
    enum field_type type = field_shown_type(field);
    bool nothing_else = is_number(field) || type == FIELD_DATE || type == FIELD_INSTANT;

    if (!*value && nothing_else) {
        return json_null();
    }
    if (is_number(field)) {
        return json_of_number(field, value);
    }
    return type == FIELD_INSTANT ? json_of_instant(value) : json_text(value);
}

static void put_field(json_t *object, const struct field *field, const char *value)
{
    struct buffer text = {0};
    char name[64];

    json_object_set_new(object, field->name, json_of_field(field, value));
    if (field->codes) {
        check_show(field, value, &text);
        snprintf(name, sizeof name, "%s_text", field->name);
        json_object_set_new(object, name, json_text(buffer_text(&text)));
    }
    buffer_free(&text);
}

/* What stands beside the fields of a description: id, version, times, and the name of what a field links to. Anything
 * else that a statement selects is for the program itself. */
static void put_beside(json_t *object, const struct table *table, const char *name, const char *value)
{
    const char *end = strrchr(name, '_');
    char iso[DATE_ISO], field[48];
    int64_t at;

    if (strcmp(name, "id") == 0 || strcmp(name, "version") == 0) {
        json_object_set_new(object, name, json_integer(strtoll(value, NULL, 10)));
        return;
    }
    if (strcmp(name, "created_at") == 0 || strcmp(name, "updated_at") == 0) {
        at = strtoll(value, NULL, 10);
        if (strchr(value, ':') && !instant_parse(value, &at)) {
            return;
        }
        instant_iso(at, iso);
        json_object_set_new(object, name, json_string(iso));
        return;
    }
    snprintf(field, sizeof field, "%.*s", end ? (int)(end - name) : 0, name);
    if (end && (strcmp(end, "_name") == 0 || strcmp(end, "_login") == 0) && table_field(table, field)) {
        json_object_set_new(object, name, json_text(value));
    }
}

json_t *json_of_record(const struct table *table, const struct record *record)
{
    json_t *object = json_object();

    for (size_t i = 0; i < record_count(record); i++) {
        const char *name = record_name(record, i);
        const struct field *field = table_field(table, name);
        if (field) {
            put_field(object, field, record_value(record, i));
        } else {
            put_beside(object, table, name, record_value(record, i));
        }
    }
    return object;
}

static json_t *json_of_cell(const struct rows *rows, size_t row, size_t column)
{
    const struct value *value = &rows->values[row * rows->columns + column];

    switch (value->type) {
    case VALUE_INT:
        return json_integer(value->number);
    case VALUE_REAL:
        return json_real(value->real);
    case VALUE_TEXT:
        return json_text(value->text);
    case VALUE_NULL:
        break;
    }
    return json_null();
}

json_t *json_of_row(const struct table *table, const struct rows *rows, size_t row)
{
    json_t *object;

    if (table) {
        struct record *record = record_new();
        record_from_row(record, table, rows, row);
        object = json_of_record(table, record);
        record_free(&record);
        return object;
    }
    object = json_object();
    for (size_t c = 0; c < rows->columns; c++) {
        json_object_set_new(object, rows->names[c], json_of_cell(rows, row, c));
    }
    return object;
}

/* What jansson leaves as it is and no terminal may get (DEL, C1, controls of writing direction): \uXXXX. */
static int write_json(const char *text, size_t n, void *to)
{
    FILE *out = to;
    size_t sent = 0, used;

    for (size_t at = 0; at < n; at += used) {
        uint32_t code;
        used = text_decode(text + at, n - at, &code);
        if (code < 0x7F || !text_is_unsafe(code)) {
            continue;
        }
        fwrite(text + sent, 1, at - sent, out);
        if (code > 0xFFFF) {
            fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((code - 0x10000) >> 10)),
                    (unsigned)(0xDC00 + (code & 0x3FF)));
        } else {
            fprintf(out, "\\u%04x", (unsigned)code);
        }
        sent = at + used;
    }
    fwrite(text + sent, 1, n - sent, out);
    return 0;
}

void print_json(struct call *call, json_t *json)
{
    json_dump_callback(json, write_json, call->io->out, JSON_FORMAT);
    fputc('\n', call->io->out);
    json_decref(json);
}

void print_json_list(struct call *call, json_t *rows, int64_t total)
{
    print_json(call, json_pack("{s:i, s:I, s:o}", "schema", 1, "total", (json_int_t)total, "rows", rows));
}

void print_fault(const struct command_io *io, bool json, const struct error *e)
{
    if (!json) {
        struct buffer text = {0};
        text_clean(&text, e->text, strlen(e->text), true);
        fprintf(io->err, "%s\n", buffer_text(&text));
        buffer_free(&text);
        return;
    }
    json_t *object = json_pack("{s:s, s:o, s:o}", "error", error_name(e->code), "message", json_text(e->text), "field",
                               json_text(e->field));
    json_dump_callback(object, write_json, io->err, JSON_FORMAT);
    fputc('\n', io->err);
    json_decref(object);
}
