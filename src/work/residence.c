#include "wangge/work/residence.h"

#include "inside.h"
#include "residence.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <string.h>

/* Where a person, household or house is: what a span of its tells. */
struct stay {
    int64_t target; /* household of a person, house of a household (0: in no register); the area of a house */
    int64_t area;
    const struct record *door; /* of a household: its address, NULL for the others */
};

/* One kind of span, and the statements of it. */
static const struct relation {
    const char *table, *target, *last, *begin, *end, *past, *unbegin, *unend;
} relations[] = {
    {"person",    "household", "residence.last",   "residence.begin",   "residence.end",   "residence.past",   "residence.unbegin",
     "residence.unend"                                                                                                                  },
    {"household", "house",     "occupancy.last",   "occupancy.begin",   "occupancy.end",   "occupancy.past",   "occupancy.unbegin",
     "occupancy.unend"                                                                                                                  },
    {"house",     "area",      "house_place.last", "house_place.begin", "house_place.end", "house_place.past", NULL,                NULL},
};

static const struct relation *relation_of(const struct table *table)
{
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (strcmp(relations[i].table, table->name) == 0)
            return &relations[i];
    return NULL;
}

/* false: nowhere. A person may live in no household; a household and a house are always somewhere. */
static bool stay_of(const struct relation *relation, const struct record *record, struct stay *out)
{
    *out = (struct stay){0};
    if (record == NULL)
        return false;
    out->target = record_int(record, relation->target);
    out->area = record_int(record, "area");
    out->door = strcmp(relation->table, "household") == 0 ? record : NULL;
    return out->door != NULL || out->target != 0;
}

/* The statement takes what its table has; a house's span has neither target nor door, nor is it a move's. */
static enum err write_span(struct work *work, const char *statement, const struct relation *relation, int64_t id,
                           int64_t number, const struct stay *stay, const struct span_cause *cause, struct error *e)
{
    struct bind move = cause->move == 0 ? BIND_NULL("move") : BIND_INT("move", cause->move);
    struct bind object = BIND_INT("object", id), count = BIND_INT("number", number);
    struct bind area = BIND_INT("area", stay->area), on = BIND_TEXT("on", cause->on),
                how = BIND_TEXT("how", cause->how);
    const struct record *door = stay->door;

    if (door != NULL)
        return db_execute(work->db, statement,
                          BINDS(object, count, area, on, how, move,
                                stay->target == 0 ? BIND_NULL("house") : BIND_INT("house", stay->target),
                                BIND_TEXT("address", record_get(door, "address")),
                                BIND_TEXT("building", record_get(door, "building")),
                                BIND_TEXT("unit", record_get(door, "unit")),
                                BIND_TEXT("room", record_get(door, "room"))),
                          NULL, e);
    if (strcmp(relation->table, "person") == 0)
        return db_execute(work->db, statement,
                          BINDS(object, count, area, on, how, move, BIND_INT("household", stay->target)), NULL, e);
    return db_execute(work->db, statement, BINDS(object, count, area, on, how), NULL, e);
}

static enum err end_span(struct work *work, const struct relation *relation, int64_t id, const struct span_cause *cause,
                         struct error *e)
{
    struct bind move = cause->move == 0 ? BIND_NULL("move") : BIND_INT("move", cause->move);
    struct bind object = BIND_INT("object", id), on = BIND_TEXT("on", cause->on), how = BIND_TEXT("how", cause->how);
    if (relation->unend == NULL)
        return db_execute(work->db, relation->end, BINDS(object, on, how), NULL, e);
    return db_execute(work->db, relation->end, BINDS(object, on, how, move), NULL, e);
}

static enum err check_day(const struct rows *last, const struct span_cause *cause, struct error *e)
{
    char today[DATE_TEXT];
    day_t day = 0;
    today_text(today);
    if (!date_parse(cause->on, &day))
        return error_set(e, ERR_INVALID, "moved_on", _("This is not a date: %s"), cause->on);
    if (strcmp(cause->on, today) > 0)
        return error_set(e, ERR_INVALID, "moved_on", _("%s has not come yet; enter it on the day."), cause->on);
    if (last->count > 0 && strcmp(cause->on, rows_text(last, 0, "from_on")) < 0)
        return error_set(e, ERR_INVALID, "moved_on", _("That was before %s, when the present stay began."),
                         rows_text(last, 0, "from_on"));
    if (last->count > 0 && !rows_null(last, 0, "to_on") && strcmp(cause->on, rows_text(last, 0, "to_on")) < 0)
        return error_set(e, ERR_INVALID, "moved_on", _("That was before %s, when the last stay ended."),
                         rows_text(last, 0, "to_on"));
    return ERR_NONE;
}

