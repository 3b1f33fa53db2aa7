#include "search_index.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/search_key.h"
#include "wangge/table/title.h"
#include "wangge/work/search.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The keys of one household, person or place, and where they lie. */
struct holder {
    int64_t area, object, household;
    enum search_kind kind;
    struct search_keys keys;
};

static enum err put(struct work *work, const struct holder *holder, const struct search_key *key, struct error *e)
{
    return db_execute(work->db, "search_entry.insert",
                      BINDS(BIND_INT("area", holder->area), BIND_TEXT("key", key->text), BIND_INT("kind", holder->kind),
                            BIND_INT("object", holder->object), BIND_INT("household", holder->household),
                            BIND_INT("why", key->why)),
                      NULL, e);
}

static enum err take(struct work *work, const struct holder *holder, const struct search_key *key, struct error *e)
{
    return db_execute(work->db, "search_entry.delete",
                      BINDS(BIND_INT("area", holder->area), BIND_TEXT("key", key->text), BIND_INT("kind", holder->kind),
                            BIND_INT("object", holder->object)),
                      NULL, e);
}

/* From one set of keys to the other; what both hold is not touched. Either may be empty. */
static enum err replace(struct work *work, struct holder *before, struct holder *after, struct error *e)
{
    struct search_keys *old = &before->keys, *new = &after->keys;
    bool stays = before->area == after->area && before->household == after->household;
    enum err r = ERR_NONE;

    search_keys_sort(old);
    search_keys_sort(new);
    for (size_t i = 0, j = 0; r == ERR_NONE && (i < old->count || j < new->count);) {
        int order = i == old->count ? 1 : j == new->count ? -1 : strcmp(old->list[i].text, new->list[j].text);
        bool same = order == 0 && stays && old->list[i].why == new->list[j].why;
        if (order <= 0 && !same)
            r = take(work, before, &old->list[i], e);
        if (order >= 0 && !same && r == ERR_NONE)
            r = put(work, after, &new->list[j], e);
        i += order <= 0;
        j += order >= 0;
    }
    return r;
}

static void person_keys(struct holder *out, const char *name, const char *former_name, const char *citizen_id,
                        const char *phone)
{
    search_keys_of_name(&out->keys, name);
    search_keys_of_former_name(&out->keys, former_name);
    search_keys_of_citizen_id(&out->keys, citizen_id);
    search_keys_of_phones(&out->keys, phone);
}

static void hold_record(struct holder *out, enum search_kind kind, int64_t id, const struct record *record,
                        struct pool *pool)
{
    *out = (struct holder){.object = id, .kind = kind, .keys = {.pool = pool}};
    if (record == NULL)
        return;
    out->area = record_int(record, "area");
    if (kind == SEARCH_PERSON) {
        out->household = record_int(record, "household");
        person_keys(out, record_get(record, "name"), record_get(record, "former_name"),
                    record_get(record, "citizen_id"), record_get(record, "phone"));
        return;
    }
    out->household = id;
    search_keys_of_door(&out->keys, &(struct door){record_get(record, "address"), record_get(record, "building"),
                                                   record_get(record, "unit"), record_get(record, "room")});
    search_keys_of_phones(&out->keys, record_get(record, "phone"));
}

static enum err find_place(struct work *work, struct pool *pool, int64_t area, const char *address, struct holder *out,
                           struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "search_place.find",
                          BINDS(BIND_INT("area", area), BIND_TEXT("address", address)), &rows, e);
    *out = (struct holder){.area = area, .kind = SEARCH_PLACE, .keys = {.pool = pool}};
    if (r == ERR_NONE && rows.count > 0)
        out->object = rows_int(&rows, 0, "id");
    return r;
}

/* The last household takes the place along. */
static enum err leave_place(struct work *work, struct pool *pool, int64_t area, const char *address, int64_t household,
                            struct error *e)
{
    struct holder place, none = {.keys = {.pool = pool}};
    int64_t gone = 0;
    enum err r = find_place(work, pool, area, address, &place, e);

