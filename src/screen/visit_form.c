/* Writing and changing an entry of the visit diary. */
#include "desk.h"
#include "links.h"
#include "screens.h"
#include "tell.h"
#include "visit_mark.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/household.h"
#include "wangge/work/mark.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MADE_MOST 40 /* lines */

struct visit_form {
    struct desk desk;
    struct pool *pool;  /* holds what is known of the household */
    int64_t household;  /* that the lines below are about */
    const char *before; /* its last visit, in one line */
    int64_t saved;      /* the entry that was saved last */

    struct pool *marks;          /* holds what the marks of the text make */
    struct buffer looked;        /* the values that this was told of */
    const char *made[MADE_MOST]; /* a line each */
    size_t made_count;
    size_t room;             /* lines that the form can show */
    char next_on[DATE_TEXT]; /* the next visit that the text told last */
};

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    struct visit_form *form = to;
    if (strcmp(field->name, "text") == 0) {
        visit_mark_choices(typed, pool, out);
        return true;
    }
    if (strcmp(field->name, "persons") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    int64_t household = record_int(record, "household");
    return names_of_household(form->desk.work, pool, household, typed, out);
}

/* The entry of a known household begins with whom one meets there. */
static void meet_the_head(struct visit_form *form, int64_t household, struct record *record)
{
    struct pool *pool = pool_new();
    struct rows rows;
    if (household && household_find(form->desk.work, pool, household, &rows, NULL) == ERR_NONE && rows.count)
        record_set(record, "persons", rows_text(&rows, 0, "head"));
    pool_free(&pool);
}

/* The last visit of the household, read once when the household changes. */
static void look_up(struct visit_form *form, int64_t household)
{
    struct list_query query = {.limit = 2, .sort = "-on"};
    struct rows rows;
    char id[24];
    if (household == form->household)
        return;
    form->household = household;
    form->before = NULL;
    pool_reset(form->pool);
    snprintf(id, sizeof id, "%lld", (long long)household);
    if (!household || list_add_filter(&query, form->desk.table, "household", id, NULL) != ERR_NONE ||
        visit_list(form->desk.work, form->pool, &query, false, &rows, NULL, NULL) != ERR_NONE)
        return;
    size_t last = rows.count && rows_int(&rows, 0, "id") == form->desk.object ? 1 : 0; /* the one before this */
    if (last < rows.count)
        form->before = pool_format(form->pool, _("Last visit %s: %s"), tell_moment(form->pool, &rows, last, "on"),
                                   rows_text(&rows, last, "text"));
    else
        form->before = _("This household has no visit in the diary yet");
}

static bool insert(void *to, const struct record *record, const struct field *field, const char *id, struct buffer *out)
{
    (void)to;
    (void)record;
    (void)field;
    visit_mark_insert(id, out);
    return true;
}

/* The next visit follows the text, unless somebody gave it by hand. */
static void follow_text(struct visit_form *form, struct ui_form *ui_form, const struct record *record)
{
    struct pool *pool = pool_new();
    struct mark_plan plan;
    const char *now = record_get(record, "next_on");
    bool follows = *now == '\0' || strcmp(now, form->next_on) == 0;
    if (follows && mark_plan(form->desk.work, pool, form->desk.object, record, &plan, NULL) == ERR_NONE) {
        if (*plan.next_on != '\0' || *form->next_on != '\0')
            ui_form_set(ui_form, "next_on", plan.next_on);
        text_copy(form->next_on, sizeof form->next_on, plan.next_on);
        mark_plan_free(&plan);
    }
    pool_free(&pool);
}

static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    struct visit_form *form = to;
    struct rows rows;
    if (strcmp(field->name, "text") == 0 || strcmp(field->name, "household") == 0)
        follow_text(form, ui_form, record);
    if (strcmp(field->name, "household") != 0 || !record_int(record, "household"))
        return;
    struct pool *pool = pool_new();
    if (household_find(form->desk.work, pool, record_int(record, "household"), &rows, NULL) == ERR_NONE && rows.count) {
        if (!*record_get(record, "kinds"))
            ui_form_set(ui_form, "kinds", rows_text(&rows, 0, "kinds"));
        if (!*record_get(record, "persons"))
            ui_form_set(ui_form, "persons", rows_text(&rows, 0, "head"));
    }
    pool_free(&pool);
}

/* All that it depends on what the marks make: as long as it is the same, nobody asks the database at each key. */
static void depends_on(const struct record *record, struct buffer *out)
{
    static const char *const fields[] = {"on", "household", "persons"};
    struct pool *pool = pool_new();
    struct mark *marks = NULL;
    const char *text = record_get(record, "text"), *almost = mark_almost(pool, text);
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        buffer_format(out, "%s\n", record_get(record, fields[i]));
    size_t count = mark_parse(pool, text, 0, &marks);
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "%s\n", marks[i].written);
    if (almost != NULL)
        buffer_add_text(out, almost);
    pool_free(&pool);
}

