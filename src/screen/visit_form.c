/* Writing and changing an entry of the visit diary. */
#include "desk.h"
#include "links.h"
#include "screens.h"
#include "tell.h"
#include "visit_mark.h"
#include "visit_patrol.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
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
    char kind[16];      /* of a new one */
    bool only;          /* one entry: who began it knows which door comes next */
    struct pool *pool;  /* holds what is known of the household */
    int64_t household;  /* that the lines below are about */
    const char *before; /* its last visit, in one line */
    const char *kinds;  /* why it must be visited, NULL for no special reason */
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
    if (strcmp(field->name, "points") == 0)
        return visit_patrol_choices(&form->desk, record, typed, pool, out);
    bool meets = strcmp(field->name, "persons") == 0, meeting = strcmp(record_get(record, "kind"), "meeting") == 0;
    if (strcmp(field->name, "companions") == 0 || (meets && meeting))
        return names_of_colleagues(form->desk.work, pool, typed, out);
    if (!meets)
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

/* What the registers say of the household. */
static void tell_kinds(struct visit_form *form, int64_t household)
{
    struct rows rows;
    struct buffer kinds = {0};
    if (!household || household_find(form->desk.work, form->pool, household, &rows, NULL) != ERR_NONE || !rows.count)
        return;
    check_show(table_field(form->desk.table, "kinds"), rows_text(&rows, 0, "kinds"), &kinds);
    if (kinds.length > 0)
        form->kinds = pool_format(form->pool, _("Must be visited: %s"), buffer_text(&kinds));
    buffer_free(&kinds);
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
    form->before = form->kinds = NULL;
    pool_reset(form->pool);
    tell_kinds(form, household);
    snprintf(id, sizeof id, "%lld", (long long)household);
    if (!household || list_add_filter(&query, form->desk.table, "household", id, NULL) != ERR_NONE ||
        list_add_filter(&query, form->desk.table, "counts", "1", NULL) != ERR_NONE ||
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
    if (strcmp(field->name, "points") == 0)
        visit_patrol_insert(id, out);
    else
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

static bool is_hidden(const struct field *field, const struct record *record)
{
    const char *household = record_get(record, "household"), *place = record_get(record, "place");
    bool other = (strcmp(field->name, "place") == 0 && *household) || (strcmp(field->name, "household") == 0 && *place);
    bool begun = strcmp(field->name, "kind") == 0; /* what it is tells the place where it was begun */
    return field->hidden || field->read_only || begun || other ||
           !visit_kind_has(record_get(record, "kind"), field->name);
}

/* The form shows what belongs to the kind, under the names that it has there. */
static void fit(struct desk *desk, const struct record *record, struct table *shown)
{
    for (size_t i = 0; i < shown->count; i++) {
        const struct field *field = &desk->table->fields[i];
        const char *label = visit_kind_label(record_get(record, "kind"), field->name);
        shown->fields[i].hidden = is_hidden(field, record);
        shown->fields[i].required = field->required && !(strcmp(field->name, "text") == 0 &&
                                                         visit_kind_has(record_get(record, "kind"), "points"));
        shown->fields[i].label[i18n_language()] = label ? label : field->label[i18n_language()];
    }
}

static void fit_again(struct visit_form *form, struct ui_form *ui_form, const struct record *record)
{
    fit(&form->desk, record, form->desk.shown);
    for (size_t i = 0; i < form->desk.shown->count; i++)
        ui_form_hide(ui_form, form->desk.shown->fields[i].name, form->desk.shown->fields[i].hidden);
}

/* Numbers become the names of the points. */
static void name_points(struct visit_form *form, struct ui_form *ui_form, const struct record *record)
{
    struct buffer points = {0};
    if (visit_patrol_tidy(&form->desk, record, &points))
        ui_form_set(ui_form, "points", buffer_text(&points));
    buffer_free(&points);
}

static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    struct visit_form *form = to;
    struct rows rows;
    if (strcmp(field->name, "text") == 0 || strcmp(field->name, "household") == 0)
        follow_text(form, ui_form, record);
    if (strcmp(field->name, "points") == 0)
        name_points(form, ui_form, record);
    fit_again(form, ui_form, record);
    if (strcmp(field->name, "household") != 0 || !record_int(record, "household"))
        return;
    struct pool *pool = pool_new();
    if (household_find(form->desk.work, pool, record_int(record, "household"), &rows, NULL) == ERR_NONE && rows.count) {
        if (!*record_get(record, "persons"))
            ui_form_set(ui_form, "persons", rows_text(&rows, 0, "head"));
    }
    pool_free(&pool);
}

/* All that it depends on what the marks make: as long as it is the same, nobody asks the database at each key. */
static void depends_on(const struct record *record, struct buffer *out)
{
    static const char *const fields[] = {"on", "household", "persons", "points"};
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
    if (*record_get(record, "returned_at") != '\0')
        desk_say(&form->desk, pool, pool_format(pool, _("Given back: %s"), record_get(record, "review")), lines, count,
                 most);
    look_up(form, record_int(record, "household"));
    look_at_marks(form, record);
    form->room = most;
    if (visit_kind_has(record_get(record, "kind"), "points"))
        visit_patrol_lines(&form->desk, record, pool, lines, count, most);
    for (size_t i = 0; i < form->made_count && *count < most; i++)
        lines[(*count)++] = form->made[i];
    if (form->desk.object)
        desk_say(&form->desk, pool, _("Saving changes this entry; its history keeps what it was"), lines, count, most);
    else if (record_int(record, "household"))
        desk_say(&form->desk, pool, _("Saving counts this household as visited this month"), lines, count, most);
    if (*next)
        desk_say(&form->desk, pool, pool_format(pool, _("To visit again: %s"), tell_day(pool, next)), lines, count,
                 most);
    if (form->kinds)
        desk_say(&form->desk, pool, form->kinds, lines, count, most);
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

/* The newest own entry of this kind, whole: what Ctrl-D takes in the first form of a sitting. */
static const char *same_as_last(void *to, const struct field *field)
{
    struct visit_form *form = to;
    struct desk *desk = &form->desk;
    struct list_query query = {.limit = 1, .sort = "-on"};
    if (!desk->last) {
        struct pool *pool = pool_new();
        struct rows rows = {0};
        desk->last = record_new();
        if (list_add_filter(&query, desk->table, "by", desk->work->actor.login, NULL) == ERR_NONE &&
            list_add_filter(&query, desk->table, "kind", form->kind, NULL) == ERR_NONE &&
            visit_list(desk->work, pool, &query, false, &rows, NULL, NULL) == ERR_NONE && rows.count)
            visit_read(desk->work, rows_text(&rows, 0, "no"), desk->last, NULL);
        pool_free(&pool);
    }
    return record_get(desk->last, field->name);
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
    .same_as_last = same_as_last,
    .help =
        N_("One entry for one visit. Choose the household by door number, name or initials; Ctrl-N saves and begins "
           "the next one. Marks in the text make cases, next visits and changes of people when it is saved: F4 shows "
           "them, and what will be made stands below."),
};

/* What the next entry of a sitting has in common with the one before: it is written of another day as long as that one
 * was. */
static void repeat(const struct record *last, struct record *record)
{
    static const char *const fields[] = {"kind", "channel", "companions"};
    int64_t on = 0;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        record_set(record, fields[i], record_get(last, fields[i]));
    if (instant_parse(record_get(last, "on"), &on) && day_of(on) != day_of(clock_now()))
        record_set(record, "on", record_get(last, "on"));
}

/* Who is visited is known: what remains to be told is what was seen. */
static const char *first_field(const char *kind, int64_t whom)
{
    if (visit_kind_has(kind, "points"))
        return "points";
    if (whom != 0)
        return "text";
    return visit_kind_has(kind, "household") ? "household" : "persons";
}

static const char *title_of(const char *kind)
{
    return strcmp(kind, "patrol") == 0    ? _("New patrol")
           : strcmp(kind, "meeting") == 0 ? _("New meeting")
                                          : _("New diary entry");
}

/* New entries one after the other, as long as "save, next" is the answer: from door to door. True: that was the last
 * answer, of one entry only. */
static bool write_new(struct visit_form *form, int64_t household, int64_t place)
{
    enum ui_form_result result;
    struct record *last = NULL;
    do {
        struct error e = {0};
        struct record *record = record_new();
        result = FORM_LEFT;
        if (visit_new(form->desk.work, household, place, record, &e) == ERR_NONE) {
            form->household = -1;
            form->next_on[0] = '\0';
            record_set(record, "kind", form->kind);
            if (last)
                repeat(last, record);
            form->desk.first = first_field(form->kind, household ? household : place);
            meet_the_head(form, household, record);
            result = desk_run(form, title_of(form->kind), &OPS, record, NULL);
        } else {
            ui_error(form->desk.ui, &e);
        }
        if (result == FORM_SAVED || result == FORM_SAVED_NEXT) {
            note_saved(form, record);
            sweep_ask_at(form->desk.ui, form->desk.work, record_int(record, "household"), form->saved);
        }
        record_free(&last);
        last = record;
        bool from_door = household != 0 || place != 0 || record_int(record, "household") != 0;
        household = result == FORM_SAVED_NEXT && from_door
                        ? visit_next_door(form->desk.work, record_int(record, "household"))
                        : 0;
        place = 0;
        text_copy(form->kind, sizeof form->kind, record_get(record, "kind"));
    } while (result == FORM_SAVED_NEXT && !form->only);
    record_free(&last);
    return result == FORM_SAVED_NEXT;
}

static struct visit_form begin(struct ui *ui, struct work *work, int64_t object, const char *kind, bool resume)
{
    struct visit_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("visit"),
                 .form = object ? "visit" : kind, /* drafts of each kind of a new one */
                 .object = object,
                 .title_field = "household",
                 .read = visit_read,
                 .fit = fit,
                 .resume = resume},
        .pool = pool_new(),
        .household = -1,
        .marks = pool_new()
    };
    text_copy(form.kind, sizeof form.kind, kind);
    return form;
}

