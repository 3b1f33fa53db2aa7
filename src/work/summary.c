#include "wangge/work/summary.h"

#include "inside.h"
#include "search_key.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/case.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define VISIT_DAYS 91 /* every household four times a year */

/* States in which it is the actor's turn, for the binds $turns and $handler_turns. */
struct turns {
    struct buffer role, handler;
};

static void turns_begin(const struct work *work, struct turns *turns)
{
    *turns = (struct turns){0};
    workflow_turns(work->actor.role, &turns->role);
    if (right_scope(work, "case.handle") != SCOPE_NONE)
        workflow_turns("handler", &turns->handler);
}

static void turns_end(struct turns *turns)
{
    buffer_free(&turns->role);
    buffer_free(&turns->handler);
}

/* Visits become due where people go from door to door: in a grid. */
static bool in_grid(const struct work *work)
{
    return strlen(work->actor.path) >= LEVEL_GRID * AREA_PART && right_scope(work, "visit.write") != SCOPE_NONE;
}

static enum err read_work(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct scope_range visit, cases;
    struct rows rows = {0};
    struct turns turns;
    day_t today = day_of(clock_now()), first = 0, last = 0;
    char month[MONTH_TEXT];

    right_range(work, "visit.read", &visit, NULL); /* without a right the range is empty */
    right_range(work, "case.read", &cases, NULL);
    month_of(today, month);
    month_parse(month, &first, &last);
    turns_begin(work, &turns);
    enum err r = db_query(work->db, pool, "summary.work",
                          BINDS(BIND_INT("day", day_start(today)), BIND_INT("month", day_start(first)),
                                BIND_INT("tomorrow", day_start(today + 1)), BIND_TEXT("visit_lo", visit.lo),
                                BIND_TEXT("visit_hi", visit.hi), BIND_INT("visit_own", visit.own),
                                BIND_TEXT("case_lo", cases.lo), BIND_TEXT("case_hi", cases.hi),
                                BIND_INT("case_own", cases.own), BIND_INT("me", work->actor.user),
                                BIND_INT("now", clock_now()), BIND_TEXT("turns", buffer_text(&turns.role)),
                                BIND_TEXT("handler_turns", buffer_text(&turns.handler))),
                          &rows, e);
    turns_end(&turns);
    if (r != ERR_NONE)
        return r;
    out->visits_today = rows_int(&rows, 0, "today");
    out->visits_month = rows_int(&rows, 0, "month");
    out->cases_red = rows_int(&rows, 0, "red");
    out->cases_yellow = rows_int(&rows, 0, "yellow");
    out->cases_green = rows_int(&rows, 0, "green");
    out->cases_open = out->cases_red + out->cases_yellow + out->cases_green;
    out->waiting = rows_int(&rows, 0, "waiting");
    return ERR_NONE;
}

static enum err read_due(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct rows rows = {0};
    char lo[64], hi[64], month[MONTH_TEXT];
    day_t today = day_of(clock_now()), first = 0, last = 0;

    area_range(work->actor.path, lo, hi);
    month_of(today, month);
    month_parse(month, &first, &last);
    enum err r = db_query(work->db, pool, "summary.due",
                          BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_INT("due", day_start(last - VISIT_DAYS)),
                                BIND_INT("overdue", day_start(today - VISIT_DAYS))),
                          &rows, e);
    if (r == ERR_NONE) {
        out->due_households = rows_int(&rows, 0, "due");
        out->overdue_households = rows_int(&rows, 0, "overdue");
    }
    return r;
}

static enum err read_scores(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct rows rows = {0};
    char month[MONTH_TEXT], before[MONTH_TEXT];

    month_of(day_of(clock_now()), month);
    month_add(month, -1, before);
    enum err r = db_query(
        work->db, pool, "summary.scores",
        BINDS(BIND_INT("me", work->actor.user), BIND_TEXT("this", month), BIND_TEXT("before", before)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        if (strcmp(rows_text(&rows, i, "month"), month) == 0) {
            out->score = rows_real(&rows, i, "total");
        } else {
            out->last_score = rows_real(&rows, i, "total");
            text_copy(out->last_grade, sizeof out->last_grade, rows_text(&rows, i, "grade"));
        }
    }
    return r;
}

/* What has not been stored yet is measured now. */
static enum err read_score_now(struct work *work, struct summary *out, struct error *e)
{
    char month[MONTH_TEXT];
    month_of(day_of(clock_now()), month);
    return evaluation_own_total(work, month, &out->score, e);
}

static enum err read_office(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "summary.office", BINDS(BIND_INT("now", clock_now())), &rows, e);
    if (r == ERR_NONE) {
        out->users = rows_int(&rows, 0, "users");
        out->users_waiting = rows_int(&rows, 0, "users_waiting");
        out->sessions = rows_int(&rows, 0, "sessions");
    }
    return r;
}

