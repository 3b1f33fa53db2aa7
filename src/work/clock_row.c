#include "clock_row.h"

#include "record_row.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/limit.h"
#include "wangge/work/work.h"

#include <string.h>

/* --- when it ran ------------------------------------------------------------------------------------------------- */

/* The times that ended, and behind them the one that runs or that would run on, which is open. */
struct runs {
    struct rows all;
    size_t ended; /* of them */
    int64_t open_from;
};

static enum err read_runs(struct work *work, struct pool *pool, const struct clock_row *clock, struct runs *out,
                          struct error *e)
{
    *out = (struct runs){.open_from = clock->runs_from};
    enum err r = clock->id == 0
                     ? ERR_NONE
                     : db_query(work->db, pool, "clock.runs", BINDS(BIND_INT("clock", clock->id)), &out->all, e);
    out->ended = r == ERR_NONE ? out->all.count : 0;
    if (out->open_from == 0 && out->ended > 0)
        out->open_from = rows_int(&out->all, --out->ended, "from_at");
    if (out->open_from == 0)
        out->open_from = clock->began_at;
    return r;
}

/* The instant at which so much of it was or will be used up. */
static int64_t reached(enum clock_kind kind, const struct runs *runs, int64_t amount)
{
    int64_t left = amount;
    for (size_t i = 0; i < runs->ended; i++) {
        int64_t from = rows_int(&runs->all, i, "from_at");
        int64_t ran = working_time_between(kind, from, rows_int(&runs->all, i, "to_at"));
        if (ran >= left)
            return working_time_add(kind, from, left);
        left -= ran;
    }
    return working_time_add(kind, runs->open_from, left);
}

static void reckon_limits(struct clock_row *clock, const struct runs *runs)
{
    clock->yellow_at = clock->amount == 0 ? 0 : reached(clock->kind, runs, clock->amount * 4 / 5);
    clock->due_at = clock->amount == 0 ? 0 : reached(clock->kind, runs, clock->amount);
}

/* --- what falls due ---------------------------------------------------------------------------------------------- */

enum err clock_alarm_lay(struct work *work, int64_t case_id, int64_t clock, const char *kind, int64_t at,
                         struct error *e)
{
    int64_t id = 0;
    enum err r = db_next(work->db, "case_alarm", &id, e);
    return r == ERR_NONE ? db_execute(work->db, "alarm.lay",
                                      BINDS(BIND_INT("id", id), BIND_INT("case", case_id), bind_some("clock", clock),
                                            BIND_TEXT("kind", kind), BIND_INT("at", at)),
                                      NULL, e)
                         : r;
}

static enum err take_back_alarms(struct work *work, const struct clock_row *clock, struct error *e)
{
    return db_execute(work->db, "alarm.take_back",
                      BINDS(BIND_INT("case", clock->case_id), BIND_INT("clock", clock->id)), NULL, e);
}

/* Has the alarm been told for this instant or a later one? */
static bool was_told(const struct rows *told, const char *kind, int64_t at)
{
    for (size_t i = 0; i < told->count; i++)
        if (strcmp(rows_text(told, i, "kind"), kind) == 0 && rows_int(told, i, "at") >= at)
            return true;
    return false;
}

/* told: alarms of this clock that have gone off. After an extension they go off once more. */
static enum err lay_alarms(struct work *work, const struct clock_row *clock, const struct runs *runs,
                           const struct rows *told, struct error *e)
{
    enum err r = ERR_NONE;
    char kind[40];
    for (size_t i = 0; r == ERR_NONE && clock->amount > 0 && i < alarm_rule_count(); i++) {
        const struct alarm_rule *rule = alarm_rule_at(i);
        if (strcmp(rule->stage, clock->stage) != 0)
            continue;
        int64_t at = reached(clock->kind, runs, clock->amount * rule->percent / 100);
        alarm_rule_kind(rule, kind);
        if (!was_told(told, kind, at))
            r = clock_alarm_lay(work, clock->case_id, clock->id, kind, at, e);
    }
    return r;
}

/* --- the row ----------------------------------------------------------------------------------------------------- */

