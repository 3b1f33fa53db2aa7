/* People in forms: what a citizen ID brings along, finding a person by it, making one that is not there yet, and the
 * question whether it is one of those who are. */
#include "table_form.h"

#include "links.h"
#include "places.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/person.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define PERSON          "person"
#define NOT_HERE        '+' /* before the ID number of somebody who is no row here: what the choice of it holds */
#define UNRESOLVED      '?' /* before what was typed into a link and means nothing (ui/form.h) */
#define ID_ROOM         32
#define DUPLICATES_MOST 8

/* The number without blanks, as it is kept; false when it is none. */
static bool is_citizen_id(const char *typed, char out[ID_ROOM])
{
    struct buffer id = {0};
    static const struct field field = {
        .name = "citizen_id", .type = FIELD_CITIZEN_ID, .label = {"", ""}
    };
    bool valid = check_value(&field, typed, &id, NULL) == ERR_NONE && id.length > 0 && id.length < ID_ROOM;
    text_copy(out, ID_ROOM, buffer_text(&id));
    buffer_free(&id);
    return valid;
}

bool table_person_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                          struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct table_form *form = to;
    struct person_found found = {0};
    char id[ID_ROOM];
    if (!field->link || strcmp(field->link, PERSON) != 0 || !is_citizen_id(typed, id) ||
        person_by_id(form->desk.work, id, &found, NULL) != ERR_NONE)
        return desk_choices(to, record, field, typed, pool, out);
    rows_make(pool, out, 1, COUNT_OF(columns), columns);
    if (found.where == PERSON_HERE) {
        rows_put_int(pool, out, 0, 0, found.id);
        rows_put(out, 0, 1, pool_text(pool, found.name));
        rows_put(out, 0, 2, pool_text(pool, found.area_name));
    } else {
        rows_put(out, 0, 0, pool_format(pool, "%c%s", NOT_HERE, id));
        rows_put(out, 0, 1, pool_text(pool, id));
        rows_put(out, 0, 2,
                 found.where == PERSON_UNKNOWN ? _("not registered yet: take it to make this person")
                                               : pool_format(pool, _("registered in %s"), found.area_name));
    }
    return true;
}

/* One of those who are there already, or none of them: the id, 0 for none, -1 to go back to the form. */
static int64_t ask_which(struct ui *ui, struct pool *pool, const struct rows *found)
{
    struct ui_choice choices[DUPLICATES_MOST + 1] = {0};
    size_t count = found->count < DUPLICATES_MOST ? found->count : DUPLICATES_MOST;
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){.text = pool_format(pool, "%s %s %s", rows_text(found, i, "name"),
                                                            code_text("sex", rows_text(found, i, "sex")),
                                                            rows_text(found, i, "birth")),
                                        .detail = rows_text(found, i, "area_name")};
    choices[count] = (struct ui_choice){.letter = 's', .text = _("somebody else: save as a new person")};
    int taken = ui_choose(ui, _("Is it one of these?"), choices, count + 1, 0);
    return taken < 0 ? -1 : (size_t)taken == count ? 0 : rows_int(found, (size_t)taken, "id");
}

int64_t table_person_same(struct desk *desk, const struct record *record)
{
    struct pool *pool = pool_new();
    struct rows found = {0};
    int64_t same = 0;
    if (person_duplicates(desk->work, pool, record, &found, NULL) == ERR_NONE && found.count)
        same = ask_which(desk->ui, pool, &found);
    pool_free(&pool);
    return same;
}

/* The small form of a new person: what must be filled in, and how to reach and find them. */
struct person_form {
    struct table_form form;
    struct table table;
    int64_t made;
};

static bool is_asked(const struct field *field)
{
    static const char *const more[] = {"citizen_id", "birth", "phone", "household"};
    if (field->hidden || field->read_only || field->type == FIELD_COMPUTED)
        return false;
    for (size_t i = 0; i < COUNT_OF(more); i++)
        if (strcmp(field->name, more[i]) == 0)
            return true;
    return field->required;
}

