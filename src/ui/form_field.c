/* Between what is typed and what the record holds. */
#include "choices.h"
#include "form_inner.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"

#include <string.h>

enum {
    PICKED_ROOM = 1024,
    LIKE_AN_ID = 15, /* digits: of no other number that finds somebody */
};

/* Text typed into a link that is no row yet; never to be taken for an id. */
static const char unresolved = '?';

struct form_field *form_active(struct ui_form *form)
{
    return &form->fields[form->at];
}

bool form_can_enter(const struct form_field *f)
{
    return !f->hidden && !f->field->read_only && f->field->type != FIELD_COMPUTED;
}

bool form_has_choices(const struct form_field *f)
{
    return f->field->type == FIELD_LINK || f->field->codes != NULL;
}

void form_set_fault(struct form_field *f, const char *text)
{
    mem_free(f->fault);
    f->fault = text == NULL ? NULL : mem_text(text);
}

/* As people read it, links as their text. */
void form_show_value(const struct ui_form *form, const struct record *record, const struct field *field,
                     struct buffer *out)
{
    const char *value = record_get(record, field->name);
    buffer_clear(out);
    if (field->type == FIELD_LINK && value[0] == unresolved)
        buffer_add_text(out, value + 1);
    else if (field->type == FIELD_LINK && value[0] != '\0' && form->ops->show != NULL)
        form->ops->show(form->to, record, field, out);
    else
        check_show(field, value, out);
}

/* In these the old value is replaced, not edited: a code's text or a date means nothing with a letter more. */
static bool begins_fresh(const struct form_field *f)
{
    switch (f->field->type) {
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_YES_NO:
        return true;
    default:
        return form_has_choices(f);
    }
}

void form_enter(struct ui_form *form, size_t i)
{
    struct buffer text = {0};
    form->at = i;
    struct form_field *f = form_active(form);
    form_show_value(form, form->record, f->field, &text);
    edit_end(&form->edit);
    edit_start(&form->edit, buffer_text(&text), f->field->length > 0 ? (size_t)f->field->length : 0,
               f->field->type == FIELD_LONG_TEXT);
    if (form_has_choices(f))
        form->edit.most = 0; /* the length is the code's, not its text's */
    mem_free(form->entered);
    form->entered = mem_text(buffer_text(&text));
    form->fresh = text.length > 0 && f->fault == NULL && begins_fresh(f);
    form->matches_stale = true;
    buffer_free(&text);
}

bool form_search(struct ui_form *form, const char *typed, struct pool *pool, struct rows *out)
{
    const struct field *field = form_active(form)->field;
    const struct code_list *list = field->codes == NULL ? NULL : code_list(field->codes);
    *out = (struct rows){0};
    if (list != NULL) {
        struct buffer recent = {0};
        if (*typed == '\0' && form->ops->recent != NULL)
            form->ops->recent(form->to, field, &recent);
        choices_of_codes(pool, list, typed, buffer_text(&recent), out);
        choices_put_first(pool, out, buffer_text(&recent));
        buffer_free(&recent);
        return true;
    }
    return form->ops->choices != NULL && form->ops->choices(form->to, form->record, field, typed, pool, out);
}

/* The row that the typed text means: the only one found, or the only one of exactly that text. */
static size_t the_one(const struct rows *rows, const char *typed)
{
    size_t found = SIZE_MAX;
    if (rows->count == 1)
        return 0;
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, "text"), typed) == 0) {
            if (found != SIZE_MAX)
                return SIZE_MAX;
            found = i;
        }
    return found;
}

/* A citizen ID finds somebody, or offers to make them, unless it was mistyped: then *e says where. */
static bool is_mistyped_id(const struct field *link, const char *typed, struct error *e)
{
    const struct field field = {
        .name = link->name, .type = FIELD_CITIZEN_ID, .label = {link->label[0], link->label[1]}
    };
    struct buffer id = {0};
    size_t digits = strspn(typed, "0123456789");
    bool mistyped =
        digits >= LIKE_AN_ID && digits + 1 >= strlen(typed) && check_value(&field, typed, &id, e) != ERR_NONE;
    buffer_free(&id);
    return mistyped;
}

