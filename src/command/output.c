/* JSON and text of what commands print. */
#include "output.h"

#include "call.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <stdarg.h>
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
    return field->type == FIELD_INTEGER || field->type == FIELD_MONEY || field->type == FIELD_LINK ||
           field->type == FIELD_YES_NO;
}

static json_t *json_of_number(const struct field *field, const char *value)
{
    if (field->type == FIELD_YES_NO) {
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
    bool nothing_else = is_number(field) || field->type == FIELD_DATE || field->type == FIELD_INSTANT;

    if (!*value && nothing_else) {
        return json_null();
    }
    if (is_number(field)) {
        return json_of_number(field, value);
    }
    return field->type == FIELD_INSTANT ? json_of_instant(value) : json_text(value);
}

static void put_field(json_t *object, const struct field *field, const char *value)
{
    struct buffer text = {0};
    char name[64];

    json_object_set_new(object, field->name, json_of_field(field, value));
    if (field->type == FIELD_CODE || field->type == FIELD_CODES) {
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

void print_json(struct call *call, json_t *json)
{
    json_dumpf(json, call->io->out, JSON_FORMAT);
    fputc('\n', call->io->out);
    json_decref(json);
}

void print_json_list(struct call *call, json_t *rows, int64_t total)
{
    print_json(call, json_pack("{s:i, s:I, s:o}", "schema", 1, "total", (json_int_t)total, "rows", rows));
}

/* A value as people read it on one line, safe for a terminal. */
static const char *shown(struct call *call, const struct field *field, const char *value)
{
    struct buffer raw = {0}, clean = {0};

    if (field) {
        check_show(field, value, &raw);
    } else {
        buffer_add_text(&raw, value);
    }
    text_clean(&clean, buffer_text(&raw), raw.length, true);
    const char *text = pool_text_n(call->pool, buffer_text(&clean), clean.length);
    buffer_free(&raw);
    buffer_free(&clean);
    return text;
}

static const char *one_line(char *text)
{
    for (char *s = text; *s; s++) {
        if (*s == '\n') {
            *s = ' ';
        }
    }
    return text;
}

void print_cells(struct call *call, const struct column *columns, size_t column_count, const char **cells, size_t count)
{
    int *widths = pool_new_piece(call->pool, column_count + 1, sizeof *widths);
    struct buffer line = {0};

    for (size_t c = 0; c < column_count; c++) {
        widths[c] = text_width(columns[c].label);
        for (size_t r = 0; r < count; r++) {
            int width = text_width(cells[r * column_count + c]);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    for (size_t r = 0; r <= count; r++) {
        buffer_clear(&line);
        for (size_t c = 0; c < column_count; c++) {
            const char *cell = r == 0 ? columns[c].label : cells[(r - 1) * column_count + c];
            bool last = c + 1 == column_count && !columns[c].right;
            text_pad(&line, cell, last ? text_width(cell) : widths[c], columns[c].right ? 1 : -1);
            buffer_add_text(&line, last ? "" : "  ");
        }
        while (line.length && line.data[line.length - 1] == ' ') {
            line.data[--line.length] = '\0';
        }
        fprintf(call->io->out, "%s\n", buffer_text(&line));
    }
    buffer_free(&line);
}

/* A link shows the name that the statement gives beside it: area_name beside area. */
static const char *link_name(const struct record *record, const char *field)
{
    char name[64];

    snprintf(name, sizeof name, "%s_name", field);
    return record_has(record, name) ? record_get(record, name) : NULL;
}

static const char *cell_of(struct call *call, const struct record *record, const struct column *column)
{
    const char *value = record_get(record, column->name);

    if (column->field && column->field->type == FIELD_LINK) {
        const char *name = link_name(record, column->name);
        return one_line(pool_text(call->pool, shown(call, NULL, name ? name : value)));
    }
    return one_line(pool_text(call->pool, shown(call, column->field, value)));
}

/* The columns of a described list: its number or id first, then every field that has a width in lists. */
static size_t list_columns(const struct table *table, struct column *out)
{
    static const struct column id = {.name = "id", .label = "id", .right = true};
    const struct field *no = table_field(table, "no");
    size_t n = 0;

    if (!no || no->width == 0) {
        out[n++] = id;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->width > 0 && !field->hidden && strcmp(field->name, "id") != 0) {
            bool right = field->type == FIELD_INTEGER || field->type == FIELD_MONEY;
            out[n++] =
                (struct column){.name = field->name, .label = field_label(field), .field = field, .right = right};
        }
    }
    return n;
}

static void tell_rest(struct call *call, size_t shown_count, int64_t total)
{
    if (total > (int64_t)shown_count) {
        fprintf(call->io->err, _("%zu of %lld shown; --limit= and --after= show more.\n"), shown_count,
                (long long)total);
    }
}

void print_list(struct call *call, const struct rows *rows, int64_t total)
{
    if (call->json) {
        json_t *list = json_array();
        for (size_t r = 0; r < rows->count; r++) {
            json_array_append_new(list, json_of_row(call->table, rows, r));
        }
        print_json_list(call, list, total);
        return;
    }
    struct column *columns = pool_new_piece(call->pool, call->table->count + 1, sizeof *columns);
    size_t n = list_columns(call->table, columns);
    const char **cells = pool_new_piece(call->pool, rows->count * n + 1, sizeof *cells);
    struct record *record = record_new();

    for (size_t r = 0; r < rows->count; r++) {
        record_from_row(record, call->table, rows, r);
        for (size_t c = 0; c < n; c++) {
            cells[r * n + c] = cell_of(call, record, &columns[c]);
        }
    }
    record_free(&record);
    print_cells(call, columns, n, cells, rows->count);
    tell_rest(call, rows->count, total);
}

void print_plain_list(struct call *call, const struct rows *rows, const struct column *columns)
{
    if (call->json) {
        json_t *list = json_array();
        for (size_t r = 0; r < rows->count; r++) {
            json_array_append_new(list, json_of_row(NULL, rows, r));
        }
        print_json_list(call, list, (int64_t)rows->count);
        return;
    }
    struct column named[24];
    size_t n = 0;

    for (; columns[n].name && n < COUNT_OF(named); n++) {
        named[n] = columns[n];
        named[n].label = _(columns[n].label);
    }
    const char **cells = pool_new_piece(call->pool, rows->count * n + 1, sizeof *cells);
    for (size_t r = 0; r < rows->count; r++) {
        for (size_t c = 0; c < n; c++) {
            const char *text = shown(call, NULL, rows_text(rows, r, columns[c].name));
            cells[r * n + c] = one_line(pool_text(call->pool, text));
        }
    }
    print_cells(call, named, n, cells, rows->count);
}

void print_record(struct call *call, const struct table *table, const struct record *record)
{
    struct buffer label = {0};
    int widest = 0;

    for (size_t i = 0; i < table->count; i++) {
        int width = text_width(field_label(&table->fields[i]));
        widest = width > widest && !table->fields[i].hidden ? width : widest;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        const char *value = record_get(record, field->name);
        if (field->hidden || !*value) {
            continue;
        }
        const char *name = field->type == FIELD_LINK ? link_name(record, field->name) : NULL;
        const char *text = name ? shown(call, NULL, name) : shown(call, field, value);
        buffer_clear(&label);
        text_pad(&label, field_label(field), widest, -1);
        fprintf(call->io->out, "%s  ", buffer_text(&label));
        for (size_t n = strlen(text), line; n > 0; text += line, n -= line) { /* further lines stand below the first */
            line = strcspn(text, "\n");
            line += text[line] == '\n';
            fprintf(call->io->out, "%.*s%*s", (int)line, text, n > line ? widest + 2 : 0, "");
        }
        fputc('\n', call->io->out);
    }
    buffer_free(&label);
}

void print_done(struct call *call, const char *format, ...)
{
    va_list args;

    if (call->json) {
        return;
    }
    va_start(args, format);
    vfprintf(call->io->out, format, args);
    va_end(args);
    fputc('\n', call->io->out);
}

void print_fault(const struct command_io *io, bool json, const struct error *e)
{
    if (!json) {
        fprintf(io->err, "%s\n", e->text);
        return;
    }
    json_t *object = json_pack("{s:s, s:o, s:o}", "error", error_name(e->code), "message", json_text(e->text), "field",
                               json_text(e->field));
    json_dumpf(object, io->err, JSON_FORMAT);
    fputc('\n', io->err);
    json_decref(object);
}
