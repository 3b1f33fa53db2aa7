#include "compute.h"
#include "join.h"
#include "row_count.h"
#include "stored.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"

#include <string.h>

/* A statement being composed for one row. What people may fill in comes from the record, the rest from the program. */
struct row_statement {
    struct pool *pool;
    struct buffer first, second; /* the two lists of an insert; the assignments of an update */
    struct bind *binds;
    size_t count;
};

static struct row_statement begin(const struct table *table)
{
    struct row_statement s = {.pool = pool_new()};
    s.binds = pool_new_piece(s.pool, stored_count(table) + 1, sizeof *s.binds);
    return s;
}

static void end(struct row_statement *s)
{
    buffer_free(&s->first);
    buffer_free(&s->second);
    pool_free(&s->pool);
}

static void bind(struct row_statement *s, struct bind b)
{
    s->binds[s->count++] = b;
}

static bool is_kept(const struct field *field)
{
    const struct field *kept = housekeeping_field(field->name);
    return kept != NULL && kept->read_only;
}

/* The value of a column that the program keeps, of a row that is made now. */
static struct bind kept_value(const struct field *field, int64_t id, int64_t by)
{
    const char *name = field->name;
    if (strcmp(name, "id") == 0)
        return BIND_INT(name, id);
    if (strcmp(name, "version") == 0)
        return BIND_INT(name, 1);
    if (strcmp(name, "created_by") == 0 || strcmp(name, "updated_by") == 0)
        return BIND_INT(name, by);
    if (strcmp(name, "created_at") == 0 || strcmp(name, "updated_at") == 0)
        return BIND_INT(name, clock_now());
    return BIND_NULL(name); /* deleted_at */
}

/* The row as it is now, deleted or not; *record gets it. */
static enum err read_any(struct db *db, const struct table *table, int64_t id, struct record *record, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const char *sql = pool_format(pool, "select %s from \"%s\" t where t.\"id\" = $id", stored_columns(pool, table),
                                  table->stored_in);
    enum err r = db_query_text(db, pool, sql, BINDS(BIND_INT("id", id)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("This entry is not there any more."));
    if (r == ERR_NONE)
        record_from_row(record, table, &rows, 0);
    pool_free(&pool);
    return r;
}

static struct {
    void (*seen)(void *to, const struct table *table, int64_t id, int64_t version);
    void *to;
} watch;

void store_watch(void (*seen)(void *to, const struct table *table, int64_t id, int64_t version), void *to)
{
    watch.seen = seen;
    watch.to = to;
}

static enum err write_history(struct db *db, const struct table *table, int64_t id, int64_t by, struct error *e)
{
    struct record *record = record_new();
    struct buffer text = {0};
    enum err r = read_any(db, table, id, record, e);

    record_write(record, &text);
    if (r == ERR_NONE)
        r = db_execute(db, "history.add",
                       BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id),
                             BIND_INT("version", record_int(record, "version")), BIND_INT("by", by),
                             BIND_INT("at", clock_now()), BIND_TEXT("record", buffer_text(&text))),
                       NULL, e);
    if (r == ERR_NONE && watch.seen != NULL)
        watch.seen(watch.to, table, id, record_int(record, "version"));
    buffer_free(&text);
    record_free(&record);
    return r;
}

/* A row that a bulk load wrote has no history until its first change, which keeps what the load wrote. */
static enum err keep_first(struct db *db, const struct table *table, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct record *record = record_new();
    struct buffer text = {0};
    struct rows known = {0};
    int64_t at = 0;
    enum err r =
        db_query(db, pool, "history.any", BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id)), &known, e);

    if (r == ERR_NONE && known.count == 0 && read_any(db, table, id, record, NULL) == ERR_NONE) {
        record_write(record, &text);
        instant_parse(record_get(record, "updated_at"), &at);
        r = db_execute(db, "history.add",
                       BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id),
                             BIND_INT("version", record_int(record, "version")),
                             BIND_INT("by", record_int(record, "updated_by")), BIND_INT("at", at),
                             BIND_TEXT("record", buffer_text(&text))),
                       NULL, e);
    }
    buffer_free(&text);
    record_free(&record);
    pool_free(&pool);
    return r;
}

static void need_transaction(const struct db *db)
{
    if (!db_in_transaction(db))
        log_fatal("a row is written outside of a transaction");
}

enum err store_add(struct db *db, const struct table *table, const struct record *record, int64_t by, int64_t *id,
                   struct error *e)
{
    need_transaction(db);
    enum err r = db_next(db, table->stored_in, id, e);
    if (r != ERR_NONE)
        return r;
    struct row_statement s = begin(table);
    for (size_t i = 0; i < stored_count(table); i++) {
        const struct field *f = stored_column(table, i);
        buffer_add_text(&s.first, i == 0 ? "\"" : ", \"");
        buffer_add_text(&s.first, f->name);
        buffer_add_char(&s.first, '"');
        buffer_add_text(&s.second, i == 0 ? "$" : ", $");
        buffer_add_text(&s.second, f->name);
        bind(&s, is_kept(f) ? kept_value(f, *id, by) : type_bind(f->name, f->type, record_get(record, f->name)));
    }
    const char *sql = pool_format(s.pool, "insert into \"%s\" (%s) values (%s)", table->stored_in,
                                  buffer_text(&s.first), buffer_text(&s.second));
    r = db_execute_text(db, sql, s.binds, NULL, e);
    end(&s);
    if (r == ERR_NONE)
        r = row_count_enter(db, table, *id, e);
    return r == ERR_NONE ? write_history(db, table, *id, by, e) : r;
}

