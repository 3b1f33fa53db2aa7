/* The information tables with rights, scope, masks, audit and search keys around table/store.h. */
#include "inside.h"
#include "row_follow.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REASON_ROOM 256 /* of why numbers were shown in full, in the audit */

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

static enum err need(struct work *work, const struct table *table, const char *verb, char action[ACTION_ROOM],
                     struct scope_range *range, struct error *e)
{
    *range = (struct scope_range){0};
    table_action(table, verb, action);
    if (table->own_storage || !right_is_known(action))
        return error_set(e, ERR_DENIED, NULL, _("Nobody has the right %s."), action);
    return right_range(work, action, range, e);
}

enum err table_list(struct work *work, struct pool *pool, const struct table *table, const struct list_query *query,
                    struct rows *out, int64_t *total, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    enum err r = need(work, table, "read", action, &range, e);

    if (r == ERR_NONE)
        r = list_read(work->db, pool, table, NULL, query,
                      BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                            BIND_INT("me", range.me)),
                      out, total, e);
    if (r == ERR_NONE)
        mask_rows(pool, table, out);
    return r;
}

/* The row as it is kept, if the actor may see it. */
static enum err read_full(struct work *work, const struct table *table, int64_t id, const struct scope_range *range,
                          struct record *out, struct error *e)
{
    enum err r = store_read(work->db, table, id, range->lo, range->hi, out, e);
    if (r == ERR_NONE && range->own != 0 && record_int(out, "created_by") != range->me)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such entry in your area."));
    return r;
}

static void mask_value(const struct field *field, const char *value, struct buffer *out)
{
    buffer_clear(out);
    if (*value != '\0')
        check_mask(field, value, out);
}

static void mask_record(const struct table *table, struct record *record)
{
    struct buffer masked = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!field->masked)
            continue;
        mask_value(field, record_get(record, field->name), &masked);
        record_set(record, field->name, buffer_text(&masked));
    }
    buffer_free(&masked);
}

/* Values that come back as they were shown, masked, mean the values that are kept. */
static void unmask_record(const struct table *table, const struct record *kept, struct record *given)
{
    struct buffer masked = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!field->masked || !record_has(given, field->name))
            continue;
        mask_value(field, record_get(kept, field->name), &masked);
        if (strcmp(buffer_text(&masked), record_get(given, field->name)) == 0)
            record_set(given, field->name, record_get(kept, field->name));
    }
    buffer_free(&masked);
}

enum err table_read(struct work *work, const struct table *table, int64_t id, struct record *out, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    enum err r = need(work, table, "read", action, &range, e);

    if (r == ERR_NONE)
        r = read_full(work, table, id, &range, out, e);
    if (r == ERR_NONE)
        mask_record(table, out);
    return r;
}

/* To what both rights reach: of two ranges of one actor the longer path lies within the shorter. */
static void narrow(struct scope_range *range, const struct scope_range *by)
{
    int own = range->own | by->own;
    if (strlen(by->lo) > strlen(range->lo))
        *range = *by;
    range->own = own;
}

enum err table_reveal(struct work *work, const struct table *table, int64_t id, const char *reason, struct record *out,
                      struct error *e)
{
    struct scope_range range, reveal;
    char action[ACTION_ROOM], note[REASON_ROOM];
    enum err r = need(work, table, "read", action, &range, e);

    text_copy(note, sizeof note, reason);
    if (r == ERR_NONE)
        r = right_range(work, "personal.reveal", &reveal, e);
    if (r == ERR_NONE && text_count(text_trim(note)) < 2)
        r = error_set(e, ERR_INVALID, "reason", _("Please say why you need the numbers in full."));
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE) {
        narrow(&range, &reveal);
        r = read_full(work, table, id, &range, out, e);
    }
    return audit_end(work, r, "personal.reveal", table->name, id, note, e);
}

