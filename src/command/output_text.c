/* What commands print for people. */
#include "output.h"

#include "call.h"
#include "link.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Text that is safe on a terminal: no controls; on one line unless lines are wanted. */
static const char *safe(struct call *call, const char *text, bool lines)
{
    struct buffer clean = {0};

    text_clean(&clean, text, strlen(text), true);
    for (size_t i = 0; i < clean.length && !lines; i++) {
        if (clean.data[i] == '\n') {
            clean.data[i] = ' ';
        }
    }
    const char *out = pool_text_n(call->pool, buffer_text(&clean), clean.length);
    buffer_free(&clean);
    return out;
}

/* A value as people read it: the texts of codes, yes and no. */
static const char *shown(struct call *call, const struct field *field, const char *value)
{
    struct buffer text = {0};

    check_show(field, value, &text);
    const char *out = pool_text_n(call->pool, buffer_text(&text), text.length);
    buffer_free(&text);
    return out;
}

static void print_row(struct call *call, const struct column *columns, size_t column_count, const char **cells,
                      const int *widths)
{
    struct buffer line = {0};

    for (size_t c = 0; c < column_count; c++) {
        bool last = c + 1 == column_count && !columns[c].right;
        text_pad(&line, cells[c], last ? text_width(cells[c]) : widths[c], columns[c].right ? 1 : -1);
        buffer_add_text(&line, last ? "" : "  ");
    }
    while (line.length && line.data[line.length - 1] == ' ') {
        line.data[--line.length] = '\0';
    }
    fprintf(call->io->out, "%s\n", buffer_text(&line));
    buffer_free(&line);
}

void print_cells(struct call *call, const struct column *columns, size_t column_count, const char **cells, size_t count)
{
    int *widths = pool_new_piece(call->pool, column_count + 1, sizeof *widths);
    const char **labels = pool_new_piece(call->pool, column_count + 1, sizeof(char *));

    for (size_t c = 0; c < column_count; c++) {
        labels[c] = columns[c].label;
        widths[c] = text_width(labels[c]);
        for (size_t r = 0; r < count; r++) {
            const char **cell = &cells[r * column_count + c];
            *cell = safe(call, *cell, false);
            int width = text_width(*cell);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    print_row(call, columns, column_count, labels, widths);
    for (size_t r = 0; r < count; r++) {
        print_row(call, columns, column_count, cells + r * column_count, widths);
    }
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
        return pool_text(call->pool, name ? name : value);
    }
    return column->field ? shown(call, column->field, value) : pool_text(call->pool, value);
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
            bool right = field_shown_type(field) == FIELD_INTEGER || field_shown_type(field) == FIELD_MONEY;
            out[n++] =
                (struct column){.name = field->name, .label = field_label(field), .field = field, .right = right};
        }
    }
    return n;
}

static void tell_rest(struct call *call, size_t shown_count, int64_t total)
{
    if (total > (int64_t)shown_count) {
        print_note(call, _("%zu of %lld shown; --limit= and --after= show more.\n"), shown_count, (long long)total);
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

    for (size_t r = 0; r < rows->count; r++) {
        struct record *record = record_new();
        record_from_row(record, call->table, rows, r);
        link_names(call, record);
        for (size_t c = 0; c < n; c++) {
            cells[r * n + c] = cell_of(call, record, &columns[c]);
        }
        record_free(&record);
    }
    print_cells(call, columns, n, cells, rows->count);
    tell_rest(call, rows->count, total);
}

/* "role_text" beside "role". */
void put_code_texts(json_t *object, const struct rows *rows, size_t row, const struct column *columns)
{
    char name[64];

    for (; columns->name; columns++) {
        if (columns->codes && rows_column(rows, columns->name) >= 0) {
            snprintf(name, sizeof name, "%s_text", columns->name);
            json_object_set_new(object, name,
                                json_string(code_text(columns->codes, rows_text(rows, row, columns->name))));
        }
    }
}

void print_plain_list(struct call *call, const struct rows *rows, const struct column *columns)
{
    if (call->json) {
        json_t *list = json_array();
        for (size_t r = 0; r < rows->count; r++) {
            json_t *object = json_of_row(NULL, rows, r);
            put_code_texts(object, rows, r, columns);
            json_array_append_new(list, object);
        }
        print_json_list(call, list, (int64_t)rows->count);
        return;
    }
    struct column named[24];
    size_t n = 0;

    for (; columns[n].name && n < COUNT_OF(named); n++) {
        named[n] = columns[n];
        named[n].label = *columns[n].label ? _(columns[n].label) : "";
    }
    const char **cells = pool_new_piece(call->pool, rows->count * n + 1, sizeof *cells);
    for (size_t r = 0; r < rows->count; r++) {
        for (size_t c = 0; c < n; c++) {
            const char *text = rows_text(rows, r, columns[c].name);
            cells[r * n + c] = columns[c].codes ? code_text(columns[c].codes, text) : text;
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
        const char *text = safe(call, name ? name : shown(call, field, value), true);
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

__attribute__((format(printf, 2, 0))) static void print_clean(FILE *to, const char *format, va_list args)
{
    struct buffer clean = {0};
    char *text = NULL;
    int n = vasprintf(&text, format, args);

    if (n >= 0) {
        text_clean(&clean, text, (size_t)n, true);
        fwrite(buffer_text(&clean), 1, clean.length, to);
        free(text);
    }
    buffer_free(&clean);
}

void print_plain(struct call *call, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_clean(call->io->out, format, args);
    va_end(args);
}

void print_note(struct call *call, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_clean(call->io->err, format, args);
    va_end(args);
}

void print_done(struct call *call, const char *format, ...)
{
    va_list args;

    if (call->json) {
        return;
    }
    va_start(args, format);
    print_clean(call->io->out, format, args);
    va_end(args);
    fputc('\n', call->io->out);
}

static const char *cell_of_json(struct call *call, const json_t *value)
{
    if (value == NULL || json_is_null(value)) {
        return "";
    }
    if (json_is_boolean(value)) {
        return json_is_true(value) ? _("yes") : "";
    }
    return json_is_integer(value) ? pool_format(call->pool, "%lld", (long long)json_integer_value(value))
                                  : json_string_value(value);
}

void print_json_rows(struct call *call, json_t *rows, const struct column *columns)
{
    size_t n = 0, count = json_array_size(rows);

    if (call->json) {
        print_json_list(call, rows, (int64_t)count);
        return;
    }
    while (columns[n].name) {
        n++;
    }
    struct column *named = pool_new_piece(call->pool, n, sizeof *named);
    const char **cells = pool_new_piece(call->pool, n * count + 1, sizeof *cells);
    for (size_t c = 0; c < n; c++) {
        named[c] = columns[c];
        named[c].label = *columns[c].label ? _(columns[c].label) : "";
        for (size_t i = 0; i < count; i++) {
            cells[i * n + c] =
                pool_text(call->pool, cell_of_json(call, json_object_get(json_array_get(rows, i), columns[c].name)));
        }
    }
    print_cells(call, named, n, cells, count);
    json_decref(rows);
}

void print_pairs(struct call *call, const char *const (*pairs)[2], size_t count)
{
    int widest = 0;

    for (size_t i = 0; i < count; i++) {
        int width = text_width(pairs[i][0]);
        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < count; i++) {
        struct buffer label = {0};
        text_pad(&label, pairs[i][0], widest, -1);
        fprintf(call->io->out, "%s  %s\n", buffer_text(&label), safe(call, pairs[i][1], false));
        buffer_free(&label);
    }
}
