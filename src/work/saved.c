#include "wangge/work/saved.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

enum err setting_read(struct work *work, const char *name, struct buffer *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    buffer_clear(out);
    enum err r = db_query(work->db, pool, "setting.read",
                          BINDS(BIND_INT("me", work->actor.user), BIND_TEXT("name", name)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        buffer_add_text(out, rows_text(&rows, 0, "value"));
    pool_free(&pool);
    return r;
}

enum err setting_write(struct work *work, const char *name, const char *value, struct error *e)
{
    enum err r = db_begin_light(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "setting.write",
                       BINDS(BIND_INT("me", work->actor.user), BIND_TEXT("name", name), BIND_TEXT("value", value)),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err saved_filters(struct work *work, struct pool *pool, const char *table, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "saved_filter.list",
                    BINDS(BIND_INT("me", work->actor.user), BIND_TEXT("table", table),
                          BIND_TEXT("role", work->actor.role), BIND_TEXT("path", work->actor.path)),
                    out, e);
}

enum err saved_filter_save(struct work *work, const char *table, const char *name, const struct record *conditions,
                           struct error *e)
{
    struct buffer text = {0};
    int64_t id = 0;
    if (*name == '\0' || text_count(name) > SAVED_NAME)
        return error_set(e, ERR_INVALID, "name", _("Give the filter a name of at most %d characters."), SAVED_NAME);
    record_write(conditions, &text);
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "saved_filter", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "saved_filter.save",
                       BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_TEXT("table", table),
                             BIND_TEXT("name", name), BIND_TEXT("conditions", buffer_text(&text))),
                       NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    buffer_free(&text);
    return r;
}

static enum err not_own(int64_t changed, struct error *e)
{
    return changed > 0 ? ERR_NONE
                       : error_set(e, ERR_NOT_FOUND, NULL, _("This filter is not yours, or it is gone already."));
}

enum err saved_filter_share(struct work *work, int64_t id, const char *role, struct error *e)
{
    int64_t changed = 0;
    enum err r = right_need(work, "filter.share", e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "saved_filter.share",
                       BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user), BIND_TEXT("role", role),
                             BIND_INT("area", work->actor.area)),
                       &changed, e);
    if (r == ERR_NONE)
        r = not_own(changed, e);
    return audit_end(work, r, "filter.share", "saved_filter", id, role, e);
}

enum err saved_filter_delete(struct work *work, int64_t id, struct error *e)
{
    int64_t changed = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "saved_filter.delete", BINDS(BIND_INT("id", id), BIND_INT("me", work->actor.user)),
                       &changed, e);
    if (r == ERR_NONE)
        r = not_own(changed, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}