enum err summary_read(struct work *work, struct summary *out, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;

    *out = (struct summary){.score = -1, .last_score = -1};
    if (right_scope(work, "case.read") != SCOPE_NONE || right_scope(work, "visit.read") != SCOPE_NONE)
        r = read_work(work, pool, out, e);
    if (r == ERR_NONE && in_grid(work))
        r = read_due(work, pool, out, e);
    if (r == ERR_NONE && right_scope(work, "evaluation.read") == SCOPE_OWN)
        r = read_scores(work, pool, out, e);
    if (r == ERR_NONE && right_scope(work, "evaluation.read") == SCOPE_OWN && out->score < 0)
        r = read_score_now(work, out, e);
    if (r == ERR_NONE && right_scope(work, "user.read") == SCOPE_ALL)
        r = read_office(work, pool, out, e);
    pool_free(&pool);
    return r;
}

static const char *const todo_names[] = {"kind", "id", "no", "title", "state", "light", "due_text"};

enum { TODO_COLUMNS = 7 };

static void add_row(struct pool *pool, struct rows *out, const char *kind, int64_t id,
                    const char *const texts[TODO_COLUMNS - 2])
{
    struct value *v = &out->values[out->count++ * out->columns];
    v[0] = (struct value){.type = VALUE_TEXT, .text = kind};
    v[1] = (struct value){.type = VALUE_INT, .number = id, .text = pool_format(pool, "%lld", (long long)id)};
    for (size_t i = 0; i < TODO_COLUMNS - 2; i++)
        v[i + 2] = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, texts[i])};
}

/* "2 hours over", "3 days left": in hours below two days. */
static const char *time_left(struct pool *pool, int64_t due, int64_t now)
{
    int64_t seconds = due > now ? due - now : now - due;
    bool days = seconds >= 2 * DAY_SECONDS;
    long n = (long)(days ? seconds / DAY_SECONDS : seconds / 3600);
    if (due > now)
        return pool_format(pool, days ? _("%ld days left") : _("%ld hours left"), n);
    return pool_format(pool, days ? _("%ld days over") : _("%ld hours over"), n);
}

static const char *days_late(struct pool *pool, day_t due, day_t today)
{
    if (due == today)
        return _("today");
    return due < today ? pool_format(pool, _("%ld days over"), (long)(today - due))
                       : pool_format(pool, _("%ld days left"), (long)(due - today));
}

static enum err todo_cases(struct work *work, struct pool *pool, int limit, struct rows *out, struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    struct turns turns;
    int64_t now = clock_now();

    right_range(work, "case.read", &range, NULL); /* without a right the range is empty */
    turns_begin(work, &turns);
    enum err r = db_query(work->db, pool, "summary.todo_cases",
                          BINDS(BIND_INT("me", range.me), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                                BIND_INT("own", range.own), BIND_TEXT("turns", buffer_text(&turns.role)),
                                BIND_TEXT("handler_turns", buffer_text(&turns.handler)), BIND_INT("limit", limit)),
                          &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t due = rows_int(&rows, i, "due_at");
        const char *const texts[] = {
            rows_text(&rows, i, "no"), rows_text(&rows, i, "title"), rows_text(&rows, i, "state"),
            case_light(rows_int(&rows, i, "reported_at"), due, 0, now), due == 0 ? "" : time_left(pool, due, now)};
        add_row(pool, out, "case", rows_int(&rows, i, "id"), texts);
    }
    turns_end(&turns);
    return r;
}

static const char *visit_title(struct pool *pool, const struct rows *rows, size_t i)
{
    return pool_format(pool, "%s %s", rows_text(rows, i, "head"), door_of_row(pool, rows, i));
}

static enum err todo_visits(struct work *work, struct pool *pool, int limit, struct rows *out, struct error *e)
{
    struct rows rows = {0};
    char lo[64], hi[64], text[DATE_TEXT];
    day_t today = day_of(clock_now());

    area_range(work->actor.path, lo, hi);
    today_text(text);
    enum err r = db_query(work->db, pool, "summary.todo_visits",
                          BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("today", text),
                                BIND_INT("quarter", (int64_t)VISIT_DAYS * DAY_SECONDS),
                                BIND_INT("until", day_start(today + 1)), BIND_INT("limit", limit)),
                          &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        day_t due = day_of(rows_int(&rows, i, "due_at")), next = 0;
        if (date_parse(rows_text(&rows, i, "next_on"), &next) && next <= today)
            due = next;
        const char *const texts[] = {"", visit_title(pool, &rows, i), rows_text(&rows, i, "kinds"),
                                     due < today ? "red" : "yellow", days_late(pool, due, today)};
        add_row(pool, out, "visit", rows_int(&rows, i, "id"), texts);
    }
    return r;
}

enum err summary_todo(struct work *work, struct pool *pool, int limit, struct rows *out, struct error *e)
{
    enum err r = ERR_NONE;

    *out = (struct rows){.columns = TODO_COLUMNS, .names = pool_new_piece(pool, TODO_COLUMNS, sizeof(char *))};
    memcpy(out->names, todo_names, sizeof todo_names);
    out->values = pool_new_piece(pool, (size_t)limit * TODO_COLUMNS + 1, sizeof *out->values);
    if (right_scope(work, "case.read") != SCOPE_NONE)
        r = todo_cases(work, pool, limit, out, e);
    if (r == ERR_NONE && in_grid(work) && out->count < (size_t)limit)
        r = todo_visits(work, pool, limit - (int)out->count, out, e);
    return r;
}
