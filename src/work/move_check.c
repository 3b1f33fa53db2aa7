/* All that can be said against a move before it is done. */
#include "move_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a house tells of the door: the field of the move, the house's. */
static const struct {
    const char *move, *house;
} door_parts[] = {
    {"address",  "address"},
    {"building", "block"  },
    {"unit",     "unit"   },
    {"room",     "room"   },
};

static bool in_range(const struct mover *m, const char *path)
{
    return strcmp(path, m->range.lo) >= 0 && strcmp(path, m->range.hi) < 0;
}

static bool given(const struct mover *m, const char *field)
{
    return *record_get(m->given, field) != '\0';
}

static bool is_kind(const struct mover *m, const char *code)
{
    return strcmp(m->kind->code, code) == 0;
}

enum err move_members(struct mover *m, int64_t household, struct members *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(m->work->db, m->pool, "move.people", BINDS(BIND_INT("household", household)), &rows, e);

    *out = (struct members){.list = pool_new_piece(m->pool, rows.count + 1, sizeof *out->list), .count = rows.count};
    for (size_t i = 0; i < rows.count; i++)
        out->list[i] = (struct member){.id = rows_int(&rows, i, "id"),
                                       .household = rows_int(&rows, i, "household"),
                                       .area = rows_int(&rows, i, "area"),
                                       .name = rows_text(&rows, i, "name"),
                                       .sex = rows_text(&rows, i, "sex"),
                                       .birth = rows_text(&rows, i, "birth"),
                                       .relation = rows_text(&rows, i, "relation")};
    return r;
}

const char *move_names(struct mover *m, const struct members *members)
{
    const char *names = "";
    for (size_t i = 0; i < members->count; i++)
        names = pool_format(m->pool, "%s%s%s", names, i == 0 ? "" : ",", members->list[i].name);
    return names;
}

static void pass_on(void *to, const struct error *fault)
{
    struct mover *m = to;
    move_fault(m, fault->field, "%s", fault->text);
}

/* Values by their types, and the fields that this kind takes: no fewer, no more. */
static void check_fields(struct mover *m)
{
    const struct table *table = table_find("move");
    struct record *copy = record_copy(m->given);
    char area[24];

    snprintf(area, sizeof area, "%lld", (long long)m->work->actor.area);
    record_set(copy, "area", m->work->actor.area == 0 ? "1" : area); /* the program fills it in later */
    check_record(table, copy, pass_on, m, NULL);
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        bool takes = move_kind_has(m->kind, field->name);
        if (field->read_only || strcmp(field->name, "kind") == 0 || strcmp(field->name, "moved_on") == 0)
            continue;
        record_set(m->given, field->name, record_get(copy, field->name));
        if (!takes && given(m, field->name))
            move_fault(m, field->name, _("%s: \"%s\" has no use for it."), field_label(field),
                       code_text("move_kind", m->kind->code));
    }
    record_set(m->given, "moved_on", record_get(copy, "moved_on"));
    record_free(&copy);
}

static void check_needs(struct mover *m)
{
    char words[128];
    text_copy(words, sizeof words, m->kind->needs);
    for (char *rest = words, *name; (name = strsep(&rest, " ")) != NULL;)
        if (!given(m, name))
            move_fault(m, name, _("%s: please fill in."), field_label(table_field(table_find("move"), name)));
}

static void check_day(struct mover *m)
{
    char today[DATE_TEXT];
    day_t day = 0;
    today_text(today);
    m->on = pool_text(m->pool, record_get(m->given, "moved_on"));
    if (date_parse(m->on, &day) && strcmp(m->on, today) > 0)
        move_fault(m, "moved_on", _("%s has not come yet; enter it on the day."), m->on);
}

/* The household of a field, if the actor may change it; 0 otherwise. */
static enum err find_household(struct mover *m, const char *field, int64_t *id, int64_t *area, struct error *e)
{
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *id = record_int(m->given, field);
    if (*id != 0)
        r = db_query(m->work->db, m->pool, "move.household", BINDS(BIND_INT("id", *id)), &rows, e);
    if (r == ERR_NONE && given(m, field) && (rows.count == 0 || !in_range(m, rows_text(&rows, 0, "path")))) {
        move_fault(m, field, _("There is no such household where you work."));
        *id = 0;
    }
    if (r == ERR_NONE && *id != 0 && area != NULL)
        *area = rows_int(&rows, 0, "area");
    return r;
}

/* A number among those who are to move tells the household. */
static enum err household_of_number(struct mover *m, struct error *e)
{
    struct rows rows = {0};
    int64_t id = id_of(record_get(m->given, "persons"));

