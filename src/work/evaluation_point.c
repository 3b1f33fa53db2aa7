#include "wangge/work/evaluation_point.h"

#include "evaluation_judged.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_POINTS 100.0
#define NUMBER_DAY  8 /* digits of the day in SJ-20261021-0007 */

/* "SJ-20261021-0007": how many characters of the text are such a number. */
static size_t number_length(const char *text)
{
    size_t n = 3 + NUMBER_DAY;
    if ((strncmp(text, "SJ-", 3) != 0 && strncmp(text, "MQ-", 3) != 0 && strncmp(text, "CC-", 3) != 0) ||
        strspn(text + 3, "0123456789") != NUMBER_DAY || text[n] != '-')
        return 0;
    size_t digits = strspn(text + n + 1, "0123456789");
    return digits == 0 ? 0 : n + 1 + digits;
}

static const char *next_number(struct pool *pool, const char **text)
{
    for (; **text != '\0'; ++*text) {
        size_t n = number_length(*text);
        if (n > 0) {
            const char *no = pool_text_n(pool, *text, n);
            *text += n;
            return no;
        }
    }
    return NULL;
}

const char *evaluation_evidence(struct pool *pool, const char *text, const char **kind)
{
    const char *no = next_number(pool, &text);
    *kind = no == NULL ? "" : no[0] == 'S' ? "case" : no[0] == 'M' ? "visit" : "spot_check";
    return no;
}

enum err evaluation_evidence_read(struct work *work, const char *no, struct record *out, struct error *e)
{
    return no[0] == 'S'   ? case_read(work, no, out, e)
           : no[0] == 'M' ? visit_read(work, no, out, e)
                          : spot_check_read(work, no, out, e);
}

/* Every number that is told has to be there for the actor. */
static enum err check_evidence(struct work *work, const char *text, struct error *e)
{
    struct pool *pool = pool_new();
    const char *no;
    enum err r = ERR_NONE;
    while (r == ERR_NONE && (no = next_number(pool, &text)) != NULL) {
        struct record *found = record_new();
        r = evaluation_evidence_read(work, no, found, e);
        record_free(&found);
        if (r != ERR_NONE)
            r = error_set(e, ERR_INVALID, "evidence", _("There is no %s that you may read."), no);
    }
    pool_free(&pool);
    return r;
}

enum err evaluation_points_parse(const char *text, double *out, struct error *e)
{
    char *end = NULL;
    *out = strtod(text, &end);
    if (*text == '\0' || *end != '\0' || !isfinite(*out) || isspace((unsigned char)*text))
        return error_set(e, ERR_INVALID, "points", _("Points are a number: +1.5 adds, -2 takes away."));
    if (fabs(*out) < 0.01 || fabs(*out) > MOST_POINTS)
        return error_set(e, ERR_INVALID, "points", _("Points are between 0.01 and 100, added or taken away."));
    *out = round(*out * 100) / 100;
    return ERR_NONE;
}

static bool is_veto(const struct record *record)
{
    return strcmp(record_get(record, "kind"), "veto") == 0;
}

static enum err check_line(struct record *record, void (*on_fault)(void *to, const struct error *fault), void *to,
                           double *points, struct error *e)
{
    enum err r = check_record(table_find("evaluation_point"), record, on_fault, to, e);
    *points = 0;
    if (r != ERR_NONE || is_veto(record))
        return r;
    r = evaluation_points_parse(record_get(record, "points"), points, e);
    if (r != ERR_NONE && on_fault != NULL && e != NULL)
        on_fault(to, e);
    return r;
}

enum err evaluation_need_unfrozen(const struct judged *judged, struct error *e)
{
    return judged_is_closed(judged->state)
               ? error_set(e, ERR_STATE, "month", _("The evaluation of %s is frozen: nothing is added to it any more."),
                           judged->month)
               : ERR_NONE;
}

