/* The kinds of moves: what each does, once everything is checked. */
#include "move_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/table/title.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <string.h>

static const char *const door_fields[] = {"address", "building", "unit", "room"};

static const char *value(const struct mover *m, const char *field)
{
    return record_get(m->given, field);
}

/* The door that was given, into a household. */
static void set_door(const struct mover *m, struct record *household)
{
    for (size_t i = 0; i < COUNT_OF(door_fields); i++)
        record_set(household, door_fields[i], value(m, door_fields[i]));
    record_set(household, "house", value(m, "house")); /* a door without a house is not that of the old one */
    record_set_int(household, "area", m->area);
}

static const char *door_of(struct mover *m, const struct record *household)
{
    struct door door = {record_get(household, "address"), record_get(household, "building"),
                        record_get(household, "unit"), record_get(household, "room")};
    return door_text(m->pool, &door);
}

static enum err read_household(struct mover *m, int64_t id, struct record *out, struct error *e)
{
    return store_read(m->work->db, table_find("household"), id, "", "~", out, e);
}

/* What goes with people who go to another grid, or stays with them when they stay in theirs. */
static enum err tell_registers(struct mover *m, const struct members *who, struct error *e)
{
    const char *registers = "";
    enum err r = move_count_registers(m, who, &registers, e);
    if (r == ERR_NONE && *registers != '\0')
        move_tell(m, _("Goes with them: %s"), registers);
    return r;
}

/* The leaders of the grid that somebody was taken from, who had no part in it, find it in their inbox. */
static enum err tell_leaders(struct mover *m, int64_t area, const char *text, struct error *e)
{
    struct rows leaders = {0};
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(m->work->db, m->pool, "move.leaders",
                          BINDS(BIND_INT("area", area), BIND_TEXT("today", today)), &leaders, e);
    for (size_t i = 0; r == ERR_NONE && i < leaders.count; i++)
        if (rows_int(&leaders, i, "account") != m->work->actor.user)
            r = inbox_add(m->work, rows_int(&leaders, i, "account"), "move", m->id, 0, text, e);
    return r;
}

/* A household of its own at the door that was given, or at that of the old one. */
static enum err new_household(struct mover *m, int64_t like, int64_t *id, struct error *e)
{
    struct record *household = record_new();
    enum err r = ERR_NONE;

    if (like != 0) {
        struct record *old = record_new();
        r = read_household(m, like, old, e);
        for (size_t i = 0; i < COUNT_OF(door_fields); i++)
            record_set(household, door_fields[i], record_get(old, door_fields[i]));
        record_set(household, "house", record_get(old, "house"));
        record_set(household, "area", record_get(old, "area"));
        record_free(&old);
    }
    if (*value(m, "address") != '\0' || *value(m, "house") != '\0')
        set_door(m, household);
    if (r == ERR_NONE)
        r = move_row_add(m, table_find("household"), household, id, e);
    if (r == ERR_NONE)
        move_tell(m, _("New household: %s"), door_of(m, household));
    record_free(&household);
    return r;
}

/* What is given of the newcomer. */
static void describe_newcomer(struct mover *m, int64_t household, struct record *person)
{
    static const char *const fields[] = {"name", "citizen_id", "sex", "birth", "relation", "phone"};

    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (*value(m, fields[i]) != '\0')
            record_set(person, fields[i], value(m, fields[i]));
    record_set_int(person, "household", household);
    record_set_int(person, "area", m->area);
    record_set(person, "state", STATE_HERE);
    record_set(person, "left_on", "");
    record_set(person, "left_to", "");
}

static enum err add_newcomer(struct mover *m, const struct record *person, struct error *e)
{
    int64_t id = 0;
    enum err r = move_row_add(m, table_find("person"), person, &id, e);
    m->who.list[0] = (struct member){.id = id, .name = value(m, "name")};
    m->who.count = 1;
    return r;
}

/* Somebody who was registered before: the old household goes on without, the old grid is told. */
static enum err take_over(struct mover *m, struct record *person, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(m->work->db, m->pool, "move.person", BINDS(BIND_INT("id", m->known)), &rows, e);

    if (r != ERR_NONE || rows.count == 0)
        return r;
    int64_t household = rows_int(&rows, 0, "household"), area = rows_int(&rows, 0, "area");
    const char *path = rows_text(&rows, 0, "path");
    m->silent = strcmp(path, m->range.lo) < 0 || strcmp(path, m->range.hi) >= 0;
    m->who.list[0] = (struct member){.id = m->known, .name = rows_text(&rows, 0, "name")};
    m->who.count = 1;
    r = tell_registers(m, &m->who, e);
    if (r == ERR_NONE)
        r = move_row_change(m, table_find("person"), m->known, person, e);
    if (r == ERR_NONE && household != 0)
        r = move_leave_behind(m, household, e);
    m->silent = false;
    if (r == ERR_NONE && area != m->area) {
        record_set_int(m->given, "from_area", area);
        r = tell_leaders(m, area,
                         pool_format(m->pool, _("%s has moved to another grid on %s"), m->who.list[0].name, m->on), e);
    }
    return r;
}

enum err move_in(struct mover *m, struct error *e)
{
    struct record *person = record_new();
    int64_t household = m->household;
    enum err r = household == 0 ? new_household(m, 0, &household, e) : ERR_NONE;

    m->who = (struct members){.list = pool_new_piece(m->pool, 1, sizeof(struct member))};
    describe_newcomer(m, household, person);
    if (r == ERR_NONE)
        r = m->known == 0 ? add_newcomer(m, person, e) : take_over(m, person, e);
    if (r == ERR_NONE)
        r = move_head(m, household, &m->who.list[0], e);
    record_set(m->given, "persons", value(m, "name"));
    record_set_int(m->given, "household", household);
    move_tell(m, _("%s has moved in"), value(m, "name"));
    record_free(&person);
    return r;
}

