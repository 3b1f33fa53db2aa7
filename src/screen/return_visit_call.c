/* One return visit: the call, a number in full, the second look. */
#include "desk.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/return_visit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define WRITE      "return_visit.write"
#define PHONE_MOST 9

struct call_form {
    struct desk desk;
    int64_t id;
    struct record *kept; /* as it was read */
};

/* The numbers of the household, told with whose they are. */
static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    enum { COLUMNS = 3 };
    struct call_form *form = to;
    struct rows rows;
    (void)typed;
    if (strcmp(field->name, "phone") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    if (return_visit_phones(form->desk.work, pool, form->id, &rows, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, rows.count, COLUMNS, names);
    for (size_t i = 0; i < rows.count; i++) {
        const char *text = pool_format(pool, "%s %s", rows_text(&rows, i, "detail"), rows_text(&rows, i, "text"));
        rows_put(out, i, 0, text);
        rows_put(out, i, 1, text);
        rows_put(out, i, 2, "");
    }
    return true;
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct call_form *form = to;
    return return_visit_call(form->desk.work, form->id, record, on_fault, ui_form, e);
}

/* Who was not reached is tried again; who was has something to say. */
static bool is_hidden(const char *field, const struct record *record)
{
    static const char *const said[] = {"phone", "visited", "satisfaction", "text"};
    bool reached = strcmp(record_get(record, "reached"), "0") != 0;
    bool none = strcmp(record_get(record, "visited"), "no") == 0;
    if (strcmp(field, "again_on") == 0)
        return reached;
    if (strcmp(field, "satisfaction") == 0 && none)
        return true;
    for (size_t i = 0; !reached && i < COUNT_OF(said); i++)
        if (strcmp(field, said[i]) == 0)
            return true;
    return false;
}

static void fit(struct desk *desk, const struct record *record, struct table *shown)
{
    for (size_t i = 0; i < shown->count; i++)
        shown->fields[i].hidden = desk->table->fields[i].hidden || desk->table->fields[i].read_only ||
                                  is_hidden(desk->table->fields[i].name, record);
}

static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    const struct call_form *form = to;
    (void)field;
    fit(to, record, form->desk.shown);
    for (size_t i = 0; i < form->desk.shown->count; i++)
        ui_form_hide(ui_form, form->desk.shown->fields[i].name, form->desk.shown->fields[i].hidden);
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct call_form *form = to;
    const struct record *kept = form->kept;
    *count = 0;
    desk_say(&form->desk, pool,
             pool_format(pool, "%s  %s  %s: %s", record_get(kept, "on"), record_get(kept, "by_name"),
                         code_text("channel", record_get(kept, "channel")), record_get(kept, "entry")),
             lines, count, most);
    if (strcmp(record_get(record, "visited"), "no") == 0)
        desk_say(&form->desk, pool, _("A second person looks at it; until then the entry counts."), lines, count, most);
}

static const struct ui_form_ops FORM = {
    .choices = choices,
    .changed = changed,
    .show = desk_show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
    .help = N_("Ask in your own words whether somebody came, what about, and whether they are satisfied. Write what is "
               "said, not what you think of it."),
};

static void call(struct ui *ui, struct work *work, int64_t id, const struct record *kept, bool resume)
{
    static const char *const typed[] = {"phone", "visited", "satisfaction", "text", "again_on"};
    struct call_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("return_visit"),
                 .form = "return_visit",
                 .object = id,
                 .title = record_get(kept, "address"),
                 .fit = fit,
                 .resume = resume},
        .id = id,
        .kept = record_copy(kept)
    };
    struct record *record = record_new();
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        record_set(record, typed[i], record_get(kept, typed[i]));
    record_set(record, "reached", "1");
    if (desk_run(&form, record_get(kept, "address"), &FORM, record, NULL) >= FORM_SAVED)
        ui_note(ui, _("The call about %s is saved"), record_get(kept, "no"));
    record_free(&form.kept);
    record_free(&record);
    desk_end(&form.desk);
}

/* --- a number in full --- */

