/* Rules that a description cannot say: of all tables, and of some (table_rules). */
#include "table_rule.h"

#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define TREE_DEPTH 32 /* of rows above one another, by a link to their own table */

static const struct rule {
    const char *table;
    enum err (*fill)(struct change *c, struct error *e);
    enum err (*check)(struct change *c, struct error *e);
    enum err (*done)(struct change *c, struct error *e);
} table_rules[] = {
    {"person",      person_fill,    person_check, NULL      },
    {"household",   household_fill, NULL,         NULL      },
    {"house",       NULL,           NULL,         house_done},
    {"case_notice", notice_fill,    notice_check, NULL      },
    {"leave",       leave_fill,     leave_check,  NULL      },
};

bool change_of(const struct change *c, const char *field)
{
    const char *before = c->before == NULL ? "" : record_get(c->before, field);
    return strcmp(before, record_get(c->after, field)) != 0;
}

/* The fields that together occur once among living rows, when all of them are filled. */
static size_t unique_fields(const struct change *c, const struct field *out[FIND_FIELDS])
{
    char names[200];
    size_t n = 0;
    text_copy(names, sizeof names, c->table->unique == NULL ? "" : c->table->unique);
    for (char *rest = names, *name; (name = strsep(&rest, " ")) != NULL;) {
        if (*name == '\0')
            continue;
        out[n] = table_field(c->table, name);
        if (c->person_area != 0 && strcmp(name, "person") == 0)
            return 0; /* a person to be made has no row yet */
        if (n + 1 >= FIND_FIELDS || out[n] == NULL || *record_get(c->after, name) == '\0')
            return 0;
        n++;
    }
    return n;
}

static enum err refuse_known(const struct change *c, const struct field *field, const char *labels, int64_t id,
                             struct error *e)
{
    const struct field *title = table_title(c->table);
    struct record *row = record_new();
    const char *name = "";
    struct error unread = {0}; /* then the number has to do */
    if (title != NULL && title->type == FIELD_TEXT && !title->masked &&
        store_read(c->work->db, c->table, id, c->range.lo, c->range.hi, row, &unread) == ERR_NONE)
        name = record_get(row, title->name);
    enum err r = error_set(e, ERR_INVALID, field->name, _("%s: entry %lld of %s has it already%s%s. Change that one."),
                           labels, (long long)id, table_label(c->table), *name == '\0' ? "" : ": ", name);
    record_free(&row);
    return r;
}

/* A row that the actor sees is named; of another one, no more than whose register it is in. */
static enum err refuse_double(const struct change *c, const struct field *const *fields, size_t count,
                              const struct rows *rows, size_t row, struct error *e)
{
    const char *path = rows_text(rows, row, "path"), *area = rows_text(rows, row, "area_name");
    char labels[160] = "";

    for (size_t i = 0; i < count; i++)
        snprintf(labels + strlen(labels), sizeof labels - strlen(labels), "%s%s", i == 0 ? "" : " + ",
                 field_label(fields[i]));
    if (strcmp(path, c->range.lo) >= 0 && strcmp(path, c->range.hi) < 0)
        return refuse_known(c, fields[0], labels, rows_int(rows, row, "id"), e);
    if (strcmp(c->table->name, "person") == 0)
        return error_set(e, ERR_INVALID, fields[0]->name,
                         _("%s: this person is in the register of %s. Use \"move in\" to bring them here."), labels,
                         area);
    return error_set(e, ERR_INVALID, fields[0]->name, _("%s: it is in the register of %s already."), labels, area);
}

