/* Somebody else saved first: both values of each field that differs, and which of them stays. */
#include "form_inner.h"

#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

enum { LABEL_COLUMNS = 14, FIRST_ROW = 4, SIDE_GAP = 2 };

struct difference {
    const struct field *field;
    bool mine;
};

struct conflict {
    struct ui_form *form;
    struct record *theirs;
    struct difference *differences;
    size_t count, at;
};

static bool same(const struct record *a, const struct record *b, const struct field *field)
{
    return strcmp(record_get(a, field->name), record_get(b, field->name)) == 0;
}

/* What only one side has changed is kept from that side at first; where both did, mine is. Fields that nobody types
 * are theirs unless this form set them; when the other side has changed nothing else (a review), nothing is asked. */
static void compare(struct conflict *conflict)
{
    struct ui_form *form = conflict->form;
    bool theirs = false;
    conflict->differences = mem_new(form->count + 1, sizeof(conflict->differences[0]));
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = form->fields[i].field;
        if (same(form->record, conflict->theirs, field))
            continue;
        bool mine = !same(form->record, form->base, field), typed = form_can_enter(&form->fields[i]);
        theirs |= typed && !same(conflict->theirs, form->base, field);
        if (typed)
            conflict->differences[conflict->count++] = (struct difference){field, mine};
        else if (!mine)
            record_set(form->record, field->name, record_get(conflict->theirs, field->name));
    }
    if (!theirs)
        conflict->count = 0;
}

static void put_value(struct ui *ui, const struct conflict *conflict, int row, int column, int columns, bool mine,
                      const struct difference *difference)
{
    struct buffer value = {0}, text = {0};
    form_show_value(conflict->form, mine ? conflict->form->record : conflict->theirs, difference->field, &value);
    buffer_format(&text, "[%c] %s", difference->mine == mine ? 'x' : ' ', buffer_text(&value));
    buffer_splice(&value, 0, value.length, "", 0);
    text_pad(&value, buffer_text(&text), columns, -1);
    ui_put(ui, row, column, columns, difference->mine == mine ? STYLE_BOLD : STYLE_PLAIN, buffer_text(&value));
    buffer_free(&value);
    buffer_free(&text);
}

static void conflict_draw(struct ui *ui, struct screen *screen)
{
    const struct conflict *conflict = screen->data;
    int side = (ui_columns(ui) - LABEL_COLUMNS - 2 * SIDE_GAP - 3) / 2;
    int mine = LABEL_COLUMNS + 2 + SIDE_GAP, theirs = mine + side + SIDE_GAP, page = ui_rows(ui) - FIRST_ROW;
    ui_put(ui, 0, 1, 0, STYLE_BOLD, _("Somebody else has saved this meanwhile. Nothing of yours is lost."));
    ui_put(ui, 1, 1, 0, STYLE_PLAIN, _("Say for each field which value stays, then save."));
    ui_put(ui, 3, mine + 4, side - 4, STYLE_BOLD, _("mine"));
    ui_put(ui, 3, theirs + 4, side - 4, STYLE_BOLD, _("theirs"));
    size_t first = conflict->at >= (size_t)page ? conflict->at - (size_t)page + 1 : 0;
    for (size_t i = first; i < conflict->count && i < first + (size_t)page; i++) {
        int row = FIRST_ROW + (int)(i - first);
        const struct difference *difference = &conflict->differences[i];
        ui_put(ui, row, 0, 1, STYLE_PLAIN, i == conflict->at ? ">" : " ");
        ui_put(ui, row, 2, LABEL_COLUMNS, STYLE_PLAIN, field_label(difference->field));
        put_value(ui, conflict, row, mine, side, true, difference);
        put_value(ui, conflict, row, theirs, side, false, difference);
        if (i == conflict->at)
            ui_caret(ui, row, 0);
    }
}

static bool conflict_key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    (void)ui;
    struct conflict *conflict = screen->data;
    struct difference *difference = &conflict->differences[conflict->at];
    if (action == ACTION_NEXT_FIELD)
        conflict->at += conflict->at + 1 < conflict->count;
    else if (action == ACTION_PREVIOUS_FIELD)
        conflict->at -= conflict->at > 0;
    else if (action == ACTION_KEEP_MINE || action == ACTION_KEEP_THEIRS)
        difference->mine = action == ACTION_KEEP_MINE;
    else if (text_half_width(key->code) == ' ')
        difference->mine = !difference->mine;
    else if (action == ACTION_SAVE || action == ACTION_LEAVE_FORM || action == ACTION_CANCEL) {
        screen->result = action == ACTION_SAVE;
        screen->leave = true;
    } else {
        return action != ACTION_WHERE && action != ACTION_REDRAW;
    }
    return true;
}

static bool ask(struct conflict *conflict)
{
    static const enum action foot[] = {ACTION_KEEP_MINE, ACTION_KEEP_THEIRS, ACTION_NEXT_FIELD,
                                       ACTION_SAVE,      ACTION_LEAVE_FORM,  ACTION_NONE};
    static const char *const words[] = {NULL, NULL, NULL, N_("save"), N_("back to the form")};
    static const struct screen_ops ops = {.title = N_("Two changes of one record"),
                                          .draw = conflict_draw,
                                          .key = conflict_key,
                                          .place = PLACE_FORM,
                                          .foot = foot,
                                          .foot_words = words};
    struct screen screen = {.ops = &ops, .data = conflict};
    return ui_run(conflict->form->ui, &screen) == 1;
}

bool form_settle_conflict(struct ui_form *form)
{
    struct error e;
    struct conflict conflict = {.form = form, .theirs = record_new()};
    error_clear(&e);
    bool settled = false;
    if (form->ops->theirs == NULL || form->ops->theirs(form->to, conflict.theirs, &e) != ERR_NONE) {
        ui_error(form->ui, &e);
    } else {
        compare(&conflict);
        settled = conflict.count == 0 || ask(&conflict);
    }
    if (settled) {
        for (size_t i = 0; i < conflict.count; i++)
            if (!conflict.differences[i].mine)
                record_set(form->record, conflict.differences[i].field->name,
                           record_get(conflict.theirs, conflict.differences[i].field->name));
        record_set(form->record, "version", record_get(conflict.theirs, "version"));
        record_free(&form->base);
        form->base = record_copy(conflict.theirs);
    }
    mem_free(conflict.differences);
    record_free(&conflict.theirs);
    return settled;
}
