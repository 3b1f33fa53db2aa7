/* What there is to know of each field type, and of the columns that every stored table has: one row each. */
#ifndef WANGGE_SRC_TABLE_TYPE_H
#define WANGGE_SRC_TABLE_TYPE_H

#include "wangge/db/db.h"
#include "wangge/table/describe.h"

struct buffer;

struct type_row {
    const char *name; /* in a description */
    bool number;      /* stored as an integer, else as text */
    bool ordered;     /* a filter may be a range */
    bool words;       /* free text: may be searched, a filter finds a part of it */
    bool half_width;  /* typed in full-width characters it means the same */
    int length;       /* most characters when the description says nothing */
};

extern const struct type_row type_rows[FIELD_TYPE_COUNT];

/* A column of every stored table that work and engine fill, not people; NULL for another name. */
const struct field *housekeeping_field(const char *name);
const struct field *housekeeping_at(size_t i); /* NULL at the end */
/* The described field, else the housekeeping one, else NULL. */
const struct field *column_field(const struct table *table, const char *name);

/* A canonical value as a bind, and back. */
struct bind type_bind(const char *parameter, enum field_type type, const char *canonical);
void type_text(enum field_type type, const struct value *value, struct buffer *out);

/* Fen from "12.50", and back. */
bool money_parse(const char *text, int64_t *fen);
void money_format(int64_t fen, char out[32]);

#endif
