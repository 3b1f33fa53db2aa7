/* What the files of the form share. */
#ifndef WANGGE_UI_FORM_INNER_H
#define WANGGE_UI_FORM_INNER_H

#include "wangge/db/db.h"
#include "wangge/ui/edit.h"
#include "wangge/ui/form.h"
#include "wangge/ui/ui.h"

#include <stddef.h>

enum { FORM_FOOT = 12 };

struct form_field {
    const struct field *field;
    bool hidden;
    char *fault; /* what is wrong with it, NULL when nothing is known to be */
};

struct ui_form {
    struct ui *ui;
    const struct table *table;
    const struct ui_form_ops *ops;
    struct record *record, *base; /* base: as the form began */
    void *to;
    struct form_field *fields;
    size_t count, at;

    struct edit edit; /* of the field at */
    char *entered;    /* its text when the field was entered */
    bool fresh;       /* the first character typed replaces the whole */

    bool dirty;        /* something was typed since the record was read */
    bool draft_waits;  /* something was typed since the last draft */
    int labels;        /* most columns of the labels */
    int top;           /* first row shown */
    struct pool *pool; /* of the matches */
    struct rows matches;
    bool matches_stale;
    size_t fault_count;    /* of the last save */
    char other_fault[512]; /* of no field */
    enum ui_form_result result;
    struct screen screen;
    struct screen_ops screen_ops;
    enum action foot[FORM_FOOT];
    const char *foot_words[FORM_FOOT];
};

/* form_field.c: between what is typed and what the record holds */
struct form_field *form_active(struct ui_form *form);
bool form_can_enter(const struct form_field *f);
bool form_has_choices(const struct form_field *f); /* a code list or links: typed text stands for something else */
void form_show_value(const struct ui_form *form, const struct record *record, const struct field *field,
                     struct buffer *out);
void form_enter(struct ui_form *form, size_t i);
/* Takes what was typed into the record; a fault is kept with the field and told, the text stays. */
void form_leave(struct ui_form *form);
void form_set_fault(struct form_field *f, const char *text); /* NULL clears */
void form_set_value(struct ui_form *form, const struct field *field, const char *value);
/* The record with what stands in the editor, resolved or not; the caller frees it. */
struct record *form_typed_record(const struct ui_form *form);
/* Choices of the active field for what was typed; false when it has none. */
bool form_search(struct ui_form *form, const char *typed, struct pool *pool, struct rows *out);
void form_pick(struct ui_form *form);

/* form_draw.c */
void form_draw(struct ui *ui, struct screen *screen);
bool form_is_shown(const struct ui_form *form, size_t i);
int form_value_columns(const struct ui_form *form);

/* form_page.c: a part is the fields from one heading to the next */
size_t form_part_start(const struct ui_form *form, size_t i);
size_t form_part_end(const struct ui_form *form, size_t i);
const char *form_part_name(const struct ui_form *form, size_t start);
bool form_has_parts(const struct ui_form *form);             /* more than one that has something to show */
int form_heading_rows(const struct ui_form *form, size_t i); /* over the field i: 1 where a part begins */
size_t form_next_part(const struct ui_form *form, int by);
void form_draw_parts(struct ui_form *form, int row);

/* form_save.c */
void form_save(struct ui_form *form, enum ui_form_result saved);
void form_keep_draft(struct ui_form *form);

/* form_conflict.c: asks which value of each field stays; true to save on. */
bool form_settle_conflict(struct ui_form *form);

/* form_help.c */
void form_help(struct ui_form *form);

#endif
