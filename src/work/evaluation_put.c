/* Writing an evaluation: its row, items, parts, points and records. */
#include "evaluation_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/work.h"

#include <string.h>

static struct bind real_or_null(bool counts, const char *name, double value)
{
    return counts ? BIND_REAL(name, value) : BIND_NULL(name);
}

static enum err put_part(struct work *work, int64_t id, const struct evaluation_item *item, size_t position,
                         struct error *e)
{
    const struct evaluation_part *part = &item->parts[position];
    return db_execute(work->db, "evaluation_part.insert",
                      BINDS(BIND_INT("evaluation", id), BIND_TEXT("item", item->code),
                            BIND_INT("position", (int64_t)position + 1), BIND_TEXT("measure", part->measure),
                            BIND_REAL("factor", part->factor), BIND_INT("amount", part->amount),
                            BIND_REAL("target", item->target), real_or_null(part->counts, "numerator", part->numerator),
                            real_or_null(part->counts, "denominator", part->denominator),
                            real_or_null(part->counts, "rate", part->rate)),
                      NULL, e);
}

static enum err put_items(struct work *work, int64_t id, const struct evaluation *evaluation, bool parts,
                          struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < evaluation->count; i++) {
        const struct evaluation_item *item = &evaluation->items[i];
        r = db_execute(
            work->db, "evaluation_line.insert",
            BINDS(BIND_INT("evaluation", id), BIND_INT("position", (int64_t)i + 1), BIND_TEXT("item", item->code),
                  BIND_REAL("target", item->target), BIND_REAL("full_weight", item->full_weight),
                  real_or_null(item->counts, "numerator", item->numerator),
                  real_or_null(item->counts, "denominator", item->denominator),
                  real_or_null(item->counts, "rate", item->rate), real_or_null(item->counts, "weight", item->weight),
                  real_or_null(item->counts, "score", item->score)),
            NULL, e);
        for (size_t p = 0; r == ERR_NONE && parts && p < item->part_count; p++)
            r = put_part(work, id, item, p, e);
    }
    return r;
}

static enum err put_points(struct work *work, int64_t id, const struct evaluation *evaluation,
                           const struct rows *points, struct error *e)
{
    enum err r = ERR_NONE;
    int64_t position = 0;
    for (size_t i = 0; r == ERR_NONE && i < points->count; i++)
        if (rows_int(points, i, "who") == evaluation->who)
            r = db_execute(work->db, "evaluation_point_kept.insert",
                           BINDS(BIND_INT("evaluation", id), BIND_INT("position", ++position),
                                 BIND_INT("point", rows_int(points, i, "id")),
                                 BIND_TEXT("kind", rows_text(points, i, "kind")),
                                 BIND_REAL("points", rows_real(points, i, "points")),
                                 BIND_TEXT("reason", rows_text(points, i, "reason"))),
                           NULL, e);
    return r;
}

/* A trial computed before gives way; what is frozen is never met here (evaluation_people). */
static enum err clear_trial(struct work *work, int64_t id, struct error *e)
{
    enum err r = ERR_NONE;
    if (id == 0)
        return r;
    r = db_execute(work->db, "evaluation_line.clear", BINDS(BIND_INT("id", id)), NULL, e);
    return r == ERR_NONE ? db_execute(work->db, "evaluation.clear", BINDS(BIND_INT("id", id)), NULL, e) : r;
}

static enum err find_trial(struct work *work, const char *month, const struct evaluation *evaluation, int64_t *id,
                           struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    enum err r = db_query(
        work->db, pool, "evaluation.find",
        BINDS(BIND_TEXT("month", month), BIND_TEXT("subject", evaluation->subject), BIND_INT("who", evaluation->who)),
        &rows, e);
    *id = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "id") : 0;
    pool_free(&pool);
    return r;
}

enum err evaluation_put(struct work *work, const struct span *span, const char *state,
                        const struct evaluation *evaluation, const struct rows *points, int64_t *id, struct error *e)
{
    bool frozen = points != NULL;
    int64_t trial = 0;
    enum err r = find_trial(work, span->month, evaluation, &trial, e);
    if (r == ERR_NONE)
        r = clear_trial(work, trial, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "evaluation", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation.insert",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("month", span->month),
                             BIND_TEXT("subject", evaluation->subject), BIND_INT("who", evaluation->who),
                             BIND_TEXT("login", evaluation->login), BIND_TEXT("name", evaluation->name),
                             BIND_INT("area", evaluation->area), BIND_INT("scheme", evaluation->scheme),
                             BIND_REAL("base", evaluation->base), BIND_REAL("points", evaluation->points),
                             BIND_REAL("cap", evaluation->cap), BIND_REAL("total", evaluation->total),
                             BIND_INT("veto", evaluation->veto), BIND_TEXT("grade", evaluation->grade),
                             BIND_INT("rank", evaluation->rank), BIND_INT("days", evaluation->days),
                             BIND_INT("days_away", evaluation->days_away), BIND_INT("judged", evaluation->judged),
                             BIND_TEXT("state", state), BIND_INT("now", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = put_items(work, *id, evaluation, frozen, e);
    return r == ERR_NONE && frozen ? put_points(work, *id, evaluation, points, e) : r;
}

enum err evaluation_put_record(struct work *work, int64_t id, const char *item, size_t position,
                               const struct rows *records, size_t row, struct error *e)
{
    const struct value *at = rows_value(records, row, "at");
    return db_execute(
        work->db, "evaluation_record.insert",
        BINDS(BIND_INT("evaluation", id), BIND_TEXT("item", item),
              BIND_TEXT("measure", rows_text(records, row, "measure")), BIND_INT("position", (int64_t)position),
              BIND_TEXT("kind", rows_text(records, row, "kind")), BIND_INT("object", rows_int(records, row, "id")),
              BIND_TEXT("no", rows_text(records, row, "no")),
              at->type == VALUE_INT ? BIND_INT("at", at->number) : BIND_NULL("at"),
              BIND_TEXT("text", rows_text(records, row, "text")),
              BIND_REAL("counted", rows_real(records, row, "counted")),
              BIND_REAL("due", rows_real(records, row, "due")), BIND_TEXT("note", rows_text(records, row, "note"))),
        NULL, e);
}

static enum err renew_row(struct work *work, const struct evaluation *is, struct error *e)
{
    return db_execute(work->db, "evaluation.renew",
                      BINDS(BIND_INT("id", is->id), BIND_REAL("base", is->base), BIND_REAL("points", is->points),
                            BIND_REAL("total", is->total), BIND_INT("veto", is->veto), BIND_TEXT("grade", is->grade)),
                      NULL, e);
}

enum err evaluation_renew(struct work *work, int64_t id, struct error *e)
{
    struct evaluation is = {0};
    struct pool *pool = pool_new();
    enum err r = evaluation_again(work, pool, id, &is, e);
    pool_free(&pool);
    if (r != ERR_NONE || strcmp(is.state, "published") == 0)
        return r;
    bool parts = is.count > 0 && is.items[0].part_count > 0;
    r = renew_row(work, &is, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation_line.clear", BINDS(BIND_INT("id", id)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation_part.clear", BINDS(BIND_INT("id", id)), NULL, e);
    if (r == ERR_NONE)
        r = put_items(work, id, &is, parts, e);
    return r;
}
