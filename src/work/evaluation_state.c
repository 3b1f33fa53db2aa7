#include "wangge/work/evaluation_state.h"

#include "evaluation_judged.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define REVIEW  "evaluation.publish"
#define CORRECT "evaluation.correct"

#define NAMED 3 /* of those whose appeals are open */

enum err evaluation_need_no_appeal(struct work *work, const char *month, const char *lo, const char *hi,
                                   struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    const char *names = "";
    int64_t appeals = 0;
    enum err r = db_query(work->db, pool, "evaluation_state.open_appeals",
                          BINDS(BIND_TEXT("month", month), BIND_TEXT("lo", lo), BIND_TEXT("hi", hi)), &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        appeals += rows_int(&rows, i, "appeals");
        if (i < NAMED)
            names = pool_format(pool, "%s%s%s", names, i == 0 ? "" : ", ", rows_text(&rows, i, "name"));
    }
    if (r == ERR_NONE && appeals > 0)
        r = error_set(e, ERR_STATE, "month",
                      _("%lld appeals of %s wait for their answer (%s%s): decide on them first."), (long long)appeals,
                      month, names, rows.count > NAMED ? " ..." : "");
    pool_free(&pool);
    return r;
}

enum err evaluation_review(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    struct scope_range range;
    *changed = 0;
    enum err r = right_range(work, REVIEW, &range, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = evaluation_need_no_appeal(work, month, range.lo, range.hi, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation_state.review",
                       BINDS(BIND_TEXT("month", month), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), changed,
                       e);
    if (r == ERR_NONE && *changed == 0)
        r = error_set(e, ERR_STATE, "month", _("Nothing of %s is frozen and not yet reviewed. Freeze it first."),
                      month);
    return audit_end(work, r, REVIEW, "evaluation", 0, "review", e);
}

static enum err insert(struct work *work, const struct judged *judged, const struct rows *last, double points,
                       const char *reason, struct error *e)
{
    double total = rows_real(last, 0, "now") + points;
    total = total < 0 ? 0 : total;
    struct pool *pool = pool_new();
    const char *grade = rows_int(last, 0, "veto") ? "E" : evaluation_grade(total);
    enum err r =
        db_execute(work->db, "evaluation_correction.insert",
                   BINDS(BIND_INT("id", judged->evaluation), BIND_INT("position", rows_int(last, 0, "corrections") + 1),
                         BIND_REAL("points", points), BIND_REAL("total", total), BIND_TEXT("grade", grade),
                         BIND_TEXT("reason", reason), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                   NULL, e);
    if (r == ERR_NONE)
        r = judged_tell(work, judged, "evaluation", judged->evaluation,
                        pool_format(pool, _("The published evaluation %s is corrected by %+.4g to %.1f %s: %s"),
                                    judged->month, points, total, grade, reason),
                        e);
    pool_free(&pool);
    return r;
}

enum err evaluation_correct(struct work *work, const char *month, const char *subject, const char *key,
                            const char *points, const char *reason, struct error *e)
{
    struct judged judged = {0};
    struct rows last = {0};
    double number = 0;
    struct pool *pool = pool_new();
    enum err r = right_need(work, CORRECT, e);
    if (r == ERR_NONE && (reason == NULL || *reason == '\0'))
        r = error_set(e, ERR_INVALID, "reason", _("Please say why."));
    if (r == ERR_NONE)
        r = evaluation_points_parse(points, &number, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = judged_find(work, month, subject, key, &judged, e);
    if (r == ERR_NONE)
        r = judged_need(work, CORRECT, &judged, e);
    if (r == ERR_NONE && strcmp(judged.state, "published") != 0)
        r = error_set(e, ERR_STATE, "month", _("%s is not published yet: there is nothing to correct beside it."),
                      month);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation_correction.last", BINDS(BIND_INT("id", judged.evaluation)), &last, e);
    if (r == ERR_NONE)
        r = insert(work, &judged, &last, number, reason, e);
    pool_free(&pool);
    return audit_end(work, r, CORRECT, "evaluation", judged.evaluation, month, e);
}

enum err evaluation_corrections(struct work *work, struct pool *pool, const char *month, const char *subject,
                                int64_t who, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r != ERR_NONE)
        return r;
    today_text(today);
    r = db_query(work->db, pool, "evaluation_correction.list",
                 BINDS(BIND_TEXT("month", month),
                       BIND_TEXT("subject", subject == NULL || *subject == '\0' ? "grid_leader" : subject),
                       BIND_INT("who", who), BIND_INT("own", range.own), BIND_INT("me", range.me),
                       BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)),
                 out, e);
    if (r == ERR_NONE)
        rows_iso(pool, out, "made_at");
    return r;
}