/* People who are here no more: they keep their area and their registers. */
static enum err send_away(struct mover *m, const char *state, const char *to, struct error *e)
{
    struct record *changes = record_new();
    enum err r = ERR_NONE;

    record_set(changes, "household", "");
    record_set(changes, "state", state);
    record_set(changes, "left_on", m->on);
    record_set(changes, "left_to", to);
    for (size_t i = 0; r == ERR_NONE && i < m->who.count; i++) {
        r = move_row_change(m, table_find("person"), m->who.list[i].id, changes, e);
        if (r == ERR_NONE)
            r = move_close_registers(m, "person", m->who.list[i].id, e);
    }
    record_free(&changes);
    return r == ERR_NONE ? move_leave_behind(m, m->household, e) : r;
}

enum err move_out(struct mover *m, struct error *e)
{
    move_tell(m, _("%s has moved out"), move_names(m, &m->who));
    return send_away(m, STATE_GONE, value(m, "place"), e);
}

enum err move_death(struct mover *m, struct error *e)
{
    move_tell(m, _("%s has died"), move_names(m, &m->who));
    return send_away(m, STATE_DEAD, "", e);
}

enum err move_house(struct mover *m, struct error *e)
{
    struct record *before = record_new(), *after = record_new();
    enum err r = read_household(m, m->household, before, e);

    set_door(m, after);
    move_tell(m, _("From %s to %s: %s"), door_of(m, before), door_of(m, after), move_names(m, &m->all));
    if (r == ERR_NONE)
        r = tell_registers(m, &m->all, e);
    if (r == ERR_NONE)
        r = move_row_change(m, table_find("household"), m->household, after, e);
    if (r == ERR_NONE && record_int(before, "area") != m->area)
        r = tell_leaders(m, record_int(before, "area"),
                         pool_format(m->pool, _("%s has moved to another grid on %s"), move_names(m, &m->all), m->on),
                         e);
    record_free(&before);
    record_free(&after);
    return r;
}

/* All who move, into another household. */
static enum err bring(struct mover *m, const struct members *who, int64_t household, const char *head, const char *rest,
                      struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < who->count; i++) {
        const struct member *one = &who->list[i];
        const char *relation = strcmp(one->relation, HEAD) == 0 ? head : rest;
        struct record *changes = record_new();
        record_set_int(changes, "household", household);
        record_set_int(changes, "area", m->area);
        if (relation != NULL)
            record_set(changes, "relation", relation);
        r = move_row_change(m, table_find("person"), one->id, changes, e);
        record_free(&changes);
    }
    return r;
}

enum err move_split(struct mover *m, struct error *e)
{
    int64_t household = 0;
    enum err r = new_household(m, m->household, &household, e);

    if (r == ERR_NONE)
        r = bring(m, &m->who, household, NULL, NULL, e);
    move_tell(m, _("Now live there: %s"), move_names(m, &m->who));
    if (r == ERR_NONE)
        r = tell_registers(m, &m->who, e);
    if (r == ERR_NONE)
        r = move_head(m, household, m->head, e);
    m->head = NULL; /* the old one is led by whoever comes next */
    return r == ERR_NONE ? move_leave_behind(m, m->household, e) : r;
}

enum err move_merge(struct mover *m, struct error *e)
{
    enum err r = bring(m, &m->all, m->to_household, value(m, "relation"), "97", e);

    move_tell(m, _("Join the other household: %s"), move_names(m, &m->all));
    if (m->all.count > 1)
        move_tell(m, _("Please look at the relation to the head of %s"), move_names(m, &m->all));
    if (r == ERR_NONE)
        r = tell_registers(m, &m->all, e);
    if (r == ERR_NONE)
        r = move_hand_registers(m, m->household, m->to_household, e);
    return r == ERR_NONE ? move_leave_behind(m, m->household, e) : r;
}

/* A child is a person first, then a row of the registers of births and of infants. */
static enum err register_child(struct mover *m, const char *name, const struct record *values, struct error *e)
{
    const struct table *table = table_find(name);
    int64_t id = 0;
    enum err r = table == NULL ? ERR_NONE : move_row_add(m, table, values, &id, e);
    if (table != NULL && r == ERR_NONE)
        move_tell(m, _("%s: a new entry"), table_label(table));
    return r;
}

enum err move_birth(struct mover *m, struct error *e)
{
    struct record *child = record_new();
    const char *mother = move_names(m, &m->who);
    enum err r = ERR_NONE;

    m->who = (struct members){.list = pool_new_piece(m->pool, 1, sizeof(struct member))};
    describe_newcomer(m, m->household, child);
    record_set(child, "birth", m->on);
    if (*value(m, "relation") == '\0')
        record_set(child, "relation", strcmp(value(m, "sex"), "2") == 0 ? "30" : "20");
    r = add_newcomer(m, child, e);
    record_set_int(child, "person", m->who.list[0].id);
    record_set(child, "born_on", m->on);
    record_set(child, "mother", mother);
    record_set(child, "guardian", mother);
    record_set(child, "birth_order", value(m, "birth_order"));
    move_tell(m, _("%s was born; mother: %s"), value(m, "name"), mother);
    if (r == ERR_NONE)
        r = register_child(m, "birth", child, e);
    if (r == ERR_NONE)
        r = register_child(m, "infant", child, e);
    record_free(&child);
    return r;
}
