/* A form with its draft: what every form of the program has in common. A form's own struct begins with a struct desk,
 * and its ops take the functions below where they need nothing more. */
#ifndef SCREEN_DESK_H
#define SCREEN_DESK_H

#include "wangge/ui/form.h"

#include <stdint.h>

struct work;

struct desk {
    struct ui *ui;
    struct work *work;
    const struct table *table;
    const char *form;        /* as in struct draft */
    int64_t object;          /* the row being changed, 0 for a new one */
    const char *title_field; /* names the draft in the offer on the home screen; NULL: title */
    const char *title;
    const char *first; /* the field that a new one begins on; NULL: the first */
    const char *at;    /* the same of a change */
    enum err (*read)(struct work *work, const char *id_or_no, struct record *out, struct error *e);
    /* The newest row, or none: what Ctrl-D takes in the first form of a sitting; may be NULL. */
    enum err (*newest)(const struct desk *desk, struct pool *pool, struct rows *out);
    /* Lets the fields of the form fit what is written; called before it opens, and by the form's own functions. May be
     * NULL. */
    void (*fit)(struct desk *desk, const struct record *record, struct table *shown);
    int labels;          /* most columns of the labels; 0: the usual */
    bool single;         /* there is no next one */
    bool many;           /* there is a next one although the desk has an object */
    bool whole;          /* what is only read stands in the form too */
    bool resume;         /* open the draft without asking */
    int64_t draft;       /* id of the draft that this form writes, 0 before the first save */
    struct table *shown; /* the fields of the form, while it runs */
    struct record *last; /* saved before in this sitting (Ctrl-D); owned */
};

bool desk_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                  struct pool *pool, struct rows *out);
void desk_show(void *to, const struct record *record, const struct field *field, struct buffer *out);
void desk_draft(void *to, const struct record *record, const char *field, size_t caret);
void desk_discard(void *to);
enum err desk_theirs(void *to, struct record *out, struct error *e);
const char *desk_same_as_last(void *to, const struct field *field);
/* One line for the preview of a form, broken to the window. */
void desk_say(const struct desk *desk, struct pool *pool, const char *text, const char **lines, size_t *count,
              size_t most);

/* Offers the draft of the desk's form. What it holds goes into record when the user goes on with it: then start is
 * dirty and says where. False: the user leaves. */
bool desk_take(struct desk *desk, struct record *record, struct ui_form_start *start);

/* Runs the form on record; a draft of it is offered first, and gone after saving. to begins with the desk. */
enum ui_form_result desk_run(void *to, const char *title, const struct ui_form_ops *ops, struct record *record,
                             const char *save_word);
/* Runs the form on the desk's object as it stands now; name is the field that it is called by. */
void desk_change(void *to, const struct ui_form_ops *ops, const char *name);
void desk_remember(struct desk *desk, const struct record *saved);
void desk_end(struct desk *desk);

#endif
