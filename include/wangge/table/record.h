/* A record: field names with canonical text values, in order. What forms, commands, drafts and work/ hand each other.
 * Canonical: dates ISO, instants "YYYY-MM-DD HH:MM", codes as codes, links as decimal ids, yes/no 1 or 0, "" empty. */
#ifndef WANGGE_TABLE_RECORD_H
#define WANGGE_TABLE_RECORD_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table;
struct rows;
struct pool;
struct buffer;

struct record;

struct record *record_new(void);
struct record *record_copy(const struct record *from);
void record_free(struct record **record);
void record_set(struct record *record, const char *field, const char *value); /* NULL and "" are kept as "" */
void record_set_int(struct record *record, const char *field, int64_t value);
const char *record_get(const struct record *record, const char *field); /* "" when absent */
int64_t record_int(const struct record *record, const char *field);     /* 0 when empty or no number */
bool record_has(const struct record *record, const char *field);        /* was set, even to "" */
void record_complete(struct record *record, const struct record *from); /* what it has not got itself */
void record_remove(struct record *record, const char *field);
size_t record_count(const struct record *record);
const char *record_name(const struct record *record, size_t i);
const char *record_value(const struct record *record, size_t i);
bool record_equal(const struct record *a, const struct record *b); /* absent equals "" */
/* One row of a query: every column of rows becomes a field, converted to canonical text by the table's types. */
void record_from_row(struct record *record, const struct table *table, const struct rows *rows, size_t row);
/* Defaults of a new record. */
void record_defaults(struct record *record, const struct table *table);
/* To and from one line of text (for drafts and history): any bytes survive. parse returns false on damage. */
void record_write(const struct record *record, struct buffer *out);
bool record_parse(struct record *record, const char *text, size_t n);

#endif
