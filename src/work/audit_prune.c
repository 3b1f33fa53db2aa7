/* The end of old rows of the audit: from the beginning only, told by a row of the chain, which verify asks for. */
#include "audit_chain.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define AT_ONCE 2000 /* rows of one transaction */

/* The instant before which rows are old; 0 while the chain itself is younger: when rows from before it were written,
 * nobody but they can tell. */
static enum err old_before(struct work *work, struct pool *pool, int64_t *out, struct error *e)
{
    char month[MONTH_TEXT], earlier[MONTH_TEXT], day[DATE_TEXT + 4];
    struct rows rows = {0};
    day_t date = 0;
    month_of(day_of(clock_now()), month);
    month_add(month, -(int)setting_number(work, SETTING_AUDIT_MONTHS), earlier);
    snprintf(day, sizeof day, "%s-01", earlier);
    *out = 0;
    enum err r = db_query(work->db, pool, "audit.began", NULL, &rows, e);
    if (r == ERR_NONE && date_parse(day, &date) && rows.count > 0 && rows_int(&rows, 0, "applied_at") < day_start(date))
        *out = day_start(date);
    return r;
}

/* The last row to go in this transaction, and its hash. */
static enum err find_last(struct work *work, struct pool *pool, int64_t before, int64_t *last, const char **hash,
                          struct error *e)
{
    struct rows rows = {0};
    *last = 0;
    enum err r = db_query(work->db, pool, "audit.first", NULL, &rows, e);
    if (r != ERR_NONE || rows.count == 0)
        return r;
    int64_t within = rows_int(&rows, 0, "id") + AT_ONCE;
    r = db_query(work->db, pool, "audit.old", BINDS(BIND_INT("before", before), BIND_INT("within", within)), &rows, e);
    if (r == ERR_NONE)
        *last = rows_int(&rows, 0, "id");
    if (r == ERR_NONE && *last != 0)
        r = db_query(work->db, pool, "audit.hash_of", BINDS(BIND_INT("id", *last)), &rows, e);
    *hash = r == ERR_NONE && *last != 0 && rows.count > 0 ? rows_text(&rows, 0, "hash") : "";
    return r;
}

/* As itself, whoever asked for it. */
static enum err remove_some(struct work *work, struct pool *pool, int64_t before, bool *more, struct error *e)
{
    const struct actor program = {.login = ROLE_LOCAL, .role = ROLE_LOCAL, .from = "local"};
    const char *hash = "";
    int64_t last = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find_last(work, pool, before, &last, &hash, e);
    *more = r == ERR_NONE && last != 0;
    if (*more)
        r = audit_insert(work, &program, "audit.prune", "audit", last, 1, hash, e);
    if (r == ERR_NONE && *more)
        r = db_execute(work->db, "looked.remove", BINDS(BIND_INT("id", last)), NULL, e);
    if (r == ERR_NONE && *more)
        r = db_execute(work->db, "audit.remove", BINDS(BIND_INT("id", last)), NULL, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err audit_prune(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    int64_t before = 0;
    bool more = true;
    enum err r = old_before(work, pool, &before, e);
    while (r == ERR_NONE && before != 0 && more) {
        pool_reset(pool);
        r = remove_some(work, pool, before, &more, e);
    }
    pool_free(&pool);
    return r;
}
