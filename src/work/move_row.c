/* The rows that a move writes, each audited, and taken down with what it was before. */
#include "move_inside.h"

#include "row_follow.h"
#include "table_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <string.h>

/* The first time that a move touches a row it takes down what was there; every time, the version that it leaves. */
static enum err take_down(struct mover *m, const struct table *table, int64_t id, const struct record *before,
                          struct error *e)
{
    struct db *db = m->work->db;
    struct rows rows = {0};
    struct buffer text = {0};
    int64_t version = 0;
    enum err r = store_version(db, table, id, &version, e);

    if (r == ERR_NONE)
        r = db_query(db, m->pool, "move.effect_of",
                     BINDS(BIND_INT("move", m->id), BIND_TEXT("kind", table->name), BIND_INT("object", id)), &rows, e);
    if (before != NULL)
        record_write(before, &text);
    if (r == ERR_NONE && rows.count > 0)
        r = db_execute(db, "move.effect_again",
                       BINDS(BIND_INT("move", m->id), BIND_INT("number", rows_int(&rows, 0, "number")),
                             BIND_INT("version", version)),
                       NULL, e);
    else if (r == ERR_NONE)
        r = db_execute(db, "move.effect",
                       BINDS(BIND_INT("move", m->id), BIND_INT("number", ++m->effects), BIND_TEXT("kind", table->name),
                             BIND_INT("object", id), BIND_INT("version", version),
                             BIND_TEXT("before", buffer_text(&text))),
                       NULL, e);
    if (r == ERR_NONE && rows.count == 0)
        r = audit_write(m->work, "person.write", table->name, id, 1, m->kind->code, e);
    buffer_free(&text);
    return r;
}

/* As any other row is written, anywhere: who may move whom was asked before. */
static enum err save(struct mover *m, const struct table *table, int64_t *id, struct record *values, struct error *e)
{
    const struct span_cause cause = {.on = m->on, .how = m->kind->code, .move = m->id};
    struct change c = {.work = m->work, .table = table, .range = {.hi = "~"}, .id = *id, .cause = &cause};
    enum put what;
    enum err r = table_save(&c, values, false, &what, e);

    *id = c.id;
    if (r == ERR_NONE)
        r = take_down(m, table, c.id, c.before, e);
    change_free(&c);
    return r;
}

/* The values that the table has fields for; what it computes itself is left out. */
static struct record *fitting(const struct table *table, const struct record *values)
{
    struct record *out = record_new();
    for (size_t i = 0; i < record_count(values); i++) {
        const struct field *field = table_field(table, record_name(values, i));
        if (field != NULL && field->type != FIELD_COMPUTED)
            record_set(out, field->name, record_value(values, i));
    }
    return out;
}

enum err move_row_add(struct mover *m, const struct table *table, const struct record *values, int64_t *id,
                      struct error *e)
{
    struct record *row = record_new(), *given = fitting(table, values);

    record_defaults(row, table);
    for (size_t i = 0; i < record_count(given); i++)
        record_set(row, record_name(given, i), record_value(given, i));
    *id = 0;
    enum err r = save(m, table, id, row, e);
    record_free(&given);
    record_free(&row);
    return r;
}

enum err move_row_change(struct mover *m, const struct table *table, int64_t id, const struct record *values,
                         struct error *e)
{
    struct record *given = fitting(table, values);
    enum err r = save(m, table, &id, given, e);
    record_free(&given);
    return r;
}

enum err move_row_delete(struct mover *m, const struct table *table, int64_t id, struct error *e)
{
    const struct span_cause cause = {.on = m->on, .how = m->kind->code, .move = m->id};
    struct record *before = record_new();
    enum err r = store_read(m->work->db, table, id, "", "~", before, e);

    if (r == ERR_NONE)
        r = store_delete(m->work->db, table, id, record_int(before, "version"), m->work->actor.user, e);
    if (r == ERR_NONE)
        r = row_follow(m->work, table, id, before, NULL, &cause, e);
    if (r == ERR_NONE)
        r = take_down(m, table, id, before, e);
    record_free(&before);
    return r;
}
