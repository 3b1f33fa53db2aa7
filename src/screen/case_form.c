/* Reporting a case, and changing it as long as nobody has taken it. */
#include "desk.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/household.h"
#include "wangge/work/mark.h"
#include "wangge/work/search.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define CALLERS      10
#define WHOLE_NUMBER 7 /* digits */

struct case_form {
    struct desk desk;
    struct record *begun; /* what a new one begins with, NULL for nothing */
};

static void follow_household(struct case_form *form, struct ui_form *ui_form, const struct record *record)
{
    struct rows rows;
    struct pool *pool = pool_new();
    if (record_int(record, "household") &&
        household_find(form->desk.work, pool, record_int(record, "household"), &rows, NULL) == ERR_NONE && rows.count) {
        ui_form_set(ui_form, "area", rows_text(&rows, 0, "area"));
        if (!*record_get(record, "place"))
            ui_form_set(ui_form, "place", rows_text(&rows, 0, "address"));
    }
    pool_free(&pool);
}

/* Who calls from a number that the registers know is told by it: person, name, household. */
static void caller(struct case_form *form, struct ui_form *ui_form, const struct record *record)
{
    struct pool *pool = pool_new();
    struct record *person = record_new();
    struct rows found = {0};
    size_t count = 0, last = 0;
    if (search_find(form->desk.work, pool, record_get(record, "reporter_phone"), CALLERS, &found, NULL) != ERR_NONE)
        found.count = 0;
    for (size_t i = 0; i < found.count; i++)
        if (strcmp(rows_text(&found, i, "kind"), "person") == 0) {
            count++;
            last = i;
        }
    if (count == 1 &&
        table_read(form->desk.work, table_find("person"), rows_int(&found, last, "id"), person, NULL) == ERR_NONE) {
        ui_form_set(ui_form, "person", rows_text(&found, last, "id"));
        if (!*record_get(record, "reporter"))
            ui_form_set(ui_form, "reporter", record_get(person, "name"));
        if (!record_int(record, "household") && record_int(person, "household")) {
            ui_form_set(ui_form, "household", record_get(person, "household"));
            follow_household(form, ui_form, record);
        }
        ui_note(form->desk.ui, _("The number is of %s"), record_get(person, "name"));
    } else {
        ui_form_set(ui_form, "person", "");
    }
    record_free(&person);
    pool_free(&pool);
}

/* The category that the words tell, as long as none was chosen. */
static void guess_category(struct case_form *form, struct ui_form *ui_form, const struct record *record,
                           const char *words)
{
    const char *category = *record_get(record, "category") ? NULL : mark_category(words);
    if (category == NULL)
        return;
    ui_form_set(ui_form, "category", category);
    ui_note(form->desk.ui, _("Category by these words: %s"), code_text("case_category", category));
}

static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    struct case_form *form = to;
    if (strcmp(field->name, "household") == 0)
        follow_household(form, ui_form, record);
    else if (strcmp(field->name, "reporter_phone") == 0 && strlen(record_get(record, "reporter_phone")) >= WHOLE_NUMBER)
        caller(form, ui_form, record);
    else if (strcmp(field->name, "title") == 0 || strcmp(field->name, "text") == 0)
        guess_category(form, ui_form, record, record_get(record, field->name));
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct case_form *form = to;
    (void)record;
    *count = 0;
    desk_say(&form->desk, pool,
             form->desk.object ? _("Saving changes the case; its timeline keeps what it was")
                               : _("Saving reports the case: it gets a number and its time begins to run"),
             lines, count, most);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct case_form *form = to;
    int64_t id = form->desk.object;
    enum err err = id ? case_change(form->desk.work, id, record, on_fault, ui_form, e)
                      : case_add(form->desk.work, record, false, &id, on_fault, ui_form, e);
    if (err == ERR_NONE)
        desk_remember(&form->desk, record);
    return err;
}

static enum err newest(const struct desk *desk, struct pool *pool, struct rows *out)
{
    struct list_query query = {.limit = 1, .sort = "-reported_at"};
    return case_list(desk->work, pool, CASE_MINE, &query, out, NULL, NULL);
}

static const struct ui_form_ops OPS = {
    .choices = desk_choices,
    .show = desk_show,
    .changed = changed,
    .save = save,
    .theirs = desk_theirs,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = desk_same_as_last,
    .help = N_("What happened, where, how urgent. The number and the time limit come by themselves."),
};

static void take(struct record *to, const struct record *from)
{
    for (size_t i = 0; i < record_count(from); i++)
        record_set(to, record_name(from, i), record_value(from, i));
}

static void write_new(struct case_form *form)
{
    enum ui_form_result result;
    do {
        struct error e = {0};
        struct record *record = record_new();
        result = FORM_LEFT;
        if (case_new(form->desk.work, record, &e) == ERR_NONE) {
            if (form->begun)
                take(record, form->begun);
            form->desk.first = *record_get(record, "title") ? "category" : "title";
            result = desk_run(form, _("Report a case"), &OPS, record, _("report"));
        } else {
            ui_error(form->desk.ui, &e);
        }
        form->begun = NULL;
        if (result == FORM_SAVED || result == FORM_SAVED_NEXT)
            ui_note(form->desk.ui, _("Reported %s"), record_get(record, "no"));
        record_free(&record);
    } while (result == FORM_SAVED_NEXT);
}

static void run(struct ui *ui, struct work *work, int64_t object, struct record *begun, bool resume)
{
    struct case_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("case"),
                 .form = "case",
                 .object = object,
                 .title_field = "title",
                 .read = case_read,
                 .newest = newest,
                 .resume = resume},
        .begun = begun
    };
    if (object)
        desk_change(&form, &OPS, "no");
    else
        write_new(&form);
    desk_end(&form.desk);
}

void case_write_screen(struct ui *ui, struct work *work)
{
    run(ui, work, 0, NULL, false);
}

void case_write_from(struct ui *ui, struct work *work, struct record *begun)
{
    run(ui, work, 0, begun, false);
}

void case_change_screen(struct ui *ui, struct work *work, int64_t id)
{
    run(ui, work, id, NULL, false);
}

void case_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object, NULL, true);
}
