/* Spot checks: what is there to read. */
#include "spot_check_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/audit.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ  "spot_check.read"
#define WRITE "spot_check.write"

enum err check_scope(struct work *work, const char *action, struct check_scope *out, struct error *e)
{
    today_text(out->today);
    return right_range(work, action, &out->range, e);
}

enum err check_find(struct work *work, struct pool *pool, const struct check_scope *scope, const char *id_or_no,
                    struct rows *out, struct error *e)
{
    enum err r =
        db_query(work->db, pool, "spot_check.find",
                 BINDS(BIND_TEXT("no", id_or_no), BIND_INT("id", id_of(id_or_no)), BIND_CHECK_SCOPE(scope)), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no spot check %s here."), id_or_no);
    return r;
}

static enum err find_id(struct work *work, struct pool *pool, const struct check_scope *scope, int64_t id,
                        struct rows *out, struct error *e)
{
    return check_find(work, pool, scope, pool_format(pool, "%lld", (long long)id), out, e);
}

enum err spot_check_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                         int64_t *total, struct error *e)
{
    struct check_scope scope;
    enum err r = check_scope(work, READ, &scope, e);
    if (r != ERR_NONE)
        return r;
    return list_read(work->db, pool, table_find("spot_check"), NULL, query, BINDS(BIND_CHECK_SCOPE(&scope)), out, total,
                     e);
}

enum err spot_check_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct list_query query = {.limit = 1};
    struct check_scope scope;
    struct rows rows = {0};
    enum err r = check_scope(work, READ, &scope, e);

    if (r == ERR_NONE)
        r = check_find(work, pool, &scope, id_or_no, &rows, e);
    if (r == ERR_NONE)
        r = list_add_filter(&query, table_find("spot_check"), "no", rows_text(&rows, 0, "no"), e);
    if (r == ERR_NONE)
        r = spot_check_list(work, pool, &query, &rows, NULL, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no spot check %s here."), id_or_no);
    if (r == ERR_NONE) {
        record_from_row(out, table_find("spot_check"), &rows, 0);
        record_set_int(out, "id", rows_int(&rows, 0, "id"));
    }
    pool_free(&pool);
    return r;
}

enum err spot_check_new(struct work *work, struct record *out, struct error *e)
{
    struct buffer list = {0};
    size_t count;
    char month[MONTH_TEXT], name[64];
    const struct check_field *fields = check_fields(&count);
    enum err r = right_need(work, WRITE, e);
    if (r != ERR_NONE)
        return r;
    record_defaults(out, table_find("spot_check"));
    record_set_int(out, "area", work->actor.area);
    month_of(day_of(clock_now()), month);
    snprintf(name, sizeof name, _("%s spot check"), month);
    record_set(out, "name", name);
    for (size_t i = 0; i < count; i++)
        if (fields[i].chosen)
            buffer_format(&list, "%s%s", list.length > 0 ? "," : "", fields[i].name);
    record_set(out, "fields", buffer_text(&list));
    buffer_free(&list);
    return ERR_NONE;
}

/* Puts a column behind those that the rows have. */
static void add_column(struct pool *pool, struct rows *rows, const char *name)
{
    size_t columns = rows->columns + 1;
    const char **names = pool_new_piece(pool, columns, sizeof *names);
    struct value *values = pool_new_piece(pool, columns * (rows->count + 1), sizeof *values);
    memcpy(names, rows->names, rows->columns * sizeof *names);
    names[rows->columns] = name;
    for (size_t i = 0; i < rows->count; i++)
        memcpy(values + i * columns, rows->values + i * rows->columns, rows->columns * sizeof *values);
    rows->names = names;
    rows->values = values;
    rows->columns = columns;
}

static void put(struct rows *rows, size_t row, const char *column, const char *text)
{
    rows->values[row * rows->columns + (size_t)rows_column(rows, column)] =
        (struct value){.type = VALUE_TEXT, .text = text};
}

/* The address is the door as people say it. */
static void say_doors(struct pool *pool, struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        put(rows, i, "address", door_of_row(pool, rows, i));
}

enum err spot_check_doors(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct check_scope scope;
    struct rows found;
    enum err r = check_scope(work, READ, &scope, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, &scope, id, &found, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "spot_check.doors", BINDS(BIND_INT("id", id), BIND_CHECK_SCOPE(&scope)), out, e);
    if (r == ERR_NONE)
        say_doors(pool, out);
    return r;
}

const struct field *check_field_of(const struct rows *items, size_t row)
{
    const struct table *table = table_find(rows_text(items, row, "kind"));
    return table == NULL ? NULL : table_field(table, rows_text(items, row, "field"));
}

