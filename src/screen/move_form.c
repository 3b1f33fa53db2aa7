/* Moves: which kinds there are for a household now, and the form of one, which asks only what it needs and says below
 * what it will do. */
#include "desk.h"
#include "links.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/household.h"
#include "wangge/work/move.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define KINDS_MOST  16
#define FIELDS_MOST 32

struct move_form {
    struct desk desk; /* its object is the household, 0 when it is still to be chosen */
    const struct move_kind *kind;
    struct table table; /* the fields that the kind has */
    struct field fields[FIELDS_MOST];
    char form[48];
    char title[160];
    struct pool *pool;  /* of what was tried last */
    const char *tried;  /* the record, as it was tried */
    const char *answer; /* what it would do, or what is wrong */
    char result[2000];
};

/* The household of the menu is known; everything else that the kind has is asked. */
static void ask(struct move_form *form)
{
    const struct table *described = table_find("move");
    for (size_t i = 0; i < described->count && form->table.count < FIELDS_MOST; i++) {
        const struct field *field = &described->fields[i];
        bool day = strcmp(field->name, "moved_on") == 0;
        bool known = form->desk.object && strcmp(field->name, "household") == 0;
        if (known || (!day && !move_kind_has(form->kind, field->name)))
            continue;
        struct field *asked = &form->fields[form->table.count++];
        *asked = *field;
        asked->required = day || move_kind_needs(form->kind, field->name);
    }
}

/* The whole move, of what is on the form and what is known without it. */
static struct record *whole(const struct move_form *form, const struct record *record)
{
    struct record *move = record_copy(record);
    record_set(move, "kind", form->kind->code);
    if (form->desk.object)
        record_set_int(move, "household", form->desk.object);
    return move;
}

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    struct move_form *form = to;
    if (strcmp(field->name, "persons") != 0 && strcmp(field->name, "head") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    int64_t household = form->desk.object ? form->desk.object : record_int(record, "household");
    return names_of_household(form->desk.work, pool, household, typed, out);
}

static bool is_filled(const struct move_form *form, const struct record *record)
{
    for (size_t i = 0; i < form->table.count; i++)
        if (form->fields[i].required && !*record_get(record, form->fields[i].name))
            return false;
    return true;
}

/* The move is tried each time that the record has changed; nothing of that stays. */
static void try_it(struct move_form *form, const struct record *record)
{
    struct record *move = whole(form, record);
    struct buffer text = {0};
    struct error e = {0};
    record_write(move, &text);
    if (form->tried == NULL || strcmp(form->tried, buffer_text(&text)) != 0) {
        pool_reset(form->pool);
        form->tried = pool_text(form->pool, buffer_text(&text));
        form->answer = move_try(form->desk.work, move, &e) == ERR_NONE
                           ? pool_text(form->pool, record_get(move, "result"))
                           : pool_format(form->pool, _("Not yet: %s"), e.text);
    }
    buffer_free(&text);
    record_free(&move);
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct move_form *form = to;
    *count = 0;
    if (!is_filled(form, record)) {
        desk_say(&form->desk, pool, _(form->kind->help), lines, count, most);
        return;
    }
    try_it(form, record);
    char *rest = pool_text(pool, form->answer);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        desk_say(&form->desk, pool, line, lines, count, most);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *ui_form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct move_form *form = to;
    struct record *move = whole(form, record);
    enum err r = move_add(form->desk.work, move, NULL, on_fault, ui_form, e);
    text_copy(form->result, sizeof form->result, record_get(move, "result"));
    record_free(&move);
    return r;
}

static const struct ui_form_ops OPS = {
    .choices = choices,
    .show = desk_show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
};

static void begin(const struct move_form *form, const char *person, struct record *record)
{
    record_defaults(record, &form->table);
    if (move_kind_has(form->kind, "persons"))
        record_set(record, "persons", person);
}

/* "迁出 > 文苑路18号 6幢1单元302" */
static void name_it(struct move_form *form)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    if (form->desk.object && household_find(form->desk.work, pool, form->desk.object, &rows, NULL) == ERR_NONE &&
        rows.count)
        text_copy(form->title, sizeof form->title, rows_text(&rows, 0, "address"));
    pool_free(&pool);
}

