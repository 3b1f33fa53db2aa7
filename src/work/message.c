/* Looking at text messages. Confidential cases keep theirs to themselves. */
#include "inside.h"
#include "record_row.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/intake.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

enum err message_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                      int64_t *total, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "case.intake", &range, e);
    if (r == ERR_NONE)
        r = list_read(work->db, pool, table_find("message"), NULL, query,
                      BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                            BIND_INT("confidential", right_scope(work, "case.confidential") != SCOPE_NONE)),
                      out, total, e);
    if (r == ERR_NONE)
        mask_rows(pool, table_find("message"), out);
    return r;
}

enum err message_read(struct work *work, const char *no, struct record *out, struct error *e)
{
    struct scope_range range;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = right_range(work, "case.intake", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "message.read",
                     BINDS(BIND_TEXT("no", no), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_INT("confidential", right_scope(work, "case.confidential") != SCOPE_NONE)),
                     &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no message %s here. See: message list"), no);
    if (r == ERR_NONE) {
        mask_rows(pool, table_find("message"), &rows);
        record_of_row(out, table_find("message"), &rows, 0);
    }
    pool_free(&pool);
    return r;
}