    if (r == ERR_NONE)
        r = db_execute(work->db, "search_home.delete",
                       BINDS(BIND_INT("place", place.object), BIND_INT("household", household)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "search_place.delete_empty", BINDS(BIND_INT("place", place.object)), &gone, e);
    if (r == ERR_NONE && gone > 0) {
        search_keys_of_address(&place.keys, address);
        r = replace(work, &place, &none, e);
    }
    return r;
}

static enum err enter_place(struct work *work, struct pool *pool, int64_t area, const char *address, int64_t household,
                            struct error *e)
{
    struct holder place, none = {.keys = {.pool = pool}};
    enum err r = find_place(work, pool, area, address, &place, e);

    if (r == ERR_NONE && place.object == 0) {
        r = db_next(work->db, "search_place", &place.object, e);
        if (r == ERR_NONE)
            r = db_execute(work->db, "search_place.insert",
                           BINDS(BIND_INT("id", place.object), BIND_INT("area", area), BIND_TEXT("address", address)),
                           NULL, e);
        search_keys_of_address(&place.keys, address);
        if (r == ERR_NONE)
            r = replace(work, &none, &place, e);
    }
    if (r == ERR_NONE)
        r = db_execute(work->db, "search_home.insert",
                       BINDS(BIND_INT("place", place.object), BIND_INT("household", household)), NULL, e);
    return r;
}

static enum err index_place(struct work *work, struct pool *pool, int64_t household, const struct record *before,
                            const struct record *after, struct error *e)
{
    bool stays = before != NULL && after != NULL && record_int(before, "area") == record_int(after, "area") &&
                 strcmp(record_get(before, "address"), record_get(after, "address")) == 0;
    enum err r = ERR_NONE;

    if (!stays && before != NULL)
        r = leave_place(work, pool, record_int(before, "area"), record_get(before, "address"), household, e);
    if (!stays && after != NULL && r == ERR_NONE)
        r = enter_place(work, pool, record_int(after, "area"), record_get(after, "address"), household, e);
    return r;
}

enum err search_index(struct work *work, const struct table *table, int64_t id, const struct record *before,
                      const struct record *after, struct error *e)
{
    bool person = strcmp(table->name, "person") == 0;
    if (!person && strcmp(table->name, "household") != 0)
        return ERR_NONE;

    struct pool *pool = pool_new();
    struct holder old, new;
    hold_record(&old, person ? SEARCH_PERSON : SEARCH_HOUSEHOLD, id, before, pool);
    hold_record(&new, old.kind, id, after, pool);
    enum err r = replace(work, &old, &new, e);
    if (r == ERR_NONE && !person)
        r = index_place(work, pool, id, before, after, e);
    pool_free(&pool);
    return r;
}

static void hold_person(struct holder *out, const struct rows *people, size_t i, struct pool *pool)
{
    *out = (struct holder){.object = rows_int(people, i, "id"),
                           .household = rows_int(people, i, "household"),
                           .kind = SEARCH_PERSON,
                           .keys = {.pool = pool}};
    person_keys(out, rows_text(people, i, "name"), rows_text(people, i, "former_name"),
                rows_text(people, i, "citizen_id"), rows_text(people, i, "phone"));
}

/* The keys of a whole area, written in their order. */
struct entry {
    struct search_key key;
    struct holder *holder;
};

struct entries {
    struct pool *pool;
    struct entry *list;
    size_t count, room;
};

static void collect(struct entries *entries, struct holder *holder)
{
    struct search_keys *keys = &holder->keys;
    search_keys_sort(keys);
    if (entries->count + keys->count > entries->room) {
        size_t room = 2 * (entries->count + keys->count) + 1024;
        struct entry *more = pool_new_piece(entries->pool, room, sizeof *more);
        if (entries->count > 0)
            memcpy(more, entries->list, entries->count * sizeof *more);
        entries->list = more;
        entries->room = room;
    }
    for (size_t i = 0; i < keys->count; i++)
        entries->list[entries->count++] = (struct entry){keys->list[i], holder};
}

static int in_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->key.text, y->key.text);
    if (order == 0)
        order = (int)x->holder->kind - (int)y->holder->kind;
    return order != 0 ? order : (x->holder->object > y->holder->object) - (x->holder->object < y->holder->object);
}

