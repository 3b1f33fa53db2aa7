#include "form_inner.h"

#include "inner.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"

#include <string.h>

#define LABELS_USUAL 18 /* columns */

enum { DRAFT_EVERY = 5000, FIELDS_A_PAGE = 10 };

void ui_form_set(struct ui_form *form, const char *field, const char *value)
{
    record_set(form->record, field, value);
    if (form->count > 0 && strcmp(form_active(form)->field->name, field) == 0)
        form_enter(form, form->at);
}

void ui_form_hide(struct ui_form *form, const char *field, bool hidden)
{
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->fields[i].field->name, field) == 0)
            form->fields[i].hidden = hidden;
}

/* Steps to the next field that can be typed in, forwards or backwards; stays at the ends. */
static bool step(struct ui_form *form, int by)
{
    for (size_t i = form->at + (size_t)by; i < form->count; i += (size_t)by) /* wraps below 0 to a huge number */
        if (form_can_enter(&form->fields[i])) {
            form_enter(form, i);
            return true;
        }
    return false;
}

static void go(struct ui_form *form, int by, int times)
{
    form_leave(form);
    bool moved = false;
    while (times-- > 0 && step(form, by))
        moved = true;
    form->draft_waits |= form->dirty;
    form_keep_draft(form); /* with the field that it goes on in: there the draft opens */
    if (!moved && by > 0 && form->ui->note[0] == '\0')
        ui_note(form->ui, _("this is the last field; Ctrl-S saves"));
}

/* To the next part of a form that has parts, else some fields on. */
static void page(struct ui_form *form, int by)
{
    if (!form_has_parts(form)) {
        go(form, by, FIELDS_A_PAGE);
        return;
    }
    form_leave(form);
    form_enter(form, form_next_part(form, by));
    form->draft_waits |= form->dirty;
    form_keep_draft(form);
}

static void touch(struct ui_form *form)
{
    form->dirty = true;
    form->matches_stale = true;
    if (form->draft_waits)
        return;
    form->draft_waits = true;
    ui_timer(form->ui, DRAFT_EVERY);
}

static void same_as_last(struct ui_form *form, struct form_field *f)
{
    const char *value = form->ops->same_as_last == NULL ? NULL : form->ops->same_as_last(form->to, f->field);
    if (value == NULL)
        return;
    form_set_fault(f, NULL);
    form_set_value(form, f->field, value);
}

static void same_in_all(struct ui_form *form)
{
    form_leave(form);
    for (size_t i = 0; i < form->count; i++)
        if (form_can_enter(&form->fields[i]) && record_get(form->record, form->fields[i].field->name)[0] == '\0')
            same_as_last(form, &form->fields[i]);
    form_enter(form, form->at);
    form_keep_draft(form);
}

static void leave(struct ui_form *form)
{
    form->result = FORM_LEFT;
    form->screen.leave = true;
}

/* Esc: what was typed stays as a draft. Small forms without drafts ask instead. */
static void leave_keeping(struct ui_form *form)
{
    form_leave(form);
    if (form->dirty && form->ops->draft == NULL) {
        if (ui_confirm(form->ui, "%s", _("Leave without saving? What you typed here will be gone.")))
            leave(form);
        return;
    }
    leave(form);
    if (form->dirty)
        ui_note(form->ui, "%s", _("the draft is kept; it is offered when you come back"));
}

static void leave_discarding(struct ui_form *form)
{
    if (form->dirty && !ui_confirm(form->ui, "%s", _("Throw away what was typed in this form?")))
        return;
    if (form->ops->discard != NULL)
        form->ops->discard(form->to);
    form->dirty = form->draft_waits = false;
    leave(form);
}

static void cancel(struct ui_form *form)
{
    const struct ui_choice choices[] = {
        {'k', _("keep the draft and leave"), NULL, NULL},
        {'d', _("discard and leave"),        NULL, NULL},
        {'c', _("continue"),                 NULL, NULL},
    };
    form_keep_draft(form);
    bool drafts = form->ops->draft != NULL;
    int chosen = form->dirty && drafts ? ui_choose(form->ui, _("Cancel?"), choices, 3, 0) : 0;
    if (chosen == 0)
        leave_keeping(form);
    else if (chosen == 1)
        leave_discarding(form);
}

static bool form_action(struct ui_form *form, enum action action)
{
    switch (action) {
    case ACTION_NEXT_FIELD:
        go(form, 1, 1);
        return true;
    case ACTION_PREVIOUS_FIELD:
        go(form, -1, 1);
        return true;
    case ACTION_PAGE_DOWN:
    case ACTION_PAGE_UP:
        page(form, action == ACTION_PAGE_DOWN ? 1 : -1);
        return true;
    case ACTION_FORM_HELP:
        form_help(form);
        return true;
    case ACTION_PICK:
        form_pick(form);
        return true;
    case ACTION_SAVE:
        form_save(form, FORM_SAVED);
        return true;
    case ACTION_SAVE_NEXT:
        form_save(form, FORM_SAVED_NEXT);
        return true;
    case ACTION_SAME:
        same_as_last(form, form_active(form));
        form_enter(form, form->at);
        form_keep_draft(form);
        return true;
    case ACTION_SAME_ALL:
        same_in_all(form);
        return true;
    case ACTION_LEAVE_FORM:
        leave_keeping(form);
        return true;
    case ACTION_DISCARD:
        leave_discarding(form);
        return true;
    case ACTION_CANCEL:
        cancel(form);
        return true;
    case ACTION_FORM_PALETTE:
        form_keep_draft(form);
        return false;
    default:
        return false;
    }
}