void clock_row_read(const struct rows *rows, size_t row, int64_t case_id, struct clock_row *out)
{
    *out = (struct clock_row){
        .id = rows_int(rows, row, "id"),
        .case_id = case_id,
        .amount = rows_int(rows, row, "amount"),
        .spent = rows_int(rows, row, "spent"),
        .extended = rows_int(rows, row, "extended"),
        .began_at = rows_int(rows, row, "began_at"),
        .runs_from = rows_int(rows, row, "runs_from"),
        .yellow_at = rows_int(rows, row, "yellow_at"),
        .due_at = rows_int(rows, row, "due_at"),
        .ended_at = rows_int(rows, row, "ended_at"),
    };
    text_copy(out->stage, sizeof out->stage, rows_text(rows, row, "stage"));
    clock_kind_parse(rows_text(rows, row, "kind"), &out->kind);
}

enum err clock_row_add(struct work *work, struct clock_row *clock, struct error *e)
{
    const struct runs runs = {.open_from = clock->runs_from};
    const struct rows none = {0};
    reckon_limits(clock, &runs);
    enum err r = db_next(work->db, "case_clock", &clock->id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "clock.begin",
                       BINDS(BIND_INT("id", clock->id), BIND_INT("case", clock->case_id),
                             BIND_TEXT("stage", clock->stage), BIND_TEXT("kind", clock_kind_name(clock->kind)),
                             BIND_INT("amount", clock->amount), BIND_INT("now", clock->began_at),
                             bind_some("yellow_at", clock->yellow_at), bind_some("due_at", clock->due_at)),
                       NULL, e);
    return r == ERR_NONE ? lay_alarms(work, clock, &runs, &none, e) : r;
}

/* A clock of the computer that was put back makes no run shorter than nothing. */
enum err clock_row_stop(struct work *work, struct clock_row *clock, int64_t now, struct error *e)
{
    int64_t id = 0, from = clock->runs_from;
    if (from == 0)
        return ERR_NONE;
    clock->runs_from = 0;
    clock->spent += working_time_between(clock->kind, from, now);
    enum err r = db_next(work->db, "case_clock_run", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "clock.ran",
                       BINDS(BIND_INT("id", id), BIND_INT("clock", clock->id), BIND_INT("from", from),
                             BIND_INT("to", now < from ? from : now)),
                       NULL, e);
    return r == ERR_NONE ? take_back_alarms(work, clock, e) : r;
}

/* What was used up, by the holidays and the kind of now. */
static int64_t used_up(const struct clock_row *clock, const struct rows *rows)
{
    int64_t spent = 0;
    for (size_t i = 0; i < rows->count; i++)
        spent += working_time_between(clock->kind, rows_int(rows, i, "from_at"), rows_int(rows, i, "to_at"));
    return spent;
}

enum err clock_row_reckon(struct work *work, struct clock_row *clock, struct error *e)
{
    struct runs runs;
    struct rows told = {0};
    struct pool *pool = pool_new();
    enum err r = read_runs(work, pool, clock, &runs, e);
    if (r == ERR_NONE) {
        clock->spent = used_up(clock, &runs.all);
        reckon_limits(clock, &runs);
        r = take_back_alarms(work, clock, e);
    }
    if (r == ERR_NONE && clock->runs_from != 0)
        r = db_query(work->db, pool, "alarm.told",
                     BINDS(BIND_INT("case", clock->case_id), BIND_INT("clock", clock->id)), &told, e);
    if (r == ERR_NONE && clock->runs_from != 0)
        r = lay_alarms(work, clock, &runs, &told, e);
    pool_free(&pool);
    return r;
}

enum err clock_row_store(struct work *work, const struct clock_row *clock, struct error *e)
{
    return db_execute(work->db, "clock.set",
                      BINDS(BIND_INT("id", clock->id), BIND_TEXT("kind", clock_kind_name(clock->kind)),
                            BIND_INT("amount", clock->amount), BIND_INT("spent", clock->spent),
                            BIND_INT("extended", clock->extended), bind_some("runs_from", clock->runs_from),
                            bind_some("yellow_at", clock->yellow_at), bind_some("due_at", clock->due_at),
                            bind_some("ended_at", clock->ended_at)),
                      NULL, e);
}