static enum err save_person(void *to, struct record *record, void (*on_fault)(void *ui_form, const struct error *fault),
                            void *ui_form, struct error *e)
{
    struct person_form *person = to;
    struct record *checked = record_copy(record);
    enum err r = check_record(table_find(PERSON), checked, on_fault, ui_form, e);
    record_free(&checked);
    int64_t same = r == ERR_NONE ? table_person_same(&person->form.desk, record) : 0;
    if (same > 0)
        person->made = same;
    if (r != ERR_NONE || same > 0)
        return r;
    if (same < 0)
        return error_set(e, ERR_STATE, NULL, _("Not saved yet."));
    return table_add(person->form.desk.work, table_find(PERSON), record, &person->made, e);
}

static void person_changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    table_person_changed(to, ui_form, field, record);
}

/* Returns the id of the person, 0 when the user did not make one. */
static int64_t make_person(struct desk *desk, const char *id)
{
    static const struct ui_form_ops ops = {
        .choices = desk_choices,
        .show = desk_show,
        .changed = person_changed,
        .save = save_person,
        .preview = table_person_preview,
        .help = N_("A person who is not registered yet. Everything else can be filled in later."),
    };
    const struct table *people = table_find(PERSON);
    struct person_form person = {
        .form.desk = {.ui = desk->ui, .work = desk->work}
    };
    const struct ui_form_start start = {.field = "name", .single = true};
    struct record *record = record_new();
    char sex[2], birth[11];
    person.table = *people;
    person.table.fields = mem_new(people->count + 1, sizeof *people->fields);
    person.table.count = 0;
    for (size_t i = 0; i < people->count; i++)
        if (is_asked(&people->fields[i]))
            person.table.fields[person.table.count++] = people->fields[i];
    person.form.desk.table = &person.table;
    record_defaults(record, people);
    citizen_id_split(id, sex, birth);
    record_set(record, "citizen_id", id);
    record_set(record, "sex", sex);
    record_set(record, "birth", birth);
    if (home_of_role(desk->work->actor.role) == HOME_GRID)
        record_set_int(record, "area", desk->work->actor.area);
    ui_form_run(desk->ui, _("New person"), &person.table, &ops, record, &start, &person);
    mem_free(person.table.fields);
    record_free(&record);
    return person.made;
}

/* The ID of somebody who is no row here was chosen: the person is made, or the field stays open. */
static void settle_person(struct table_form *form, struct ui_form *ui_form, const struct field *field, const char *id)
{
    struct person_found found = {0};
    char value[ID_ROOM + 1];
    int64_t made = 0;
    if (person_by_id(form->desk.work, id, &found, NULL) == ERR_NONE && found.where == PERSON_ELSEWHERE)
        ui_message(form->desk.ui, _("Registered elsewhere"),
                   _("%s is registered in %s. A move brings a person here; until then that area keeps this record."),
                   id, found.area_name);
    else
        made = make_person(&form->desk, id);
    snprintf(value, sizeof value, "%c%s", UNRESOLVED, id);
    if (made)
        snprintf(value, sizeof value, "%lld", (long long)made);
    ui_form_set(ui_form, field->name, value);
}

static void set_if_there(struct table_form *form, struct ui_form *ui_form, const char *name, const char *value)
{
    const struct field *field = table_field(form->desk.table, name);
    if (field && field->type != FIELD_COMPUTED)
        ui_form_set(ui_form, name, value);
}

void table_person_changed(struct table_form *form, struct ui_form *ui_form, const struct field *field,
                          struct record *record)
{
    char sex[2], birth[11], id[ID_ROOM];
    text_copy(id, sizeof id, record_get(record, field->name));
    if (field->type == FIELD_LINK && *id == NOT_HERE)
        settle_person(form, ui_form, field, id + 1);
    if (field->type != FIELD_CITIZEN_ID || !citizen_id_is_valid(id))
        return;
    citizen_id_split(id, sex, birth);
    set_if_there(form, ui_form, "sex", sex);
    set_if_there(form, ui_form, "birth", birth);
}

/* Of a person being typed the age, where no field shows it. */
void table_person_preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                          size_t most)
{
    struct table_form *form = to;
    day_t birth;
    *count = 0;
    if (!table_field(form->desk.table, "birth") || table_field(form->desk.table, "age") ||
        !date_parse(record_get(record, "birth"), &birth))
        return;
    desk_say(&form->desk, pool, pool_format(pool, _("Aged %d"), date_age(birth, day_of(clock_now()))), lines, count,
             most);
}