    if (id <= 0 || given(m, "household"))
        return ERR_NONE;
    enum err r = db_query(m->work->db, m->pool, "move.person", BINDS(BIND_INT("id", id)), &rows, e);
    if (r == ERR_NONE && (rows.count == 0 || !in_range(m, rows_text(&rows, 0, "path"))))
        move_fault(m, "persons", _("There is no such person where you work."));
    else if (r == ERR_NONE && rows_null(&rows, 0, "household"))
        move_fault(m, "persons", _("%s lives in no household."), rows_text(&rows, 0, "name"));
    else if (r == ERR_NONE)
        record_set(m->given, "household", rows_text(&rows, 0, "household"));
    return r;
}

static bool is_called(const struct member *one, const char *word, bool whole)
{
    return one->id == id_of(word) || (whole ? strcmp(one->name, word) == 0 : strstr(one->name, word) != NULL);
}

/* The one of the household that a name, a part of it, or a number means; NULL after a fault. */
static const struct member *find_member(struct mover *m, const char *field, const char *word)
{
    const struct member *found = NULL;

    for (int whole = 1; whole >= 0 && found == NULL; whole--)
        for (size_t i = 0; i < m->all.count; i++) {
            if (!is_called(&m->all.list[i], word, whole == 1))
                continue;
            if (found != NULL) {
                move_fault(m, field, _("Two of the household are called %s: give the number instead."), word);
                return NULL;
            }
            found = &m->all.list[i];
        }
    if (found == NULL)
        move_fault(m, field, _("There is no %s in this household."), word);
    return found;
}

static bool is_among(const struct members *members, int64_t id)
{
    for (size_t i = 0; i < members->count; i++)
        if (members->list[i].id == id)
            return true;
    return false;
}

/* Commas of either width part the names. */
static char *to_commas(struct pool *pool, const char *text)
{
    static const char *const wide[] = {"，", "、", "；", ";"};
    char *out = pool_text(pool, text), *to = out;
    for (const char *s = out; *s != '\0';) {
        size_t n = 0;
        for (size_t i = 0; i < COUNT_OF(wide) && n == 0; i++)
            n = strncmp(s, wide[i], strlen(wide[i])) == 0 ? strlen(wide[i]) : 0;
        *to++ = n > 0 ? ',' : *s;
        s += n > 0 ? n : 1;
    }
    *to = '\0';
    return out;
}

/* Nobody named is everybody, where the kind does not ask for somebody. */
static void find_who(struct mover *m)
{
    m->who.list = pool_new_piece(m->pool, m->all.count + 1, sizeof *m->who.list);
    if (!given(m, "persons") && !is_kind(m, "move_in"))
        m->who = m->all;
    char *names = to_commas(m->pool, record_get(m->given, "persons"));
    for (char *rest = names, *name; given(m, "persons") && (name = strsep(&rest, ",")) != NULL;) {
        name = text_trim(name);
        const struct member *one = *name == '\0' ? NULL : find_member(m, "persons", name);
        if (one != NULL && !is_among(&m->who, one->id))
            m->who.list[m->who.count++] = *one;
    }
    if (m->household != 0 && m->all.count == 0 && !is_kind(m, "move_in"))
        move_fault(m, "household", _("Nobody lives in this household."));
    if ((is_kind(m, "birth") || is_kind(m, "death")) && m->who.count > 1)
        move_fault(m, "persons", _("One person at a time, please."));
    if (is_kind(m, "split") && m->who.count == m->all.count && m->who.count > 0)
        move_fault(m, "persons", _("Somebody has to stay; for all of them there is \"move house\"."));
    if (is_kind(m, "birth") && m->who.count == 1 && strcmp(m->who.list[0].sex, "1") == 0)
        move_fault(m, "persons", _("%s is a man; whose child is it?"), m->who.list[0].name);
}

/* Of a split the head is one of those who go, otherwise of those who stay. */
static void find_head(struct mover *m)
{
    if (!given(m, "head") || m->household == 0)
        return;
    m->head = find_member(m, "head", record_get(m->given, "head"));
    if (m->head == NULL)
        return;
    bool goes = is_among(&m->who, m->head->id);
    if (is_kind(m, "split") && !goes)
        move_fault(m, "head", _("%s does not go along."), m->head->name);
    if (!is_kind(m, "split") && goes)
        move_fault(m, "head", _("%s does not stay."), m->head->name);
}

static enum err find_area(struct mover *m, struct error *e)
{
    struct rows rows = {0};
    int64_t id = record_int(m->given, "to_area");
    enum err r = ERR_NONE;

    if (id == 0 && m->area == 0)
        id = m->work->actor.area;
    if (id != 0)
        r = db_query(m->work->db, m->pool, "area.place", BINDS(BIND_INT("id", id)), &rows, e);
    if (r != ERR_NONE || id == 0)
        return r;
    if (rows.count == 0 || !in_range(m, rows_text(&rows, 0, "path")))
        move_fault(m, "to_area",
                   _("That grid is not yours. Its leader can take them in, or the station can move them."));
    else
        m->area = id;
    return r;
}

