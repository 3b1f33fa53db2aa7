/* All drawn fields of one door in one form: what is registered stands beside the label, what is true is typed. */
#include "desk.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define ANSWER_MOST 200
#define NAME_MOST   12 /* columns of a field's name before its value */

struct door_form {
    struct desk desk;
    struct pool *pool;
    int64_t check, door;
    bool blind;
    struct rows items;
    struct table table; /* made for this door: a field for each item */
    struct check_saved saved;
};

static size_t item_of(const struct door_form *form, const struct field *field)
{
    for (size_t i = 0; i < form->items.count; i++)
        if (strcmp(rows_text(&form->items, i, "position"), field->name) == 0)
            return i;
    return 0;
}

/* The field of the register that this one asks about. */
static const struct field *asked_field(const struct door_form *form, const struct field *field)
{
    size_t item = item_of(form, field);
    const struct table *table = table_find(rows_text(&form->items, item, "kind"));
    return table == NULL ? NULL : table_field(table, rows_text(&form->items, item, "field"));
}

static bool several(void *to, const struct field *field)
{
    const struct field *asked = asked_field(to, field);
    return asked != NULL && asked->type == FIELD_CODES;
}

/* F4 of a coded field: its codes. */
static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    enum { COLUMNS = 3 };
    const struct field *asked = asked_field(to, field);
    const struct code_list *list = asked == NULL || asked->codes == NULL ? NULL : code_list(asked->codes);
    size_t n = 0;
    (void)record;
    if (list == NULL)
        return false;
    rows_make(pool, out, list->count, COLUMNS, names);
    for (size_t i = 0; i < list->count; i++) {
        const char *text = code_text(list->name, list->codes[i].code);
        if (list->codes[i].retired || (!text_contains(text, typed) && strcmp(list->codes[i].code, typed) != 0))
            continue;
        rows_put(out, n, 0, text); /* the text is what stands in the form, and means its code */
        rows_put(out, n, 1, text);
        rows_put(out, n++, 2, list->codes[i].code);
    }
    out->count = n;
    return true;
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct door_form *form = to;
    return spot_check_save(form->desk.work, form->check, form->door, record, &form->saved, on_fault, ui_form, e);
}

/* Alt-D fills what is still empty: all the rest is as registered. */
static const char *same(void *to, const struct field *field)
{
    struct door_form *form = to;
    (void)field;
    return form->blind ? NULL : "=";
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct door_form *form = to;
    *count = 0;
    (void)record;
    desk_say(&form->desk, pool,
             form->blind
                 ? _("Type what is true. - nothing  / does not apply  ? not met")
                 : _("= as registered  - nothing  / does not apply  ? not met, or what is true.  Alt-D: all the "
                     "rest as registered"),
             lines, count, most);
}

static const struct ui_form_ops FORM = {
    .choices = choices,
    .several = several,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = same,
    .help =
        N_("What is true at this door: = as registered, - nothing, / does not apply, ? not met, or the value as the "
           "register would take it. What is wrong is corrected when you save; a field that is left empty stays "
           "open."),
    .question = true,
};

/* "Phone       139****1111" */
static const char *label_of(struct door_form *form, size_t item)
{
    struct buffer text = {0};
    const char *value = rows_text(&form->items, item, "value");
    text_pad(&text, rows_text(&form->items, item, "label"), NAME_MOST, -1);
    if (!form->blind)
        buffer_format(&text, " %s", *value == '\0' ? "-" : value);
    const char *out = pool_text(form->pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

static const char *help_of(struct door_form *form, size_t item)
{
    const char *problem = rows_text(&form->items, item, "problem");
    if (*problem != '\0')
        return pool_format(form->pool, _("Not corrected: %s"), problem);
    if (form->blind)
        return _("What is true?");
    return pool_format(form->pool, _("Registered: %s"), rows_text(&form->items, item, "value"));
}

/* Whose row it is heads its fields. */
static const char *part_of(struct door_form *form, size_t item)
{
    const char *name = rows_text(&form->items, item, "person_name");
    const struct table *table = table_find(rows_text(&form->items, item, "kind"));
    if (*name != '\0')
        return name;
    return table == NULL ? "" : table_label(table);
}

static void make_table(struct door_form *form)
{
    size_t count = form->items.count;
    const char *part = NULL;
    form->table = (struct table){.name = "check_door", .count = count};
    form->table.fields = pool_new_piece(form->pool, count + 1, sizeof *form->table.fields);
    for (size_t i = 0; i < count; i++) {
        struct field *field = &form->table.fields[i];
        const char *label = label_of(form, i), *help = help_of(form, i), *now = part_of(form, i);
        bool begins = part == NULL || strcmp(part, now) != 0;
        *field =
            (struct field){.name = rows_text(&form->items, i, "position"), .type = FIELD_TEXT, .length = ANSWER_MOST};
        for (int l = 0; l < LANGUAGE_COUNT; l++) {
            field->label[l] = label;
            field->help[l] = help;
            field->group[l] = begins ? now : NULL;
        }
        part = now;
    }
}

/* What was answered before, as it would be typed; a masked value is not typed again. */
static void fill(struct door_form *form, struct record *record)
{
    for (size_t i = 0; i < form->items.count; i++) {
        const char *verdict = rows_text(&form->items, i, "verdict"), *truth = rows_text(&form->items, i, "truth");
        const char *answer = "";
        if (strcmp(verdict, "correct") == 0 && !form->blind)
            answer = "=";
        else if (strcmp(verdict, "not_met") == 0)
            answer = "?";
        else if (strcmp(verdict, "not_applicable") == 0)
            answer = "/";
        else if (*verdict != '\0' && *truth == '\0')
            answer = "-";
        else if (*verdict != '\0' && strchr(truth, '*') == NULL)
            answer = truth;
        record_set(record, rows_text(&form->items, i, "position"), answer);
    }
}

static void tell(struct ui *ui, const struct check_saved *saved)
{
    if (saved->refused > 0)
        ui_note(ui, _("%d fields, %d wrong, %d corrected; %d were refused: F1 on the field says why"), saved->checked,
                saved->wrong, saved->corrected, saved->refused);
    else
        ui_note(ui, _("%d fields, %d wrong, %d corrected"), saved->checked, saved->wrong, saved->corrected);
}

static bool run(struct ui *ui, struct work *work, int64_t id, int64_t door, bool resume)
{
    struct door_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .form = "check_door",
                 .object = id * CHECK_DOORS + door,
                 .labels = ui_columns(ui) / 2 - 2,
                 .resume = resume},
        .pool = pool_new(),
        .check = id,
        .door = door
    };
    struct record *record = record_new();
    struct error e = {0};
    bool next = false;
    if (spot_check_items(work, form.pool, id, door, CHECK_BY_NONE, NULL, &form.items, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else if (form.items.count > 0) {
        form.blind = rows_int(&form.items, 0, "blind") != 0;
        make_table(&form);
        form.desk.table = &form.table;
        form.desk.title = rows_text(&form.items, 0, "address");
        form.desk.many = true;
        fill(&form, record);
        enum ui_form_result result = desk_run(&form, form.desk.title, &FORM, record, NULL);
        if (result == FORM_SAVED || result == FORM_SAVED_NEXT)
            tell(ui, &form.saved);
        next = result == FORM_SAVED_NEXT;
    }
    record_free(&record);
    desk_end(&form.desk);
    pool_free(&form.pool);
    return next;
}

bool check_door_screen(struct ui *ui, struct work *work, int64_t id, int64_t door)
{
    return run(ui, work, id, door, false);
}

void check_door_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object / CHECK_DOORS, object % CHECK_DOORS, true);
}
