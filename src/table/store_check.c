#include "row_count.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/store.h"

#include <string.h>

struct findings {
    struct db *db;
    struct pool *pool;
    void (*report)(void *to, const char *line);
    void *to;
    int count;
};

static void found(struct findings *f, const char *line)
{
    f->count++;
    if (f->report != NULL)
        f->report(f->to, line);
}

static enum err has_column(struct findings *f, const char *table, const char *column, bool *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_columns(f->db, f->pool, table, &rows, e);
    *out = false;
    for (size_t i = 0; i < rows.count; i++)
        *out = *out || strcmp(rows_text(&rows, i, "name"), column) == 0;
    return r;
}

/* A link of a description that is a column, to a table that is there: does every number have its row? */
static enum err check_link(struct findings *f, const struct table *table, const struct field *field, struct error *e)
{
    const struct table *target = table_find(field->link);
    const char *to = target == NULL ? field->link : target->stored_in;
    struct rows rows = {0};
    bool from_is = false, to_is = false;
    enum err r = has_column(f, table->stored_in, field->name, &from_is, e);

    if (r == ERR_NONE)
        r = has_column(f, to, "id", &to_is, e);
    if (r != ERR_NONE || !from_is || !to_is)
        return r;
    const char *sql = pool_format(f->pool,
                                  "select count(*) as n, min(t.id) as id from \"%s\" t where t.\"%s\" is not null and"
                                  " not exists (select 1 from \"%s\" o where o.id = t.\"%s\")",
                                  table->stored_in, field->name, to, field->name);
    r = db_query_text(f->db, f->pool, sql, NULL, &rows, e);
    if (r == ERR_NONE && rows_int(&rows, 0, "n") > 0)
        found(f, pool_format(f->pool, _("%s: %lld rows (the first has the id %lld) have a %s that is not there"),
                             table->name, (long long)rows_int(&rows, 0, "n"), (long long)rows_int(&rows, 0, "id"),
                             field->name));
    return r;
}

static enum err check_links(struct findings *f, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; i < table_count(); i++)
        for (size_t k = 0; r == ERR_NONE && k < table_at(i)->count; k++)
            if (table_at(i)->fields[k].type == FIELD_LINK && !table_at(i)->endless) /* those tell what was there */
                r = check_link(f, table_at(i), &table_at(i)->fields[k], e);
    return r;
}

static enum err check_sequences(struct findings *f, struct error *e)
{
    struct rows all = {0}, most = {0};
    bool is = false;
    enum err r = db_query(f->db, f->pool, "sequence.all", NULL, &all, e);
    for (size_t i = 0; r == ERR_NONE && i < all.count; i++) {
        const char *name = rows_text(&all, i, "name");
        r = has_column(f, name, "id", &is, e); /* other sequences number other things */
        if (r == ERR_NONE && is)
            r = db_query_text(f->db, f->pool, pool_format(f->pool, "select max(id) as id from \"%s\"", name), NULL,
                              &most, e);
        if (r == ERR_NONE && is && rows_int(&most, 0, "id") >= rows_int(&all, i, "next"))
            found(f, pool_format(f->pool, _("%s: the next id, %lld, is in use"), name,
                                 (long long)rows_int(&all, i, "next")));
    }
    return r;
}

static enum err check_counts(struct findings *f, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        int64_t faults = 0;
        if (!table_at(i)->own_storage)
            r = row_count_faults(f->db, table_at(i), &faults, e);
        if (faults > 0)
            found(f, pool_format(f->pool, _("%s: the number of rows is told wrong in %lld areas"), table_at(i)->name,
                                 (long long)faults));
    }
    return r;
}

enum err store_check(struct db *db, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct findings f = {.db = db, .pool = pool_new(), .report = report, .to = to};
    enum err r = check_links(&f, e);
    if (r == ERR_NONE)
        r = check_sequences(&f, e);
    if (r == ERR_NONE)
        r = check_counts(&f, e);
    pool_free(&f.pool);
    if (r == ERR_NONE && f.count > 0)
        r = error_set(e, ERR_FAILED, NULL, _("The tables have %d faults."), f.count);
    return r;
}
