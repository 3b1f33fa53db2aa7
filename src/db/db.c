#include "engine.h"
#include "statement.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"

#include <string.h>
#include <unistd.h>

/* Statements that stay prepared; a screen uses a dozen, so the oldest give way seldom. A row of an import needs some
 * forty. */
#define KEPT      24
#define KEPT_LONG 96

struct kept {
    struct statement *own; /* of a composed text, else NULL */
    const struct statement *statement;
    struct prepared *prepared;
    uint64_t used;
};

struct db {
    struct engine *engine; /* NULL while it rests */
    char *path;
    enum db_mode mode;
    uint32_t opened;     /* how often: a fresh connection counts its marks anew */
    int64_t rest_mark;   /* the mark when the rest began ... */
    uint64_t rest_sight; /* ... and what the file looked like then */
    pid_t process;
    bool light;                             /* the transaction does not wait for the disk */
    bool began;                             /* by db_begin; the engine may have ended it on a full disk */
    enum { ALONE, JOINED, PARTAKES } share; /* what begins is part of the open transaction; such a part has begun */
    int64_t writes;                         /* statements that were to change something */
    uint64_t uses;
    struct kept *kept;
    size_t kept_count;
};

struct bind db_bind_text(const char *name, const char *text)
{
    return (struct bind){.name = name, .type = text == NULL ? VALUE_NULL : VALUE_TEXT, .text = text};
}

/* Opens the connection unless it is open. */
static enum err wake(struct db *db, struct error *e)
{
    if (db->engine != NULL)
        return ERR_NONE;
    db->opened++;
    return engine_open(db->path, db->mode, &db->engine, e);
}

enum err db_open(const char *path, enum db_mode mode, struct db **out, struct error *e)
{
    struct db *db = mem_new(1, sizeof *db);
    db->path = mem_text(path);
    db->mode = mode;
    db->process = getpid();
    db->kept_count = KEPT;
    db->kept = mem_new(db->kept_count, sizeof *db->kept);
    enum err r = wake(db, e);
    if (r != ERR_NONE)
        db_close(&db);
    *out = db;
    return r;
}

static void forget(struct kept *kept)
{
    if (kept->prepared != NULL)
        engine_forget(kept->prepared);
    statement_free(kept->own);
    *kept = (struct kept){0};
}

static void forget_from(struct db *db, size_t first)
{
    for (size_t i = first; i < db->kept_count; i++)
        forget(&db->kept[i]);
}

static void forget_all(struct db *db)
{
    forget_from(db, 0);
}

static void keep(struct db *db, size_t count)
{
    forget_from(db, count);
    db->kept = mem_resize(db->kept, count, sizeof *db->kept);
    for (size_t i = db->kept_count; i < count; i++)
        db->kept[i] = (struct kept){0};
    db->kept_count = count;
}

void db_close(struct db **db)
{
    if (*db == NULL)
        return;
    db_rollback(*db);
    forget_all(*db);
    engine_close((*db)->engine);
    mem_free((*db)->kept);
    mem_free((*db)->path);
    mem_free(*db);
    *db = NULL;
}

void db_rest(struct db *db)
{
    if (db->engine == NULL || db->began)
        return;
    db->rest_sight = engine_glance(db->path); /* before the mark: what comes between the two is noticed */
    db->rest_mark = db_change_mark(db);
    forget_all(db);
    engine_close(db->engine);
    db->engine = NULL;
}

void db_bulk_begin(struct db *db)
{
    if (wake(db, NULL) == ERR_NONE)
        engine_bulk_begin(db->engine);
}

enum err db_bulk_end(struct db *db, struct error *e)
{
    enum err r = wake(db, e);
    return r == ERR_NONE ? engine_bulk_end(db->engine, e) : r;
}

void db_long_begin(struct db *db)
{
    keep(db, KEPT_LONG);
    if (wake(db, NULL) == ERR_NONE)
        engine_set_roomy(db->engine, true);
}

void db_long_end(struct db *db)
{
    keep(db, KEPT);
    if (db->engine != NULL)
        engine_set_roomy(db->engine, false);
}

enum err db_upkeep(struct db *db, struct error *e)
{
    forget_all(db); /* they were planned without what is learned now */
    enum err r = wake(db, e);
    return r == ERR_NONE ? engine_upkeep(db->engine, e) : r;
}

enum err db_forget_removed(struct db *db, bool *whole, struct error *e)
{
    enum err r = wake(db, e);
    *whole = false;
    return r == ERR_NONE ? engine_forget_removed(db->engine, whole, e) : r;
}

enum err db_scrub(struct db *db, struct error *e)
{
    return db_execute_script(db, engine_scrub_script(), e);
}

