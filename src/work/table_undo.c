/* Taking back one version of a row. */
#include "row_follow.h"
#include "table_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err take_out(struct change *c, int64_t version, struct error *e)
{
    struct db *db = c->work->db;
    enum err r = rules_delete(c, e);
    if (r == ERR_NONE)
        r = store_delete(db, c->table, c->id, version, c->work->actor.user, e);
    return r == ERR_NONE ? row_follow(c->work, c->table, c->id, c->before, NULL, BECAUSE("delete"), e) : r;
}

static enum err put_back(struct change *c, int64_t version, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct record *former = record_new();
    enum put what;
    enum err r = db_query(
        c->work->db, pool, "history.one",
        BINDS(BIND_TEXT("kind", c->table->name), BIND_INT("object", c->id), BIND_INT("version", version)), &rows, e);
    if (r == ERR_NONE && rows.count == 1) {
        const char *text = rows_text(&rows, 0, "record");
        record_parse(former, text, strlen(text));
        record_remove(former, "version");
        r = table_save(c, former, false, &what, e);
    }
    record_free(&former);
    pool_free(&pool);
    return r;
}

enum err table_undo(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e)
{
    struct change c = {.work = work, .table = table, .id = id, .before = record_new()};
    char action[ACTION_ROOM];
    enum err r = table_need(work, table, "write", action, &c.range, e);

    if (r == ERR_NONE)
        r = table_read_full(work, table, id, &c.range, c.before, e);
    if (r == ERR_NONE && record_int(c.before, "version") != version)
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has changed this entry since."));
    if (r == ERR_NONE && version == 1) {
        r = take_out(&c, version, e);
    } else if (r == ERR_NONE) {
        record_free(&c.before); /* read again on the way of a save */
        r = put_back(&c, version - 1, e);
    }
    change_free(&c);
    return r;
}
