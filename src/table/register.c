#include "wangge/table/register.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *link, *condition;
} ways[] = {
    [REGISTER_OF_PERSON] = {"person",    "= $id"                                                             },
    [REGISTER_OF_HOUSEHOLD] = {"household", "= $id"                                                             },
    [REGISTER_OF_PEOPLE] = {"person",
                            "in (select p.id from person p where p.household = $id and p.deleted_at is null)"},
};

const struct field *register_link(const struct table *table, enum register_of of)
{
    const struct field *field = table->own_storage ? NULL : table_field(table, ways[of].link);
    if (field == NULL || field->type != FIELD_LINK || strcmp(field->link, ways[of].link) != 0)
        return NULL;
    return of == REGISTER_OF_HOUSEHOLD && table_field(table, "person") != NULL ? NULL : field;
}

enum err register_kinds(struct db *db, struct pool *pool, enum register_of of, int64_t id, struct rows *out,
                        struct error *e)
{
    struct buffer sql = {0};
    enum err r = ERR_NONE;

    *out = (struct rows){0};
    for (size_t i = 0; i < table_count(); i++) {
        const struct table *table = table_at(i);
        if (register_link(table, of) != NULL)
            buffer_format(&sql,
                          "%sselect '%s' as kind where exists (select 1 from \"%s\" t where t.\"%s\" %s"
                          " and t.\"deleted_at\" is null)",
                          sql.length == 0 ? "" : " union all ", table->name, table->stored_in, ways[of].link,
                          ways[of].condition);
    }
    if (sql.length > 0)
        r = db_query_text(db, pool, buffer_text(&sql), BINDS(BIND_INT("id", id)), out, e);
    buffer_free(&sql);
    return r;
}

enum err register_rows(struct db *db, struct pool *pool, const struct table *table, enum register_of of, int64_t id,
                       const char *lo, const char *hi, int own, int64_t me, struct rows *out, struct error *e)
{
    const char *columns = "";
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (field->width > 0 && field->type != FIELD_COMPUTED)
            columns = pool_format(pool, "%s, t.\"%s\"", columns, field->name);
    }
    const char *sql = pool_format(pool,
                                  "select t.\"id\", t.\"%s\" as owner%s from \"%s\" t join area a on a.id = t.\"area\""
                                  " where t.\"%s\" %s and t.\"deleted_at\" is null"
                                  " and a.path >= $lo and a.path < $hi"
                                  " and (cast($own as integer) = 0 or t.\"created_by\" = $me) order by t.\"id\" desc",
                                  ways[of].link, columns, table->stored_in, ways[of].link, ways[of].condition);
    return db_query_text(
        db, pool, sql,
        BINDS(BIND_INT("id", id), BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("own", own), BIND_INT("me", me)),
        out, e);
}

enum err register_people(struct db *db, struct pool *pool, const struct table *table, const char *lo, const char *hi,
                         int own, int64_t me, struct rows *out, struct error *e)
{
    const char *sql =
        pool_format(pool,
                    "select t.\"person\" as person from area a cross join \"%s\" t"
                    " where t.area = a.id and t.\"deleted_at\" is null and a.path >= $lo and a.path < $hi"
                    " and t.\"person\" is not null and (cast($own as integer) = 0 or t.\"created_by\" = $me)",
                    table->stored_in);
    return db_query_text(db, pool, sql,
                         BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("own", own), BIND_INT("me", me)), out,
                         e);
}