static enum err check_unique(struct change *c, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const struct field *fields[FIND_FIELDS];
    size_t count = unique_fields(c, fields);
    bool changed = c->before == NULL;
    enum err r = ERR_NONE;

    for (size_t i = 0; i < count; i++)
        changed = changed || change_of(c, fields[i]->name);
    if (count > 0 && changed)
        r = relate_find(c->work->db, pool, c->table, fields, count, c->after, 2, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (rows_int(&rows, i, "id") != c->id)
            r = refuse_double(c, fields, count, &rows, i, e);
    pool_free(&pool);
    return r;
}

/* What is linked to anew lies where the actor works, or above it: an organisation of the street may have members in a
 * grid. Rows of people lie below their person, so that nobody is reached by trying numbers. */
static enum err check_link(struct change *c, const struct field *field, struct error *e)
{
    const struct table *target = table_find(field->link);
    const struct field *links[PLACE_LINKS];
    struct record *row = record_new();
    enum err r = store_read(c->work->db, target, record_int(c->after, field->name), c->range.lo, c->range.hi, row, e);

    if (r == ERR_NOT_FOUND && place_links(target, links) == 0) {
        struct pool *pool = pool_new();
        struct rows rows = {0};
        record_free(&row);
        row = record_new();
        r = store_read(c->work->db, target, record_int(c->after, field->name), "", "~", row, e);
        if (r == ERR_NONE)
            r = db_query(c->work->db, pool, "area.place", BINDS(BIND_INT("id", record_int(row, "area"))), &rows, e);
        const char *path = r == ERR_NONE ? rows_text(&rows, 0, "path") : "";
        if (r == ERR_NONE && strncmp(c->work->actor.path, path, strlen(path)) != 0)
            r = error_set(e, ERR_NOT_FOUND, NULL, "%s", path);
        pool_free(&pool);
    }
    if (r == ERR_NOT_FOUND)
        r = error_set(e, ERR_INVALID, field->name, _("%s: there is no such entry where you work."), field_label(field));
    record_free(&row);
    return r;
}

/* A link to the row's own table makes a tree: nothing lies below itself. */
static enum err check_tree(struct change *c, const struct field *field, struct error *e)
{
    int64_t above = record_int(c->after, field->name);
    enum err r = ERR_NONE;

    for (int depth = 0; r == ERR_NONE && above != 0; depth++) {
        struct record *row = record_new();
        if (above == c->id || depth == TREE_DEPTH)
            r = error_set(e, ERR_INVALID, field->name, _("%s: an entry cannot lie below itself."), field_label(field));
        else if (store_read(c->work->db, c->table, above, "", "~", row, NULL) == ERR_NONE)
            above = record_int(row, field->name);
        else
            above = 0;
        record_free(&row);
    }
    return r;
}

static enum err check_links(struct change *c, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < c->table->count; i++) {
        const struct field *field = &c->table->fields[i];
        const struct table *target = field->type == FIELD_LINK ? table_find(field->link) : NULL;
        if (target == NULL || target->own_storage || *record_get(c->after, field->name) == '\0' ||
            !change_of(c, field->name) || c->person_area != 0)
            continue;
        r = check_link(c, field, e);
        if (r == ERR_NONE && target == c->table && c->id != 0)
            r = check_tree(c, field, e);
    }
    return r;
}

#define RUN_RULES(c, part, e)                                                                                          \
    do {                                                                                                               \
        for (size_t i_ = 0; r == ERR_NONE && i_ < COUNT_OF(table_rules); i_++)                                         \
            if (table_rules[i_].part != NULL && strcmp(table_rules[i_].table, (c)->table->name) == 0)                  \
                r = table_rules[i_].part((c), (e));                                                                    \
    } while (0)

enum err rules_fill(struct change *c, struct error *e)
{
    enum err r = ERR_NONE;
    RUN_RULES(c, fill, e);
    return r;
}

enum err rules_check(struct change *c, struct error *e)
{
    enum err r = check_links(c, e);
    if (r == ERR_NONE)
        r = check_unique(c, e);
    RUN_RULES(c, check, e);
    return r;
}

enum err rules_done(struct change *c, struct error *e)
{
    enum err r = ERR_NONE;
    RUN_RULES(c, done, e);
    return r;
}

enum err rules_delete(struct change *c, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t t = 0; r == ERR_NONE && t < table_count(); t++)
        for (size_t i = 0;
             r == ERR_NONE && !table_at(t)->own_storage && !table_at(t)->journal && i < table_at(t)->count; i++) {
            const struct field *field = &table_at(t)->fields[i];
            int64_t count = 0;
            if (field->type != FIELD_LINK || strcmp(field->link, c->table->name) != 0)
                continue;
            r = relate_count(c->work->db, table_at(t), field, c->id, &count, e);
            if (r == ERR_NONE && count > 0)
                r = error_set(e, ERR_STATE, NULL, _("%lld of \"%s\" belong to this entry; move or delete them first."),
                              (long long)count, table_label(table_at(t)));
        }
    return r;
}
