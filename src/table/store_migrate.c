#include "row_count.h"
#include "stored.h"
#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/store.h"

#include <string.h>

struct migration {
    struct db *db;
    struct pool *pool;
    int dry;
    void (*report)(void *to, const char *line);
    void *to;
};

static bool has_name(const struct rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, "name"), name) == 0)
            return true;
    return false;
}

/* Runs one piece of DDL and tells of it. */
static enum err run(struct migration *m, const char *sql, const char *what, struct error *e)
{
    enum err r = m->dry != 0 ? ERR_NONE : db_execute_script(m->db, sql, e);
    if (r == ERR_NONE && m->report != NULL)
        m->report(m->to, pool_format(m->pool, m->dry != 0 ? _("would make %s") : _("made %s"), what));
    return r;
}

/* Links to tables with rows of their own are held by the database. */
static const char *references(struct pool *pool, const struct field *field)
{
    const struct table *target = field->type == FIELD_LINK ? table_find(field->link) : NULL;
    if (target != NULL)
        return pool_format(pool, " references \"%s\" (id)", target->stored_in);
    return field->type == FIELD_LINK && strcmp(field->link, "area") == 0 ? " references area (id)" : "";
}

static const char *column_ddl(struct pool *pool, const struct field *field)
{
    const char *name = field->name, *type = type_rows[field->type].number ? "@INT@" : "text";
    if (strcmp(name, "id") == 0)
        return "\"id\" @ID@";
    if (housekeeping_field(name) != NULL && housekeeping_field(name)->read_only && strcmp(name, "deleted_at") != 0)
        return pool_format(pool, "\"%s\" %s not null", name, type);
    return pool_format(pool, "\"%s\" %s%s%s", name, type, strcmp(name, "area") == 0 ? " not null" : "",
                       references(pool, field));
}

static enum err make_table(struct migration *m, const struct table *table, struct error *e)
{
    const char *list = "";
    for (size_t i = 0; i < stored_count(table); i++)
        list = pool_format(m->pool, "%s%s%s", list, i == 0 ? "" : ", ", column_ddl(m->pool, stored_column(table, i)));
    return run(m, pool_format(m->pool, "create table \"%s\" (%s) @STRICT@;", table->stored_in, list),
               pool_format(m->pool, _("the table %s"), table->stored_in), e);
}

static enum err add_columns(struct migration *m, const struct table *table, const struct rows *columns, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < stored_count(table); i++) {
        const struct field *f = stored_column(table, i);
        if (has_name(columns, f->name))
            continue;
        r = run(m, pool_format(m->pool, "alter table \"%s\" add column %s;", table->stored_in, column_ddl(m->pool, f)),
                pool_format(m->pool, _("the column %s of %s"), f->name, table->stored_in), e);
    }
    return r;
}

/* What lists show and filter by, one value out of few: rows of each value in the order of the list. Codes that no list
 * shows have none: with all of them each row that is written takes several times as long. */
static bool is_kind(const struct field *field)
{
    return (field->type == FIELD_CODE || field->type == FIELD_YES_NO) && field->width > 0;
}

/* Rows of an area that are there, or deleted; rows that link; the order of the list, whose rows other tables' lists
 * walk too; and of what is there, kinds, keys and searched fields. */
static const char *index_ddl(struct pool *pool, const struct table *table, const struct field *field)
{
    const struct field *order = stored_order(table);
    if (strcmp(field->name, "area") == 0)
        return table->dated ? "(\"area\", deleted_at, created_at)" : "(\"area\", deleted_at)";
    if (field->type == FIELD_LINK || field == order)
        return pool_format(pool, "(\"%s\")", field->name);
    if (is_kind(field) && order != NULL)
        return pool_format(pool, "(\"%s\", \"%s\") where deleted_at is null", field->name, order->name);
    return pool_format(pool, "(\"%s\") where deleted_at is null", field->name);
}

static bool is_sought(const struct table *table, const struct field *field)
{
    const struct field *kept = housekeeping_field(field->name);
    if (kept != NULL && kept->read_only && strcmp(field->name, "area") != 0)
        return field == stored_order(table);
    return field->type == FIELD_LINK || is_kind(field) || stored_is_walked(table, field);
}

