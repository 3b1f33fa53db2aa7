/* A row of an import: found by its keys, then saved as any other. */
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/work/work.h"

#include <string.h>

/* Those living rows of the actor's range whose fields hold the same; *id is 0 when there is none. */
static enum err find(struct change *c, const struct record *key, const struct field *const *fields, size_t count,
                     struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    size_t found = 0;
    enum err r = relate_find(c->work->db, pool, c->table, fields, count, key, 100, &rows, e);

    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *path = rows_text(&rows, i, "path");
        if (strcmp(path, c->range.lo) < 0 || strcmp(path, c->range.hi) >= 0)
            continue;
        c->id = rows_int(&rows, i, "id");
        found++;
    }
    if (r == ERR_NONE && found > 1)
        r = error_set(e, ERR_INVALID, fields[0]->name, _("%s: more than one entry has it."), field_label(fields[0]));
    pool_free(&pool);
    return r;
}

/* The record's value of the field, as it is stored; false when there is none, or none that can be stored. */
static bool take_key(struct record *key, const struct field *field, const struct record *record)
{
    struct buffer value = {0};
    bool good = check_value(field, record_get(record, field->name), &value, NULL) == ERR_NONE && value.length > 0;
    if (good)
        record_set(key, field->name, buffer_text(&value));
    buffer_free(&value);
    return good;
}

static enum err find_by_unique(struct change *c, const struct record *record, struct error *e)
{
    struct record *key = record_new();
    const struct field *fields[FIND_FIELDS];
    char names[200];
    size_t count = 0;
    bool whole = c->table->unique != NULL;
    enum err r = ERR_NONE;

    text_copy(names, sizeof names, whole ? c->table->unique : "");
    for (char *rest = names, *name; (name = strsep(&rest, " ")) != NULL;) {
        const struct field *field = table_field(c->table, name);
        if (field == NULL || count == FIND_FIELDS)
            continue;
        whole = whole && take_key(key, field, record);
        fields[count++] = field;
    }
    if (whole && count > 0)
        r = find(c, key, fields, count, e);
    record_free(&key);
    return r;
}

static enum err find_by_key(struct change *c, const struct record *record, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && c->id == 0 && i < c->table->count; i++) {
        const struct field *field = &c->table->fields[i];
        struct record *key = record_new();
        if (field->key && field->type != FIELD_COMPUTED && take_key(key, field, record))
            r = find(c, key, &field, 1, e);
        record_free(&key);
    }
    return r;
}

/* What the record leaves open of a new row has its default. */
static void add_defaults(const struct table *table, struct record *record)
{
    struct record *defaults = record_new();
    record_defaults(defaults, table);
    record_complete(record, defaults);
    record_free(&defaults);
}

enum err table_put(struct work *work, const struct table *table, struct record *record, int64_t id, bool dry,
                   enum put *what, int64_t *out, struct error *e)
{
    struct change c = {.work = work, .table = table, .id = id, .dry = dry, .after = record_copy(record)};
    char action[ACTION_ROOM];
    enum put done;
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE && id == 0) {
        r = register_person(&c, e); /* registers are found by their person */
        if (r == ERR_NONE && c.person_area == 0)
            r = find_by_unique(&c, c.after, e);
        if (r == ERR_NONE && c.id == 0 && table->unique == NULL && c.person_area == 0)
            r = find_by_key(&c, c.after, e);
        c.matched = c.id != 0;
    }
    if (c.id == 0)
        add_defaults(table, c.after);
    struct record *given = c.after;
    c.after = NULL;
    if (r == ERR_NONE)
        r = table_save(&c, given, true, &done, e);
    if (r == ERR_NONE) {
        *what = done;
        *out = c.id;
    }
    record_free(&given);
    change_free(&c);
    return r;
}