/* The kept statement of that text, or the place of the one that was not used for the longest time. */
static struct kept *find_kept(struct db *db, const char *text, uint64_t hash, bool *found)
{
    struct kept *oldest = &db->kept[0];
    for (size_t i = 0; i < db->kept_count; i++) {
        struct kept *k = &db->kept[i];
        *found = k->statement != NULL && k->statement->hash == hash && strcmp(k->statement->text, text) == 0;
        if (*found)
            return k;
        if (k->used < oldest->used)
            oldest = k;
    }
    return oldest;
}

/* named NULL: text was composed. */
static enum err prepare(struct db *db, const struct statement *named, const char *text, struct kept **out,
                        struct error *e)
{
    bool found = false;
    struct kept *kept = find_kept(db, text, named != NULL ? named->hash : statement_hash(text), &found);

    *out = kept;
    if (!found) {
        forget(kept);
        kept->own = named == NULL ? statement_new("", text) : NULL;
        kept->statement = named == NULL ? kept->own : named;
        enum err r = engine_prepare(db->engine, kept->statement->numbered, &kept->prepared, e);
        if (r != ERR_NONE) {
            forget(kept);
            return r;
        }
    }
    kept->used = ++db->uses;
    return ERR_NONE;
}

/* Puts the binds in the order of the statement's parameters, mostly that in which they come. strict: a bind that is
 * not used is an error too. */
static void order_binds(const struct statement *st, const struct bind *binds, bool strict, const struct bind **out)
{
    size_t given = 0, next = 0;
    while (binds != NULL && binds[given].name != NULL)
        given++;
    for (size_t i = 0; i < st->count; i++) {
        size_t tried = 0;
        while (tried < given && strcmp(binds[next % given].name, st->parameters[i]) != 0) {
            next++;
            tried++;
        }
        if (tried == given)
            log_fatal("statement %s: nothing is bound to $%s", st->name, st->parameters[i]);
        out[i] = &binds[next++ % given];
    }
    if (strict && given != st->count)
        log_fatal("statement %s: %zu binds for %zu parameters", st->name, given, st->count);
}

static enum err run(struct db *db, const struct statement *named, const char *text, const struct bind *binds,
                    struct pool *pool, struct rows *rows, int64_t *changed, struct error *e)
{
    const struct bind *values[STATEMENT_PARAMETERS];
    struct kept *kept = NULL;

    if (db->process != getpid())
        log_fatal("a database connection has crossed a fork");
    if (db->began && !engine_in_transaction(db->engine)) /* what follows must not be saved by itself */
        return error_set(e, ERR_FAILED, NULL, _("Nothing was saved: the database had to give the change up."));
    enum err r = wake(db, e);
    if (r == ERR_NONE)
        r = prepare(db, named, text, &kept, e);
    if (r != ERR_NONE)
        return r;
    int64_t start = clock_steady_ms();
    order_binds(kept->statement, binds, named != NULL, values);
    r = engine_run(db->engine, kept->prepared, values, kept->statement->count, pool, rows, changed, e);
    log_debug("sql %s: %lld ms", named != NULL ? named->name : text, (long long)(clock_steady_ms() - start));
    return r;
}

static const struct statement *named_statement(const char *name)
{
    const struct statement *st = statement_find(name);
    if (st == NULL)
        log_fatal("there is no statement %s", name);
    return st;
}

enum err db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                  struct error *e)
{
    const struct statement *st = named_statement(name);
    return run(db, st, st->text, binds, pool, out, NULL, e);
}

enum err db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed, struct error *e)
{
    const struct statement *st = named_statement(name);
    db->writes++;
    return run(db, st, st->text, binds, NULL, NULL, changed, e);
}

enum err db_query_text(struct db *db, struct pool *pool, const char *sql, const struct bind *binds, struct rows *out,
                       struct error *e)
{
    return run(db, NULL, sql, binds, pool, out, NULL, e);
}

enum err db_query_within(struct db *db, struct pool *pool, int64_t steps, const char *sql, const struct bind *binds,
                         struct rows *out, bool *whole, struct error *e)
{
    enum err r = wake(db, e);
    if (r != ERR_NONE)
        return r;
    engine_limit(db->engine, steps);
    r = run(db, NULL, sql, binds, pool, out, NULL, e);
    *whole = !engine_gave_up(db->engine);
    engine_limit(db->engine, 0);
    if (r == ERR_NONE || *whole)
        return r;
    *out = (struct rows){0};
    return ERR_NONE;
}

enum err db_execute_text(struct db *db, const char *sql, const struct bind *binds, int64_t *changed, struct error *e)
{
    return run(db, NULL, sql, binds, NULL, NULL, changed, e);
}

