/* All open clocks at once: after a change of the holidays, and for cases of before there were clocks. */
#include "case_clock.h"
#include "clock_row.h"
#include "record_row.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/alarm.h"
#include "wangge/work/limit.h"
#include "wangge/work/work.h"
#include "wangge/work/working_time.h"

#include <string.h>
#include <time.h>

#define BATCH 100 /* clocks or cases of one transaction: others wait a moment at most */

#define AT_A_STRETCH 20 /* milliseconds of writing, and as many of rest */

void clock_let_others(int64_t *since)
{
    if (clock_steady_ms() - *since < AT_A_STRETCH)
        return;
    nanosleep(&(struct timespec){0, AT_A_STRETCH * 1000000L}, NULL);
    *since = clock_steady_ms();
}

/* --- holidays ---------------------------------------------------------------------------------------------------- */

static enum err tell_case(struct work *work, const struct clock_row *clock, struct error *e)
{
    struct bind yellow = bind_some("yellow_at", clock->yellow_at), due = bind_some("due_at", clock->due_at);
    if (strcmp(clock->stage, "whole") == 0)
        return db_execute(work->db, "clock.whole_limit", BINDS(BIND_INT("case", clock->case_id), yellow, due), NULL, e);
    return db_execute(work->db, "clock.stage_limit",
                      BINDS(BIND_INT("case", clock->case_id), BIND_TEXT("stage", clock->stage), yellow, due), NULL, e);
}

