/* A form made of a description: one column of fields, editors by type, pick lists, checks, drafts, conflicts. */
#ifndef WANGGE_UI_FORM_H
#define WANGGE_UI_FORM_H

#include "wangge/ui/ui.h"

struct buffer;
struct field;
struct record;
struct rows;
struct table;
struct ui_form;

struct ui_form_ops {
    /* Choices of a link field (or any field that returns rows) for what was typed: columns id, text, detail. Code lists
     * are ui's own. Returns false when the field has no choices. */
    bool (*choices)(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out);
    /* Of a text that has choices: can several be picked? NULL: yes. */
    bool (*several)(void *to, const struct field *field);
    /* Of a long text that has choices: what the one of this id puts in at the caret; may be NULL. */
    bool (*insert)(void *to, const struct record *record, const struct field *field, const char *id,
                   struct buffer *out);
    /* Text of a link's value. */
    void (*show)(void *to, const struct record *record, const struct field *field, struct buffer *out);
    /* A field was left with another value: may set other fields (household -> address, persons ...). */
    void (*changed)(void *to, struct ui_form *form, const struct field *field, struct record *record);
    /* The text that was typed into a link and is not resolved yet is kept as '?' and the text, so that it is never
     * taken for an id: a fault when saved, still there when a draft is opened. */
    /* Checks the whole and saves. Faults go to on_fault; ERR_CONFLICT makes ui read theirs and show both. */
    enum err (*save)(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *form, struct error *e);
    /* The record as it stands in the database now (after a conflict). */
    enum err (*theirs)(void *to, struct record *out, struct error *e);
    /* Keep a draft: called when a field is left and every 5 s while typing. record holds what is typed so far. */
    void (*draft)(void *to, const struct record *record, const char *field, size_t caret);
    /* Throw the draft away (the user chose so, or nothing was changed). */
    void (*discard)(void *to);
    /* Lines below the fields: what will be made, the last visit; most 0: there is no room for any. What is being typed
     * into a long text is in the record already. May be NULL. */
    void (*preview)(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most);
    /* Value of a field in the record saved before (Ctrl-D); may be NULL. */
    const char *(*same_as_last)(void *to, const struct field *field);
    /* The codes chosen last in a field, parted by commas, to stand first in its pick list; out is empty. May be NULL.
     */
    void (*recent)(void *to, const struct field *field, struct buffer *out);
    /* What is marked at first in the pick list of a text: ids parted by commas. NULL or false: the words parted by
     * commas that it holds. */
    bool (*marked)(void *to, const struct field *field, const char *text, struct buffer *out);
    const char *help; /* msgid of what the form is for; may be NULL */
    bool question;    /* "?" is an answer here: help is on F1 alone */
};

enum ui_form_result { FORM_LEFT = 0, FORM_SAVED = 1, FORM_SAVED_NEXT = 2, FORM_HANGUP = -1 };

struct ui_form_start {
    const char *field; /* where the caret begins; NULL is the first field */
    size_t caret;
    bool dirty;            /* the record comes from a draft */
    bool single;           /* there is no next one: saving always ends */
    int labels;            /* most columns of the labels; 0: the usual */
    const char *save_word; /* what saving is called on the foot bar; NULL is "save" (translated already) */
};

/* record is edited in place. Esc on a dirty form keeps the draft and leaves. */
enum ui_form_result ui_form_run(struct ui *ui, const char *title, const struct table *table,
                                const struct ui_form_ops *ops, struct record *record, const struct ui_form_start *start,
                                void *to);
void ui_form_set(struct ui_form *form, const char *field, const char *value); /* from changed() */
void ui_form_hide(struct ui_form *form, const char *field, bool hidden);

#endif
