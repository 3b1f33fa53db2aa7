#include "completeness.h"

#include "type.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define GAPS    "{gaps}"
#define RECORDS "measure.completeness.records"
#define PLAIN   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

struct settling {
    struct pool *pool;
    const struct table *table;
    char *why;
    size_t room;
};

__attribute__((format(printf, 2, 3))) static bool refuse(const struct settling *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(s->why, s->room, format, args);
    va_end(args);
    return false;
}

static const char *is_filled(struct pool *pool, const struct field *field)
{
    if (type_rows[field->type].number)
        return pool_format(pool, "t.\"%s\" is not null", field->name);
    return pool_format(pool, "coalesce(t.\"%s\", '') <> ''", field->name);
}

/* "1|2" as '1', '2'; NULL when a code has a sign that is none of a code. */
static const char *quoted(struct pool *pool, const char *codes)
{
    const char *list = "";
    while (*codes != '\0') {
        size_t n = strspn(codes, PLAIN);
        if (n == 0)
            return NULL;
        list = pool_format(pool, "%s%s'%.*s'", list, *list == '\0' ? "" : ", ", (int)n, codes);
        codes += n;
        codes += *codes == '|' && codes[1] != '\0';
    }
    return *list == '\0' ? NULL : list;
}

/* "yes": always ("" to *out); "FIELD": when that one is filled; "FIELD:CODE|CODE": when it is one of them. */
static bool condition(const struct settling *s, const struct field *field, const char **out)
{
    const char *colon = strchr(field->wanted, ':');
    size_t n = colon == NULL ? strlen(field->wanted) : (size_t)(colon - field->wanted);
    const struct field *on = table_field(s->table, pool_text_n(s->pool, field->wanted, n));

    *out = "";
    if (strcmp(field->wanted, "yes") == 0)
        return true;
    if (on == NULL || on->type == FIELD_COMPUTED)
        return refuse(s, _("\"wanted\" is \"yes\", or names a field that must be filled, or FIELD:CODE|CODE"));
    if (colon == NULL) {
        *out = is_filled(s->pool, on);
        return true;
    }
    const char *codes = quoted(s->pool, colon + 1);
    if (codes == NULL || on->type != FIELD_CODE)
        return refuse(s, _("\"wanted\" names a field that is no code, or no code after the colon"));
    *out = pool_format(s->pool, "coalesce(t.\"%s\", '') in (%s)", on->name, codes);
    return true;
}

struct sums {
    struct buffer asked, filled, missing;
    int always;
};

static void add_field(struct pool *pool, struct sums *sums, const struct field *field, const char *condition)
{
    const char *filled = is_filled(pool, field), *and = *condition == '\0' ? "" : " and ";

    sums->always += *condition == '\0';
    if (*condition != '\0')
        buffer_format(&sums->asked, " + case when %s then 1 else 0 end", condition);
    buffer_format(&sums->filled, "%scase when %s%s%s then 1 else 0 end", sums->filled.length == 0 ? "" : " + ",
                  condition, and, filled);
    buffer_format(&sums->missing, "%scase when %s%snot (%s) then '%s ' else '' end",
                  sums->missing.length == 0 ? "" : " || ", condition, and, filled, field->name);
}

bool completeness_settle(struct pool *pool, struct table *table, size_t *at, char *why, size_t room)
{
    struct settling s = {.pool = pool, .table = table, .room = room};
    struct sums sums = {0};
    bool ok = true;

    s.why = why;
    for (size_t i = 0; ok && i < table->count; i++) {
        const struct field *field = &table->fields[i];
        const char *when = "";
        if (field->wanted == NULL || strcmp(field->wanted, "no") == 0 || field->hidden)
            continue;
        *at = i;
        if (table->own_storage || field->type == FIELD_COMPUTED)
            ok = refuse(&s, _("\"wanted\" belongs to a field that is stored, of a described table"));
        else
            ok = condition(&s, field, &when);
        if (ok)
            add_field(pool, &sums, field, when);
    }
    if (ok && sums.filled.length > 0) {
        table->asked = pool_format(pool, "(%d%s)", sums.always, buffer_text(&sums.asked));
        table->filled = pool_format(pool, "(%s)", buffer_text(&sums.filled));
        table->missing = pool_format(pool, "(%s)", buffer_text(&sums.missing));
    }
    buffer_free(&sums.asked);
    buffer_free(&sums.filled);
    buffer_free(&sums.missing);
    return ok;
}

bool completeness_is_asked(const struct table *table)
{
    return table->asked != NULL;
}