static bool given_door(const struct mover *m)
{
    for (size_t i = 0; i < COUNT_OF(door_parts); i++)
        if (given(m, door_parts[i].move))
            return true;
    return given(m, "house");
}

/* Another door of the same address: who gives the room alone means it. */
static enum err find_address(struct mover *m, struct error *e)
{
    if (m->household == 0 || given(m, "address") || given(m, "house") || !given_door(m) ||
        !(is_kind(m, "split") || is_kind(m, "move_house")))
        return ERR_NONE;
    struct record *household = record_new();
    enum err r = store_read(m->work->db, table_find("household"), m->household, "", "~", household, e);
    if (r == ERR_NONE)
        record_set(m->given, "address", record_get(household, "address"));
    record_free(&household);
    return r;
}

/* A house tells its address and its grid; without one the address is typed. */
static enum err find_house(struct mover *m, struct error *e)
{
    struct record *house = record_new();
    int64_t id = record_int(m->given, "house");
    enum err r = find_address(m, e);

    if (r == ERR_NONE && id != 0)
        r = store_read(m->work->db, table_find("house"), id, m->range.lo, m->range.hi, house, e);
    if (r == ERR_NOT_FOUND) {
        move_fault(m, "house", _("There is no such house where you work."));
        r = ERR_NONE;
    } else if (r == ERR_NONE && id != 0) {
        m->area = record_int(house, "area");
        for (size_t i = 0; i < COUNT_OF(door_parts); i++)
            record_set(m->given, door_parts[i].move, record_get(house, door_parts[i].house));
    }
    if (id == 0 && is_kind(m, "move_house") && !given(m, "address"))
        move_fault(m, "address", _("Choose the house, or give the address."));
    record_free(&house);
    return r;
}

/* Somebody who is registered already, wherever: the number alone is not enough to take a person over. */
static enum err find_known(struct mover *m, struct error *e)
{
    struct rows rows = {0};
    enum err r = ERR_NONE;

    if (given(m, "citizen_id"))
        r = db_query(m->work->db, m->pool, "move.by_number",
                     BINDS(BIND_TEXT("citizen_id", record_get(m->given, "citizen_id"))), &rows, e);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    if (strcmp(rows_text(&rows, 0, "name"), record_get(m->given, "name")) != 0)
        move_fault(m, "name", _("This citizen ID is registered with another name. Please look at the card again."));
    else if (is_kind(m, "birth"))
        move_fault(m, "citizen_id", _("%s is registered already."), rows_text(&rows, 0, "name"));
    else if (m->household != 0 && rows_int(&rows, 0, "household") == m->household)
        move_fault(m, "citizen_id", _("%s lives in this household already."), rows_text(&rows, 0, "name"));
    m->known = rows_int(&rows, 0, "id");
    return r;
}

static enum err check_newcomer(struct mover *m, struct error *e)
{
    bool in = is_kind(m, "move_in");
    enum err r = find_known(m, e);

    if (in && m->known == 0 && !given(m, "citizen_id") && !given(m, "sex"))
        move_fault(m, "sex", _("Give the citizen ID, or at least the sex."));
    if (in && m->household == 0 && !given(m, "address") && !given(m, "house"))
        move_fault(m, "household", _("Choose the household, or give the address of a new one."));
    if (in && m->household != 0 && given_door(m))
        move_fault(m, "address", _("The household has its door; leave the address empty."));
    return r;
}

enum err move_check(struct mover *m, struct error *e)
{
    m->kind = move_kind_find(record_get(m->given, "kind"));
    if (m->kind == NULL) {
        move_fault(m, "kind", _("What kind of move is it?"));
        return ERR_NONE;
    }
    check_fields(m);
    check_day(m);
    enum err r = household_of_number(m, e);
    check_needs(m);
    if (r == ERR_NONE)
        r = find_household(m, "household", &m->household, &m->area, e);
    record_set(m->given, "from_area", m->area == 0 ? "" : pool_format(m->pool, "%lld", (long long)m->area));
    if (r == ERR_NONE)
        r = find_household(m, "to_household", &m->to_household, &m->area, e);
    if (r == ERR_NONE && m->household != 0 && m->household == m->to_household)
        move_fault(m, "to_household", _("This is the same household."));
    if (r == ERR_NONE && m->household != 0)
        r = move_members(m, m->household, &m->all, e);
    if (r == ERR_NONE && m->household != 0)
        find_who(m);
    find_head(m);
    if (r == ERR_NONE)
        r = find_area(m, e);
    if (r == ERR_NONE)
        r = find_house(m, e);
    if (r == ERR_NONE && (is_kind(m, "move_in") || is_kind(m, "birth")))
        r = check_newcomer(m, e);
    return r;
}
