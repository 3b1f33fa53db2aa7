#include "wangge/table/blank.h"

#include "row_count.h"
#include "stored.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

/* Does the field hold what somebody typed in words or numbers of people? */
static bool goes(const struct field *field)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_PHONE:
    case FIELD_CITIZEN_ID:
    case FIELD_CREDIT_CODE:
    case FIELD_DIVISION:
        return true;
    default:
        return false;
    }
}

/* Must something stand there? */
static bool is_asked(const struct field *field)
{
    return field->required || (field->wanted != NULL && field->type != FIELD_CITIZEN_ID);
}

static void add_assignments(struct pool *pool, const struct table *table, const struct record *also, struct buffer *out,
                            struct bind *binds, size_t *count)
{
    for (size_t i = 0; i < stored_count(table); i++) {
        const struct field *f = stored_column(table, i);
        if (also != NULL && record_has(also, f->name)) {
            buffer_format(out, "\"%s\" = $%s, ", f->name, f->name);
            binds[(*count)++] = type_bind(pool_text(pool, f->name), f->type, record_get(also, f->name));
        } else if (goes(f) && is_asked(f)) {
            buffer_format(out, "\"%s\" = case when coalesce(\"%s\", '') = '' then \"%s\" else '" BLANK_TEXT "' end, ",
                          f->name, f->name, f->name);
        } else if (goes(f)) {
            buffer_format(out, "\"%s\" = null, ", f->name);
        }
    }
}

enum err blank_row(struct db *db, const struct table *table, int64_t id, const struct record *also, int64_t by,
                   struct error *e)
{
    struct pool *pool = pool_new();
    struct buffer set = {0};
    struct bind *binds = pool_new_piece(pool, stored_count(table) + 4, sizeof *binds);
    const char *alive = "\"id\" = $id and \"deleted_at\" is null";
    size_t count = 0;

    add_assignments(pool, table, also, &set, binds, &count);
    binds[count++] = BIND_INT("id", id);
    binds[count++] = BIND_INT("by", by);
    binds[count++] = BIND_INT("at", clock_now());
    const char *sql = pool_format(pool,
                                  "update \"%s\" set %s\"version\" = \"version\" + 1, \"updated_by\" = $by,"
                                  " \"updated_at\" = $at where \"id\" = $id",
                                  table->stored_in, buffer_text(&set));
    enum err r = row_count_move(db, table, alive, BINDS(BIND_INT("id", id)), 0, e);
    if (r == ERR_NONE)
        r = db_execute_text(db, sql, binds, NULL, e);
    if (r == ERR_NONE)
        r = row_count_enter(db, table, id, e);
    if (r == ERR_NONE)
        r = db_execute(db, "history.forget", BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id)), NULL, e);
    buffer_free(&set);
    pool_free(&pool);
    return r;
}

/* Deleted before $before, and something is left; NULL of a table that holds nothing of the kind. */
static const char *deleted_condition(struct pool *pool, const struct table *table)
{
    struct buffer left = {0};
    const char *out = NULL;
    for (size_t i = 0; i < stored_count(table); i++)
        if (goes(stored_column(table, i)))
            buffer_format(&left, "%scoalesce(t.\"%s\", '') not in ('', '" BLANK_TEXT "')",
                          left.length == 0 ? "" : " or ", stored_column(table, i)->name);
    if (left.length > 0)
        out = pool_format(pool, "from \"%s\" t where t.\"deleted_at\" < $before and (%s)", table->stored_in,
                          buffer_text(&left));
    buffer_free(&left);
    return out;
}

enum err blank_deleted_count(struct db *db, const struct table *table, int64_t before, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const char *condition = deleted_condition(pool, table);
    enum err r = ERR_NONE;
    if (condition != NULL)
        r = db_query_text(db, pool, pool_format(pool, "select count(*) as n %s", condition),
                          BINDS(BIND_INT("before", before)), &rows, e);
    *out = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "n") : 0;
    pool_free(&pool);
    return r;
}

enum err blank_deleted(struct db *db, struct pool *pool, const struct table *table, int64_t before, int limit,
                       struct rows *out, struct error *e)
{
    const char *condition = deleted_condition(pool, table);
    *out = (struct rows){0};
    if (condition == NULL)
        return ERR_NONE;
    return db_query_text(db, pool, pool_format(pool, "select t.\"id\" %s order by t.\"id\" limit $limit", condition),
                         BINDS(BIND_INT("before", before), BIND_INT("limit", limit)), out, e);
}

enum err blank_linked(struct db *db, struct pool *pool, const struct table *table, const struct field *link, int64_t id,
                      struct rows *out, struct error *e)
{
    return db_query_text(db, pool,
                         pool_format(pool, "select t.\"id\" from \"%s\" t where t.\"%s\" = $id order by t.\"id\"",
                                     table->stored_in, link->name),
                         BINDS(BIND_INT("id", id)), out, e);
}

enum err blank_linked_alive(struct db *db, struct pool *pool, const struct table *table, const struct field *link,
                            int64_t id, struct rows *out, struct error *e)
{
    return db_query_text(db, pool,
                         pool_format(pool,
                                     "select t.\"id\" from \"%s\" t where t.\"%s\" = $id and t.\"deleted_at\" is null"
                                     " order by t.\"id\"",
                                     table->stored_in, link->name),
                         BINDS(BIND_INT("id", id)), out, e);
}
