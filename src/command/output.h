/* What commands print: JSON for programs, aligned text for people. Private to the command layer. */
#ifndef WANGGE_COMMAND_OUTPUT_H
#define WANGGE_COMMAND_OUTPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;
struct command_io;
struct error;
struct field;
struct record;
struct rows;
struct table;

/* A column of a text list: a field of the description, or a label (msgid) for rows that have none. */
struct column {
    const char *name;
    const char *label;
    const struct field *field;
    bool right;        /* aligned */
    const char *codes; /* of rows without description: the code list that the value is of */
};

/* Every field of record or row under its name; codes with their text beside them ("sex_text"), instants as ISO, numbers
 * as numbers. table NULL (rows only): numbers and texts as they are. */
json_t *json_of_record(const struct table *table, const struct record *record);
json_t *json_of_row(const struct table *table, const struct rows *rows, size_t row);
/* "role_text" beside "role", of those columns that the rows have. */
void put_code_texts(json_t *object, const struct rows *rows, size_t row, const struct column *columns);
void print_json(struct call *call, json_t *json);                     /* takes json over */
void print_json_list(struct call *call, json_t *rows, int64_t total); /* takes rows over */

/* A list of described rows. */
void print_list(struct call *call, const struct rows *rows, int64_t total);
/* A list of rows without description; columns end with name NULL. */
void print_plain_list(struct call *call, const struct rows *rows, const struct column *columns);
/* Rows that are objects already, as JSON or in columns that end with name NULL. Takes rows over. */
void print_json_rows(struct call *call, json_t *rows, const struct column *columns);
/* A label and a value a line. */
void print_pairs(struct call *call, const char *const (*pairs)[2], size_t count);
/* count rows of cells in the columns, aligned by display width. */
void print_cells(struct call *call, const struct column *columns, size_t column_count, const char **cells,
                 size_t count);
/* Label and value of every field that is not hidden, long texts below their label. */
void print_record(struct call *call, const struct table *table, const struct record *record);
/* "Done" for a person: what happened to which thing. Nothing with --json: there the thing itself is printed. */
void print_done(struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text for people on standard output and standard error: what is stored and what was given may be in it, so it goes out
 * without controls (text_clean). */
void print_plain(struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_note(struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

void print_fault(const struct command_io *io, bool json, const struct error *e);

#endif