static void end(struct visit_form *form)
{
    desk_end(&form->desk);
    buffer_free(&form->looked);
    pool_free(&form->marks);
    pool_free(&form->pool);
}

/* What was given back waits for more words: it begins there. */
static void change(struct visit_form *form)
{
    struct record *record = record_new();
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)form->desk.object);
    if (visit_read(form->desk.work, id, record, NULL) == ERR_NONE && *record_get(record, "returned_at") != '\0')
        form->desk.at = visit_kind_has(record_get(record, "kind"), "points") ? "points" : "text";
    record_free(&record);
    desk_change(form, &OPS, "no");
}

static void run(struct ui *ui, struct work *work, int64_t object, const char *kind, int64_t household, int64_t place,
                bool resume)
{
    struct visit_form form = begin(ui, work, object, kind, resume);
    if (object != 0)
        change(&form);
    else
        write_new(&form, household, place);
    end(&form);
}

bool visit_write_one(struct ui *ui, struct work *work, int64_t household, int64_t place)
{
    struct visit_form form = begin(ui, work, 0, "visit", false);
    form.only = true;
    bool goes_on = write_new(&form, household, place);
    end(&form);
    return goes_on;
}

void visit_write_screen(struct ui *ui, struct work *work)
{
    run(ui, work, 0, "visit", 0, 0, false);
}

void patrol_write_screen(struct ui *ui, struct work *work)
{
    run(ui, work, 0, "patrol", 0, 0, false);
}

void meeting_write_screen(struct ui *ui, struct work *work)
{
    run(ui, work, 0, "meeting", 0, 0, false);
}

void visit_write_at(struct ui *ui, struct work *work, int64_t household)
{
    run(ui, work, 0, "visit", household, 0, false);
}

void visit_write_at_place(struct ui *ui, struct work *work, int64_t place)
{
    run(ui, work, 0, "visit", 0, place, false);
}

void visit_change_screen(struct ui *ui, struct work *work, int64_t id)
{
    run(ui, work, id, "visit", 0, 0, false);
}

void visit_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object, "visit", 0, 0, true);
}

void patrol_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object, "patrol", 0, 0, true);
}

void meeting_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object, "meeting", 0, 0, true);
}
