/* The form of any described table: what its files share. */
#ifndef SCREEN_TABLE_FORM_H
#define SCREEN_TABLE_FORM_H

#include "desk.h"

#include <stddef.h>
#include <stdint.h>

struct field;
struct record;

struct table_form {
    struct desk desk;
    const struct record *begun; /* what a new one begins with, NULL for nothing */
    struct record *kept;        /* the row as it was read, NULL of a new one */
    int64_t saved;              /* id of the row saved last */
};

/* table_person.c: what an ID number brings along, and the person that a register's row is about */
void table_person_changed(struct table_form *form, struct ui_form *ui_form, const struct field *field,
                          struct record *record);
bool table_person_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                          struct pool *pool, struct rows *out);
/* Asks whether a new person is one of those who are registered: the id of that one, 0 for none, -1 to go back. */
int64_t table_person_same(struct desk *desk, const struct record *record);
void table_person_preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                          size_t most);

#endif
