/* Registers of the demo: rows of any described table, by the shares of schema/demo/registers.csv and the values of
 * register_values.csv; what those leave out is drawn as the description wants it. Private to src/wangge. */
#ifndef WANGGE_WANGGE_DEMO_REGISTER_H
#define WANGGE_WANGGE_DEMO_REGISTER_H

#include "demo.h"

#include "wangge/base/buffer.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

struct loader;

/* Whom or what a row is about: the more is set, the smaller it is. */
struct demo_subject {
    int64_t area, by;
    const char *code, *place;      /* of the area */
    int64_t *organisation;         /* of the party, the nearest one; a row of that table takes its place */
    int64_t *building;             /* the same of buildings; NULL without a grid */
    struct demo_contact *landlord; /* the same of a house that is let; NULL when no house is told of */
    const struct demo_grid *grid;
    struct demo_household *household;
    const struct demo_person *person;
};

/* A row of a register before it is written. What it has so far, and in with what the values drawn so far want in other
 * fields: "; FIELD VALUE; FIELD VALUE". */
struct demo_row {
    const struct demo_subject *subject;
    int64_t id;
    struct record *record;
    struct buffer with;
};

/* A field of a register, and what it may hold: rows of register_values.csv with running sums of their weights.
 * Without any it is drawn by its description when it is required. */
struct demo_field {
    const struct field *field;
    size_t count;
    const struct csv_row **values;
    uint32_t *sums;
};

/* A row of registers.csv. */
struct demo_register {
    const char *name, *of;
    const struct table *table;
    struct loader *loader;
    int64_t *last;      /* id of the table */
    uint32_t per_mille; /* of the subjects that the rest of the row is true of; 2500 is two or three rows each */
    int youngest, oldest;
    const char *sex;    /* "" any */
    const char *having; /* FIELD of the person or household ... */
    const char *value;  /* ... that has this in it, or with ! before it has not; "" without a condition */
    size_t field_count;
    struct demo_field *fields;
};

/* demo_register.c: the rows that the register has about the subject; *id (may be NULL) gets the last one's, else 0. */
enum err demo_register_rows(struct demo *demo, const struct demo_register *r, const struct demo_subject *s, int64_t *id,
                            struct error *e);

/* demo_value.c: appends the canonical value of a field, or nothing; fields come in the order of the description. */
void demo_value(struct demo *demo, const struct demo_field *field, struct demo_row *row, struct buffer *out);
/* A field of a person or of the household behind the subject; "" when there is none. */
const char *demo_subject_field(const struct demo_subject *subject, const char *field);

#endif
