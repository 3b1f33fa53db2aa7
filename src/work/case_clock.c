#include "case_clock.h"

#include "clock_row.h"
#include "record_row.h"
#include "words.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/limit.h"
#include "wangge/work/work.h"
#include "wangge/work/working_time.h"

#include <string.h>

#define WHOLE "whole"

/* The two clocks of a case, id 0 when there is none, with what the steps of one call have in common. */
struct clocks {
    struct work *work;
    struct pool *pool;
    int64_t now;
    const char *category, *urgency;
    struct clock_row whole, stage;
    struct case_times *times;
};

static enum err begin_call(struct clocks *c, struct work *work, int64_t case_id, int64_t now, struct case_times *times,
                           struct error *e)
{
    struct rows rows;
    *c = (struct clocks){.work = work, .pool = pool_new(), .now = now, .times = times};
    c->whole.case_id = c->stage.case_id = case_id;
    enum err r = working_time_load(work, e);
    if (r == ERR_NONE)
        r = db_query(work->db, c->pool, "clock.last", BINDS(BIND_INT("case", case_id)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        clock_row_read(&rows, i, case_id, strcmp(rows_text(&rows, i, "stage"), WHOLE) == 0 ? &c->whole : &c->stage);
    return r;
}

/* What the case keeps of its clocks. The whole's limit stays with a case that has ended: was it in time? */
static void end_call(struct clocks *c, enum err r)
{
    struct case_times *times = c->times;
    bool stage = c->stage.id != 0 && c->stage.ended_at == 0;
    pool_free(&c->pool);
    if (r != ERR_NONE)
        return;
    if (c->whole.id != 0) {
        times->yellow_at = c->whole.yellow_at;
        times->due_at = c->whole.due_at;
    }
    text_copy(times->stage, sizeof times->stage, stage ? c->stage.stage : "");
    times->stage_yellow_at = stage ? c->stage.yellow_at : 0;
    times->stage_due_at = stage ? c->stage.due_at : 0;
}

/* --- one clock --------------------------------------------------------------------------------------------------- */

static enum err stop(struct clocks *c, struct clock_row *clock, bool end, struct error *e)
{
    if (clock->id == 0 || clock->ended_at != 0 || (clock->runs_from == 0 && !end))
        return ERR_NONE;
    enum err r = clock_row_stop(c->work, clock, c->now, e);
    if (end)
        clock->ended_at = c->now;
    return r == ERR_NONE ? clock_row_store(c->work, clock, e) : r;
}

static enum err begin(struct clocks *c, struct clock_row *clock, const char *stage, struct error *e)
{
    const struct limit *limit = limit_find(c->category, c->urgency, stage);
    enum err r = stop(c, clock, true, e);
    *clock = (struct clock_row){.case_id = clock->case_id, .began_at = c->now, .runs_from = c->now};
    text_copy(clock->stage, sizeof clock->stage, stage);
    clock->kind = limit == NULL ? CLOCK_CALENDAR : limit->kind;
    clock->amount = limit == NULL ? 0 : limit->amount;
    return r == ERR_NONE ? clock_row_add(c->work, clock, e) : r;
}

/* Runs again after it stood still, or after its case had ended. */
static enum err go_on(struct clocks *c, struct clock_row *clock, struct error *e)
{
    if (clock->id == 0 || clock->runs_from != 0)
        return ERR_NONE;
    clock->ended_at = 0;
    clock->runs_from = c->now;
    enum err r = clock_row_reckon(c->work, clock, e);
    return r == ERR_NONE ? clock_row_store(c->work, clock, e) : r;
}

static enum err extend(struct clocks *c, struct clock_row *clock, int64_t until, struct error *e)
{
    if (clock->id == 0 || clock->ended_at != 0 || clock->amount == 0)
        return ERR_NONE;
    int64_t more = working_time_between(clock->kind, clock->due_at, until);
    clock->amount += more;
    clock->extended += more;
    enum err r = clock_row_reckon(c->work, clock, e);
    return r == ERR_NONE ? clock_row_store(c->work, clock, e) : r;
}

/* What an extension gave counts on: the limit alone is another one. */
static enum err relimit(struct clocks *c, struct clock_row *clock, struct error *e)
{
    if (clock->id == 0 || clock->ended_at != 0)
        return ERR_NONE;
    const struct limit *limit = limit_find(c->category, c->urgency, clock->stage);
    clock->kind = limit == NULL ? CLOCK_CALENDAR : limit->kind;
    clock->amount = limit == NULL ? 0 : limit->amount + clock->extended;
    enum err r = clock_row_reckon(c->work, clock, e);
    return r == ERR_NONE ? clock_row_store(c->work, clock, e) : r;
}

/* --- the column "clock" ------------------------------------------------------------------------------------------ */

static enum err do_pause(struct clocks *c, struct error *e)
{
    enum err r = stop(c, &c->whole, false, e);
    if (r == ERR_NONE)
        r = stop(c, &c->stage, false, e);
    c->times->stopped_at = c->now;
    return r;
}

/* A stage that had ended before its case did stays ended. */
static enum err do_go_on(struct clocks *c, struct error *e)
{
    bool stage = c->stage.ended_at == 0 || c->stage.ended_at == c->whole.ended_at;
    enum err r = go_on(c, &c->whole, e);
    if (r == ERR_NONE && stage)
        r = go_on(c, &c->stage, e);
    c->times->stopped_at = 0;
    return r;
}

static enum err do_end(struct clocks *c, struct error *e)
{
    enum err r = stop(c, &c->whole, true, e);
    if (r == ERR_NONE)
        r = stop(c, &c->stage, true, e);
    c->times->stopped_at = 0;
    return r;
}

static enum err do_word(struct clocks *c, const char *word, struct error *e)
{
    if (strcmp(word, "pause") == 0)
        return do_pause(c, e);
    if (strcmp(word, "go_on") == 0)
        return do_go_on(c, e);
    if (strcmp(word, "end") == 0)
        return do_end(c, e);
    return begin(c, strcmp(word, WHOLE) == 0 ? &c->whole : &c->stage, word, e);
}

enum err case_clocks_do(struct work *work, int64_t case_id, const char *words, const char *category,
                        const char *urgency, int64_t now, struct case_times *times, struct error *e)
{
    char word[32];
    struct clocks c;
    enum err r = begin_call(&c, work, case_id, now, times, e);
    c.category = category;
    c.urgency = urgency;
    while (r == ERR_NONE && word_next(&words, ' ', word, sizeof word))
        r = do_word(&c, word, e);
    end_call(&c, r);
    return r;
}

enum err case_clocks_extend(struct work *work, int64_t case_id, int64_t until, int64_t now, struct case_times *times,
                            struct error *e)
{
    struct clocks c;
    enum err r = begin_call(&c, work, case_id, now, times, e);
    if (r == ERR_NONE)
        r = extend(&c, &c.whole, until, e);
    if (r == ERR_NONE)
        r = extend(&c, &c.stage, until, e);
    end_call(&c, r);
    return r;
}

enum err case_clocks_relimit(struct work *work, int64_t case_id, const char *category, const char *urgency, int64_t now,
                             struct case_times *times, struct error *e)
{
    struct clocks c;
    enum err r = begin_call(&c, work, case_id, now, times, e);
    c.category = category;
    c.urgency = urgency;
    if (r == ERR_NONE)
        r = relimit(&c, &c.whole, e);
    if (r == ERR_NONE)
        r = relimit(&c, &c.stage, e);
    end_call(&c, r);
    return r;
}

enum err case_alarm_set(struct work *work, int64_t case_id, const char *kind, int64_t at, struct error *e)
{
    enum err r = db_execute(work->db, "alarm.take_back_kind", BINDS(BIND_INT("case", case_id), BIND_TEXT("kind", kind)),
                            NULL, e);
    return r == ERR_NONE && at != 0 ? clock_alarm_lay(work, case_id, 0, kind, at, e) : r;
}
