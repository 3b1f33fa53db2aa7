/* Writing and changing a row of any described table. */
#include "table_form.h"

#include "links.h"
#include "places.h"
#include "recent.h"
#include "screens.h"
#include "table_row.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static enum err theirs(void *to, struct record *out, struct error *e)
{
    struct table_form *form = to;
    enum err r = table_read(form->desk.work, form->desk.table, form->desk.object, out, e);
    if (r != ERR_NONE)
        return r;
    row_compute(form->desk.work, form->desk.table, out, NULL);
    record_free(&form->kept);
    form->kept = record_copy(out);
    return r;
}

static void show(void *to, const struct record *record, const struct field *field, struct buffer *out)
{
    struct table_form *form = to;
    row_show(form->desk.work, field, record, out);
}

/* What the form itself need not complain of: the area is settled when the row is saved, and what came masked and is
 * still so means what is kept. */
struct telling {
    const struct table_form *form;
    const struct record *record;
    void (*on_fault)(void *ui_form, const struct error *fault);
    void *ui_form;
    struct error *first;
    size_t count;
};

static void tell(void *to, const struct error *fault)
{
    struct telling *telling = to;
    const struct record *kept = telling->form->kept;
    const struct field *field = table_field(telling->form->desk.table, fault->field);
    bool as_shown = field && field->masked && kept && *record_get(kept, field->name) &&
                    strcmp(record_get(kept, field->name), record_get(telling->record, field->name)) == 0;
    if (as_shown || strcmp(fault->field, "area") == 0)
        return;
    if (telling->count++ == 0)
        *telling->first = *fault;
    telling->on_fault(telling->ui_form, fault);
}

/* A new person may be there already: then the user looks at that one instead. */
static bool is_another(struct table_form *form, const struct record *record)
{
    struct desk *desk = &form->desk;
    int64_t same = strcmp(desk->table->name, "person") == 0 ? table_person_same(desk, record) : 0;
    if (same > 0)
        table_view_screen(desk->ui, desk->work, desk->table, same);
    return same != 0;
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *ui_form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct table_form *form = to;
    struct work *work = form->desk.work;
    const struct table *table = form->desk.table;
    struct record *typed = row_typed(table, record), *checked = record_copy(typed);
    struct telling telling = {.form = form, .record = record, .on_fault = on_fault, .ui_form = ui_form, .first = e};
    int64_t id = form->desk.object;
    check_record(table, checked, tell, &telling, NULL);
    enum err r = telling.count ? ERR_INVALID : ERR_NONE;
    if (r == ERR_NONE && !id && is_another(form, typed))
        r = error_set(e, ERR_STATE, NULL, _("Not saved: Esc keeps the draft, Alt-X throws it away."));
    if (r == ERR_NONE)
        r = id ? table_change(work, table, id, typed, e) : table_add(work, table, typed, &id, e);
    if (r == ERR_NONE) {
        form->saved = id;
        desk_remember(&form->desk, record);
        recent_remember(work, table, typed);
    }
    record_free(&checked);
    record_free(&typed);
    return r;
}

static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    struct table_form *form = to;
    table_person_changed(form, ui_form, field, record);
    row_compute(form->desk.work, form->desk.table, record, field);
}

/* Before anything is typed what was chosen last comes first. */
static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    struct table_form *form = to;
    bool any = table_person_choices(to, record, field, typed, pool, out);
    if (any && !*typed)
        recent_before(form->desk.work, form->desk.table, field, pool, out);
    return any;
}

static void recent(void *to, const struct field *field, struct buffer *out)
{
    struct table_form *form = to;
    recent_read(form->desk.work, form->desk.table, field, out);
}

static const struct ui_form_ops OPS = {
    .choices = choices,
    .recent = recent,
    .show = show,
    .changed = changed,
    .save = save,
    .theirs = theirs,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = table_person_preview,
    .same_as_last = desk_same_as_last,
};

/* Help of the form is that of the table. */
static struct ui_form_ops ops_of(const struct table *table)
{
    struct ui_form_ops ops = OPS;
    ops.help = table->help[i18n_language()];
    return ops;
}