const char *check_value_text(struct pool *pool, const struct field *field, const char *value)
{
    struct buffer text = {0};
    if (*value != '\0' && field != NULL && field->masked)
        check_mask(field, value, &text);
    else if (*value != '\0' && field != NULL)
        check_show(field, value, &text);
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

enum err check_read_items(struct work *work, struct pool *pool, const struct check_scope *scope, int64_t id,
                          int64_t door, enum check_by by, const char *key, struct rows *out, struct error *e)
{
    int64_t number = key == NULL ? 0 : strtoll(key, NULL, 10);
    return db_query(work->db, pool, "spot_check.items",
                    BINDS(BIND_INT("id", id), BIND_INT("door", door),
                          BIND_INT("grid", by == CHECK_BY_GRID ? number : 0),
                          BIND_INT("leader", by == CHECK_BY_LEADER ? number : 0),
                          BIND_TEXT("field", by == CHECK_BY_FIELD && key != NULL ? key : ""),
                          BIND_INT("limit", CHECK_ITEMS_MOST), BIND_CHECK_SCOPE(scope)),
                    out, e);
}

/* Values of a register that the actor may not read are not told. */
static void say_values(struct work *work, struct pool *pool, struct rows *rows, size_t row)
{
    const struct table *table = table_find(rows_text(rows, row, "kind"));
    const struct field *field = check_field_of(rows, row);
    bool may = table != NULL && table_may(work, table, "read");
    bool hidden = rows_int(rows, row, "blind") != 0 && rows_null(rows, row, "at");
    put(rows, row, "label", field == NULL ? rows_text(rows, row, "field") : field_label(field));
    put(rows, row, "value", may && !hidden ? check_value_text(pool, field, rows_text(rows, row, "value")) : "");
    put(rows, row, "truth", may ? check_value_text(pool, field, rows_text(rows, row, "truth")) : "");
}

enum err spot_check_items(struct work *work, struct pool *pool, int64_t id, int64_t door, enum check_by by,
                          const char *key, struct rows *out, struct error *e)
{
    struct check_scope scope;
    struct rows found;
    enum err r = check_scope(work, READ, &scope, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, &scope, id, &found, e);
    if (r == ERR_NONE)
        r = check_read_items(work, pool, &scope, id, door, by, key, out, e);
    if (r != ERR_NONE)
        return r;
    add_column(pool, out, "label");
    say_doors(pool, out);
    for (size_t i = 0; i < out->count; i++)
        say_values(work, pool, out, i);
    return ERR_NONE;
}

/* "person.phone" -> "People: Phone" */
static void say_fields(struct pool *pool, struct rows *rows)
{
    size_t count;
    const struct check_field *fields = check_fields(&count);
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < count; k++)
            if (strcmp(fields[k].name, rows_text(rows, i, "key")) == 0)
                put(rows, i, "text",
                    pool_format(pool, "%s: %s", table_label(fields[k].table), field_label(fields[k].field)));
}

enum err spot_check_result(struct work *work, struct pool *pool, int64_t id, enum check_by by, struct rows *out,
                           struct error *e)
{
    static const char *const statements[] = {
        [CHECK_BY_GRID] = "spot_check.result.grid",
        [CHECK_BY_LEADER] = "spot_check.result.leader",
        [CHECK_BY_FIELD] = "spot_check.result.field",
    };
    struct check_scope scope;
    struct rows found;
    enum err r = check_scope(work, READ, &scope, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, &scope, id, &found, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, statements[by == CHECK_BY_NONE ? CHECK_BY_GRID : by],
                     BINDS(BIND_INT("id", id), BIND_CHECK_SCOPE(&scope)), out, e);
    if (r == ERR_NONE && by == CHECK_BY_FIELD)
        say_fields(pool, out);
    return r;
}

enum err spot_check_end(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct check_scope scope;
    struct rows found = {0};
    int64_t ended = 0;
    enum err r = check_scope(work, WRITE, &scope, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find_id(work, pool, &scope, id, &found, e);
    const char *path = found.count == 0 ? "" : rows_text(&found, 0, "path");
    if (r == ERR_NONE && (strcmp(path, scope.range.lo) < 0 || strcmp(path, scope.range.hi) >= 0))
        r = error_set(e, ERR_DENIED, NULL, _("This spot check was drawn above your area; it is ended there."));
    if (r == ERR_NONE)
        r = db_execute(work->db, "spot_check.end",
                       BINDS(BIND_INT("id", id), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())), &ended,
                       e);
    if (r == ERR_NONE && ended == 0)
        r = error_set(e, ERR_STATE, NULL, _("This spot check has ended already."));
    pool_free(&pool);
    return audit_end(work, r, "spot_check.end", "spot_check", id, "", e);
}