/* The first character typed over a code or a date replaces it, a deletion empties it. */
static void start_fresh(struct ui_form *form, const struct key *key)
{
    bool types = key->paste != NULL || (key->code >= ' ' && key->code < KEY_NAMED && !key->alt);
    bool deletes = key->code == KEY_NAMED_BACKSPACE || key->code == KEY_NAMED_DELETE;
    if (form->fresh && (types || deletes))
        edit_set(&form->edit, "");
    form->fresh = false;
}

/* Keys that mean something for the field itself. */
static bool field_key(struct ui_form *form, const struct key *key)
{
    const struct field *field = form_active(form)->field;
    uint32_t code = text_half_width(key->code);
    if (code == '?' && !key->alt && form->edit.text.length == 0 && !form->ops->question) {
        form_help(form);
        return true;
    }
    if (code == ' ' && !key->alt && field->type == FIELD_CODES) {
        form_pick(form);
        return true;
    }
    return false;
}

static bool edit_field(struct ui_form *form, const struct key *key)
{
    char *before = mem_text(buffer_text(&form->edit.text));
    start_fresh(form, key);
    bool used = edit_key(&form->edit, key, form_value_columns(form));
    if (strcmp(before, buffer_text(&form->edit.text)) != 0)
        touch(form);
    mem_free(before);
    return used;
}

static bool form_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct ui_form *form = screen->data;
    if (key->code == KEY_NAMED_TIMER)
        ui_timer(ui, 0);
    if (key->code == KEY_NAMED_TIMER || key->code == KEY_NAMED_HANGUP)
        form_keep_draft(form);
    if (key->code == KEY_NAMED_TIMER || key->code == KEY_NAMED_HANGUP || key->code == KEY_NAMED_RESIZE)
        return true;
    bool inside = form->edit.lines && (key->code == KEY_NAMED_ENTER || key->code == KEY_NAMED_UP ||
                                       key->code == KEY_NAMED_DOWN); /* first the text's own */
    if (inside && edit_field(form, key))
        return true;
    if (action == ACTION_WHERE || action == ACTION_REDRAW)
        return false;
    if (action == ACTION_NONE || action == ACTION_FIELD_UNDO || action == ACTION_FIELD_REDO)
        return field_key(form, key) || edit_field(form, key);
    return form_action(form, action);
}

static void make_foot(struct ui_form *form, const struct ui_form_start *start)
{
    static const enum action actions[] = {ACTION_SAVE, ACTION_PICK,      ACTION_SAVE_NEXT,
                                          ACTION_SAME, ACTION_FORM_HELP, ACTION_LEAVE_FORM};
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (actions[i] == ACTION_SAME && form->ops->same_as_last == NULL)
            continue;
        if (actions[i] == ACTION_SAVE_NEXT && start != NULL && start->single)
            continue;
        if (actions[i] == ACTION_SAVE)
            form->foot_words[count] = start == NULL ? NULL : start->save_word;
        if (actions[i] == ACTION_LEAVE_FORM && form->ops->draft == NULL)
            form->foot_words[count] = N_("leave");
        form->foot[count++] = actions[i];
    }
    form->foot[count] = ACTION_NONE;
}

static void make_fields(struct ui_form *form)
{
    form->fields = mem_new(form->table->count + 1, sizeof(form->fields[0]));
    for (size_t i = 0; i < form->table->count; i++) {
        form->fields[i].field = &form->table->fields[i];
        form->fields[i].hidden = form->table->fields[i].hidden;
    }
    form->count = form->table->count;
}

/* The field to begin with: the one asked for, else the first that can be typed in. */
static bool begin(struct ui_form *form, const struct ui_form_start *start)
{
    size_t first = form->count;
    for (size_t i = form->count; i-- > 0;)
        if (form_can_enter(&form->fields[i]))
            first = i;
    for (size_t i = 0; start != NULL && start->field != NULL && i < form->count; i++)
        if (strcmp(form->fields[i].field->name, start->field) == 0 && form_can_enter(&form->fields[i]))
            first = i;
    if (first == form->count)
        return false;
    form_enter(form, first);
    if (start != NULL && start->field != NULL && start->dirty) /* a draft; else behind what stands there already */
        edit_set_caret(&form->edit, start->caret);
    return true;
}

enum ui_form_result ui_form_run(struct ui *ui, const char *title, const struct table *table,
                                const struct ui_form_ops *ops, struct record *record, const struct ui_form_start *start,
                                void *to)
{
    struct ui_form form = {.ui = ui, .table = table, .ops = ops, .record = record, .to = to, .pool = pool_new()};
    form.labels = start != NULL && start->labels > 0 ? start->labels : LABELS_USUAL;
    form.base = record_copy(record);
    form.dirty = start != NULL && start->dirty;
    make_fields(&form);
    make_foot(&form, start);
    form.screen_ops = (struct screen_ops){.draw = form_draw,
                                          .key = form_key,
                                          .place = PLACE_FORM,
                                          .foot = form.foot,
                                          .foot_words = form.foot_words,
                                          .help = ops->help};
    form.screen = (struct screen){.ops = &form.screen_ops, .title = title, .data = &form};
    int ended = begin(&form, start) ? ui_run(ui, &form.screen) : 0;
    form_keep_draft(&form); /* also when everything is left at once */
    for (size_t i = 0; i < form.count; i++)
        form_set_fault(&form.fields[i], NULL);
    edit_end(&form.edit);
    mem_free(form.entered);
    mem_free(form.fields);
    record_free(&form.base);
    pool_free(&form.pool);
    return ended < 0 && form.result == FORM_LEFT ? FORM_HANGUP : form.result;
}