/* Only a row's own place can be chosen; most rows lie where what they belong to lies. */
static void begin(struct table_form *form, struct record *record)
{
    const struct table *table = form->desk.table;
    const struct field *area = table_field(table, "area");
    record_defaults(record, table);
    if (area && !area->read_only && home_of_role(form->desk.work->actor.role) == HOME_GRID)
        record_set_int(record, "area", form->desk.work->actor.area);
    for (size_t i = 0; form->begun && i < record_count(form->begun); i++)
        record_set(record, record_name(form->begun, i), record_value(form->begun, i));
    row_compute(form->desk.work, table, record, NULL);
}

/* The first field that has nothing yet. */
static const char *first_empty(const struct table *table, const struct record *record)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!field->hidden && !field->read_only && field->type != FIELD_COMPUTED && !*record_get(record, field->name))
            return field->name;
    }
    return NULL;
}

static void write_new(struct table_form *form)
{
    const struct ui_form_ops ops = ops_of(form->desk.table);
    struct buffer title = {0}, name = {0};
    enum ui_form_result result;
    buffer_format(&title, _("New: %s"), table_label(form->desk.table));
    do {
        struct record *record = record_new();
        begin(form, record);
        form->desk.first = first_empty(form->desk.table, record);
        result = desk_run(form, buffer_text(&title), &ops, record, NULL);
        link_title(form->desk.work, form->desk.table, record, &name);
        if (result == FORM_SAVED || result == FORM_SAVED_NEXT)
            ui_note(form->desk.ui, _("Saved %s"), buffer_text(&name));
        record_free(&record);
    } while (result == FORM_SAVED_NEXT);
    buffer_free(&title);
    buffer_free(&name);
}

static void change(struct table_form *form)
{
    const struct ui_form_ops ops = ops_of(form->desk.table);
    struct record *record = record_new();
    struct error e = {0};
    struct buffer title = {0};
    if (theirs(form, record, &e) != ERR_NONE) {
        ui_error(form->desk.ui, &e);
    } else {
        link_title(form->desk.work, form->desk.table, record, &title);
        if (desk_run(form, buffer_text(&title), &ops, record, NULL) == FORM_SAVED)
            ui_note(form->desk.ui, _("%s is saved"), buffer_text(&title));
    }
    record_free(&form->kept);
    buffer_free(&title);
    record_free(&record);
}

static int64_t run(struct ui *ui, struct work *work, const struct table *table, int64_t id, const struct record *begun,
                   const char *first, bool resume)
{
    char action[ACTION_ROOM];
    struct error e = {0};
    struct table_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table,
                 .form = table->name,
                 .object = id,
                 .title_field = table_title(table) ? table_title(table)->name : NULL,
                 .at = first,
                 .whole = true,
                 .resume = resume},
        .begun = begun
    };
    if (right_need(work, table_action(table, "write", action), &e) != ERR_NONE) {
        ui_error(ui, &e);
        return 0;
    }
    if (id)
        change(&form);
    else
        write_new(&form);
    desk_end(&form.desk);
    return form.saved;
}

int64_t table_form_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id,
                          const struct record *begun)
{
    if (table->journal && id == 0) { /* its rows are commands; each kind has a form of its own */
        move_menu(ui, work, begun == NULL ? 0 : record_int(begun, "household"), 0);
        return 0;
    }
    return run(ui, work, table, id, begun, NULL, false);
}

void table_resume(struct ui *ui, struct work *work, const struct table *table, int64_t object)
{
    run(ui, work, table, object, NULL, NULL, true);
}

void table_fill_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id, const char *field)
{
    run(ui, work, table, id, NULL, field, false);
}

/* What may not be there twice, is masked or is the program's own stays behind. */
void table_copy_screen(struct ui *ui, struct work *work, const struct table *table, int64_t id)
{
    struct record *from = record_new(), *begun = record_new();
    struct error e = {0};
    if (table_read(work, table, id, from, &e) == ERR_NONE) {
        for (size_t i = 0; i < table->count; i++) {
            const struct field *field = &table->fields[i];
            if (!field->masked && !field->key && !field->read_only && !field->hidden && field->type != FIELD_COMPUTED)
                record_set(begun, field->name, record_get(from, field->name));
        }
        table_form_screen(ui, work, table, 0, begun);
    } else {
        ui_error(ui, &e);
    }
    record_free(&begun);
    record_free(&from);
}
