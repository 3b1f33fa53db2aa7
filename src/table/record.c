#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    char *name, *value;
};

struct record {
    struct entry *entries;
    size_t count, room;
    size_t *next; /* behind the one that was found last: fields are asked for in their order */
};

struct record *record_new(void)
{
    struct record *record = mem_new(1, sizeof *record);
    record->next = mem_new(1, sizeof *record->next);
    return record;
}

static void clear(struct record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        mem_free(record->entries[i].name);
        mem_free(record->entries[i].value);
    }
    record->count = 0;
}

void record_free(struct record **record)
{
    if (*record == NULL)
        return;
    clear(*record);
    mem_free((*record)->entries);
    mem_free((*record)->next);
    mem_free(*record);
    *record = NULL;
}

static void append(struct record *record, const char *field, char *value)
{
    if (record->count == record->room) {
        record->room = record->room == 0 ? 16 : record->room * 2;
        record->entries = mem_resize(record->entries, record->room, sizeof *record->entries);
    }
    struct entry *entry = &record->entries[record->count++];
    entry->name = mem_text(field);
    entry->value = value;
}

struct record *record_copy(const struct record *from)
{
    struct record *to = record_new();
    for (size_t i = 0; i < from->count; i++)
        append(to, from->entries[i].name, mem_text(from->entries[i].value));
    return to;
}

static struct entry *find(const struct record *record, const char *field)
{
    for (size_t tried = 0, i = *record->next; tried < record->count; tried++, i++) {
        i = i < record->count ? i : 0;
        if (text_same(record->entries[i].name, field)) {
            *record->next = i + 1;
            return &record->entries[i];
        }
    }
    return NULL;
}

void record_set(struct record *record, const char *field, const char *value)
{
    char *copy = mem_text(value == NULL ? "" : value); /* value may be the old one */
    struct entry *entry = find(record, field);

    if (entry != NULL) {
        mem_free(entry->value);
        entry->value = copy;
        return;
    }
    append(record, field, copy);
}

void record_set_int(struct record *record, const char *field, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    record_set(record, field, text);
}

const char *record_get(const struct record *record, const char *field)
{
    const struct entry *entry = find(record, field);
    return entry == NULL ? "" : entry->value;
}

int64_t record_int(const struct record *record, const char *field)
{
    const char *text = record_get(record, field);
    char *end = NULL;
    int64_t n = strtoll(text, &end, 10);
    return *end == '\0' ? n : 0;
}

bool record_has(const struct record *record, const char *field)
{
    return find(record, field) != NULL;
}

void record_complete(struct record *record, const struct record *from)
{
    for (size_t i = 0; i < record_count(from); i++)
        if (!record_has(record, record_name(from, i)))
            record_set(record, record_name(from, i), record_value(from, i));
}

void record_remove(struct record *record, const char *field)
{
    struct entry *entry = find(record, field);
    if (entry == NULL)
        return;
    mem_free(entry->name);
    mem_free(entry->value);
    record->count--;
    size_t after = record->count - (size_t)(entry - record->entries);
    memmove(entry, entry + 1, after * sizeof *entry);
}

size_t record_count(const struct record *record)
{
    return record->count;
}

const char *record_name(const struct record *record, size_t i)
{
    return record->entries[i].name;
}

const char *record_value(const struct record *record, size_t i)
{
    return record->entries[i].value;
}

static bool holds_all(const struct record *a, const struct record *of)
{
    for (size_t i = 0; i < of->count; i++)
        if (strcmp(record_get(a, of->entries[i].name), of->entries[i].value) != 0)
            return false;
    return true;
}

bool record_equal(const struct record *a, const struct record *b)
{
    return holds_all(a, b) && holds_all(b, a);
}

void record_from_row(struct record *record, const struct table *table, const struct rows *rows, size_t row)
{
    struct buffer text = {0};
    for (size_t i = 0; i < rows->columns; i++) {
        const struct field *field = column_field(table, rows->names[i]);
        buffer_clear(&text);
        type_text(field == NULL ? FIELD_TEXT : field_shown_type(field), &rows->values[row * rows->columns + i], &text);
        record_set(record, rows->names[i], buffer_text(&text));
    }
    buffer_free(&text);
}

void record_defaults(struct record *record, const struct table *table)
{
    struct buffer value = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->def != NULL && check_value(field, field->def, &value, NULL) == ERR_NONE)
            record_set(record, field->name, buffer_text(&value));
    }
    buffer_free(&value);
}

/* One line: name, tab, value, tab ...; a tab, line end, backslash or carriage return within is written with a
 * backslash. */
static const char escaped[] = "\t\n\r\\", letters[] = "tnr\\";

static void write_escaped(const char *text, struct buffer *out)
{
    for (size_t n; *text != '\0'; text += n) {
        n = strcspn(text, escaped);
        buffer_add(out, text, n);
        if (n == 0) {
            buffer_add_char(out, '\\');
            buffer_add_char(out, letters[strchr(escaped, *text) - escaped]);
            n = 1;
        }
    }
    buffer_add_char(out, '\t');
}

void record_write(const struct record *record, struct buffer *out)
{
    for (size_t i = 0; i < record->count; i++) {
        write_escaped(record->entries[i].name, out);
        write_escaped(record->entries[i].value, out);
    }
}

/* Reads up to and over the next tab; returns the bytes used, 0 on damage. */
static size_t read_escaped(const char *text, size_t n, struct buffer *out)
{
    buffer_clear(out);
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == '\t')
            return i + 1;
        if (c == '\n' || c == '\r' || c == '\0')
            return 0;
        if (c == '\\') {
            const char *at = ++i < n && text[i] != '\0' ? strchr(letters, text[i]) : NULL;
            if (at == NULL)
                return 0;
            c = escaped[at - letters];
        }
        buffer_add_char(out, c);
    }
    return 0;
}

bool record_parse(struct record *record, const char *text, size_t n)
{
    struct buffer name = {0}, value = {0};
    bool whole = true;

    clear(record);
    for (size_t at = 0; whole && at < n;) {
        size_t used = read_escaped(text + at, n - at, &name);
        size_t more = used == 0 ? 0 : read_escaped(text + at + used, n - at - used, &value);
        whole = more > 0 && name.length > 0 && !record_has(record, buffer_text(&name));
        if (whole)
            record_set(record, buffer_text(&name), buffer_text(&value));
        at += used + more;
    }
    if (!whole)
        clear(record);
    buffer_free(&name);
    buffer_free(&value);
    return whole;
}