static bool run(struct ui *ui, struct work *work, const struct move_kind *kind, int64_t household, const char *person,
                bool resume)
{
    struct move_form form = {
        .desk = {.ui = ui, .work = work, .object = household, .single = true, .resume = resume},
        .kind = kind,
        .pool = pool_new()
    };
    struct record *record = record_new();
    const char *label = code_text("move_kind", kind->code);
    char title[200];
    form.desk.table = &form.table;
    form.table = (struct table){.name = "move", .fields = form.fields};
    form.desk.form = form.form;
    form.desk.title = form.title;
    snprintf(form.form, sizeof form.form, "move.%s", kind->code);
    ask(&form);
    name_it(&form);
    begin(&form, person, record);
    snprintf(title, sizeof title, "%s%s%s", label, *form.title ? ": " : "", form.title);
    bool saved = desk_run(&form, title, &OPS, record, label) >= FORM_SAVED;
    if (saved)
        ui_message(ui, label, "%s", form.result);
    record_free(&record);
    desk_end(&form.desk);
    pool_free(&form.pool);
    return saved;
}

/* Who of them may be meant, and why a kind is of no use here. */
struct at_home {
    size_t people, women;
    char person[64]; /* whose name the form begins with */
};

static struct at_home look(struct work *work, int64_t household, int64_t person)
{
    struct at_home home = {0};
    struct pool *pool = pool_new();
    struct rows rows = {0};
    if (household && household_people(work, pool, household, &rows, NULL) != ERR_NONE)
        rows.count = 0;
    home.people = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        home.women += strcmp(rows_text(&rows, i, "sex"), "1") != 0;
        if (person && rows_int(&rows, i, "id") == person)
            text_copy(home.person, sizeof home.person, rows_text(&rows, i, "name"));
    }
    pool_free(&pool);
    return home;
}

static const char *why_not(const struct work *work, const struct move_kind *kind, const struct at_home *home)
{
    static char denied[160];
    if (right_scope(work, "person.write") == SCOPE_NONE) {
        tell_denied(work, "person.write", denied, sizeof denied);
        return denied;
    }
    if (!home) /* the household is chosen on the form */
        return NULL;
    if (!home->people && strcmp(kind->code, "move_in") != 0 && strcmp(kind->code, "move_house") != 0)
        return _("nobody lives here");
    if (strcmp(kind->code, "split") == 0 && home->people < 2)
        return _("only one person lives here");
    if (strcmp(kind->code, "birth") == 0 && !home->women)
        return _("no woman lives here");
    return NULL;
}

bool move_menu(struct ui *ui, struct work *work, int64_t household, int64_t person)
{
    struct at_home home = look(work, household, person);
    struct ui_choice choices[KINDS_MOST] = {0};
    size_t count = move_kind_count();
    for (size_t i = 0; i < count && i < KINDS_MOST; i++) {
        const struct move_kind *kind = move_kind_at(i);
        choices[i] = (struct ui_choice){.letter = kind->letter,
                                        .text = code_text("move_kind", kind->code),
                                        .detail = _(kind->help),
                                        .why = why_not(work, kind, household ? &home : NULL)};
    }
    int taken = ui_choose(ui, _("Moves"), choices, count, 0);
    return taken >= 0 && run(ui, work, move_kind_at((size_t)taken), household, home.person, false);
}

void move_resume(struct ui *ui, struct work *work, const char *kind, int64_t household)
{
    const struct move_kind *known = move_kind_find(kind);
    if (known)
        run(ui, work, known, household, "", true);
}

bool move_undo_ask(struct ui *ui, struct work *work, int64_t id)
{
    struct error e = {0};
    if (!ui_confirm(ui, _("Undo this move? People, households and registers will be as they were before.")))
        return false;
    bool undone = move_undo(work, id, &e) == ERR_NONE;
    if (undone)
        ui_note(ui, _("The move is undone"));
    else
        ui_error(ui, &e);
    return undone;
}