/* What the marks make, told anew when something is another that they depend on. */
static void look_at_marks(struct visit_form *form, const struct record *record)
{
    struct buffer now = {0};
    struct mark_plan plan;
    depends_on(record, &now);
    bool same = strcmp(buffer_text(&now), buffer_text(&form->looked)) == 0;
    buffer_free(&form->looked);
    form->looked = now;
    if (same)
        return;
    pool_reset(form->marks);
    form->made_count = 0;
    if (mark_plan(form->desk.work, form->marks, form->desk.object, record, &plan, NULL) != ERR_NONE)
        return;
    visit_mark_lines(&form->desk, &plan, form->marks, form->made, &form->made_count, MADE_MOST);
    mark_plan_free(&plan);
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct visit_form *form = to;
    const char *next = record_get(record, "next_on");
    *count = 0;
    look_up(form, record_int(record, "household"));
    look_at_marks(form, record);
    form->room = most;
    for (size_t i = 0; i < form->made_count && *count < most; i++)
        lines[(*count)++] = form->made[i];
    if (form->desk.object)
        desk_say(&form->desk, pool, _("Saving changes this entry; its history keeps what it was"), lines, count, most);
    else if (record_int(record, "household"))
        desk_say(&form->desk, pool, _("Saving counts this household as visited this month"), lines, count, most);
    if (*next)
        desk_say(&form->desk, pool, pool_format(pool, _("To visit again: %s"), tell_day(pool, next)), lines, count,
                 most);
    if (form->before)
        desk_say(&form->desk, pool, form->before, lines, count, most);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct visit_form *form = to;
    int64_t id = form->desk.object;
    visit_mark_ask(&form->desk, ui_form, record);
    look_at_marks(form, record);
    if (form->made_count > form->room && !visit_mark_agree(&form->desk, record))
        return error_set(e, ERR_INVALID, "text", "%s", _("Nothing is saved yet"));
    enum err err = id ? visit_change(form->desk.work, id, record, on_fault, ui_form, e)
                      : visit_add(form->desk.work, record, &id, on_fault, ui_form, e);
    if (err == ERR_NONE)
        desk_remember(&form->desk, record);
    form->saved = err == ERR_NONE ? id : 0;
    return err;
}

static void note_saved(struct visit_form *form, const struct record *record)
{
    struct pool *pool = pool_new();
    struct rows made = {0};
    if (mark_made(form->desk.work, pool, form->saved, &made, NULL) == ERR_NONE && made.count > 0)
        ui_note(form->desk.ui, _("Saved %s, with all that its marks make: %zu"), record_get(record, "no"), made.count);
    else
        ui_note(form->desk.ui, _("Saved %s"), record_get(record, "no"));
    pool_free(&pool);
}

static enum err newest(const struct desk *desk, struct pool *pool, struct rows *out)
{
    struct list_query query = {.limit = 1, .sort = "-on"};
    return visit_list(desk->work, pool, &query, false, out, NULL, NULL);
}

static const struct ui_form_ops OPS = {
    .choices = choices,
    .insert = insert,
    .show = desk_show,
    .changed = changed,
    .save = save,
    .theirs = desk_theirs,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .same_as_last = desk_same_as_last,
    .help =
        N_("One entry for one visit. Choose the household by door number, name or initials; Ctrl-N saves and begins "
           "the next one. Marks in the text make cases, next visits and changes of people when it is saved: F4 shows "
           "them, and what will be made stands below."),
};

/* New entries one after the other, as long as "save, next" is the answer. */
static void write_new(struct visit_form *form, int64_t household)
{
    enum ui_form_result result;
    do {
        struct error e = {0};
        struct record *record = record_new();
        if (visit_new(form->desk.work, household, record, &e) == ERR_NONE) {
            form->household = -1;
            form->next_on[0] = '\0';
            form->desk.first = household ? "persons" : "household";
            meet_the_head(form, household, record);
            result = desk_run(form, _("New diary entry"), &OPS, record, NULL);
        } else {
            ui_error(form->desk.ui, &e);
            result = FORM_LEFT;
        }
        if (result == FORM_SAVED || result == FORM_SAVED_NEXT)
            note_saved(form, record);
        record_free(&record);
        household = 0;
    } while (result == FORM_SAVED_NEXT);
}

static void run(struct ui *ui, struct work *work, int64_t object, int64_t household, bool resume)
{
    struct visit_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("visit"),
                 .form = "visit",
                 .object = object,
                 .title_field = "household",
                 .read = visit_read,
                 .newest = newest,
                 .resume = resume},
        .pool = pool_new(),
        .household = -1,
        .marks = pool_new()
    };
    if (object)
        desk_change(&form, &OPS, "no");
    else
        write_new(&form, household);
    desk_end(&form.desk);
    buffer_free(&form.looked);
    pool_free(&form.marks);
    pool_free(&form.pool);
}

void visit_write_screen(struct ui *ui, struct work *work)
{
    run(ui, work, 0, 0, false);
}

void visit_write_at(struct ui *ui, struct work *work, int64_t household)
{
    run(ui, work, 0, household, false);
}

void visit_change_screen(struct ui *ui, struct work *work, int64_t id)
{
    run(ui, work, id, 0, false);
}

void visit_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object, 0, true);
}