/* The columns of a title of several, such as a door: all of it finds the one among thousands of the same street. NULL
 * for other titles. */
static const char *title_columns(struct pool *pool, const struct table *table)
{
    char names[200];
    const char *columns = "";
    size_t count = 0;
    text_copy(names, sizeof names, table->title == NULL ? "" : table->title);
    for (char *at = names, *word; (word = strsep(&at, " ")) != NULL;)
        if (*word != '\0') {
            columns = pool_format(pool, "%s%s\"%s\"", columns, count == 0 ? "" : ", ", word);
            count++;
        }
    return count > 1 ? columns : NULL;
}

static enum err make_title_index(struct migration *m, const struct table *table, const struct rows *there,
                                 struct error *e)
{
    const char *name = pool_format(m->pool, "%s_title", table->stored_in);
    const char *columns = title_columns(m->pool, table);
    if (columns == NULL || has_name(there, name))
        return ERR_NONE;
    return run(m,
               pool_format(m->pool, "create index \"%s\" on \"%s\" (%s) where deleted_at is null;", name,
                           table->stored_in, columns),
               pool_format(m->pool, _("the index %s"), name), e);
}

static enum err make_indexes(struct migration *m, const struct table *table, struct error *e)
{
    struct rows there = {0};
    enum err r = db_indexes(m->db, m->pool, table->stored_in, &there, e);
    for (size_t i = 0; r == ERR_NONE && i < stored_count(table); i++) {
        const struct field *f = stored_column(table, i);
        const char *name = pool_format(m->pool, "%s_%s", table->stored_in, f->name);
        if (is_sought(table, f) && !has_name(&there, name))
            r = run(m,
                    pool_format(m->pool, "create index \"%s\" on \"%s\" %s;", name, table->stored_in,
                                index_ddl(m->pool, table, f)),
                    pool_format(m->pool, _("the index %s"), name), e);
    }
    return r == ERR_NONE ? make_title_index(m, table, &there, e) : r;
}

static enum err drop_index(struct db *db, struct pool *pool, const struct table *table, const char *of, struct error *e)
{
    return db_execute_script(db, pool_format(pool, "drop index if exists \"%s_%s\";", table->stored_in, of), e);
}

enum err store_drop_indexes(struct db *db, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = db_begin(db, e);

    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        if (table->own_storage)
            continue;
        for (size_t k = 0; r == ERR_NONE && k < stored_count(table); k++)
            r = drop_index(db, pool, table, stored_column(table, k)->name, e);
        if (r == ERR_NONE)
            r = drop_index(db, pool, table, "title", e);
    }
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    pool_free(&pool);
    return r;
}

/* Rows that were there before rows were counted, or before these fields of theirs were asked for. */
static enum err count_first(struct migration *m, const struct table *table, struct error *e)
{
    int64_t counted = 0;
    bool current = false;
    enum err r = row_count_everywhere(m->db, table, &counted, e);
    r = r ? r : row_count_is_current(m->db, table, &current, e);
    return r == ERR_NONE && (counted == 0 || !current) ? row_count_all(m->db, table, e) : r;
}

static enum err migrate_table(struct migration *m, const struct table *table, struct error *e)
{
    struct rows columns = {0};
    enum err r = db_columns(m->db, m->pool, table->stored_in, &columns, e);
    if (r == ERR_NONE)
        r = columns.count == 0 ? make_table(m, table, e) : add_columns(m, table, &columns, e);
    if (r == ERR_NONE)
        r = make_indexes(m, table, e);
    return r == ERR_NONE && m->dry == 0 ? count_first(m, table, e) : r;
}

enum err store_migrate(struct db *db, int dry, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    struct migration m = {.db = db, .pool = pool_new(), .dry = dry, .report = report, .to = to};
    enum err r = db_begin(db, e);

    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++)
        if (!table_at(i)->own_storage)
            r = migrate_table(&m, table_at(i), e);
    if (r == ERR_NONE)
        r = db_commit(db, e);
    db_rollback(db);
    pool_free(&m.pool);
    return r;
}
