/* Months that are kept: computed, frozen, published. */
#include "evaluation_inside.h"
#include "evaluation_month.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

enum err month_need_open(struct work *work, int64_t instant, int64_t area, struct error *e)
{
    char month[MONTH_TEXT], last_text[DATE_TEXT];
    day_t first = 0, last = 0;
    struct rows rows;
    struct pool *pool = pool_new();

    month_of(day_of(instant), month);
    month_parse(month, &first, &last);
    date_format(last, last_text);
    enum err r =
        db_query(work->db, pool, "evaluation.closed",
                 BINDS(BIND_TEXT("month", month), BIND_TEXT("last", last_text), BIND_INT("area", area)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, "on", _("The evaluation of %s is frozen: its visits cannot be changed any more."),
                      month);
    pool_free(&pool);
    return r;
}

static enum err put_lines(struct work *work, int64_t id, const struct evaluation *evaluation, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < evaluation->count; i++) {
        const struct evaluation_item *item = &evaluation->items[i];
        bool counts = item->counts;
        r = db_execute(work->db, "evaluation_line.insert",
                       BINDS(BIND_INT("evaluation", id), BIND_INT("position", (int64_t)i + 1),
                             BIND_TEXT("item", item->code),
                             counts ? BIND_REAL("numerator", item->numerator) : BIND_NULL("numerator"),
                             counts ? BIND_REAL("denominator", item->denominator) : BIND_NULL("denominator"),
                             counts ? BIND_REAL("rate", item->rate) : BIND_NULL("rate"),
                             counts ? BIND_REAL("weight", item->weight) : BIND_NULL("weight"),
                             counts ? BIND_REAL("score", item->score) : BIND_NULL("score")),
                       NULL, e);
    }
    return r;
}

/* A trial computed before gives way; what is frozen is never met here (evaluation.leaders). */
static enum err put_evaluation(struct work *work, const char *month, int64_t scheme, const char *state,
                               const struct evaluation *evaluation, int64_t *id, struct error *e)
{
    struct rows old;
    struct pool *pool = pool_new();
    enum err r = db_query(work->db, pool, "evaluation.find",
                          BINDS(BIND_TEXT("month", month), BIND_INT("leader", evaluation->leader)), &old, e);
    if (r == ERR_NONE && old.count > 0)
        r = db_execute(work->db, "evaluation_line.clear", BINDS(BIND_INT("id", rows_int(&old, 0, "id"))), NULL, e);
    if (r == ERR_NONE && old.count > 0)
        r = db_execute(work->db, "evaluation.clear", BINDS(BIND_INT("id", rows_int(&old, 0, "id"))), NULL, e);
    pool_free(&pool);
    if (r == ERR_NONE)
        r = db_next(work->db, "evaluation", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation.insert",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("month", month), BIND_INT("leader", evaluation->leader),
                             BIND_INT("area", evaluation->area), BIND_INT("scheme", scheme),
                             BIND_REAL("total", evaluation->total), BIND_TEXT("grade", evaluation->grade),
                             BIND_INT("rank", evaluation->rank), BIND_TEXT("state", state),
                             BIND_INT("now", clock_now())),
                       NULL, e);
    return r == ERR_NONE ? put_lines(work, *id, evaluation, e) : r;
}

static struct bind bind_value(const char *name, const struct value *value)
{
    return value->type == VALUE_INT ? BIND_INT(name, value->number) : BIND_NULL(name);
}

/* The records behind one item of one leader, copied. */
static enum err put_records(struct work *work, const struct span *span, const struct scheme_item *item, int64_t leader,
                            int64_t id, struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    enum err r = evaluation_measure_records(work, pool, span, item, leader, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        r = db_execute(
            work->db, "evaluation_record.insert",
            BINDS(BIND_INT("evaluation", id), BIND_TEXT("item", item->code), BIND_INT("position", (int64_t)i + 1),
                  BIND_TEXT("kind", rows_text(&rows, i, "kind")), BIND_INT("object", rows_int(&rows, i, "id")),
                  BIND_TEXT("no", rows_text(&rows, i, "no")), bind_value("at", rows_value(&rows, i, "at")),
                  BIND_TEXT("text", rows_text(&rows, i, "text")), BIND_REAL("counted", rows_real(&rows, i, "counted")),
                  BIND_TEXT("note", rows_text(&rows, i, "note"))),
            NULL, e);
    pool_free(&pool);
    return r;
}

/* One community's leaders, in one transaction; with their records when frozen. */
static enum err store_community(struct work *work, const struct span *span, const char *state, int64_t *changed,
                                struct error *e)
{
    struct evaluation *list = NULL;
    struct scheme scheme;
    size_t count = 0;
    int64_t id = 0;
    bool frozen = strcmp(state, "frozen") == 0;
    struct pool *pool = pool_new();

    enum err r = evaluation_measure(work, pool, span, &scheme, &list, &count, e);
    evaluation_rank(list, count);
    for (size_t i = 0; r == ERR_NONE && i < count; i++) {
        r = put_evaluation(work, span->month, scheme.id, state, &list[i], &id, e);
        for (size_t k = 0; frozen && r == ERR_NONE && k < list[i].count; k++)
            if (list[i].items[k].counts)
                r = put_records(work, span, &scheme.items[k], list[i].leader, id, e);
    }
    *changed += (int64_t)count;
    pool_free(&pool);
    return r;
}

/* Community by community: short transactions, and ranks within each. */
static enum err store_month(struct work *work, const char *month, const char *action, const char *state,
                            int64_t *changed, struct error *e)
{
    struct scope_range range;
    struct span span;
    struct rows communities = {0};
    struct pool *pool = pool_new();

    *changed = 0;
    enum err r = right_range(work, action, &range, e);
    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    if (r == ERR_NONE && strcmp(state, "frozen") == 0 && clock_now() < span.until)
        r = error_set(e, ERR_STATE, "month", _("%s is not over yet; it can be frozen from the next month on."), month);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.communities",
                     BINDS(BIND_TEXT("last", span.last), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)),
                     &communities, e);
    if (r != ERR_NONE)
        r = audit_end(work, r, action, "evaluation", 0, month, e);
    for (size_t i = 0; r == ERR_NONE && i < communities.count; i++) {
        area_range(rows_text(&communities, i, "path"), span.lo, span.hi);
        r = db_begin(work->db, e);
        if (r == ERR_NONE)
            r = store_community(work, &span, state, changed, e);
        r = audit_end(work, r, action, "evaluation", rows_int(&communities, i, "id"), month, e);
    }
    pool_free(&pool);
    return r;
}

enum err evaluation_compute(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    return store_month(work, month, "evaluation.compute", "computed", changed, e);
}

enum err evaluation_freeze(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    return store_month(work, month, "evaluation.freeze", "frozen", changed, e);
}

enum err evaluation_publish(struct work *work, const char *month, int64_t *changed, struct error *e)
{
    struct scope_range range;
    struct span span;

    *changed = 0;
    enum err r = right_range(work, "evaluation.publish", &range, e);
    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation.publish",
                       BINDS(BIND_TEXT("month", month), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), changed,
                       e);
    if (r == ERR_NONE && *changed == 0)
        r = error_set(e, ERR_STATE, "month", _("Nothing of %s is frozen and not yet published. Freeze it first."),
                      month);
    return audit_end(work, r, "evaluation.publish", "evaluation", 0, month, e);
}
