#include "wangge/work/summary.h"

#include "case_do.h"
#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/backup.h"
#include "wangge/work/due.h"
#include "wangge/work/evaluation_preview.h"
#include "wangge/work/job.h"
#include "wangge/work/notice.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/visit_review.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LATE_AFTER 120 /* seconds that the timer may take for what falls due */

static enum err read_work(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct scope_range visit;
    struct case_sight sight;
    struct rows rows = {0};
    day_t today = day_of(clock_now()), first = 0, last = 0;
    char month[MONTH_TEXT];

    right_range(work, "visit.read", &visit, NULL); /* without a right the range is empty */
    case_sight(work, &sight, NULL);
    month_of(today, month);
    month_parse(month, &first, &last);
    enum err r = db_query(work->db, pool, "summary.work",
                          BINDS(BIND_INT("day", day_start(today)), BIND_INT("month", day_start(first)),
                                BIND_INT("tomorrow", day_start(today + 1)), BIND_TEXT("visit_lo", visit.lo),
                                BIND_TEXT("visit_hi", visit.hi), BIND_INT("visit_own", visit.own), BIND_SIGHT(sight),
                                BIND_INT("now", clock_now())),
                          &rows, e);
    if (r != ERR_NONE)
        return r;
    out->visits_today = rows_int(&rows, 0, "today");
    out->visits_month = rows_int(&rows, 0, "month");
    out->cases_red = rows_int(&rows, 0, "red");
    out->cases_yellow = rows_int(&rows, 0, "yellow");
    out->cases_green = rows_int(&rows, 0, "green");
    out->cases_open = out->cases_red + out->cases_yellow + out->cases_green;
    return ERR_NONE;
}

static enum err read_due(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct due_list due;
    const struct due_query query = {0};
    enum err r = due_read(work, pool, &query, &due, e);
    out->due_households = (int64_t)due.count;
    out->overdue_households = (int64_t)due.overdue;
    return r;
}

static enum err read_scores(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct rows rows = {0};
    char month[MONTH_TEXT], before[MONTH_TEXT];

    month_of(day_of(clock_now()), month);
    month_add(month, -1, before);
    enum err r =
        db_query(work->db, pool, "summary.scores",
                 BINDS(BIND_INT("me", work_me(work)), BIND_TEXT("this", month), BIND_TEXT("before", before)), &rows, e);
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
    struct pool *pool = pool_new();
    struct evaluation_preview *preview = pool_new_piece(pool, 1, sizeof *preview);
    enum err r = evaluation_preview(work, pool, preview, e);
    if (r == ERR_NONE && preview->found && preview->now.judged && preview->now.grade[0] != '\0')
        out->score = preview->now.total;
    if (r == ERR_NONE && preview->count > 0 && !preview->gains[0].unknown)
        snprintf(out->gain, sizeof out->gain, "%s %+.1f", evaluation_gain_words(pool, &preview->gains[0]),
                 preview->gains[0].all);
    pool_free(&pool);
    return r;
}

/* Who reviews a community's diary sees what waits for that. */
static enum err read_review(struct work *work, struct summary *out, struct error *e)
{
    int64_t now = 0, before = 0;
    enum err r = review_waiting(work, 0, &now, &before, e);
    out->to_review = now + before;
    return r;
}

static bool reviews(const struct work *work)
{
    return right_scope(work, "visit.review") != SCOPE_NONE &&
           strlen(work->actor.path) >= (size_t)LEVEL_COMMUNITY * AREA_PART;
}

/* Administrators. */
static enum err read_office(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "summary.office", BINDS(BIND_INT("now", clock_now())), &rows, e);
    if (r == ERR_NONE) {
        out->users = rows_int(&rows, 0, "users");
        out->users_waiting = rows_int(&rows, 0, "users_waiting");
        out->sessions = rows_int(&rows, 0, "sessions");
        out->post_requests = post_waiting(work);
    }
    return r;
}

/* Only what the database tells: nobody waits for their home screen until a machine was looked over. */
static enum err read_upkeep(struct work *work, struct pool *pool, struct summary *out, struct error *e)
{
    struct backup_state backups;
    struct rows rows = {0};
    int64_t now = clock_now();
    enum err r = backup_now_is(work, now, &backups, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "health.counts",
                     BINDS(BIND_INT("since", now - DAY_SECONDS), BIND_INT("late", now - LATE_AFTER)), &rows, e);
    if (r != ERR_NONE)
        return r;
    out->looks_after = true;
    out->backup_at = backups.good_at;
    out->backup_overdue = backups.due_by != 0 && now > backups.due_by;
    out->jobs_failed = rows_int(&rows, 0, "jobs_failed");
    out->alarms_late = rows_int(&rows, 0, "alarms_late");
    out->weak = rows_int(&rows, 0, "weak");
    return ERR_NONE;
}

static enum err read_waiting(struct work *work, struct summary *summary, struct error *e)
{
    struct pool *pool = pool_new();
    struct case_sight sight;
    struct rows rows = {0};
    enum err r = case_sight(work, &sight, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "inbox.waiting",
                     BINDS(BIND_TEXT("turn", case_turn(work, pool)), BIND_TEXT("approvals", case_approvals(work, pool)),
                           BIND_SIGHT(sight)),
                     &rows, e);
    if (r == ERR_NONE)
        summary->waiting = rows_int(&rows, 0, "waiting");
    pool_free(&pool);
    return r;
}

enum err summary_recount(struct work *work, struct summary *summary, struct error *e)
{
    enum err r = inbox_unread(work, &summary->unread, e);
    if (r == ERR_NONE)
        r = notice_unread(work, &summary->notices, e);
    if (r == ERR_NONE && right_scope(work, "case.read") != SCOPE_NONE)
        r = read_waiting(work, summary, e);
    return r;
}

enum err summary_read(struct work *work, struct summary *out, struct error *e)
{
    struct pool *pool = pool_new();

    *out = (struct summary){.score = -1, .last_score = -1};
    enum err r = read_work(work, pool, out, e);
    if (r == ERR_NONE && right_scope(work, "visit.write") != SCOPE_NONE)
        r = diary_day(work, &out->diary, e);
    if (r == ERR_NONE && reviews(work))
        r = read_review(work, out, e);
    if (r == ERR_NONE && goes_from_door_to_door(work))
        r = read_due(work, pool, out, e);
    if (r == ERR_NONE && right_scope(work, "evaluation.read") == SCOPE_OWN)
        r = read_scores(work, pool, out, e);
    if (r == ERR_NONE && right_scope(work, "evaluation.read") == SCOPE_OWN && out->score < 0)
        r = read_score_now(work, out, e);
    if (r == ERR_NONE && right_scope(work, "user.read") == SCOPE_ALL)
        r = read_office(work, pool, out, e);
    if (r == ERR_NONE && right_scope(work, "health.read") != SCOPE_NONE)
        r = read_upkeep(work, pool, out, e);
    if (r == ERR_NONE)
        r = summary_recount(work, out, e);
    pool_free(&pool);
    return r;
}