/* Ends the span that holds, or tells of it when it came without one, and begins the next. was and is may be NULL. */
static enum err go(struct work *work, const struct relation *relation, int64_t id, const struct stay *was,
                   const struct stay *is, const struct span_cause *cause, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows last = {0};
    enum err r = db_query(work->db, pool, relation->last, BINDS(BIND_INT("object", id)), &last, e);
    int64_t number = last.count == 0 ? 1 : rows_int(&last, 0, "number") + 1;
    bool open = last.count > 0 && rows_null(&last, 0, "to_on");

    if (r == ERR_NONE)
        r = check_day(&last, cause, e);
    if (r == ERR_NONE && open)
        r = end_span(work, relation, id, cause, e);
    else if (r == ERR_NONE && was != NULL && last.count == 0)
        r = write_span(work, relation->past, relation, id, number++, was, cause, e);
    if (r == ERR_NONE && is != NULL)
        r = write_span(work, relation->begin, relation, id, number, is, cause, e);
    pool_free(&pool);
    return r;
}

static bool same_door(const struct record *a, const struct record *b)
{
    static const char *const parts[] = {"address", "building", "unit", "room"};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (strcmp(record_get(a, parts[i]), record_get(b, parts[i])) != 0)
            return false;
    return true;
}

static enum err rename_door(struct work *work, int64_t household, const struct record *door, struct error *e)
{
    return db_execute(work->db, "occupancy.rename",
                      BINDS(BIND_INT("object", household), BIND_TEXT("address", record_get(door, "address")),
                            BIND_TEXT("building", record_get(door, "building")),
                            BIND_TEXT("unit", record_get(door, "unit")), BIND_TEXT("room", record_get(door, "room"))),
                      NULL, e);
}

/* The people of a household that went to another area. */
static enum err take_people(struct work *work, int64_t household, int64_t area, const struct span_cause *cause,
                            struct error *e)
{
    struct pool *pool = pool_new();
    struct rows people = {0};
    const struct stay stay = {.target = household, .area = area};
    enum err r = db_query(work->db, pool, "residence.living_in", BINDS(BIND_INT("household", household)), &people, e);
    for (size_t i = 0; r == ERR_NONE && i < people.count; i++)
        r = go(work, &relations[0], rows_int(&people, i, "person"), &stay, &stay, cause, e);
    pool_free(&pool);
    return r;
}

/* The households of a house that went to another area, with their people. */
static enum err take_households(struct work *work, int64_t house, int64_t area, const struct span_cause *cause,
                                struct error *e)
{
    struct pool *pool = pool_new();
    struct record *door = record_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "occupancy.living_in", BINDS(BIND_INT("house", house)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t household = rows_int(&rows, i, "household");
        const struct stay stay = {.target = house, .area = area, .door = door};
        for (size_t c = 0; c < rows.columns; c++)
            record_set(door, rows.names[c], rows_text(&rows, i, rows.names[c]));
        if (rows_int(&rows, i, "area") == area)
            continue;
        r = go(work, &relations[1], household, &stay, &stay, cause, e);
        if (r == ERR_NONE)
            r = take_people(work, household, area, cause, e);
    }
    record_free(&door);
    pool_free(&pool);
    return r;
}

static enum err undo_spans(struct work *work, const struct relation *relation, int64_t id, int64_t move,
                           struct error *e)
{
    const struct bind *binds = BINDS(BIND_INT("move", move), BIND_INT("object", id));
    enum err r = db_execute(work->db, relation->unbegin, binds, NULL, e);
    return r == ERR_NONE ? db_execute(work->db, relation->unend, binds, NULL, e) : r;
}

/* Of a household with those whom it took along. */
static enum err undo(struct work *work, const struct relation *relation, int64_t id, int64_t move, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows people = {0};
    enum err r = ERR_NONE;

    if (relation->unbegin != NULL)
        r = undo_spans(work, relation, id, move, e);
    if (r == ERR_NONE && relation == &relations[1])
        r = db_query(work->db, pool, "residence.moved_with", BINDS(BIND_INT("household", id), BIND_INT("move", move)),
                     &people, e);
    for (size_t i = 0; r == ERR_NONE && i < people.count; i++)
        r = undo_spans(work, &relations[0], rows_int(&people, i, "person"), move, e);
    pool_free(&pool);
    return r;
}

