/* The same of statements that table/ composes with a scope in them: each is asked by who is nowhere, as it is composed
 * and without one of its conditions. */
#ifndef WANGGE_TESTS_SESSION_NOWHERE_COMPOSED_H
#define WANGGE_TESTS_SESSION_NOWHERE_COMPOSED_H

#include "nowhere_replay.h"

#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/register.h"
#include "wangge/table/store.h"

struct reach {
    const char *lo, *hi;
    int own;
    int64_t me;
};

/* The row with that id of the table, or what belongs to it. Reads none: false. */
typedef bool composer(struct db *db, struct pool *pool, const struct table *table, int64_t id, const struct reach *to);

static bool reads_one(struct db *db, struct pool *pool, const struct table *table, int64_t id, const struct reach *to)
{
    struct record *record = record_new();
    struct error e = {0};
    (void)pool;
    bool read = store_read(db, table, id, to->lo, to->hi, record, &e) == ERR_NONE;
    record_free(&record);
    return read;
}

static bool reads_gaps(struct db *db, struct pool *pool, const struct table *table, int64_t id, const struct reach *to)
{
    struct rows rows = {0};
    struct error e = {0};
    (void)id;
    return completeness_rows(db, pool, table, to->lo, to->hi, to->own, to->me, 100, &rows, &e) == ERR_NONE &&
           rows.count > 0;
}

static bool reads_register(struct db *db, struct pool *pool, const struct table *table, int64_t id,
                           const struct reach *to)
{
    struct rows rows = {0};
    struct error e = {0};
    return register_rows(db, pool, table, REGISTER_OF_PERSON, id, to->lo, to->hi, to->own, to->me, &rows, &e) ==
               ERR_NONE &&
           rows.count > 0;
}

static bool reads_people(struct db *db, struct pool *pool, const struct table *table, int64_t id,
                         const struct reach *to)
{
    struct rows rows = {0};
    struct error e = {0};
    (void)id;
    return register_people(db, pool, table, to->lo, to->hi, to->own, to->me, &rows, &e) == ERR_NONE && rows.count > 0;
}

static const struct {
    const char *name, *table, *id;
    composer *read;
    size_t conditions;
} composers[] = {
    {"store_read",        "person",   "id",     reads_one,      2},
    {"completeness_rows", "person",   "id",     reads_gaps,     3},
    {"register_rows",     "floating", "person", reads_register, 3},
    {"register_people",   "floating", "person", reads_people,   3},
};

/* Without the condition that is dropped; 0 is none. */
static const char *composed_without(struct pool *pool, const char *sql)
{
    struct piece had[20];
    size_t pieces = 0;
    for (size_t at = 0; sql[at] != '\0'; at++) {
        struct piece piece;
        bool again = !asks_scope(sql, at) || !condition_at(sql, at, &piece);
        for (size_t p = 0; p < pieces && !again; p++)
            again = had[p].from == piece.from && had[p].to == piece.to;
        if (!again && pieces < sizeof had / sizeof had[0])
            had[pieces++] = piece;
    }
    scopes.composed = pieces;
    return scopes.dropped == 0 || scopes.dropped > pieces ? sql : without(pool, sql, &had[scopes.dropped - 1]);
}

static bool composed_shows(struct db *db, size_t which, const struct reach *to, size_t dropped)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e = {0};
    const char *sql = pool_format(pool, "select \"%s\" as id from \"%s\" where deleted_at is null limit 1",
                                  composers[which].id, composers[which].table);
    bool shows = false;
    if (__real_db_query_text(db, pool, sql, NULL, &rows, &e) == ERR_NONE && rows.count > 0) {
        scopes.composing = composed_without;
        scopes.dropped = dropped;
        shows = composers[which].read(db, pool, table_find(composers[which].table), rows_int(&rows, 0, "id"), to);
        scopes.composing = NULL;
    }
    pool_free(&pool);
    return shows;
}

/* Returns how many conditions were dropped and noticed. */
static size_t try_composed(struct db *db, size_t which)
{
    static const struct reach all = {"", "~", 0, -1};
    static const struct reach nowhere[] = {
        {"",  "",  0, -1},
        {"~", "~", 0, -1},
        {"",  "~", 1, -1}
    };
    const size_t reaches = composers[which].conditions; /* the last is one's own, where it can be asked for */
    size_t noticed = 0;
    if (!composed_shows(db, which, &all, 0) || scopes.composed != composers[which].conditions)
        tell("%s: shows nothing at all, or has %zu conditions", composers[which].name, scopes.composed);
    for (size_t i = 0; i < reaches; i++)
        if (composed_shows(db, which, &nowhere[i], 0))
            tell("%s: shows something to nowhere %zu", composers[which].name, i + 1);
    for (size_t k = 1; k <= composers[which].conditions; k++) {
        bool shows = false;
        for (size_t i = 0; i < reaches; i++)
            shows = shows || composed_shows(db, which, &nowhere[i], k);
        noticed += shows;
        if (!shows)
            tell("%s: not noticed without its condition %zu", composers[which].name, k);
    }
    return noticed;
}

#endif
