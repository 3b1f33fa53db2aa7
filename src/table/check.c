#include "join.h"
#include "type.h"
#include "value.h"

#include "wangge/base/buffer.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/record.h"

#include <string.h>

/* Characters of a value of that type typed under an input method, and the apostrophe that spreadsheets put before
 * numbers that are text. */
static void to_half_width(struct buffer *text)
{
    struct buffer half = {0};
    const char *s = buffer_text(text);
    uint32_t code = 0;
    for (size_t at = *s == '\'' ? 1 : 0, used; (used = text_decode(s + at, text->length - at, &code)) > 0; at += used) {
        char bytes[4];
        buffer_add(&half, bytes, text_encode(text_half_width(code), bytes));
    }
    buffer_free(text);
    *text = half;
}

static bool is_blank(const char *text)
{
    char *copy = mem_text(text);
    bool blank = *text_trim(copy) == '\0';
    mem_free(copy);
    return blank;
}

/* Line ends of other systems become '\n'; in a field of one line they are blanks. */
static void add_lines(struct buffer *out, const char *text, char line_end)
{
    for (; *text != '\0'; text++) {
        if (text[0] == '\r' && text[1] == '\n')
            continue;
        buffer_add_char(out, *text == '\r' || *text == '\n' ? line_end : *text);
    }
}

static void prepare(const struct field *field, const char *typed, struct buffer *out)
{
    if (field->type == FIELD_LONG_TEXT) { /* stays as it was typed: its blanks are layout */
        add_lines(out, typed, '\n');
        return;
    }
    char *copy = mem_text(typed);
    add_lines(out, text_trim(copy), ' ');
    mem_free(copy);
    if (type_rows[field->type].half_width)
        to_half_width(out);
}

enum err check_value(const struct field *field, const char *typed, struct buffer *out, struct error *e)
{
    struct buffer text = {0};
    enum err r = ERR_NONE;

    buffer_clear(out);
    if (is_blank(typed))
        return ERR_NONE;
    prepare(field, typed, &text);
    r = value_check(field, buffer_text(&text), out, e);
    buffer_free(&text);
    size_t count = r == ERR_NONE && field->length > 0 ? text_count(buffer_text(out)) : 0;
    if (r == ERR_NONE && count > (size_t)field->length)
        r = value_refuse(field, e, _("it has %zu characters, %d are allowed; shorten it"), count, field->length);
    if (r != ERR_NONE)
        buffer_clear(out);
    return r;
}

struct faults {
    void (*tell)(void *to, const struct error *fault);
    void *to;
    struct error *first;
    enum err result;
};

static void note(struct faults *faults, const struct error *fault)
{
    if (faults->result == ERR_NONE && faults->first != NULL)
        *faults->first = *fault;
    faults->result = fault->code;
    if (faults->tell != NULL)
        faults->tell(faults->to, fault);
}

static void check_one(const struct field *field, struct record *record, struct faults *faults)
{
    struct buffer value = {0};
    struct error fault = {0};
    enum err r = ERR_NONE;

    if (field->read_only || field->type == FIELD_COMPUTED)
        return; /* the program's own */
    if (record_has(record, field->name))
        r = check_value(field, record_get(record, field->name), &value, &fault);
    if (r == ERR_NONE && field->required && value.length == 0)
        r = error_set(&fault, ERR_INVALID, field->name, _("%s must be filled in."), field_label(field));
    if (r != ERR_NONE)
        note(faults, &fault);
    else if (record_has(record, field->name))
        record_set(record, field->name, buffer_text(&value));
    buffer_free(&value);
}

enum err check_record(const struct table *table, struct record *record,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct faults faults = {.tell = on_fault, .to = to, .first = e};

    for (size_t i = 0; i < table->count; i++)
        check_one(&table->fields[i], record, &faults);
    for (size_t i = 0; i < record_count(record); i++)
        if (column_field(table, record_name(record, i)) == NULL && !join_is_title(table, record_name(record, i))) {
            struct error fault = {0};
            error_set(&fault, ERR_INVALID, record_name(record, i), _("There is no field \"%s\" here."),
                      record_name(record, i));
            note(&faults, &fault);
        }
    return faults.result;
}