static enum err find_choice(struct ui_form *form, const char *typed, struct buffer *value, struct error *e)
{
    const struct field *field = form_active(form)->field;
    struct pool *pool = pool_new();
    struct rows rows;
    enum err r = ERR_NONE;
    form_search(form, typed, pool, &rows);
    size_t row = the_one(&rows, typed);
    if (row != SIZE_MAX)
        buffer_add_text(value, rows_text(&rows, row, "id"));
    else if (rows.count == 0 && is_mistyped_id(field, typed, e))
        r = ERR_INVALID;
    else if (rows.count == 0)
        r = error_set(e, ERR_INVALID, field->name, _("%s: nothing is called \"%s\"; F4 shows what there is."),
                      field_label(field), typed);
    else
        r = error_set(e, ERR_INVALID, field->name, _("%s: %zu match \"%s\"; type more, or choose with F4."),
                      field_label(field), rows.count, typed);
    pool_free(&pool);
    return r;
}

static enum err resolve_code(struct ui_form *form, const char *typed, struct buffer *value, struct error *e)
{
    const struct code_list *list = code_list(form_active(form)->field->codes);
    const char *code = list == NULL ? NULL : code_parse(list, typed);
    if (code == NULL)
        return find_choice(form, typed, value, e);
    buffer_add_text(value, code);
    return ERR_NONE;
}

/* Values separated by commas of either width and the like; in codes by blanks too. */
static void to_commas(const char *typed, bool blanks, struct buffer *out)
{
    static const char *const separators[] = {",", "，", "、", ";", "；", " ", "\u3000"};
    enum { ALL = COUNT_OF(separators), BLANKS = 2 };
    for (const char *s = typed; *s != '\0';) {
        size_t n = 0;
        for (size_t i = 0; i < (blanks ? ALL : ALL - BLANKS) && n == 0; i++)
            n = strncmp(s, separators[i], strlen(separators[i])) == 0 ? strlen(separators[i]) : 0;
        buffer_add_char(out, n > 0 ? ',' : *s);
        s += n > 0 ? n : 1;
    }
}

/* Several codes, their texts or initials. */
static enum err resolve_codes(struct ui_form *form, const char *typed, struct buffer *value, struct error *e)
{
    struct buffer list = {0};
    enum err r = ERR_NONE;
    to_commas(typed, true, &list);
    char *rest = list.data;
    for (char *one; r == ERR_NONE && rest != NULL && (one = strsep(&rest, ",")) != NULL;) {
        if (*one == '\0')
            continue;
        if (value->length > 0)
            buffer_add_char(value, ',');
        r = resolve_code(form, one, value, e);
    }
    buffer_free(&list);
    return r;
}

/* From typed text to the canonical value. */
static enum err resolve(struct ui_form *form, const char *typed, struct buffer *value, struct error *e)
{
    const struct field *field = form_active(form)->field;
    struct buffer text = {0};
    enum err r = ERR_NONE;
    if (field->type == FIELD_LINK) {
        r = find_choice(form, typed, value, e);
    } else if (field->codes != NULL) {
        r = field->type == FIELD_CODES ? resolve_codes(form, typed, &text, e) : resolve_code(form, typed, &text, e);
        if (r == ERR_NONE)
            r = check_value(field, buffer_text(&text), value, e);
    } else {
        r = check_value(field, typed, value, e);
    }
    buffer_free(&text);
    return r;
}

void form_set_value(struct ui_form *form, const struct field *field, const char *value)
{
    if (strcmp(record_get(form->record, field->name), value) == 0)
        return;
    record_set(form->record, field->name, value);
    form->dirty = form->draft_waits = true;
    if (form->ops->changed != NULL)
        form->ops->changed(form->to, form, field, form->record);
}

/* What the record holds for text that means nothing (yet). */
static void set_unresolved(struct ui_form *form, const struct field *field, const char *typed)
{
    struct buffer value = {0};
    if (field->type == FIELD_LINK)
        buffer_add_char(&value, unresolved);
    buffer_add_text(&value, typed);
    form_set_value(form, field, buffer_text(&value));
    buffer_free(&value);
}

void form_leave(struct ui_form *form)
{
    struct form_field *f = form_active(form);
    char *typed = mem_text(buffer_text(&form->edit.text));
    bool open_link = f->field->type == FIELD_LINK && record_get(form->record, f->field->name)[0] == unresolved;
    if (open_link || strcmp(typed, form->entered) != 0) {
        struct buffer value = {0};
        struct error e;
        error_clear(&e);
        char *meant = mem_text(typed);
        text_trim(meant);
        enum err r =
            *meant == '\0' ? ERR_NONE : resolve(form, f->field->type == FIELD_LONG_TEXT ? typed : meant, &value, &e);
        form_set_fault(f, r == ERR_NONE ? NULL : e.text);
        if (r == ERR_NONE)
            form_set_value(form, f->field, buffer_text(&value));
        else
            set_unresolved(form, f->field, typed);
        if (r != ERR_NONE)
            ui_note(form->ui, "%s", e.text);
        mem_free(meant);
        buffer_free(&value);
        form_enter(form, form->at);
    }
    mem_free(typed);
}

