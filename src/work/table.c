/* The information tables: rights and audit around reading and changing one row. */
#include "inside.h"
#include "row_follow.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/table/store.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/move.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

const char *table_action(const struct table *table, const char *verb, char out[ACTION_ROOM])
{
    snprintf(out, ACTION_ROOM, "%s.%s", table->right == NULL ? table->name : table->right, verb);
    if (!right_is_known(out) && table->board != NULL)
        snprintf(out, ACTION_ROOM, "%s.%s", table->board, verb);
    return out;
}

bool table_may(const struct work *work, const struct table *table, const char *verb)
{
    char action[ACTION_ROOM];
    table_action(table, verb, action);
    return !table->own_storage && right_is_known(action) && right_scope(work, action) != SCOPE_NONE;
}

enum err table_linked(struct work *work, struct pool *pool, const struct table *table, int64_t id, struct rows *out,
                      struct error *e)
{
    return relate_kinds(work->db, pool, table, id, out, e);
}

enum err table_need(struct work *work, const struct table *table, const char *verb, char action[ACTION_ROOM],
                    struct scope_range *range, struct error *e)
{
    *range = (struct scope_range){0};
    table_action(table, verb, action);
    if (table->own_storage || !right_is_known(action))
        return error_set(e, ERR_DENIED, NULL, _("Nobody has the right %s."), action);
    if (table->journal && strcmp(verb, "write") == 0)
        return error_set(e, ERR_STATE, NULL, _("What was done is never changed. A wrong move is undone: move undo."));
    return right_range(work, action, range, e);
}

static enum err list_by(struct work *work, struct pool *pool, const struct table *table, const char *verb,
                        const char *statement, const struct list_query *query, struct rows *out, int64_t *total,
                        struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    enum err r = table_need(work, table, verb, action, &range, e);

    if (r == ERR_NONE)
        r = list_read(work->db, pool, table, statement, query,
                      BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                            BIND_INT("me", range.me)),
                      out, total, e);
    if (r == ERR_NONE)
        mask_rows(pool, table, out);
    return r;
}

enum err table_list(struct work *work, struct pool *pool, const struct table *table, const struct list_query *query,
                    struct rows *out, int64_t *total, struct error *e)
{
    return list_by(work, pool, table, "read", NULL, query, out, total, e);
}

enum err table_list_deleted(struct work *work, struct pool *pool, const struct table *table,
                            const struct list_query *query, struct rows *out, int64_t *total, struct error *e)
{
    return list_by(work, pool, table, "write", pool_format(pool, "%s.list.deleted", table->name), query, out, total, e);
}

/* Whoever sees only what is their own: rows that they made, or that are about them. */
static enum err refuse_others(const struct table *table, const struct scope_range *range, const struct record *row,
                              struct error *e)
{
    const char *owner = table->owner == NULL ? "created_by" : table->owner;
    if (range->own == 0 || record_int(row, owner) == range->me)
        return ERR_NONE;
    return error_set(e, ERR_NOT_FOUND, NULL, _("There is no such entry in your area."));
}

enum err table_read_full(struct work *work, const struct table *table, int64_t id, const struct scope_range *range,
                         struct record *out, struct error *e)
{
    enum err r = store_read(work->db, table, id, range->lo, range->hi, out, e);
    return r == ERR_NONE ? refuse_others(table, range, out, e) : r;
}

enum err table_read_any(struct work *work, const struct table *table, int64_t id, const struct scope_range *range,
                        struct record *out, struct error *e)
{
    enum err r = store_read_any(work->db, table, id, range->lo, range->hi, out, e);
    return r == ERR_NONE ? refuse_others(table, range, out, e) : r;
}

enum err table_add(struct work *work, const struct table *table, struct record *record, int64_t *id, struct error *e)
{
    struct change c = {.work = work, .table = table};
    char action[ACTION_ROOM];
    enum put what;
    if (strcmp(table->name, "move") == 0)
        return move_add(work, record, id, NULL, NULL, e);
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_save(&c, record, false, &what, e);
    r = audit_end(work, r, action, table->name, c.id, "add", e);
    if (r == ERR_NONE && id != NULL)
        *id = c.id;
    change_free(&c);
    return r;
}

enum err table_check(struct work *work, const struct table *table, struct record *record, struct error *e)
{
    struct change c = {.work = work, .table = table, .dry = true};
    char action[ACTION_ROOM];
    enum put what;
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE)
        r = table_save(&c, record, false, &what, e);
    change_free(&c);
    return r;
}

enum err table_change(struct work *work, const struct table *table, int64_t id, struct record *record, struct error *e)
{
    struct change c = {.work = work, .table = table, .id = id};
    char action[ACTION_ROOM];
    enum put what;
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_save(&c, record, false, &what, e);
    change_free(&c);
    return audit_end(work, r, action, table->name, id, "change", e);
}

enum err table_delete(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e)
{
    struct change c = {.work = work, .table = table, .id = id, .before = record_new()};
    char action[ACTION_ROOM];
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_read_full(work, table, id, &c.range, c.before, e);
    if (r == ERR_NONE)
        r = rules_delete(&c, e);
    if (r == ERR_NONE)
        r = store_delete(work->db, table, id, version, work->actor.user, e);
    if (r == ERR_NONE)
        r = row_follow(work, table, id, c.before, NULL, BECAUSE("delete"), e);
    change_free(&c);
    return audit_end(work, r, action, table->name, id, "delete", e);
}

/* Restored first, then looked at: what lies out of the actor's scope is rolled back. */
enum err table_bring_back(struct change *c, struct error *e)
{
    struct db *db = c->work->db;
    enum err r = store_restore(db, c->table, c->id, c->work->actor.user, e);

    c->after = record_new();
    if (r == ERR_NONE)
        r = table_read_full(c->work, c->table, c->id, &c->range, c->after, e);
    int64_t area = record_int(c->after, "area");
    if (r == ERR_NONE)
        r = table_place(c, e);
    if (r == ERR_NONE && record_int(c->after, "area") != area) /* what it belongs to has gone elsewhere since */
        r = store_change(db, c->table, c->id, c->after, c->work->actor.user, e);
    if (r == ERR_NONE)
        r = rules_check(c, e);
    if (r == ERR_NONE)
        r = rules_done(c, e);
    return r == ERR_NONE ? row_follow(c->work, c->table, c->id, NULL, c->after, BECAUSE("restore"), e) : r;
}

enum err table_restore(struct work *work, const struct table *table, int64_t id, struct error *e)
{
    struct change c = {.work = work, .table = table, .id = id};
    char action[ACTION_ROOM];
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = table_bring_back(&c, e);
    change_free(&c);
    return audit_end(work, r, action, table->name, id, "restore", e);
}
