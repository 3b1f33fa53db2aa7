/* Looking at text messages. Confidential cases keep theirs to themselves. */
#include "case_do.h"
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

/* Of case.intake, and what of confidential cases is seen. */
static enum err find_sight(struct work *work, struct case_sight *out, struct error *e)
{
    enum err r = right_range(work, "case.intake", &out->range, e);
    right_range(work, "case.confidential", &out->secret, NULL); /* without the right the range is empty */
    today_text(out->today);
    return r;
}

#define BIND_MESSAGES(s)                                                                                               \
    BIND_TEXT("lo", (s).range.lo), BIND_TEXT("hi", (s).range.hi), BIND_INT("me", (s).range.me),                        \
        BIND_TEXT("secret_lo", (s).secret.lo), BIND_TEXT("secret_hi", (s).secret.hi), BIND_TEXT("today", (s).today)

enum err message_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                      int64_t *total, struct error *e)
{
    struct case_sight sight;
    enum err r = find_sight(work, &sight, e);
    if (r == ERR_NONE)
        r = list_read(work->db, pool, table_find("message"), NULL, query, BINDS(BIND_MESSAGES(sight)), out, total, e);
    if (r == ERR_NONE)
        mask_rows(pool, table_find("message"), out);
    return r;
}

enum err message_read(struct work *work, const char *no, struct record *out, struct error *e)
{
    struct case_sight sight;
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = find_sight(work, &sight, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "message.read", BINDS(BIND_TEXT("no", no), BIND_MESSAGES(sight)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no message %s here. See: message list"), no);
    if (r == ERR_NONE) {
        mask_rows(pool, table_find("message"), &rows);
        record_of_row(out, table_find("message"), &rows, 0);
    }
    pool_free(&pool);
    return r;
}