struct record *form_typed_record(const struct ui_form *form)
{
    struct record *copy = record_copy(form->record);
    const struct field *field = form->fields[form->at].field;
    const char *typed = buffer_text(&form->edit.text);
    if (strcmp(typed, form->entered) != 0) {
        struct buffer value = {0};
        if (field->type == FIELD_LINK && *typed != '\0')
            buffer_add_char(&value, unresolved);
        buffer_add_text(&value, typed);
        record_set(copy, field->name, buffer_text(&value));
        buffer_free(&value);
    }
    return copy;
}

static bool pick_search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    return form_search(to, typed, pool, out);
}

/* What is marked when several can be picked: the codes, or the names that a text holds. */
static void marked_before(const struct ui_form *form, const struct field *field, char *ids, size_t room)
{
    struct buffer list = {0}, tight = {0};
    const char *typed = buffer_text(&form->edit.text);
    if (form->ops->marked != NULL && form->ops->marked(form->to, field, typed, &tight)) {
        text_copy(ids, room, buffer_text(&tight));
        buffer_free(&tight);
        return;
    }
    to_commas(field->codes != NULL ? record_get(form->record, field->name) : typed, false, &list);
    char *rest = list.data;
    for (char *one; rest != NULL && (one = strsep(&rest, ",")) != NULL;)
        if (*text_trim(one) != '\0')
            buffer_format(&tight, "%s%s", tight.length > 0 ? "," : "", one);
    text_copy(ids, room, buffer_text(&tight));
    buffer_free(&list);
    buffer_free(&tight);
}

/* What is chosen for a long text stands in it where the caret is, to be gone on with. */
static void insert_chosen(struct ui_form *form, const struct field *field, const char *id)
{
    struct buffer text = {0};
    if (form->ops->insert != NULL && form->ops->insert(form->to, form->record, field, id, &text)) {
        const char *before = buffer_text(&form->edit.text);
        size_t caret = form->edit.caret;
        size_t typed = caret > 0 && before[caret - 1] == '#' && *buffer_text(&text) == '#'; /* the sign stands there */
        bool all = edit_insert(&form->edit, buffer_text(&text) + typed, text.length - typed);
        form->dirty = form->draft_waits = true;
        if (!all)
            ui_note(form->ui, "%s", _("not all of it has room here"));
    }
    buffer_free(&text);
    form_keep_draft(form);
}

/* Of a text with choices several can be picked, as of codes: those who were met. */
static bool takes_several(const struct ui_form *form, const struct form_field *f)
{
    if (f->field->type == FIELD_CODES)
        return true;
    if (form_has_choices(f) || f->field->type == FIELD_LONG_TEXT)
        return false;
    return form->ops->several == NULL || form->ops->several(form->to, f->field);
}

void form_pick(struct ui_form *form)
{
    struct form_field *f = form_active(form);
    bool inserts = f->field->type == FIELD_LONG_TEXT;
    bool many = takes_several(form, f);
    char id[PICKED_ROOM] = "", text[PICKED_ROOM] = "";
    struct pool *pool = pool_new();
    struct rows rows;
    bool any = form_search(form, "", pool, &rows);
    pool_free(&pool);
    if (!any) {
        ui_note(form->ui, _("there is nothing to choose from here; just type"));
        return;
    }
    form_keep_draft(form);
    const char *typed = buffer_text(&form->edit.text);
    if (many)
        marked_before(form, f->field, id, sizeof(id));
    bool narrows = !many && !inserts && strcmp(typed, form->entered) != 0;
    if (!ui_pick(form->ui, field_label(f->field), pick_search, form, many, narrows ? typed : "", id, sizeof(id), text,
                 sizeof(text)))
        return;
    if (inserts) {
        insert_chosen(form, f->field, id);
        return;
    }
    form_set_fault(f, NULL);
    form_set_value(form, f->field, id);
    form_enter(form, form->at);
    form_keep_draft(form);
}
