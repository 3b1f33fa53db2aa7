/* Time limits that a site lays over those of the file. */
#include "limit_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

static struct {
    struct pool *pool;
    const struct db *of;
    int64_t changes;
} read;

static bool is_of(const struct limit *limit, const char *category, const char *urgency, const char *stage)
{
    return strcmp(limit->category, category) == 0 && strcmp(limit->urgency, urgency) == 0 &&
           strcmp(limit->stage, stage) == 0;
}

/* Does the row speak of all that the other speaks of, and of more? */
static bool is_wider(const struct limit *limit, const struct limit *than)
{
    size_t n = strlen(limit->category), m = strlen(than->category);
    if (strcmp(limit->stage, than->stage) != 0 || n > m || strncmp(limit->category, than->category, n) != 0)
        return false;
    return n < m || (limit->urgency[0] == '\0' && than->urgency[0] != '\0');
}

/* Takes the place of the row it changes, or stands before the first one that it is an exception to. */
static size_t lay(struct limit *list, size_t count, struct limit row)
{
    size_t at = 0;
    while (at < count && !is_of(&list[at], row.category, row.urgency, row.stage))
        at++;
    if (at < count) {
        list[at] = row;
        return count;
    }
    for (at = 0; at < count && !is_wider(&list[at], &row);)
        at++;
    memmove(&list[at + 1], &list[at], (count - at) * sizeof *list);
    list[at] = row;
    return count + 1;
}

static struct limit limit_of(struct pool *pool, const struct rows *rows, size_t i)
{
    struct limit limit = {.category = pool_text(pool, rows_text(rows, i, "category")),
                          .urgency = pool_text(pool, rows_text(rows, i, "urgency")),
                          .stage = pool_text(pool, rows_text(rows, i, "stage")),
                          .amount = rows_int(rows, i, "amount")};
    clock_kind_parse(rows_text(rows, i, "clock"), &limit.kind);
    return limit;
}

static size_t merge(struct pool *pool, const struct rows *rows, struct limit **out)
{
    const struct limit *shipped;
    size_t count = limit_shipped(&shipped);
    *out = pool_new_piece(pool, count + rows->count + 1, sizeof **out);
    memcpy(*out, shipped, count * sizeof **out);
    for (size_t i = 0; i < rows->count; i++)
        count = lay(*out, count, limit_of(pool, rows, i));
    return count;
}

enum err limits_follow(struct work *work, struct error *e)
{
    struct rows mark = {0}, rows = {0};
    struct limit *list = NULL;
    struct pool *pool = pool_new();
    enum err r = db_query(work->db, pool, "limit.mark", NULL, &mark, e);
    int64_t changes = r == ERR_NONE && mark.count > 0 ? rows_int(&mark, 0, "changes") : 0;
    bool stale = read.of != work->db || read.changes != changes;
    if (r == ERR_NONE && stale && changes != 0)
        r = db_query(work->db, pool, "limit.rows", NULL, &rows, e);
    if (r == ERR_NONE && stale) {
        limit_hold(NULL, 0);
        pool_free(&read.pool);
        read.pool = pool_new();
        size_t count = merge(read.pool, &rows, &list);
        if (rows.count > 0)
            limit_hold(list, count);
        read.of = work->db;
        read.changes = changes;
    }
    pool_free(&pool);
    return r;
}

/* --- shown and changed ------------------------------------------------------------------------------------------- */

const char *limit_text(struct pool *pool, const struct limit *limit)
{
    if (limit->amount == 0)
        return _("none");
    double amount = (double)limit->amount / (double)clock_kind_unit(limit->kind);
    return pool_format(pool, "%g %s", amount, code_text("clock_kind", clock_kind_name(limit->kind)));
}