static enum err insert(struct work *work, const struct judged *judged, const struct record *record, double points,
                       int64_t *id, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = db_next(work->db, "evaluation_point", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation_point.insert",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("month", judged->month),
                             BIND_TEXT("subject", judged->subject), BIND_INT("who", judged->who),
                             BIND_INT("area", judged->area), BIND_TEXT("kind", record_get(record, "kind")),
                             BIND_REAL("points", points), BIND_TEXT("reason", record_get(record, "reason")),
                             BIND_TEXT("evidence", record_get(record, "evidence")), BIND_INT("by", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = judged_tell(work, judged, "evaluation_point", *id,
                        is_veto(record) ? pool_format(pool, _("Evaluation %s: veto. %s"), judged->month,
                                                      record_get(record, "reason"))
                                        : pool_format(pool, _("Evaluation %s: %+.4g points. %s"), judged->month, points,
                                                      record_get(record, "reason")),
                        e);
    pool_free(&pool);
    return r;
}

enum err evaluation_point_add(struct work *work, struct record *record, int64_t *id,
                              void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct judged judged;
    double points = 0;
    const char *action = is_veto(record) ? "evaluation.veto" : "evaluation.points";

    *id = 0;
    enum err r = right_need(work, action, e);
    if (r == ERR_NONE)
        r = check_line(record, on_fault, to, &points, e);
    if (r == ERR_NONE)
        r = check_evidence(work, record_get(record, "evidence"), e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = judged_find(work, record_get(record, "month"), record_get(record, "subject"), record_get(record, "who"),
                        &judged, e);
    if (r == ERR_NONE)
        r = judged_need(work, action, &judged, e);
    if (r == ERR_NONE)
        r = evaluation_need_unfrozen(&judged, e);
    if (r == ERR_NONE)
        r = insert(work, &judged, record, points, id, e);
    return audit_end(work, r, action, "evaluation_point", *id, record_get(record, "month"), e);
}

/* The line and whom it is about; ERR_NOT_FOUND when there is none. */
static enum err find_line(struct work *work, struct pool *pool, int64_t id, struct rows *line, struct judged *judged,
                          struct error *e)
{
    enum err r = db_query(work->db, pool, "evaluation_point.find", BINDS(BIND_INT("id", id)), line, e);
    if (r == ERR_NONE && line->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such line in the ledger."));
    return r == ERR_NONE ? judged_of_row(work, line, judged, e) : r;
}

static enum err withdraw(struct work *work, int64_t id, const char *why, const struct rows *line,
                         const struct judged *judged, struct error *e)
{
    struct pool *pool = pool_new();
    int64_t changed = 0;
    enum err r = db_execute(
        work->db, "evaluation_point.withdraw",
        BINDS(BIND_INT("id", id), BIND_TEXT("why", why), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
        &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("This line is withdrawn already."));
    if (r == ERR_NONE)
        r = judged_tell(work, judged, "evaluation_point", id,
                        pool_format(pool, _("Evaluation %s: \"%s\" is withdrawn: %s"), judged->month,
                                    rows_text(line, 0, "reason"), why),
                        e);
    pool_free(&pool);
    return r;
}

enum err evaluation_point_withdraw(struct work *work, int64_t id, const char *why, struct error *e)
{
    struct judged judged;
    struct rows line = {0};
    struct pool *pool = pool_new();
    const char *action = "evaluation.points";

    if (why == NULL || *why == '\0') {
        pool_free(&pool);
        return error_set(e, ERR_INVALID, "why", _("Please say why."));
    }
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = right_need(work, action, e);
    if (r == ERR_NONE)
        r = find_line(work, pool, id, &line, &judged, e);
    if (r == ERR_NONE && strcmp(rows_text(&line, 0, "kind"), "veto") == 0)
        action = "evaluation.veto";
    if (r == ERR_NONE)
        r = judged_need(work, action, &judged, e);
    if (r == ERR_NONE)
        r = evaluation_need_unfrozen(&judged, e);
    if (r == ERR_NONE)
        r = withdraw(work, id, why, &line, &judged, e);
    pool_free(&pool);
    return audit_end(work, r, action, "evaluation_point", id, "withdraw", e);
}

enum err evaluation_point_list(struct work *work, struct pool *pool, const char *month, const char *subject,
                               int64_t who, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r != ERR_NONE)
        return r;
    today_text(today);
    r = db_query(work->db, pool, "evaluation_point.list",
                 BINDS(BIND_TEXT("month", month == NULL ? "" : month),
                       BIND_TEXT("subject", subject == NULL ? "" : subject), BIND_INT("who", who),
                       BIND_INT("own", range.own), BIND_INT("me", range.me), BIND_TEXT("lo", range.lo),
                       BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)),
                 out, e);
    if (r == ERR_NONE) {
        rows_iso(pool, out, "made_at");
        rows_iso(pool, out, "withdrawn_at");
    }
    return r;
}

enum err evaluation_whose(struct work *work, struct pool *pool, const char *kind, int64_t object, struct rows *out,
                          struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    bool point = strcmp(kind, "evaluation_point") == 0;
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r != ERR_NONE)
        return r;
    today_text(today);
    return db_query(work->db, pool, point ? "evaluation_point.whose" : "evaluation_state.whose",
                    BINDS(BIND_INT("id", object), BIND_INT("own", range.own), BIND_INT("me", range.me),
                          BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)),
                    out, e);
}
