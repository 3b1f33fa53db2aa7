#include "type.h"

#include "compose.h"
#include "compute.h"
#include "filter.h"
#include "width.h"

#include "wangge/base/pool.h"
#include "wangge/table/list.h"

#include <string.h>

#define COUNT_MOST  1000    /* matches of a wide list that are counted; then it is "1,000+" */
#define COUNT_STEPS 100000  /* of the engine, for counting: some 5 ms */
#define PAGE_STEPS  1000000 /* for the page itself: some 100,000 rows */

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
    out->descending ^= compute_is_since(out->field); /* the older the date, the more years */
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

/* One list that is being read. */
struct reading {
    struct db *db;
    const struct table *table;
    const struct list_query *query;
    const char *statement;
    bool scoped; /* the statement of all tables: its scope is looked at for the best way */
    struct width width;
    struct sorting sorting;
    struct filter filter;
};

static const char *compose(struct reading *l, const char *where, const char *order)
{
    const struct list_words words = {.where = where, .order = order, .walked = l->width.wide ? l->width.walked : NULL};
    return list_compose(l->filter.pool, l->table, l->statement, &words);
}

static const char *compose_count(struct reading *l, const char *statement, const struct field *walked)
{
    const struct list_words words = {.where = filter_text(&l->filter), .walked = walked, .counted = true};
    return list_compose(l->filter.pool, l->table, statement, &words);
}

#define SECTIONS 3

/* What lies after the row with the id query->after, as conditions whose rows follow one another; an index finds the
 * beginning of each, so that every page costs the same. */
static enum err find_after(struct reading *l, const char *sections[SECTIONS + 1], struct error *e)
{
    struct filter *filter = &l->filter;
    struct pool *pool = filter->pool;
    const struct sorting *s = &l->sorting;
    struct rows row = {0};
    const char *id = filter_bind(filter, BIND_INT(NULL, l->query->after)), *c = s->column;
    const char *sign = s->descending ? "<" : ">";
    const char *sql = compose(l, pool_format(pool, "%s = $%s", s->id, id), NULL);
    size_t n = 0;
    enum err r = db_query_text(l->db, pool, sql, filter->binds, &row, e);
    if (r != ERR_NONE)
        return r;
    if (row.count == 0)
        return error_set(e, ERR_NOT_FOUND, NULL,
                         _("The row that this page begins after is gone. Start again at the "
                           "first page."));
    const struct value *v = rows_value(&row, 0, s->field->name);
    if (v->type == VALUE_NULL) {
        sections[n++] = pool_format(pool, "%s is null and %s %s $%s", c, s->id, sign, id);
        if (!s->descending)
            sections[n++] = pool_format(pool, "%s is not null", c);
    } else {
        struct bind same = {.type = v->type, .number = v->number, .real = v->real, .text = v->text};
        const char *at = filter_bind(filter, same);
        sections[n++] = pool_format(pool, "%s = $%s and %s %s $%s", c, at, s->id, sign, id);
        sections[n++] = pool_format(pool, "%s %s $%s", c, sign, at);
        if (s->descending)
            sections[n++] = pool_format(pool, "%s is null", c);
    }
    sections[n] = NULL;
    return ERR_NONE;
}

static enum err count_all(struct reading *l, const char *statement, int64_t *total, struct error *e)
{
    struct rows rows = {0};
    const char *inner = compose_count(l, statement, NULL);
    enum err r =
        db_query_text(l->db, l->filter.pool, pool_format(l->filter.pool, "select count(*) as total from (%s) c", inner),
                      l->filter.binds, &rows, e);
    if (r == ERR_NONE)
        *total = rows_int(&rows, 0, "total");
    return r;
}

/* At most COUNT_MOST, with at most COUNT_STEPS of work; *whole is false when there may be more. */
static enum err count_some(struct reading *l, int64_t *total, bool *whole, struct error *e)
{
    struct rows rows = {0};
    struct pool *pool = l->filter.pool;
    const char *inner = compose_count(l, l->statement, l->width.walked);
    const char *sql = pool_format(pool, "select count(*) as total from (%s limit %d) c", inner, COUNT_MOST + 1);
    enum err r = db_query_within(l->db, pool, COUNT_STEPS, sql, l->filter.binds, &rows, whole, e);
    *total = r == ERR_NONE && *whole ? rows_int(&rows, 0, "total") : 0;
    if (*total > COUNT_MOST) {
        *total = COUNT_MOST;
        *whole = false;
    }
    return r;
}