enum err limit_list(struct work *work, struct pool *pool, struct limit_shown **out, size_t *count, struct error *e)
{
    struct rows rows = {0};
    struct limit *list = NULL;
    const struct limit *shipped;
    size_t shipped_count = limit_shipped(&shipped);
    enum err r = right_need(work, "limit.read", e);
    *count = 0;
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "limit.rows", NULL, &rows, e);
    if (r != ERR_NONE)
        return r;
    *count = merge(pool, &rows, &list);
    *out = pool_new_piece(pool, *count + 1, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        struct limit_shown *shown = &(*out)[i];
        *shown = (struct limit_shown){.limit = list[i], .by = ""};
        for (size_t n = 0; n < shipped_count; n++)
            if (is_of(&shipped[n], list[i].category, list[i].urgency, list[i].stage))
                shown->shipped = &shipped[n];
        for (size_t n = 0; n < rows.count; n++)
            if (is_of(&list[i], rows_text(&rows, n, "category"), rows_text(&rows, n, "urgency"),
                      rows_text(&rows, n, "stage"))) {
                shown->by = rows_text(&rows, n, "login");
                shown->at = rows_int(&rows, n, "changed_at");
            }
    }
    return ERR_NONE;
}

static enum err check_code(const char *field, const char *list, const char *code, bool may_be_empty, struct error *e)
{
    if ((may_be_empty && *code == '\0') || code_find(code_list(list), code) != NULL)
        return ERR_NONE;
    return error_set(e, ERR_INVALID, field, _("There is no code \"%s\" in the list %s."), code, list);
}

static enum err check(const char *category, const char *urgency, const char *stage, const char *amount,
                      const char *clock, enum clock_kind *kind, int64_t *seconds, struct error *e)
{
    enum err r = check_code("category", "case_category", category, true, e);
    if (r == ERR_NONE)
        r = check_code("urgency", "urgency", urgency, true, e);
    if (r == ERR_NONE)
        r = check_code("stage", "case_stage", stage, false, e);
    if (r == ERR_NONE && !clock_kind_parse(clock, kind))
        r = error_set(e, ERR_INVALID, "clock", _("The clock is one of urgent, hours, days, calendar."));
    *seconds = 0;
    if (r == ERR_NONE && strcmp(amount, "none") != 0 && !limit_read_amount(amount, *kind, seconds))
        r = error_set(e, ERR_INVALID, "amount", _("This must be a number above 0, of at most ten years, or none."));
    return r;
}

/* The change, its mark and its audit in one; whoever reckons next sees the mark. */
static enum err change(struct work *work, const char *statement, const struct bind *binds, const char *note,
                       struct error *e)
{
    int64_t changed = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, statement, binds, &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("This limit is as it was shipped."));
    if (r == ERR_NONE)
        r = db_execute(work->db, "limit.changed", NULL, NULL, e);
    return audit_end(work, r, "limit.write", "limit", 0, note, e);
}

enum err limit_set(struct work *work, const char *category, const char *urgency, const char *stage, const char *amount,
                   const char *clock, struct error *e)
{
    enum clock_kind kind = CLOCK_HOURS;
    int64_t seconds = 0;
    struct pool *pool = pool_new();
    enum err r = right_need(work, "limit.write", e);
    if (r == ERR_NONE)
        r = check(category, urgency, stage, amount, clock, &kind, &seconds, e);
    if (r == ERR_NONE)
        r = change(work, "limit.put",
                   BINDS(BIND_TEXT("category", category), BIND_TEXT("urgency", urgency), BIND_TEXT("stage", stage),
                         BIND_TEXT("clock", clock), BIND_INT("amount", seconds), BIND_INT("by", work->actor.user),
                         BIND_INT("at", clock_now())),
                   pool_format(pool, "%s/%s/%s: %s %s", category, urgency, stage, amount, clock), e);
    pool_free(&pool);
    return r;
}

enum err limit_reset(struct work *work, const char *category, const char *urgency, const char *stage, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = right_need(work, "limit.write", e);
    if (r == ERR_NONE)
        r = change(work, "limit.remove",
                   BINDS(BIND_TEXT("category", category), BIND_TEXT("urgency", urgency), BIND_TEXT("stage", stage)),
                   pool_format(pool, "%s/%s/%s: default", category, urgency, stage), e);
    pool_free(&pool);
    return r;
}