static enum err reckon_batch(struct work *work, int64_t *last, bool *more, struct error *e)
{
    struct rows rows = {0};
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = working_time_load(work, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "clock.open", BINDS(BIND_INT("after", *last), BIND_INT("limit", BATCH)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct clock_row clock;
        clock_row_read(&rows, i, rows_int(&rows, i, "case_file"), &clock);
        *last = clock.id;
        r = clock_row_reckon(work, &clock, e);
        if (r == ERR_NONE)
            r = clock_row_store(work, &clock, e);
        if (r == ERR_NONE)
            r = tell_case(work, &clock, e);
    }
    *more = rows.count == BATCH;
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}

/* The mark is that of the beginning: what changes meanwhile is seen the next time. */
enum err clocks_follow_holidays(struct work *work, struct error *e)
{
    char mark[96];
    struct rows rows;
    struct pool *pool = pool_new();
    int64_t last = 0, since = clock_steady_ms();
    enum err r = working_time_mark(work, mark, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "holiday.reckoned", NULL, &rows, e);
    bool more = r == ERR_NONE && strcmp(rows_text(&rows, 0, "mark"), mark) != 0, changed = more;
    while (r == ERR_NONE && more) {
        r = reckon_batch(work, &last, &more, e);
        clock_let_others(&since);
    }
    if (r == ERR_NONE && changed)
        r = db_execute(work->db, "holiday.reckon", BINDS(BIND_TEXT("mark", mark)), NULL, e);
    pool_free(&pool);
    return r;
}

/* --- limits ------------------------------------------------------------------------------------------------------ */

/* What an extension gave counts on: the limit alone is another one. */
static enum err relimit(struct work *work, const struct rows *rows, size_t i, int64_t *last, struct error *e)
{
    struct clock_row clock;
    clock_row_read(rows, i, rows_int(rows, i, "case_file"), &clock);
    const struct limit *limit = limit_find(rows_text(rows, i, "category"), rows_text(rows, i, "urgency"), clock.stage);
    enum clock_kind kind = limit == NULL ? CLOCK_CALENDAR : limit->kind;
    int64_t amount = limit == NULL ? 0 : limit->amount + clock.extended;
    *last = clock.id;
    if (clock.amount == amount && (amount == 0 || clock.kind == kind))
        return ERR_NONE;
    clock.kind = kind;
    clock.amount = amount;
    enum err r = clock_row_reckon(work, &clock, e);
    if (r == ERR_NONE)
        r = clock_row_store(work, &clock, e);
    return r == ERR_NONE ? tell_case(work, &clock, e) : r;
}

static enum err relimit_batch(struct work *work, int64_t *last, bool *more, struct error *e)
{
    struct rows rows = {0};
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = working_time_load(work, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "clock.open_any", BINDS(BIND_INT("after", *last), BIND_INT("limit", BATCH)), &rows,
                     e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = relimit(work, &rows, i, last, e);
    *more = rows.count == BATCH;
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}

/* The number of changes is that of the beginning: what changes meanwhile is seen the next time. */
enum err clocks_follow_limits(struct work *work, struct error *e)
{
    struct rows mark = {0};
    struct pool *pool = pool_new();
    int64_t last = 0, since = clock_steady_ms();
    enum err r = db_query(work->db, pool, "limit.mark", NULL, &mark, e);
    int64_t changes = r == ERR_NONE ? rows_int(&mark, 0, "changes") : 0;
    bool more = r == ERR_NONE && changes != rows_int(&mark, 0, "reckoned"), changed = more;
    while (r == ERR_NONE && more) {
        r = relimit_batch(work, &last, &more, e);
        clock_let_others(&since);
    }
    if (r == ERR_NONE && changed)
        r = db_execute(work->db, "limit.reckoned", BINDS(BIND_INT("changes", changes)), NULL, e);
    pool_free(&pool);
    return r;
}

/* --- cases without clocks ---------------------------------------------------------------------------------------- */

/* What fell due long ago is taken down, and told to nobody. */
static enum err pass_over(struct work *work, struct pool *pool, int64_t case_id, int64_t now, struct error *e)
{
    struct rows past;
    enum err r =
        db_query(work->db, pool, "alarm.past", BINDS(BIND_INT("case", case_id), BIND_INT("now", now)), &past, e);
    for (size_t i = 0; r == ERR_NONE && i < past.count; i++) {
        const struct alarm_rule *rule = alarm_rule_of(rows_text(&past, i, "kind"));
        if (rule != NULL && strcmp(rule->stage, "whole") == 0)
            r = db_execute(work->db, "alarm.escalate",
                           BINDS(BIND_INT("case", case_id), BIND_INT("percent", rule->percent)), NULL, e);
        if (r == ERR_NONE && rule != NULL && rule->effect[0] != '\0')
            r = db_execute(work->db, "alarm.secretary",
                           BINDS(BIND_INT("case", case_id), BIND_INT("now", rows_int(&past, i, "at"))), NULL, e);
    }
    return r == ERR_NONE && past.count > 0 ? db_execute(work->db, "alarm.pass_over",
                                                        BINDS(BIND_INT("case", case_id), BIND_INT("now", now)), NULL, e)
                                           : r;
}

static enum err fill_case(struct work *work, struct pool *pool, const struct rows *rows, size_t i, int64_t now,
                          struct error *e)
{
    struct case_times times = {0};
    int64_t id = rows_int(rows, i, "id");
    const char *category = rows_text(rows, i, "category"), *urgency = rows_text(rows, i, "urgency");
    enum err r = case_clocks_do(work, id, "whole", category, urgency, rows_int(rows, i, "reported_at"), &times, e);
    if (r == ERR_NONE)
        r = case_clocks_do(work, id, rows_text(rows, i, "stage"), category, urgency, rows_int(rows, i, "since"), &times,
                           e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "clock.times",
                       BINDS(BIND_INT("case", id), bind_some("yellow_at", times.yellow_at),
                             bind_some("due_at", times.due_at), BIND_TEXT("stage", times.stage),
                             bind_some("stage_yellow_at", times.stage_yellow_at),
                             bind_some("stage_due_at", times.stage_due_at)),
                       NULL, e);
    return r == ERR_NONE ? pass_over(work, pool, id, now, e) : r;
}

enum err clocks_fill(struct work *work, int64_t now, struct error *e)
{
    struct rows rows = {0};
    struct pool *pool = pool_new();
    bool own = !db_in_transaction(work->db);
    enum err r = db_query(work->db, pool, "clock.without", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        if (own && i % BATCH == 0)
            r = db_begin(work->db, e);
        if (r == ERR_NONE)
            r = fill_case(work, pool, &rows, i, now, e);
        if (r == ERR_NONE && own && (i + 1) % BATCH == 0)
            r = db_commit(work->db, e);
    }
    if (r == ERR_NONE && own && rows.count % BATCH != 0)
        r = db_commit(work->db, e);
    if (own)
        db_rollback(work->db);
    pool_free(&pool);
    return r;
}

enum err alarms_pass_over(struct work *work, int64_t now, struct error *e)
{
    struct rows cases;
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "alarm.past_cases", BINDS(BIND_INT("now", now)), &cases, e);
    for (size_t i = 0; r == ERR_NONE && i < cases.count; i++)
        r = pass_over(work, pool, rows_int(&cases, i, "id"), now, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&pool);
    return r;
}
