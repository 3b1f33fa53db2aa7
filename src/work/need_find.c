#include "need_find.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/condition.h"
#include "wangge/table/describe.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

/* How the rows of a rule's table lead to a household or place: columns, tables, and what narrows them down to the area,
 * the household or the place. */
struct way {
    const char *columns, *from, *narrow[3];
};

#define LIVES "p.deleted_at is null and p.household is not null"

static const struct way of_household = {
    "t.id, 0, 0, t.created_at", "household t where t.deleted_at is null", {"t.area = $id", "t.id = $id", NULL}
};
static const struct way of_person = {
    "t.household, 0, t.id, t.created_at",
    "person t where t.deleted_at is null and t.household is not null",
    {"t.area = $id", "t.household = $id", NULL}
};
static const struct way of_residence = {
    "p.household, 0, p.id, p.created_at",
    "person p cross join residence t where " LIVES " and t.person = p.id and t.to_on is null",
    {"p.area = $id", "p.household = $id", NULL}
};
static const struct way of_place = {
    "0, t.id, 0, t.created_at", "special_place t where t.deleted_at is null", {"t.area = $id", NULL, "t.id = $id"}
};
/* Registers: %s is the table. */
static const struct way of_person_row[] = {
    [NEED_OF_AREA] = {"p.household, 0, p.id, t.created_at",
                      "\"%s\" t cross join person p where t.area = $id and t.deleted_at is null and p.id = t.person"
                      " and " LIVES " and p.area = $id",
                      {NULL}                                                           },
    [NEED_OF_HOUSEHOLD] = {"p.household, 0, p.id, t.created_at",
                      "person p cross join \"%s\" t where p.household = $id and t.person = p.id"
                           " and t.deleted_at is null and p.deleted_at is null", {NULL}},
};
static const struct way of_household_row[] = {
    [NEED_OF_AREA] = {"t.household, 0, 0, t.created_at",
                      "\"%s\" t cross join household h where t.area = $id and t.deleted_at is null"
                      " and h.id = t.household and h.deleted_at is null",      {NULL}},
    [NEED_OF_HOUSEHOLD] = {"t.household, 0, 0, t.created_at",
                      "\"%s\" t cross join household h where t.household = $id and t.deleted_at is null"
                           " and h.id = t.household and h.deleted_at is null", {NULL}},
};

static bool is_called(const struct table *table, const char *name)
{
    return strcmp(table->name, name) == 0;
}

static const struct way *way_of(const struct table *table, enum need_of of)
{
    if (is_called(table, "household"))
        return &of_household;
    if (is_called(table, "person"))
        return &of_person;
    if (is_called(table, "residence"))
        return &of_residence;
    if (is_called(table, "special_place"))
        return &of_place;
    if (of == NEED_OF_PLACE)
        return NULL;
    return table_field(table, "person") != NULL ? &of_person_row[of] : &of_household_row[of];
}

/* "select RULE as rule, ... from ... where ..." */
static void add_rule(struct buffer *sql, const struct visit_rule *rule, enum need_of of)
{
    const struct way *way = way_of(rule->table, of);
    bool named = way != NULL && strstr(way->from, "%s") != NULL;
    if (way == NULL || rule->every || (!named && way->narrow[of] == NULL))
        return;
    buffer_format(sql, "%sselect '%s', %s, ", sql->length == 0 ? "" : " union all ", rule->code, way->columns);
    buffer_format(sql, *rule->since == '\0' ? "'' from " : "t.\"%s\" from ", rule->since);
    if (named) {
        size_t at = (size_t)(strstr(way->from, "%s") - way->from);
        buffer_format(sql, "%.*s%s%s", (int)at, way->from, rule->table->stored_in, way->from + at + 2);
    } else {
        buffer_format(sql, "%s and %s", way->from, way->narrow[of]);
    }
    buffer_add_text(sql, rule->condition);
}

/* The statement of all rules, composed once. */
static const char *statement(enum need_of of)
{
    static struct pool *pool;
    static const char *statements[3];
    static const struct visit_rule *first;
    struct buffer sql = {0};

    if (first != visit_rule_at(0)) { /* rules were loaded anew */
        pool_free(&pool);
        pool = pool_new();
        memset(statements, 0, sizeof statements);
        first = visit_rule_at(0);
    }
    if (statements[of] == NULL) {
        for (size_t i = 0; i < visit_rule_count(); i++)
            add_rule(&sql, visit_rule_at(i), of);
        statements[of] = pool_text(pool, buffer_text(&sql));
        buffer_free(&sql);
    }
    return statements[of];
}

int need_compare(const void *a, const void *b)
{
    const struct need *x = a, *y = b;
    if (x->household != y->household)
        return x->household < y->household ? -1 : 1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    int order = strcmp(x->rule->code, y->rule->code);
    if (order != 0)
        return order;
    return (x->person > y->person) - (x->person < y->person);
}

/* Of several rows about the same, one: under the rule since the first of them. */
static size_t once_each(struct need *list, size_t count)
{
    size_t kept = 0;
    qsort(list, count, sizeof *list, need_compare);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || need_compare(&list[kept - 1], &list[i]) != 0)
            list[kept++] = list[i];
        else if (list[i].since < list[kept - 1].since)
            list[kept - 1].since = list[i].since;
    }
    for (size_t i = 1; i < kept; i++)
        list[i].again = list[i - 1].rule == list[i].rule && list[i - 1].household == list[i].household &&
                        list[i - 1].place == list[i].place;
    return kept;
}

/* Columns by their places. */
enum { AT_RULE, AT_HOUSEHOLD, AT_PLACE, AT_PERSON, AT_MADE, AT_FROM };

static struct need need_of_row(const struct value *row)
{
    struct need out = {.household = row[AT_HOUSEHOLD].number,
                       .place = row[AT_PLACE].number,
                       .rule = visit_rule_find(row[AT_RULE].text),
                       .person = row[AT_PERSON].number,
                       .since = row[AT_MADE].number};
    day_t day = 0;
    if (row[AT_FROM].text != NULL && date_parse(row[AT_FROM].text, &day) && day_start(day) > out.since)
        out.since = day_start(day);
    return out;
}

enum err need_find(struct work *work, struct pool *pool, enum need_of of, int64_t id, day_t today, struct need **out,
                   size_t *count, struct error *e)
{
    struct bind binds[CONDITION_BINDS + 1];
    struct rows rows = {0};
    const char *sql = statement(of);
    enum err r = ERR_NONE;

    size_t n = condition_binds(pool, today, binds);
    binds[n] = BIND_INT("id", id);
    binds[n + 1] = (struct bind){.name = NULL};
    if (*sql != '\0')
        r = db_query_text(work->db, pool, sql, binds, &rows, e);
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++)
        (*out)[i] = need_of_row(&rows.values[i * rows.columns]);
    *count = once_each(*out, rows.count);
    return r;
}

bool need_is_of(const struct table *table)
{
    if (is_called(table, "household") || is_called(table, "person"))
        return true;
    for (size_t i = 0; i < visit_rule_count(); i++)
        if (visit_rule_at(i)->table == table)
            return true;
    return false;
}
