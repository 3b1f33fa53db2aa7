/* What became of a row, version by version, and the way back to one. */
#include "inside.h"
#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/table/title.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

enum { VERSION, AT, BY, BY_NAME, ACTION, FIELD, LABEL, FROM, TO, COLUMNS };
static const char *const columns[COLUMNS] = {"version", "at",    "by",   "by_name", "action",
                                             "field",   "label", "from", "to"};

/* Rows being told, the oldest first. */
struct telling {
    struct work *work;
    struct pool *pool;
    const struct table *table;
    struct rows *out;
    size_t room;
};

static void begin_row(struct telling *t, const struct rows *versions, size_t v, const char *action)
{
    if (t->out->count == t->room) {
        size_t room = t->room * 2 + 16;
        struct value *values = pool_new_piece(t->pool, room * COLUMNS, sizeof *values);
        if (t->out->count > 0)
            memcpy(values, t->out->values, t->out->count * COLUMNS * sizeof *values);
        t->out->values = values;
        t->room = room;
    }
    struct value *row = &t->out->values[t->out->count++ * COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        row[i] = (struct value){.type = VALUE_TEXT, .text = ""};
    row[VERSION] = *rows_value(versions, v, "version");
    row[AT] = *rows_value(versions, v, "at");
    row[BY].text = rows_text(versions, v, "by");
    row[BY_NAME].text = rows_text(versions, v, "by_name");
    row[ACTION].text = action;
}

/* The name of what is linked to, for whoever may read it; else its number. */
static const char *link_text(struct telling *t, const struct field *field, const char *id)
{
    const struct table *target = table_find(field->link);
    struct scope_range range;
    char action[ACTION_ROOM];
    struct record *row = record_new();
    struct rows area = {0};
    const char *text = id;

    if (strcmp(field->link, "area") == 0) {
        if (db_query(t->work->db, t->pool, "area.place", BINDS(BIND_INT("id", strtoll(id, NULL, 10))), &area, NULL) ==
                ERR_NONE &&
            area.count > 0)
            text = rows_text(&area, 0, "name");
    } else if (target != NULL && table_need(t->work, target, "read", action, &range, NULL) == ERR_NONE &&
               table_read_full(t->work, target, strtoll(id, NULL, 10), &range, row, NULL) == ERR_NONE) {
        table_mask(target, row);
        if (target->title != NULL)
            text = title_text(t->pool, target, row);
    }
    record_free(&row);
    return text;
}

static const char *shown(struct telling *t, const struct field *field, const char *value)
{
    struct buffer text = {0};
    if (*value == '\0')
        return "";
    if (field->type == FIELD_LINK)
        return link_text(t, field, value);
    if (field->masked)
        check_mask(field, value, &text);
    else
        check_show(field, value, &text);
    const char *out = pool_text(t->pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

static void tell_fields(struct telling *t, const struct rows *versions, size_t v, const struct record *before,
                        const struct record *after)
{
    for (size_t i = 0; i < t->table->count; i++) {
        const struct field *field = &t->table->fields[i];
        const char *from = record_get(before, field->name), *to = record_get(after, field->name);
        if (field->type == FIELD_COMPUTED || strcmp(from, to) == 0)
            continue;
        begin_row(t, versions, v, "change");
        struct value *row = &t->out->values[(t->out->count - 1) * COLUMNS];
        row[FIELD].text = field->name;
        row[LABEL].text = field_label(field);
        row[FROM].text = shown(t, field, from);
        row[TO].text = shown(t, field, to);
    }
}

static bool is_deleted(const struct record *record)
{
    return *record_get(record, "deleted_at") != '\0';
}

static void tell(struct telling *t, const struct rows *versions)
{
    struct record *before = NULL;
    for (size_t v = 0; v < versions->count; v++) {
        const char *text = rows_text(versions, v, "record");
        struct record *after = record_new();
        record_parse(after, text, strlen(text));
        if (before == NULL)
            begin_row(t, versions, v, "add");
        else if (is_deleted(before) != is_deleted(after))
            begin_row(t, versions, v, is_deleted(after) ? "delete" : "restore");
        if (before != NULL)
            tell_fields(t, versions, v, before, after);
        record_free(&before);
        before = after;
    }
    record_free(&before);
}

static void newest_first(struct rows *rows)
{
    for (size_t i = 0; i < rows->count / 2; i++) {
        struct value *a = &rows->values[i * COLUMNS], *b = &rows->values[(rows->count - 1 - i) * COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++) {
            struct value kept = a[c];
            a[c] = b[c];
            b[c] = kept;
        }
    }
}

enum err table_history(struct work *work, struct pool *pool, const struct table *table, int64_t id, struct rows *out,
                       struct error *e)
{
    struct telling t = {.work = work, .pool = pool, .table = table, .out = out};
    struct scope_range range;
    char action[ACTION_ROOM];
    struct rows versions = {0};
    struct record *row = record_new();
    enum err r = table_need(work, table, "read", action, &range, e);

    *out = (struct rows){.columns = COLUMNS, .names = pool_new_piece(pool, COLUMNS, sizeof(char *))};
    for (size_t i = 0; i < COLUMNS; i++)
        out->names[i] = columns[i];
    if (r == ERR_NONE && table->sensitive)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_read_any(work, table, id, &range, row, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "history.told", BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id)),
                     &versions, e);
    if (table->sensitive)
        r = audit_end_of_person(work, r, "personal.open", table->name, id, table_person(table, row), "history", e);
    record_free(&row);
    if (r != ERR_NONE)
        return r;
    tell(&t, &versions);
    newest_first(out);
    rows_iso(pool, out, "at");
    return ERR_NONE;
}

/* The record of one version; *found is false when it was not kept. */
static enum err read_version(struct work *work, const struct table *table, int64_t id, int64_t version,
                             struct record *out, bool *found, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r =
        db_query(work->db, pool, "history.one",
                 BINDS(BIND_TEXT("kind", table->name), BIND_INT("object", id), BIND_INT("version", version)), &rows, e);
    const char *text = r == ERR_NONE && rows.count > 0 ? rows_text(&rows, 0, "record") : "";
    *found = *text != '\0' && record_parse(out, text, strlen(text));
    pool_free(&pool);
    return r;
}

/* What people fill in, as it was; what the program keeps stays as it is. */
static enum err fields_of_version(struct change *c, int64_t version, struct record *out, struct error *e)
{
    struct record *then = record_new();
    bool found = false;
    enum err r = read_version(c->work, c->table, c->id, version, then, &found, e);

    if (r == ERR_NONE && !found)
        r = error_set(e, ERR_NOT_FOUND, "version", _("There is no version %lld of this entry."), (long long)version);
    for (size_t i = 0; r == ERR_NONE && i < c->table->count; i++) {
        const struct field *field = &c->table->fields[i];
        if (field->type != FIELD_COMPUTED && !field->read_only && record_has(then, field->name))
            record_set(out, field->name, record_get(then, field->name));
    }
    record_free(&then);
    return r;
}

enum err table_restore_version(struct work *work, const struct table *table, int64_t id, int64_t version,
                               struct error *e)
{
    struct change c = {.work = work, .table = table, .id = id}, back = {.work = work, .table = table, .id = id};
    struct record *given = record_new(), *now = record_new();
    char action[ACTION_ROOM];
    enum put what;
    enum err r = table_need(work, table, "write", action, &c.range, e);

    back.range = c.range;
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_read_any(work, table, id, &c.range, now, e);
    if (r == ERR_NONE && is_deleted(now))
        r = table_bring_back(&back, e);
    if (r == ERR_NONE)
        r = fields_of_version(&c, version, given, e);
    if (r == ERR_NONE)
        r = table_save(&c, given, true, &what, e);
    record_free(&now);
    record_free(&given);
    change_free(&back);
    change_free(&c);
    return audit_end(work, r, action, table->name, id, "restore", e);
}

enum err table_name_conflict(struct change *c, struct error *e)
{
    struct record *then = record_new();
    struct buffer labels = {0};
    bool found = false;

    if (read_version(c->work, c->table, c->id, record_int(c->after, "version"), then, &found, NULL) != ERR_NONE)
        found = false;
    for (size_t i = 0; found && i < c->table->count; i++) {
        const struct field *field = &c->table->fields[i];
        if (field->type != FIELD_COMPUTED &&
            strcmp(record_get(then, field->name), record_get(c->before, field->name)) != 0)
            buffer_format(&labels, "%s%s", labels.length == 0 ? "" : _(", "), field_label(field));
    }
    if (labels.length > 0)
        error_set(
            e, ERR_CONFLICT, NULL,
            _("Somebody else has changed this entry in the meantime (%s). Look at their values, then save again."),
            buffer_text(&labels));
    buffer_free(&labels);
    record_free(&then);
    return ERR_CONFLICT;
}
