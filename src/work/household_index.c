#include "household_index.h"

#include "search_key.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/household.h"
#include "wangge/work/work.h"

#include <stdbool.h>

static void collect(struct search_keys *keys, const struct rows *doors, const struct rows *people)
{
    for (size_t i = 0; i < doors->count; i++) {
        int64_t id = rows_int(doors, i, "id");
        search_keys_of_door(keys, id,
                            &(struct door){rows_text(doors, i, "address"), rows_text(doors, i, "building"),
                                           rows_text(doors, i, "unit"), rows_text(doors, i, "room")});
        search_keys_of_phone(keys, id, rows_text(doors, i, "phone"));
    }
    for (size_t i = 0; i < people->count; i++) {
        int64_t household = rows_int(people, i, "household");
        search_keys_of_person(keys, household, rows_text(people, i, "name"), rows_text(people, i, "citizen_id"));
        search_keys_of_phone(keys, household, rows_text(people, i, "phone"));
    }
    search_keys_sort(keys);
}

static enum err insert(struct work *work, int64_t area, const struct search_keys *keys, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < keys->count; i++)
        r = db_execute(work->db, "search_key.insert",
                       BINDS(BIND_INT("area", area), BIND_TEXT("key", keys->list[i].text),
                             BIND_INT("household", keys->list[i].household), BIND_INT("weight", keys->list[i].weight)),
                       NULL, e);
    return r;
}

enum err household_index(struct work *work, int64_t household, int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    struct search_keys keys = {.pool = pool};
    struct rows doors = {0}, people = {0};
    enum err r = ERR_NONE;

    if (area != 0)
        r = db_execute(work->db, "search_key.delete", BINDS(BIND_INT("area", area), BIND_INT("household", household)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "search_key.door", BINDS(BIND_INT("household", household)), &doors, e);
    if (r == ERR_NONE && doors.count > 0)
        r = db_query(work->db, pool, "search_key.people", BINDS(BIND_INT("household", household)), &people, e);
    if (r == ERR_NONE && doors.count > 0) {
        collect(&keys, &doors, &people);
        r = insert(work, rows_int(&doors, 0, "area"), &keys, e);
    }
    pool_free(&pool);
    return r;
}

static enum err index_area(struct work *work, struct pool *pool, int64_t area, struct error *e)
{
    struct search_keys keys = {.pool = pool};
    struct rows doors = {0}, people = {0};
    const struct bind *of_area = BINDS(BIND_INT("area", area));
    enum err r = db_query(work->db, pool, "search_key.doors_of_area", of_area, &doors, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "search_key.people_of_area", of_area, &people, e);
    if (r == ERR_NONE) {
        collect(&keys, &doors, &people);
        r = insert(work, area, &keys, e);
    }
    pool_reset(pool);
    return r;
}

/* Area by area, each sorted: so the rows are written in their order, however many they are. */
enum err household_index_all(struct work *work, struct error *e)
{
    struct pool *pool = pool_new(), *scratch = pool_new();
    struct rows areas = {0};
    bool own = !db_in_transaction(work->db);
    enum err r = own ? db_begin(work->db, e) : ERR_NONE;

    if (r == ERR_NONE)
        r = db_execute(work->db, "search_key.clear", NULL, NULL, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "search_key.areas", NULL, &areas, e);
    for (size_t i = 0; r == ERR_NONE && i < areas.count; i++)
        r = index_area(work, scratch, rows_int(&areas, i, "area"), e);
    if (r == ERR_NONE && own)
        r = db_commit(work->db, e);
    if (own)
        db_rollback(work->db);
    pool_free(&scratch);
    pool_free(&pool);
    return r;
}