/* The area of the household that the record links to, or the record's own, must lie where the actor may write. */
static enum err place(struct work *work, const struct table *table, const struct scope_range *range,
                      struct record *record, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const char *field = table_field(table, "household") != NULL ? "household" : "area";
    bool at_door = strcmp(field, "household") == 0;
    int64_t id = record_int(record, field);

    if (id == 0 && !at_door && strlen(work->actor.path) == LEVEL_GRID * AREA_PART)
        id = work->actor.area;
    enum err r =
        db_query(work->db, pool, at_door ? "household.area" : "area.place", BINDS(BIND_INT("id", id)), &rows, e);
    if (r == ERR_NONE) {
        const char *path = rows.count == 0 ? "" : rows_text(&rows, 0, "path");
        if (rows.count == 0 || strcmp(path, range->lo) < 0 || strcmp(path, range->hi) >= 0)
            r = error_set(e, ERR_NOT_FOUND, field,
                          at_door ? _("There is no such household where you work.")
                                  : _("There is no such area where you work."));
        else
            record_set_int(record, "area", rows_int(&rows, 0, "area"));
    }
    pool_free(&pool);
    return r;
}

enum err table_add(struct work *work, const struct table *table, struct record *record, int64_t *id, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    int64_t made = 0;
    enum err r = need(work, table, "write", action, &range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = place(work, table, &range, record, e);
    if (r == ERR_NONE)
        r = check_record(table, record, NULL, NULL, e);
    if (r == ERR_NONE)
        r = store_add(work->db, table, record, work->actor.user, &made, e);
    if (r == ERR_NONE)
        r = row_follow(work, table, made, NULL, record, BECAUSE("register"), e);
    r = audit_end(work, r, action, table->name, made, "add", e);
    if (r == ERR_NONE && id != NULL)
        *id = made;
    return r;
}

/* In the transaction: what is given laid over what is kept, placed, checked and saved. */
static enum err change(struct work *work, const struct table *table, int64_t id, const struct scope_range *range,
                       struct record *record, struct error *e)
{
    struct record *before = record_new(), *after = NULL;
    enum err r = read_full(work, table, id, range, before, e);

    unmask_record(table, before, record);
    after = record_copy(before);
    for (size_t i = 0; i < record_count(record); i++)
        record_set(after, record_name(record, i), record_value(record, i));
    if (r == ERR_NONE)
        r = place(work, table, range, after, e);
    if (r == ERR_NONE)
        r = check_record(table, after, NULL, NULL, e);
    if (r == ERR_NONE)
        r = store_change(work->db, table, id, after, work->actor.user, e);
    if (r == ERR_NONE)
        r = row_follow(work, table, id, before, after, BECAUSE("change"), e);
    record_free(&after);
    record_free(&before);
    return r;
}

enum err table_change(struct work *work, const struct table *table, int64_t id, struct record *record, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    enum err r = need(work, table, "write", action, &range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = change(work, table, id, &range, record, e);
    return audit_end(work, r, action, table->name, id, "change", e);
}

static enum err refuse_if_lived_in(struct work *work, const struct table *table, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;

    if (strcmp(table->name, "household") == 0)
        r = db_query(work->db, pool, "search_key.people", BINDS(BIND_INT("household", id)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("People are registered in this household; move or delete them first."));
    pool_free(&pool);
    return r;
}

enum err table_delete(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    struct record *before = record_new();
    enum err r = need(work, table, "write", action, &range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = read_full(work, table, id, &range, before, e);
    if (r == ERR_NONE)
        r = refuse_if_lived_in(work, table, id, e);
    if (r == ERR_NONE)
        r = store_delete(work->db, table, id, version, work->actor.user, e);
    if (r == ERR_NONE)
        r = row_follow(work, table, id, before, NULL, BECAUSE("delete"), e);
    record_free(&before);
    return audit_end(work, r, action, table->name, id, "delete", e);
}

/* Restored first, then looked at: what lies out of the actor's scope is rolled back. */
enum err table_restore(struct work *work, const struct table *table, int64_t id, struct error *e)
{
    struct scope_range range;
    char action[ACTION_ROOM];
    struct record *after = record_new();
    enum err r = need(work, table, "write", action, &range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = store_restore(work->db, table, id, work->actor.user, e);
    if (r == ERR_NONE)
        r = read_full(work, table, id, &range, after, e);
    if (r == ERR_NONE)
        r = place(work, table, &range, after, e);
    if (r == ERR_NONE)
        r = row_follow(work, table, id, NULL, after, BECAUSE("restore"), e);
    record_free(&after);
    return audit_end(work, r, action, table->name, id, "restore", e);
}
