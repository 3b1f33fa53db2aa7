/* A row of a register that tells citizen_id and name instead of its person. */
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/household.h"
#include "wangge/work/person.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

/* What of a person may stand in a row of a register. */
static const char *const of_person[] = {"name", "citizen_id", "sex", "birth", "phone", "nation", NULL};

/* The household that a door ("6-302", "文苑路18号 6幢1单元302") means, or its number; 0 without one. */
static enum err household_of_door(struct work *work, const char *door, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *out = 0;
    if (*door != '\0' && door[strspn(door, "0123456789")] == '\0')
        *out = strtoll(door, NULL, 10);
    else if (*door != '\0')
        r = household_search(work, pool, door, 2, &rows, e);
    if (r == ERR_NONE && rows.count == 1)
        *out = rows_int(&rows, 0, "id");
    else if (r == ERR_NONE && rows.count > 1)
        r = error_set(e, ERR_INVALID, "household", _("More than one household is found by \"%s\"."), door);
    pool_free(&pool);
    return r;
}

/* A word of the record that the register itself has no field for. */
static const char *extra(const struct change *c, const char *name)
{
    const struct field *field = table_field(c->table, name);
    return field == NULL || field->type == FIELD_COMPUTED ? record_get(c->after, name) : "";
}

static enum err make_person(struct change *c, struct error *e)
{
    struct record *record = record_new();
    struct change person = {.work = c->work, .table = table_find("person"), .dry = c->dry};
    char action[ACTION_ROOM];
    const char *door = *extra(c, "household") != '\0' ? extra(c, "household") : extra(c, "address");
    enum put what;
    int64_t household = 0;
    enum err r = table_need(c->work, person.table, "write", action, &person.range, e);

    if (r == ERR_NONE && *extra(c, "name") == '\0')
        r = error_set(e, ERR_INVALID, "name", _("Nobody of this number is registered: tell the name too."));
    if (r == ERR_NONE)
        r = household_of_door(c->work, door, &household, e);
    record_defaults(record, person.table);
    for (size_t i = 0; of_person[i] != NULL; i++)
        if (*extra(c, of_person[i]) != '\0')
            record_set(record, of_person[i], extra(c, of_person[i]));
    record_set_int(record, "household", household);
    if (household == 0)
        record_set(record, "household", "");
    record_set(record, "area", record_get(c->after, "area"));
    if (r == ERR_NONE)
        r = table_save(&person, record, false, &what, e);
    if (r == ERR_NONE && c->dry) {
        c->person_area = record_int(person.after, "area");
        record_set(c->after, "person", "1"); /* whoever it will be */
    } else if (r == ERR_NONE) {
        record_set_int(c->after, "person", person.id);
    }
    change_free(&person);
    record_free(&record);
    return r;
}

static enum err find_by_number(struct change *c, struct error *e)
{
    struct person_found found;
    const char *name = extra(c, "name");
    enum err r = person_by_id(c->work, extra(c, "citizen_id"), &found, e);

    if (r != ERR_NONE)
        return r;
    if (found.where == PERSON_ELSEWHERE)
        return error_set(e, ERR_INVALID, "citizen_id",
                         _("This person is in the register of %s. Use \"move in\" to bring them here."),
                         found.area_name);
    if (found.where == PERSON_UNKNOWN)
        return make_person(c, e);
    if (*name != '\0' && strcmp(name, found.name) != 0)
        return error_set(e, ERR_INVALID, "name", _("The citizen ID is that of %s in the register of people."),
                         found.name);
    record_set_int(c->after, "person", found.id);
    return ERR_NONE;
}

static enum err find_by_name(struct change *c, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const char *name = extra(c, "name");
    enum err r =
        db_query(c->work->db, pool, "person.by_name",
                 BINDS(BIND_TEXT("name", name), BIND_TEXT("lo", c->range.lo), BIND_TEXT("hi", c->range.hi)), &rows, e);

    if (r == ERR_NONE && rows.count == 1)
        record_set_int(c->after, "person", rows_int(&rows, 0, "id"));
    else if (r == ERR_NONE)
        r = error_set(e, ERR_INVALID, "citizen_id",
                      rows.count == 0 ? _("Nobody called %s is registered where you work: tell the citizen ID too.")
                                      : _("More than one is called %s: tell the citizen ID too."),
                      name);
    pool_free(&pool);
    return r;
}

/* A register of households is told by the number of anybody who lives there. */
static enum err find_household(struct change *c, struct error *e)
{
    struct record *person = record_new();
    struct person_found found;
    enum err r = person_by_id(c->work, extra(c, "citizen_id"), &found, e);

    if (r == ERR_NONE && found.where == PERSON_HERE)
        r = table_read_full(c->work, table_find("person"), found.id, &c->range, person, e);
    if (r == ERR_NONE && *record_get(person, "household") == '\0')
        r = error_set(e, ERR_INVALID, "citizen_id", _("Nobody of this number lives in a household here."));
    if (r == ERR_NONE)
        record_set(c->after, "household", record_get(person, "household"));
    record_free(&person);
    return r;
}

/* What was told of the person is no field of the register. */
static void forget(struct change *c)
{
    static const char *const doors[] = {"household", "address", NULL};
    for (size_t i = 0; of_person[i] != NULL; i++)
        if (table_field(c->table, of_person[i]) == NULL)
            record_remove(c->after, of_person[i]);
    for (size_t i = 0; doors[i] != NULL; i++)
        if (table_field(c->table, doors[i]) == NULL)
            record_remove(c->after, doors[i]);
}

enum err register_person(struct change *c, struct error *e)
{
    const struct field *links[PLACE_LINKS];
    const char *of = place_links(c->table, links) == 0 ? "" : links[0]->link;
    bool open = *of != '\0' && *record_get(c->after, of) == '\0', number = *extra(c, "citizen_id") != '\0';
    bool person = strcmp(of, "person") == 0;
    enum err r = ERR_NONE;

    if (open && person && number)
        r = find_by_number(c, e);
    else if (open && person && *extra(c, "name") != '\0')
        r = find_by_name(c, e);
    else if (open && strcmp(of, "household") == 0 && number && strcmp(c->table->name, "person") != 0)
        r = find_household(c, e);
    if (*of != '\0')
        forget(c);
    return r;
}