/* Nothing was changed: because the row is not there, or because its version is another one. */
static enum err why_unchanged(struct db *db, const struct table *table, int64_t id, struct error *e)
{
    struct record *now = record_new();
    enum err r = read_any(db, table, id, now, e);
    if (r == ERR_NONE && *record_get(now, "deleted_at") != '\0')
        r = error_set(e, ERR_NOT_FOUND, NULL, _("This entry was deleted by somebody else."));
    else if (r == ERR_NONE)
        r = error_set(e, ERR_CONFLICT, NULL,
                      _("Somebody else saved this entry first. Look at their values, then save "
                        "again."));
    record_free(&now);
    return r;
}

/* Runs "update TABLE set ASSIGNMENTS, version and author where id, version, alive", then writes the history. */
static enum err update(struct db *db, const struct table *table, struct row_statement *s, int64_t id, int64_t version,
                       int64_t by, struct error *e)
{
    int64_t changed = 0;
    enum err r = keep_first(db, table, id, e);
    bind(s, BIND_INT("id", id));
    bind(s, BIND_INT("version", version));
    bind(s, BIND_INT("updated_by", by));
    bind(s, BIND_INT("updated_at", clock_now()));
    const char *sql = pool_format(s->pool,
                                  "update \"%s\" set %s\"version\" = \"version\" + 1, \"updated_by\" = $updated_by,"
                                  " \"updated_at\" = $updated_at"
                                  " where \"id\" = $id and \"version\" = $version and \"deleted_at\" is null",
                                  table->stored_in, buffer_text(&s->first));
    if (r == ERR_NONE)
        r = db_execute_text(db, sql, s->binds, &changed, e);
    if (r == ERR_NONE && changed == 0)
        return why_unchanged(db, table, id, e);
    return r == ERR_NONE ? write_history(db, table, id, by, e) : r;
}

/* The row as it is counts no more. */
static enum err count_out(struct db *db, const struct table *table, int64_t id, struct error *e)
{
    return row_count_move(db, table, "\"id\" = $id", BINDS(BIND_INT("id", id)), 0, e);
}

enum err store_change(struct db *db, const struct table *table, int64_t id, const struct record *record, int64_t by,
                      struct error *e)
{
    need_transaction(db);
    struct row_statement s = begin(table);
    for (size_t i = 0; i < stored_count(table); i++) {
        const struct field *f = stored_column(table, i);
        if (is_kept(f) || !record_has(record, f->name))
            continue;
        buffer_format(&s.first, "\"%s\" = $%s, ", f->name, f->name);
        bind(&s, type_bind(f->name, f->type, record_get(record, f->name)));
    }
    enum err r = count_out(db, table, id, e);
    if (r == ERR_NONE)
        r = update(db, table, &s, id, record_int(record, "version"), by, e);
    if (r == ERR_NONE)
        r = row_count_enter(db, table, id, e);
    end(&s);
    return r;
}

enum err store_delete(struct db *db, const struct table *table, int64_t id, int64_t version, int64_t by,
                      struct error *e)
{
    need_transaction(db);
    struct row_statement s = begin(table);
    buffer_add_text(&s.first, "\"deleted_at\" = $updated_at, ");
    enum err r = count_out(db, table, id, e);
    if (r == ERR_NONE)
        r = update(db, table, &s, id, version, by, e);
    end(&s);
    return r;
}

enum err store_restore(struct db *db, const struct table *table, int64_t id, int64_t by, struct error *e)
{
    need_transaction(db);
    struct pool *pool = pool_new();
    int64_t changed = 0;
    const char *sql = pool_format(pool,
                                  "update \"%s\" set \"deleted_at\" = null, \"version\" = \"version\" + 1,"
                                  " \"updated_by\" = $by, \"updated_at\" = $at"
                                  " where \"id\" = $id and \"deleted_at\" is not null",
                                  table->stored_in);
    enum err r = db_execute_text(db, sql, BINDS(BIND_INT("id", id), BIND_INT("by", by), BIND_INT("at", clock_now())),
                                 &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no deleted entry of that number."));
    if (r == ERR_NONE)
        r = row_count_enter(db, table, id, e);
    if (r == ERR_NONE)
        r = write_history(db, table, id, by, e);
    pool_free(&pool);
    return r;
}

/* alive: a condition on the row, "" for any. */
static enum err read_in_scope(struct db *db, const struct table *table, const char *alive, int64_t id, const char *lo,
                              const char *hi, struct record *record, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const char *sql = pool_format(
        pool,
        "select %s%s from \"%s\" t join area a on a.id = t.\"area\"%s where t.\"id\" = $id and a.path >= $lo"
        " and a.path < $hi%s",
        stored_columns(pool, table), join_columns(pool, table), table->stored_in, join_tables(pool, table), alive);
    enum err r =
        db_query_text(db, pool, sql, BINDS(BIND_INT("id", id), BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such entry in your area."));
    if (r == ERR_NONE) {
        compute_rows(pool, table, &rows);
        record_from_row(record, table, &rows, 0);
    }
    pool_free(&pool);
    return r;
}

enum err store_version(struct db *db, const struct table *table, int64_t id, int64_t *out, struct error *e)
{
    struct record *row = record_new();
    enum err r = read_any(db, table, id, row, e);
    *out = record_int(row, "version");
    record_free(&row);
    return r;
}

enum err store_read(struct db *db, const struct table *table, int64_t id, const char *lo, const char *hi,
                    struct record *record, struct error *e)
{
    return read_in_scope(db, table, " and t.\"deleted_at\" is null", id, lo, hi, record, e);
}

enum err store_read_any(struct db *db, const struct table *table, int64_t id, const char *lo, const char *hi,
                        struct record *record, struct error *e)
{
    return read_in_scope(db, table, "", id, lo, hi, record, e);
}
