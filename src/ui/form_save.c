#include "form_inner.h"

#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

void form_keep_draft(struct ui_form *form)
{
    if (!form->draft_waits)
        return;
    form->draft_waits = false;
    if (form->ops->draft == NULL)
        return;
    struct record *typed = form_typed_record(form);
    form->ops->draft(form->to, typed, form_active(form)->field->name, form->edit.caret);
    record_free(&typed);
}

static void on_fault(void *to, const struct error *fault)
{
    struct ui_form *form = to;
    form->fault_count++;
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->fields[i].field->name, fault->field) == 0) {
            form_set_fault(&form->fields[i], fault->text);
            return;
        }
    if (form->other_fault[0] == '\0')
        text_copy(form->other_fault, sizeof(form->other_fault), fault->text);
}

/* All faults are marked, the cursor goes to the first. */
static void show_faults(struct ui_form *form, const struct error *e)
{
    if (form->fault_count == 0)
        on_fault(form, e);
    size_t i = 0;
    while (i < form->count && (form->fields[i].fault == NULL || !form_can_enter(&form->fields[i])))
        i++;
    if (i == form->count) {
        ui_note(form->ui, "%s", form->other_fault[0] != '\0' ? form->other_fault : e->text);
        return;
    }
    form_enter(form, i);
    if (form->fault_count == 1)
        ui_note(form->ui, "%s", form->fields[i].fault);
    else
        ui_note(form->ui, _("%zu faults, marked with !. %s"), form->fault_count, form->fields[i].fault);
}

void form_save(struct ui_form *form, enum ui_form_result saved)
{
    struct error e;
    enum err r;
    form_leave(form);
    form_keep_draft(form);
    do {
        for (size_t i = 0; i < form->count; i++)
            form_set_fault(&form->fields[i], NULL);
        form->fault_count = 0;
        form->other_fault[0] = '\0';
        error_clear(&e);
        r = form->ops->save(form->to, form->record, on_fault, form, &e);
    } while (r == ERR_CONFLICT && form_settle_conflict(form));
    if (r == ERR_NONE) {
        form->dirty = form->draft_waits = false;
        form->result = saved;
        form->screen.leave = true;
    } else if (r == ERR_INVALID) {
        show_faults(form, &e);
    } else if (r == ERR_CONFLICT) {
        form_enter(form, form->at); /* what was chosen so far stays */
    } else {
        ui_error(form->ui, &e);
    }
}