/* What a row is called in SQL: its title's columns, parted by blanks; of a register of people, who it is about. */
static const char *title_of(struct pool *pool, const struct table *table)
{
    char names[200];
    const char *title = "";
    text_copy(names, sizeof names, table->title == NULL ? "" : table->title);
    for (char *rest = names, *name; (name = strsep(&rest, " ")) != NULL;) {
        const struct field *field = table_field(table, name);
        const struct field *from = field == NULL ? NULL : field->from;
        if (field != NULL && (field->masked || (field->joined != NULL && field->joined->masked)))
            continue; /* rows are kept and posted by what they are called */
        if (field != NULL && field->type == FIELD_COMPUTED && from != NULL && field->joined != NULL &&
            table_find(from->link) != NULL)
            title = pool_format(pool, "%s%scoalesce((select j.\"%s\" from \"%s\" j where j.id = t.\"%s\"), '')", title,
                                *title == '\0' ? "" : " || ' ' || ", field->joined->name,
                                table_find(from->link)->stored_in, from->name);
        else if (field != NULL && field->type != FIELD_COMPUTED && field->type != FIELD_LINK)
            title = pool_format(pool, "%s%scoalesce(cast(t.\"%s\" as text), '')", title,
                                *title == '\0' ? "" : " || ' ' || ", field->name);
    }
    return *title == '\0' ? "''" : title;
}

static const char *columns_of(struct pool *pool, const struct table *table)
{
    return pool_format(pool,
                       "'%s' as kind, t.id, t.updated_at as at, %s as text, %s as filled, %s as asked, %s as missing",
                       table->name, title_of(pool, table), table->filled, table->asked, table->missing);
}

enum err completeness_compose(struct error *e)
{
    struct pool *pool = pool_new();
    struct buffer gaps = {0}, whole = {0};
    const char *text = db_statement_text(RECORDS), *place = text == NULL ? NULL : strstr(text, GAPS);
    enum err r = ERR_NONE;

    for (size_t i = 0; i < table_count(); i++)
        if (completeness_is_asked(table_at(i)))
            buffer_format(&gaps,
                          "%sselect %s from \"%s\" t"
                          " where t.area in (select area from mine) and t.deleted_at is null and %s < %s",
                          gaps.length == 0 ? "" : "\nunion all\n", columns_of(pool, table_at(i)),
                          table_at(i)->stored_in, table_at(i)->filled, table_at(i)->asked);
    if (gaps.length == 0)
        buffer_add_text(&gaps, "select '' as kind, 0 as id, 0 as at, '' as text, 0 as filled, 0 as asked, '' as missing"
                               " where 1 = 0");
    if (place != NULL) {
        buffer_add(&whole, text, (size_t)(place - text));
        buffer_add_text(&whole, buffer_text(&gaps));
        buffer_add_text(&whole, place + strlen(GAPS));
        r = db_put_statement(RECORDS, buffer_text(&whole), e);
    }
    buffer_free(&whole);
    buffer_free(&gaps);
    pool_free(&pool);
    return r;
}

enum err completeness_rows(struct db *db, struct pool *pool, const struct table *table, const char *lo, const char *hi,
                           int own, int64_t me, int limit, struct rows *out, struct error *e)
{
    const char *sql = pool_format(pool,
                                  "select %s, t.area, a.name as area_name from area a cross join \"%s\" t"
                                  " where t.area = a.id and t.deleted_at is null and a.path >= $lo and a.path < $hi"
                                  " and (cast($own as integer) = 0 or t.created_by = $me) and %s < %s"
                                  " order by a.path, t.id limit $limit",
                                  columns_of(pool, table), table->stored_in, table->filled, table->asked);
    return db_query_text(db, pool, sql,
                         BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("own", own), BIND_INT("me", me),
                               BIND_INT("limit", limit)),
                         out, e);
}

const char *completeness_labels(struct pool *pool, const struct table *table, const char *missing)
{
    char names[400];
    const char *labels = "";
    text_copy(names, sizeof names, missing);
    for (char *rest = names, *name; (name = strsep(&rest, " ")) != NULL;) {
        const struct field *field = *name == '\0' || table == NULL ? NULL : table_field(table, name);
        if (*name != '\0' && field == NULL)
            return missing;
        if (field != NULL)
            labels = pool_format(pool, "%s%s%s", labels, *labels == '\0' ? "" : ", ", field_label(field));
    }
    return labels;
}

const char *completeness_first(struct pool *pool, const char *missing)
{
    size_t n = strcspn(missing, " ");
    return n == 0 ? NULL : pool_text_n(pool, missing, n);
}