static void reveal(struct ui *ui, struct work *work, int64_t id)
{
    struct pool *pool = pool_new();
    struct ui_choice list[PHONE_MOST];
    struct rows rows = {0};
    struct error e = {0};
    struct buffer number = {0};
    char reason[200] = "";
    size_t count = 0;
    int taken = -1;
    if (return_visit_phones(work, pool, id, &rows, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else if (rows.count == 0) {
        ui_note(ui, "%s", _("No number of this household is registered."));
    } else {
        for (; count < rows.count && count < PHONE_MOST; count++)
            list[count] = (struct ui_choice){(char)('1' + count), rows_text(&rows, count, "text"),
                                             rows_text(&rows, count, "detail"), NULL};
        taken = ui_choose(ui, _("Which number?"), list, count, 0);
    }
    if (taken >= 0 && ui_ask(ui, _("Show the number in full"), _("Reason"), false, reason, sizeof reason)) {
        if (return_visit_reveal(work, id, rows_text(&rows, (size_t)taken, "id"), reason, &number, &e) == ERR_NONE)
            ui_message(ui, rows_text(&rows, (size_t)taken, "detail"), "%s", buffer_text(&number));
        else
            ui_error(ui, &e);
    }
    buffer_free(&number);
    pool_free(&pool);
}

/* --- the second look --- */

static bool why(struct ui *ui, const char *title, char *out, size_t room)
{
    return ui_ask(ui, title, _("Reason"), false, out, room);
}

static void look(struct ui *ui, struct work *work, int64_t id, bool stands)
{
    struct error e = {0};
    char text[256] = "";
    if (!why(ui, stands ? _("The entry stands") : _("Strike the entry out"), text, sizeof text))
        return;
    if (return_visit_look(work, id, stands, text, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (stands)
        ui_note(ui, "%s", _("The entry stands"));
    else
        ui_note(ui, "%s", _("The entry does not count any more; the leader is told and has to go there"));
}

static void take_back(struct ui *ui, struct work *work, int64_t id)
{
    struct error e = {0};
    char text[256] = "";
    if (!why(ui, _("Let the entry count again"), text, sizeof text))
        return;
    if (return_visit_take_back(work, id, text, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The entry counts again"));
}

/* --- what there is to do --- */

enum step { STEP_CALL, STEP_REVEAL, STEP_STRIKE, STEP_KEEP, STEP_BACK, STEP_READ };

static void read_it(struct ui *ui, const struct record *record)
{
    static const char *const fields[] = {"no",           "on",   "address", "by_name", "entry",  "state",    "visited",
                                         "satisfaction", "text", "at",      "caller",  "looker", "look_text"};
    const struct table *table = table_find("return_visit");
    struct pool *pool = pool_new();
    struct buffer text = {0};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct field *field = table_field(table, fields[i]);
        const char *value = field == NULL ? record_get(record, fields[i]) : tell_field(pool, table, record, fields[i]);
        if (*value != '\0')
            buffer_format(&text, "%s: %s\n", field == NULL ? _("Entry") : field_label(field), value);
    }
    ui_read(ui, _("Return visit"), buffer_text(&text));
    buffer_free(&text);
    pool_free(&pool);
}

static void take(struct ui *ui, struct work *work, int64_t id, const struct record *record, enum step step)
{
    if (step == STEP_CALL)
        call(ui, work, id, record, false);
    else if (step == STEP_REVEAL)
        reveal(ui, work, id);
    else if (step == STEP_BACK)
        take_back(ui, work, id);
    else if (step == STEP_READ)
        read_it(ui, record);
    else
        look(ui, work, id, step == STEP_KEEP);
}

/* What fits the state; the first is what Enter takes. */
static void choose(struct ui *ui, struct work *work, int64_t id, const struct record *record)
{
    const char *state = record_get(record, "state");
    bool doubt = strcmp(state, "doubt") == 0, struck = strcmp(state, "struck") == 0;
    bool decided = struck || strcmp(state, "kept") == 0;
    struct ui_choice list[STEP_READ + 1];
    enum step steps[STEP_READ + 1];
    size_t count = 0;
#define OFFER(step, letter, text)                                                                                      \
    steps[count] = (step), list[count++] = (struct ui_choice)                                                          \
    {                                                                                                                  \
        (letter), (text), NULL, NULL                                                                                   \
    }
    if (doubt) {
        OFFER(STEP_STRIKE, 's', _("it was no visit: strike the entry out"));
        OFFER(STEP_KEEP, 'k', _("it was one: the entry stands"));
    }
    if (struck)
        OFFER(STEP_BACK, 'b', _("let the entry count again"));
    if (!decided) {
        OFFER(STEP_CALL, 'c', doubt ? _("change what was said") : _("what the household says"));
        OFFER(STEP_REVEAL, 'r', _("show a number in full, with a reason"));
    }
    OFFER(STEP_READ, 'l', _("read all of it"));
#undef OFFER
    int taken = ui_choose(ui, record_get(record, "address"), list, count, 0);
    if (taken >= 0)
        take(ui, work, id, record, steps[taken]);
}

void return_visit_open(struct ui *ui, struct work *work, int64_t id)
{
    struct record *record = record_new();
    struct error e = {0};
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    if (return_visit_read(work, key, record, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (right_scope(work, WRITE) == SCOPE_NONE)
        read_it(ui, record);
    else
        choose(ui, work, id, record);
    record_free(&record);
}

void return_visit_resume(struct ui *ui, struct work *work, int64_t object)
{
    struct record *record = record_new();
    struct error e = {0};
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)object);
    if (return_visit_read(work, key, record, &e) == ERR_NONE)
        call(ui, work, object, record, true);
    else
        ui_error(ui, &e);
    record_free(&record);
}
