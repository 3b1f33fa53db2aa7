/* The form of a case's command: what its files share. */
#ifndef SCREEN_CASE_COMMAND_H
#define SCREEN_CASE_COMMAND_H

#include "desk.h"

#include "wangge/table/describe.h"

#include <stddef.h>
#include <stdint.h>

struct buffer;
struct record;
struct transition;

#define ASKED_MOST 12

struct case_command_form {
    struct desk desk; /* of the first case */
    const int64_t *ids;
    size_t count;
    const struct record *item; /* the first case, as case_read gives it */
    const struct transition *transition;
    struct table table; /* the fields that the transition asks */
    struct field fields[ASKED_MOST];
    char form[48];
    char no[32];
};

/* case_fields.c: what a command asks, and what there is to choose */
void case_fields(struct case_command_form *form);
bool case_fields_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                         struct pool *pool, struct rows *out);
bool case_fields_insert(void *to, const struct record *record, const struct field *field, const char *id,
                        struct buffer *out);
void case_fields_show(void *to, const struct record *record, const struct field *field, struct buffer *out);

/* case_preview.c: what will become of it, in words */
const char *case_subject(const struct case_command_form *form, struct pool *pool); /* the case, or how many */
const char *case_outcome(const struct transition *transition, struct pool *pool);
void case_command_preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                          size_t most);

#endif