enum err relation_follow_cause(struct work *work, const struct table *table, int64_t id, const struct record *before,
                               const struct record *after, const struct span_cause *given, struct error *e)
{
    const struct relation *relation = relation_of(table);
    struct span_cause cause = *given;
    char today[DATE_TEXT];
    struct stay was, is;
    enum err r = ERR_NONE;

    if (relation == NULL)
        return ERR_NONE;
    if (cause.undo)
        return undo(work, relation, id, cause.move, e);
    today_text(today);
    if (cause.on == NULL || *cause.on == '\0')
        cause.on = today;
    bool had = stay_of(relation, before, &was), has = stay_of(relation, after, &is);
    bool door = has && is.door != NULL;
    bool moved = had != has || (had && (was.target != is.target || was.area != is.area)) ||
                 (had && door && cause.move != 0 && !same_door(was.door, is.door));
    if (!moved)
        return door ? rename_door(work, id, is.door, e) : ERR_NONE;
    r = go(work, relation, id, had ? &was : NULL, has ? &is : NULL, &cause, e);
    if (r == ERR_NONE && had && door && was.area != is.area)
        r = take_people(work, id, is.area, &cause, e);
    else if (r == ERR_NONE && had && has && relation == &relations[2])
        r = take_households(work, id, is.area, &cause, e);
    return r;
}

enum err relation_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                         const struct record *after, const char *on, const char *how, struct error *e)
{
    return relation_follow_cause(work, table, id, before, after, &(struct span_cause){.on = on, .how = how}, e);
}

enum err relation_fill(struct db *db, struct error *e)
{
    bool own = !db_in_transaction(db);
    enum err r = own ? db_begin(db, e) : ERR_NONE;
    if (r == ERR_NONE)
        r = db_execute(db, "residence.fill", NULL, NULL, e);
    if (r == ERR_NONE)
        r = db_execute(db, "occupancy.fill", NULL, NULL, e);
    if (r == ERR_NONE)
        r = db_execute(db, "house_place.fill", NULL, NULL, e);
    if (r == ERR_NONE && own)
        r = db_commit(db, e);
    if (own)
        db_rollback(db);
    return r;
}

/* The address as it is said, door and all. */
static void say_doors(struct pool *pool, struct rows *rows)
{
    size_t at = (size_t)rows_column(rows, "address");
    for (size_t i = 0; i < rows->count; i++)
        rows->values[i * rows->columns + at] = (struct value){.type = VALUE_TEXT, .text = door_of_row(pool, rows, i)};
}

enum err residence_of_person(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "person.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "residence.of_person",
                     BINDS(BIND_INT("person", person), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_INT("own", range.own), BIND_INT("me", range.me)),
                     out, e);
    if (r == ERR_NONE)
        say_doors(pool, out);
    return r;
}

/* Of who has gone out of reach, no more than the first character. */
static void hide_names(struct pool *pool, struct rows *rows)
{
    const struct field name = {.name = "name", .type = FIELD_TEXT};
    size_t at = (size_t)rows_column(rows, "name");
    for (size_t i = 0; i < rows->count; i++) {
        struct buffer masked = {0};
        if (rows_int(rows, i, "near") != 0)
            continue;
        check_mask(&name, rows_text(rows, i, "name"), &masked);
        rows->values[i * rows->columns + at] =
            (struct value){.type = VALUE_TEXT, .text = pool_text(pool, buffer_text(&masked))};
        buffer_free(&masked);
    }
}

enum err residents_of_house(struct work *work, struct pool *pool, int64_t house, struct rows *out, struct error *e)
{
    struct scope_range houses, people;
    char action[ACTION_ROOM];
    enum err r = right_range(work, table_action(table_find("house"), "read", action), &houses, e);

    if (r == ERR_NONE)
        r = right_range(work, "person.read", &people, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "residence.of_house",
                     BINDS(BIND_INT("house", house), BIND_TEXT("lo", houses.lo), BIND_TEXT("hi", houses.hi),
                           BIND_TEXT("person_lo", people.lo), BIND_TEXT("person_hi", people.hi)),
                     out, e);
    if (r == ERR_NONE)
        hide_names(pool, out);
    return r;
}
