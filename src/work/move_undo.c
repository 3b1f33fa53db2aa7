/* Taking a move back: every row as it was before, every span too. */
#include "move_inside.h"

#include "area_inside.h"
#include "inside.h"
#include "row_follow.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <string.h>

#define ANYWHERE "", "~"

/* One row that the move has touched. */
struct effect {
    const struct table *table;
    int64_t id, version;
    const char *before; /* as record_write wrote it; "" when the move made the row */
};

static bool effect_of(const struct rows *rows, size_t row, struct effect *out)
{
    *out = (struct effect){.table = table_find(rows_text(rows, row, "kind")),
                           .id = rows_int(rows, row, "object"),
                           .version = rows_int(rows, row, "version"),
                           .before = rows_text(rows, row, "before")};
    return out->table != NULL;
}

static enum err something_happened(const struct effect *effect, struct error *e)
{
    return error_set(e, ERR_STATE, NULL, _("%s %lld has been changed since. Enter what is right as a new move."),
                     effect->table == NULL ? "?" : table_label(effect->table), (long long)effect->id);
}

/* As long as every row still has the version that the move left behind, nobody's work is lost. */
static enum err check_untouched(struct work *work, int64_t move, const struct rows *rows, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows changed = {0};
    enum err r = db_query(work->db, pool, "area.changed_since_move", BINDS(BIND_INT("move", move)), &changed, e);
    if (r == ERR_NONE && changed.count > 0)
        r = error_set(e, ERR_STATE, NULL, "%s",
                      _("The grid has been changed since. Enter what is right as a new move."));
    for (size_t i = 0; r == ERR_NONE && i < rows->count; i++) {
        struct effect effect;
        int64_t version = 0;
        if (!effect_of(rows, i, &effect))
            r = something_happened(&effect, e);
        else
            r = store_version(work->db, effect.table, effect.id, &version, e);
        if (r == ERR_NONE && version != effect.version)
            r = something_happened(&effect, e);
    }
    pool_free(&pool);
    return r;
}

static enum err put_back(struct work *work, const struct effect *effect, const struct span_cause *cause,
                         struct error *e)
{
    struct record *now = record_new(), *before = record_new();
    struct db *db = work->db;
    int64_t by = work->actor.user;
    bool made = *effect->before == '\0';
    bool gone = store_read(db, effect->table, effect->id, ANYWHERE, now, NULL) != ERR_NONE;
    enum err r = ERR_NONE;

    if (!made && !record_parse(before, effect->before, strlen(effect->before)))
        r = something_happened(effect, e);
    if (r == ERR_NONE && !made)
        r = area_present(work, before, e);
    if (r == ERR_NONE && made)
        r = store_delete(db, effect->table, effect->id, effect->version, by, e);
    if (r == ERR_NONE && !made && gone)
        r = store_restore(db, effect->table, effect->id, by, e);
    record_set_int(before, "version", effect->version + (gone ? 1 : 0));
    if (r == ERR_NONE && !made)
        r = store_change(db, effect->table, effect->id, before, by, e);
    if (r == ERR_NONE)
        r = row_follow(work, effect->table, effect->id, gone ? NULL : now, made ? NULL : before, cause, e);
    if (r == ERR_NONE)
        r = audit_write(work, "person.write", effect->table->name, effect->id, 1, "undo", e);
    record_free(&before);
    record_free(&now);
    return r;
}

/* The move's row stays, with the day on which it was undone. */
static enum err mark(struct work *work, int64_t id, struct record *move, struct error *e)
{
    char today[DATE_TEXT];
    today_text(today);
    record_set(move, "undone_on", today);
    return store_change(work->db, table_find("move"), id, move, work->actor.user, e);
}

static enum err undo(struct work *work, struct pool *pool, int64_t id, const struct scope_range *range, struct error *e)
{
    const struct span_cause cause = {.how = "change", .move = id, .undo = true};
    struct record *move = record_new();
    struct rows rows = {0};
    struct effect effect;
    enum err r = store_read(work->db, table_find("move"), id, range->lo, range->hi, move, e);

    if (r == ERR_NONE && *record_get(move, "undone_on") != '\0')
        r = error_set(e, ERR_STATE, NULL, _("This move was undone on %s."), record_get(move, "undone_on"));
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "move.effects", BINDS(BIND_INT("move", id)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_STATE, NULL, _("This entry was brought in from elsewhere; there is nothing to undo."));
    if (r == ERR_NONE)
        r = check_untouched(work, id, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (effect_of(&rows, i, &effect))
            r = put_back(work, &effect, &cause, e);
    if (r == ERR_NONE)
        r = mark(work, id, move, e);
    record_free(&move);
    return r;
}

enum err move_undo(struct work *work, int64_t id, struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range;
    enum err r = right_range(work, "person.write", &range, e);

    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = undo(work, pool, id, &range, e);
    r = audit_end(work, r, "person.write", "move", id, "undo", e);
    pool_free(&pool);
    return r;
}