enum err db_execute_script(struct db *db, const char *sql, struct error *e)
{
    struct buffer text = {0};
    for (size_t n; *sql != '\0'; sql += n) {
        n = statement_skip(sql);
        const char *end = *sql == '@' ? strchr(sql + 1, '@') : NULL;
        const char *word = end == NULL ? NULL : engine_ddl_word(sql + 1, (size_t)(end - sql) - 1);
        if (word == NULL) {
            buffer_add(&text, sql, n);
        } else {
            buffer_add_text(&text, word);
            n = (size_t)(end - sql) + 1;
        }
    }
    forget_all(db); /* what was prepared for the old schema */
    enum err r = wake(db, e);
    if (r == ERR_NONE)
        r = engine_script(db->engine, buffer_text(&text), e);
    buffer_free(&text);
    return r;
}

enum err db_columns(struct db *db, struct pool *pool, const char *table, struct rows *out, struct error *e)
{
    return db_query_text(db, pool, engine_columns_query(), BINDS(BIND_TEXT("table", table)), out, e);
}

enum err db_catalog(struct db *db, struct pool *pool, struct rows *out, struct error *e)
{
    return db_query_text(db, pool, engine_catalog_query(), NULL, out, e);
}

enum err db_indexes(struct db *db, struct pool *pool, const char *table, struct rows *out, struct error *e)
{
    return db_query_text(db, pool, engine_indexes_query(), BINDS(BIND_TEXT("table", table)), out, e);
}

enum err db_size(struct db *db, int64_t *bytes, int64_t *unused, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query_text(db, pool, engine_size_query(), NULL, &rows, e);
    *bytes = r == ERR_NONE ? rows_int(&rows, 0, "bytes") : 0;
    *unused = r == ERR_NONE ? rows_int(&rows, 0, "unused") : 0;
    pool_free(&pool);
    return r;
}

enum err db_begin(struct db *db, struct error *e)
{
    if (db->share == JOINED) {
        db->share = PARTAKES;
        return ERR_NONE;
    }
    if (db->began)
        log_fatal("a transaction within a transaction");
    enum err r = wake(db, e);
    if (r == ERR_NONE)
        r = engine_begin(db->engine, e);
    db->began = r == ERR_NONE;
    return r;
}

enum err db_begin_light(struct db *db, struct error *e)
{
    enum err r = wake(db, e);
    if (r != ERR_NONE)
        return r;
    engine_set_waiting(db->engine, false);
    r = db_begin(db, e);
    if (r == ERR_NONE)
        db->light = true;
    else
        engine_set_waiting(db->engine, true);
    return r;
}

static void ended(struct db *db)
{
    db->began = false;
    db->share = ALONE;
    if (db->light)
        engine_set_waiting(db->engine, true);
    db->light = false;
}

enum err db_commit(struct db *db, struct error *e)
{
    if (!db->began)
        log_fatal("a commit without a transaction");
    if (!engine_in_transaction(db->engine)) {
        ended(db);
        return error_set(e, ERR_FAILED, NULL, _("Nothing was saved: the database had to give the change up."));
    }
    if (db->share != ALONE) {
        db->share = JOINED;
        return ERR_NONE;
    }
    enum err r = engine_commit(db->engine, e);
    if (r == ERR_NONE)
        ended(db);
    else
        db_rollback(db);
    return r;
}

void db_rollback(struct db *db)
{
    if (!db->began || db->share == JOINED)
        return;
    engine_rollback(db->engine);
    ended(db);
}

enum err db_settle(struct db *db, struct error *e)
{
    return engine_settle(db->path, e);
}

bool db_in_transaction(const struct db *db)
{
    return db->began;
}

void db_join(struct db *db)
{
    if (!db->began || db->share != ALONE)
        log_fatal("nothing to take part in");
    db->share = JOINED;
}

void db_part(struct db *db)
{
    db->share = ALONE;
}

enum err db_next(struct db *db, const char *sequence, int64_t *out, struct error *e)
{
    struct rows rows = {0};
    struct pool *pool = pool_new();

    if (!db->began)
        log_fatal("a number of %s is taken outside of a transaction", sequence);
    enum err r = db_query(db, pool, "sequence.next", BINDS(BIND_TEXT("name", sequence)), &rows, e);
    if (r == ERR_NONE)
        *out = rows_int(&rows, 0, "number");
    pool_free(&pool);
    return r;
}

int64_t db_change_mark(struct db *db)
{
    if (db->engine == NULL && db->rest_sight != 0 && engine_glance(db->path) == db->rest_sight)
        return db->rest_mark;
    if (wake(db, NULL) != ERR_NONE)
        return 0; /* the next query says why */
    return (int64_t)db->opened << 32 | (engine_change_mark(db->engine) & UINT32_MAX);
}

int64_t db_writes(const struct db *db)
{
    return db->writes;
}

enum err db_check(struct db *db, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    enum err r = wake(db, e);
    return r == ERR_NONE ? engine_check(db->engine, report, to, e) : r;
}

enum err db_backup(struct db *db, const char *to_path, struct error *e)
{
    enum err r = wake(db, e);
    return r == ERR_NONE ? engine_backup(db->engine, to_path, e) : r;
}
