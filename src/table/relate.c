#include "wangge/table/relate.h"

#include "row_count.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"

#include <stdbool.h>
#include <string.h>

enum err relate_find(struct db *db, struct pool *pool, const struct table *table, const struct field *const *fields,
                     size_t count, const struct record *record, int limit, struct rows *out, struct error *e)
{
    struct bind binds[FIND_FIELDS + 2];
    const char *where = "";

    if (count > FIND_FIELDS)
        log_fatal("%s: rows are sought by too many fields", table->name);
    for (size_t i = 0; i < count; i++) {
        where = pool_format(pool, "%s and t.\"%s\" = $%s", where, fields[i]->name, fields[i]->name);
        binds[i] = type_bind(fields[i]->name, fields[i]->type, record_get(record, fields[i]->name));
    }
    binds[count] = BIND_INT("limit", limit);
    binds[count + 1] = (struct bind){.name = NULL};
    return db_query_text(db, pool,
                         pool_format(pool,
                                     "select t.\"id\", t.\"area\", a.name as area_name, a.path from \"%s\" t"
                                     " join area a on a.id = t.\"area\""
                                     " where t.\"deleted_at\" is null%s order by t.\"id\" limit $limit",
                                     table->stored_in, where),
                         binds, out, e);
}

enum err relate_count(struct db *db, const struct table *table, const struct field *field, int64_t id, int64_t *out,
                      struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query_text(
        db, pool,
        pool_format(pool, "select count(*) as total from \"%s\" t where t.\"%s\" = $id and t.\"deleted_at\" is null",
                    table->stored_in, field->name),
        BINDS(BIND_INT("id", id)), &rows, e);
    *out = r == ERR_NONE ? rows_int(&rows, 0, "total") : 0;
    pool_free(&pool);
    return r;
}

/* Appends the question whether a field of the table has such a row. */
static void ask_field(struct buffer *sql, const struct table *from, const struct field *field)
{
    buffer_format(sql,
                  "%sselect '%s' as kind, '%s' as field where exists (select 1 from \"%s\" t where t.\"%s\" = $id"
                  " and t.\"deleted_at\" is null)",
                  sql->length == 0 ? "" : " union all ", from->name, field->name, from->stored_in, field->name);
}

enum err relate_kinds(struct db *db, struct pool *pool, const struct table *to, int64_t id, struct rows *out,
                      struct error *e)
{
    struct buffer sql = {0};
    enum err r = ERR_NONE;

    *out = (struct rows){0};
    for (size_t i = 0; i < table_count(); i++) {
        const struct table *from = table_at(i);
        for (size_t k = 0; k < from->count && !from->own_storage; k++)
            if (from->fields[k].type == FIELD_LINK && strcmp(from->fields[k].link, to->name) == 0)
                ask_field(&sql, from, &from->fields[k]);
    }
    if (sql.length > 0)
        r = db_query_text(db, pool, buffer_text(&sql), BINDS(BIND_INT("id", id)), out, e);
    buffer_free(&sql);
    return r;
}

static const char *elsewhere(struct pool *pool, const struct field *field, const struct field *const *first,
                             size_t count)
{
    const char *where = pool_format(pool, "\"%s\" = $id and \"area\" <> $area", field->name);
    for (size_t i = 0; i < count; i++)
        where = pool_format(pool, "%s and \"%s\" is null", where, first[i]->name);
    return where;
}

enum err relate_elsewhere(struct db *db, struct pool *pool, const struct table *table, const struct field *field,
                          int64_t id, const struct field *const *first, size_t count, int64_t area, struct rows *out,
                          struct error *e)
{
    return db_query_text(db, pool,
                         pool_format(pool, "select \"id\", \"area\" from \"%s\" where %s and \"deleted_at\" is null",
                                     table->stored_in, elsewhere(pool, field, first, count)),
                         BINDS(BIND_INT("id", id), BIND_INT("area", area)), out, e);
}

enum err relate_follow(struct db *db, const struct table *table, const struct field *field, int64_t id,
                       const struct field *const *first, size_t count, int64_t area, struct error *e)
{
    struct pool *pool = pool_new();
    const char *where = elsewhere(pool, field, first, count);
    const struct bind binds[] = {BIND_INT("id", id), BIND_INT("area", area), {.name = NULL}};
    enum err r = row_count_move(db, table, where, binds, area, e);
    if (r == ERR_NONE)
        r = db_execute_text(db,
                            pool_format(pool, "update \"%s\" set \"area\" = $area where %s", table->stored_in, where),
                            binds, NULL, e);
    pool_free(&pool);
    return r;
}