static enum err count(struct reading *l, const char *statement, int64_t *total, bool *whole, struct error *e)
{
    struct pool *pool = l->filter.pool;
    const char *other = statement == NULL ? NULL : db_statement_text(pool_format(pool, "%s.count", statement));
    *whole = true;
    if (l->scoped && l->width.plain) {
        *total = l->width.here;
        return ERR_NONE;
    }
    if (l->width.wide || l->table->endless)
        return count_some(l, total, whole, e);
    return count_all(l, other == NULL ? l->statement : other, total, e);
}

static void turn_round(struct pool *pool, struct rows *rows)
{
    size_t n = rows->columns;
    struct value *values = pool_new_piece(pool, rows->count * n + 1, sizeof *values);

    for (size_t i = 0; i < rows->count; i++)
        memcpy(&values[i * n], &rows->values[(rows->count - 1 - i) * n], n * sizeof *values);
    rows->values = values;
}

/* A page nearer to the end of so many rows is read from there: the last page costs what the first one does. */
static enum err read_page_from_end(struct reading *l, int64_t total, struct rows *out, struct error *e)
{
    struct filter *filter = &l->filter;
    int64_t most = l->query->limit > 0 ? l->query->limit : 100, left = total - l->query->offset;
    struct sorting back = l->sorting;

    back.descending = !back.descending;
    const char *limit = filter_bind(filter, BIND_INT(NULL, left < most ? left : most));
    const char *offset = filter_bind(filter, BIND_INT(NULL, left < most ? 0 : left - most));
    const char *sql = compose(l, filter_text(filter), order_by(filter->pool, &back));
    enum err r =
        db_query_text(l->db, filter->pool, pool_format(filter->pool, "%s limit $%s offset $%s", sql, limit, offset),
                      filter->binds, out, e);
    if (r == ERR_NONE) {
        turn_round(filter->pool, out);
        compute_rows(filter->pool, l->table, out);
    }
    return r;
}

static void append(struct pool *pool, struct rows *out, const struct rows *more)
{
    size_t n = out->columns;
    if (out->count == 0 || more->count == 0) {
        *out = more->count == 0 ? *out : *more;
        return;
    }
    struct value *values = pool_new_piece(pool, (out->count + more->count) * n, sizeof *values);
    memcpy(values, out->values, out->count * n * sizeof *values);
    memcpy(&values[out->count * n], more->values, more->count * n * sizeof *values);
    out->values = values;
    out->count += more->count;
}

/* A page of the list; of a vast scope only so much is looked at, unless whoever asks can wait. */
static enum err query_page(struct reading *l, const char *sql, struct rows *out, struct error *e)
{
    struct pool *pool = l->filter.pool;
    bool whole = true;
    bool vast = l->width.vast || l->table->endless;
    if (l->query->patient || !vast || (l->width.plain && l->width.wide))
        return db_query_text(l->db, pool, sql, l->filter.binds, out, e);
    enum err r = db_query_within(l->db, pool, PAGE_STEPS, sql, l->filter.binds, out, &whole, e);
    if (r == ERR_NONE && !whole)
        r = error_set(
            e, ERR_INVALID, NULL,
            _("There is too much to look through. Choose a smaller area, add a condition that leaves less, or "
              "sort in the usual order."));
    return r;
}

/* The rows of one section after another until there are so many. */
static enum err read_sections(struct reading *l, const char *const *sections, int64_t most, struct rows *out,
                              struct error *e)
{
    struct pool *pool = l->filter.pool;
    const char *where = filter_text(&l->filter), *order = order_by(pool, &l->sorting);
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && sections[i] != NULL && (int64_t)out->count < most; i++) {
        struct rows some = {0};
        const char *sql = compose(l, pool_format(pool, "(%s) and (%s)", where, sections[i]), order);
        sql = pool_format(pool, "%s limit %lld", sql, (long long)(most - (int64_t)out->count));
        r = query_page(l, sql, i == 0 ? out : &some, e);
        append(pool, out, &some);
    }
    return r;
}

