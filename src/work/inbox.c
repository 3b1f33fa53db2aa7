/* Lines of the inbox: what came of something that went on without its user. */
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

enum err inbox_add(struct work *work, int64_t account, const char *kind, int64_t object, int64_t file, const char *text,
                   struct error *e)
{
    bool own = !db_in_transaction(work->db);
    int64_t id = 0;
    enum err r = own ? db_begin(work->db, e) : ERR_NONE;

    if (r == ERR_NONE)
        r = db_next(work->db, "inbox_line", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "inbox.add",
                       BINDS(BIND_INT("id", id), BIND_INT("account", account == 0 ? work->actor.user : account),
                             BIND_INT("at", clock_now()), BIND_TEXT("kind", kind), BIND_INT("object", object),
                             file == 0 ? BIND_NULL("file") : BIND_INT("file", file), BIND_TEXT("text", text)),
                       NULL, e);
    if (r == ERR_NONE && own)
        r = db_commit(work->db, e);
    if (own)
        db_rollback(work->db);
    return r;
}

enum err inbox_lines(struct work *work, struct pool *pool, bool all, struct rows *out, struct error *e)
{
    return db_query(work->db, pool, "inbox.lines", BINDS(BIND_INT("me", work->actor.user), BIND_INT("all", all)), out,
                    e);
}

enum err inbox_unread(struct work *work, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "inbox.unread", BINDS(BIND_INT("me", work->actor.user)), &rows, e);
    *out = r == ERR_NONE ? rows_int(&rows, 0, "unread") : 0;
    pool_free(&pool);
    return r;
}

enum err inbox_read(struct work *work, int64_t id, struct error *e)
{
    int64_t changed = 0;
    if (id == 0)
        return db_execute(work->db, "inbox.read_all",
                          BINDS(BIND_INT("me", work->actor.user), BIND_INT("at", clock_now())), NULL, e);
    enum err r = db_execute(work->db, "inbox.read",
                            BINDS(BIND_INT("me", work->actor.user), BIND_INT("id", id), BIND_INT("at", clock_now())),
                            &changed, e);
    return r == ERR_NONE && changed == 0
               ? error_set(e, ERR_NOT_FOUND, NULL, _("There is no unread line of that number in your inbox."))
               : r;
}
