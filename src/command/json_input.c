/* Records out of JSON on standard input. */
#include "json_input.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

#define INPUT_MOST (8u << 20) /* bytes of JSON on standard input */

enum err input_text(FILE *in, struct buffer *text, struct error *e)
{
    char chunk[8192];
    size_t n;

    while ((n = fread(chunk, 1, sizeof chunk, in)) > 0) {
        buffer_add(text, chunk, n);
        if (text->length > INPUT_MOST) {
            return error_set(e, ERR_USAGE, NULL, _("The input is longer than %u MiB."), INPUT_MOST >> 20);
        }
    }
    return ERR_NONE;
}

/* Several codes may come as an array: ["1","2"] is "1,2". */
static bool text_of_array(const json_t *value, struct buffer *out)
{
    size_t i;
    json_t *element;

    json_array_foreach(value, i, element)
    {
        if (!json_is_string(element)) {
            return false;
        }
        buffer_add_text(out, i ? "," : "");
        buffer_add_text(out, json_string_value(element));
    }
    return true;
}

static bool text_of_json(const struct field *field, const json_t *value, struct buffer *out)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        buffer_add(out, json_string_value(value), json_string_length(value));
        return memchr(json_string_value(value), '\0', json_string_length(value)) == NULL;
    case JSON_INTEGER:
        if (field->type == FIELD_MONEY) { /* fen, as it is printed */
            buffer_format(out, "%lld.%02lld", (long long)json_integer_value(value) / 100,
                          (long long)json_integer_value(value) % 100);
        } else {
            buffer_format(out, "%lld", (long long)json_integer_value(value));
        }
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        buffer_add_text(out, json_is_true(value) ? "1" : "0");
        return true;
    case JSON_NULL:
        return true;
    case JSON_ARRAY:
        return text_of_array(value, out);
    default:
        return false;
    }
}

/* "sex_text" stands beside "sex" in what show prints; it is not a field of its own. */
static bool is_code_text(const struct table *table, const char *name)
{
    size_t n = strlen(name);
    char field[48];

    if (n <= 5 || n - 5 >= sizeof field || strcmp(name + n - 5, "_text") != 0) {
        return false;
    }
    snprintf(field, sizeof field, "%.*s", (int)(n - 5), name);
    return table_field(table, field) != NULL;
}

static enum err set_of_json(const struct table *table, const char *name, const json_t *value, struct record *record,
                            struct error *e)
{
    const struct field *field = table_field(table, name);
    struct buffer text = {0};
    bool good;

    if (field) {
        good = text_of_json(field, value, &text);
        record_set(record, name, buffer_text(&text));
    } else if (strcmp(name, "version") == 0) {
        good = json_is_integer(value);
        record_set_int(record, name, json_integer_value(value));
    } else {
        return error_set(e, ERR_INVALID, name, _("There is no field \"%s\"."), name);
    }
    buffer_free(&text);
    return good ? ERR_NONE
                : error_set(e, ERR_INVALID, name, _("The value of \"%s\" is of a kind that does not fit."), name);
}

enum err json_record(const struct table *table, json_t *object, struct record *record, struct error *e)
{
    const char *name;
    json_t *value;

    if (!json_is_object(object)) {
        return error_set(e, ERR_USAGE, NULL, _("Standard input must hold one JSON object or an array of objects."));
    }
    json_object_foreach(object, name, value)
    {
        if (is_code_text(table, name)) {
            continue;
        }
        enum err r = set_of_json(table, name, value, record, e);
        if (r) {
            return r;
        }
    }
    return ERR_NONE;
}

enum err json_input(FILE *in, json_t **out, struct error *e)
{
    struct buffer text = {0};
    json_error_t fault;
    enum err r = input_text(in, &text, e);

    if (!r) {
        *out = json_loadb(buffer_text(&text), text.length, JSON_REJECT_DUPLICATES, &fault);
        if (!*out) {
            r = error_set(e, ERR_USAGE, NULL, _("Standard input is not JSON: line %d: %s"), fault.line, fault.text);
        }
    }
    buffer_free(&text);
    return r;
}