static enum err read_after(struct reading *l, int64_t most, struct rows *out, struct error *e)
{
    const char *sections[SECTIONS + 1] = {NULL};
    enum err r = find_after(l, sections, e);
    return r == ERR_NONE ? read_sections(l, sections, most, out, e) : r;
}

static enum err read_from(struct reading *l, int64_t most, struct rows *out, struct error *e)
{
    struct filter *filter = &l->filter;
    const char *limit = filter_bind(filter, BIND_INT(NULL, most));
    const char *offset = filter_bind(filter, BIND_INT(NULL, l->query->offset));
    const char *sql = compose(l, filter_text(filter), order_by(filter->pool, &l->sorting));
    return query_page(l, pool_format(filter->pool, "%s limit $%s offset $%s", sql, limit, offset), out, e);
}

/* One row more than the page takes tells whether there is one. */
static enum err read_page(struct reading *l, struct rows *out, bool *more, struct error *e)
{
    int64_t most = l->query->limit > 0 ? l->query->limit : 100;
    enum err r = l->query->after != 0 ? read_after(l, most + 1, out, e) : read_from(l, most + 1, out, e);

    *more = r == ERR_NONE && (int64_t)out->count > most;
    if (*more)
        out->count--;
    if (r == ERR_NONE)
        compute_rows(l->filter.pool, l->table, out);
    return r;
}

/* What the page itself tells of the total, where not all was counted. */
static void tell_total(const struct reading *l, struct rows *page, bool more, int64_t *total)
{
    int64_t seen = l->query->offset + (int64_t)page->count;
    if (!more && l->query->after == 0 && (page->count > 0 || l->query->offset == 0)) {
        *total = seen;
        return;
    }
    *total = *total > seen ? *total : seen + more;
    page->at_least = true;
}

/* Sets the scope's binds to what a filter by area leaves of it. */
static void narrow(struct reading *l, const struct bind *binds)
{
    filter_begin(&l->filter, binds);
    for (size_t i = 0; i < l->filter.count; i++) {
        struct bind *b = &l->filter.binds[i];
        if (l->width.folded < LIST_FILTERS && strcmp(b->name, "lo") == 0)
            *b = l->width.lo;
        else if (l->width.folded < LIST_FILTERS && strcmp(b->name, "hi") == 0)
            *b = l->width.hi;
    }
}

static enum err prepare(struct reading *l, const char *statement, const struct bind *binds, struct error *e)
{
    const struct table *table = l->table;
    enum err r = find_sorting(table, l->query->sort, &l->sorting, e);

    l->scoped = statement == NULL && !table->own_storage && !list_has_own(table);
    l->width = (struct width){.folded = LIST_FILTERS};
    if (r == ERR_NONE && l->scoped)
        r = width_find(l->db, l->filter.pool, table, l->query, l->sorting.field, binds, &l->width, e);
    l->statement = l->width.wide ? db_statement_text(LIST_WIDE) : list_statement(table, statement);
    narrow(l, binds);
    for (size_t i = 0; r == ERR_NONE && i < l->query->filter_count; i++)
        if (i != l->width.folded)
            r = filter_field(&l->filter, table, &l->query->filters[i], e);
    return r == ERR_NONE ? filter_search(&l->filter, table, l->query->search, l->width.wide, e) : r;
}

enum err list_read(struct db *db, struct pool *pool, const struct table *table, const char *statement,
                   const struct list_query *query, const struct bind *binds, struct rows *out, int64_t *total,
                   struct error *e)
{
    struct reading l = {.db = db, .table = table, .query = query, .filter = {.pool = pool}};
    bool whole = true, more = false;

    *out = (struct rows){0};
    enum err r = prepare(&l, statement, binds, e);
    if (r == ERR_NONE && total != NULL)
        r = count(&l, statement, total, &whole, e);
    bool from_end = total != NULL && whole && query->after == 0 && query->offset < *total && query->offset > *total / 2;
    if (r == ERR_NONE)
        r = from_end ? read_page_from_end(&l, *total, out, e) : read_page(&l, out, &more, e);
    if (r == ERR_NONE && !whole)
        tell_total(&l, out, more, total);
    filter_end(&l.filter);
    return r;
}
