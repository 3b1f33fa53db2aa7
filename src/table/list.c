#include "type.h"

#include "compose.h"
#include "filter.h"

#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"

#include <stdio.h>
#include <string.h>

static const char *id_column(const struct table *table)
{
    const struct field *id = table_field(table, "id");
    if (id != NULL)
        return id->column;
    return table->own_storage ? "id" : "t.\"id\"";
}

struct sorting {
    const struct field *field;
    const char *column, *id;
    bool descending;
};

static enum err find_sorting(const struct table *table, const char *sort, struct sorting *out, struct error *e)
{
    const char *name = *sort == '\0' ? table->order : sort;
    out->descending = *name == '-';
    name += out->descending;
    out->field = table_field(table, name);
    if (out->field == NULL || out->field->column == NULL || out->field->masked)
        return error_set(e, ERR_INVALID, name, _("The list cannot be sorted by \"%s\"."), name);
    out->column = out->field->column;
    out->id = id_column(table);
    return ERR_NONE;
}

/* Null is the least value, on every engine. The id makes the order one and the same each time. */
static const char *order_by(struct pool *pool, const struct sorting *s)
{
    if (s->descending)
        return pool_format(pool, "%s desc nulls last, %s desc", s->column, s->id);
    return pool_format(pool, "%s asc nulls first, %s asc", s->column, s->id);
}

/* What lies after the row with the id query->after: keyset paging, which costs the same on every page. */
static enum err add_after(struct filter *filter, struct db *db, const struct table *table, const char *statement,
                          const struct sorting *s, int64_t after, struct error *e)
{
    struct rows row = {0};
    const char *id = filter_bind(filter, BIND_INT(NULL, after));
    const char *only = pool_format(filter->pool, "%s = $%s", s->id, id);
    const char *sql = list_compose(filter->pool, table, statement, only, NULL);
    enum err r = db_query_text(db, filter->pool, sql, filter->binds, &row, e);
    if (r != ERR_NONE)
        return r;
    if (row.count == 0)
        return error_set(e, ERR_NOT_FOUND, NULL,
                         _("The row that this page begins after is gone. Start again at the "
                           "first page."));
    const struct value *v = rows_value(&row, 0, s->field->name);
    const char *c = s->column, *sign = s->descending ? "<" : ">";
    const char *next = pool_format(filter->pool, "%s %s $%s", s->id, sign, id);
    if (v->type == VALUE_NULL) {
        const char *rest = s->descending ? "is null and" : "is not null or";
        filter_add(filter, pool_format(filter->pool, "%s %s %s", c, rest, next));
    } else {
        struct bind same = {.type = v->type, .number = v->number, .real = v->real, .text = v->text};
        const char *at = filter_bind(filter, same);
        const char *nulls = s->descending ? pool_format(filter->pool, "or %s is null", c) : "";
        filter_add(filter,
                   pool_format(filter->pool, "%s %s $%s %s or (%s = $%s and %s)", c, sign, at, nulls, c, at, next));
    }
    return ERR_NONE;
}

static enum err count_all(struct filter *filter, struct db *db, const struct table *table, const char *statement,
                          int64_t *total, struct error *e)
{
    struct rows rows = {0};
    const char *inner = list_compose(filter->pool, table, statement, filter_text(filter), NULL);
    enum err r =
        db_query_text(db, filter->pool, pool_format(filter->pool, "select count(*) as total from (%s) c", inner),
                      filter->binds, &rows, e);
    if (r == ERR_NONE)
        *total = rows_int(&rows, 0, "total");
    return r;
}

enum err list_read(struct db *db, struct pool *pool, const struct table *table, const char *statement,
                   const struct list_query *query, const struct bind *binds, struct rows *out, int64_t *total,
                   struct error *e)
{
    const char *text = list_statement(table, statement), *counted = NULL;
    struct filter filter = {.pool = pool};
    struct sorting sorting = {0};

    filter_begin(&filter, binds);
    enum err r = find_sorting(table, query->sort, &sorting, e);
    for (size_t i = 0; r == ERR_NONE && i < query->filter_count; i++)
        r = filter_field(&filter, table, &query->filters[i], e);
    if (r == ERR_NONE)
        r = filter_search(&filter, table, query->search, e);
    if (statement != NULL)
        counted = db_statement_text(pool_format(pool, "%s.count", statement));
    if (r == ERR_NONE && total != NULL)
        r = count_all(&filter, db, table, counted == NULL ? text : counted, total, e);
    if (r == ERR_NONE && query->after != 0)
        r = add_after(&filter, db, table, text, &sorting, query->after, e);
    if (r == ERR_NONE) {
        const char *limit = filter_bind(&filter, BIND_INT(NULL, query->limit > 0 ? query->limit : 100));
        const char *offset = filter_bind(&filter, BIND_INT(NULL, query->offset));
        const char *sql = list_compose(pool, table, text, filter_text(&filter), order_by(pool, &sorting));
        r = db_query_text(db, pool, pool_format(pool, "%s limit $%s offset $%s", sql, limit, offset), filter.binds, out,
                          e);
    }
    filter_end(&filter);
    return r;
}