/* Rows come in the order of their addresses, so each place is met once. */
static enum err collect_doors(struct work *work, struct entries *entries, int64_t area, const struct rows *doors,
                              struct error *e)
{
    struct holder *place = NULL;
    const char *address = NULL;
    enum err r = ERR_NONE;

    for (size_t i = 0; r == ERR_NONE && i < doors->count; i++) {
        struct holder *home = pool_new_piece(entries->pool, 1, sizeof *home);
        struct door door = {rows_text(doors, i, "address"), rows_text(doors, i, "building"),
                            rows_text(doors, i, "unit"), rows_text(doors, i, "room")};
        int64_t id = rows_int(doors, i, "id");
        *home = (struct holder){area, id, id, SEARCH_HOUSEHOLD, {.pool = entries->pool}};
        search_keys_of_door(&home->keys, &door);
        search_keys_of_phones(&home->keys, rows_text(doors, i, "phone"));
        collect(entries, home);
        if (address == NULL || strcmp(address, door.address) != 0) {
            address = door.address;
            place = pool_new_piece(entries->pool, 1, sizeof *place);
            *place = (struct holder){area, 0, 0, SEARCH_PLACE, {.pool = entries->pool}};
            r = db_next(work->db, "search_place", &place->object, e);
            if (r == ERR_NONE)
                r = db_execute(
                    work->db, "search_place.insert",
                    BINDS(BIND_INT("id", place->object), BIND_INT("area", area), BIND_TEXT("address", address)), NULL,
                    e);
            search_keys_of_address(&place->keys, address);
            collect(entries, place);
        }
        if (r == ERR_NONE)
            r = db_execute(work->db, "search_home.insert",
                           BINDS(BIND_INT("place", place->object), BIND_INT("household", id)), NULL, e);
    }
    return r;
}

static enum err index_area(struct work *work, struct pool *pool, int64_t area, struct error *e)
{
    struct entries entries = {.pool = pool};
    struct rows doors = {0}, people = {0};
    const struct bind *of_area = BINDS(BIND_INT("area", area));
    enum err r = db_query(work->db, pool, "search_entry.doors_of_area", of_area, &doors, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "search_entry.people_of_area", of_area, &people, e);
    if (r == ERR_NONE)
        r = collect_doors(work, &entries, area, &doors, e);
    for (size_t i = 0; i < people.count; i++) {
        struct holder *person = pool_new_piece(pool, 1, sizeof *person);
        hold_person(person, &people, i, pool);
        person->area = area;
        collect(&entries, person);
    }
    if (entries.count > 1)
        qsort(entries.list, entries.count, sizeof *entries.list, in_order);
    for (size_t i = 0; r == ERR_NONE && i < entries.count; i++)
        r = put(work, entries.list[i].holder, &entries.list[i].key, e);
    pool_reset(pool);
    return r;
}

static enum err clear(struct work *work, struct error *e)
{
    static const char *const statements[] = {"search_entry.clear", "search_home.clear", "search_place.clear",
                                             "search_place.restart"};
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < sizeof statements / sizeof statements[0]; i++)
        r = db_execute(work->db, statements[i], NULL, NULL, e);
    return r;
}

/* Area by area: so the rows are written in their order, however many they are. */
enum err search_index_all(struct work *work, struct error *e)
{
    struct pool *pool = pool_new(), *scratch = pool_new();
    struct rows areas = {0};
    bool own = !db_in_transaction(work->db);
    enum err r = own ? db_begin(work->db, e) : ERR_NONE;

    if (r == ERR_NONE)
        r = clear(work, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "search_entry.areas", NULL, &areas, e);
    for (size_t i = 0; r == ERR_NONE && i < areas.count; i++)
        r = index_area(work, scratch, rows_int(&areas, i, "id"), e);
    if (r == ERR_NONE && own)
        r = db_commit(work->db, e);
    if (own)
        db_rollback(work->db);
    pool_free(&scratch);
    pool_free(&pool);
    return r;
}
