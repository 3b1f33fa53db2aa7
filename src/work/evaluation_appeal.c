#include "wangge/work/evaluation_appeal.h"

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
#include "wangge/work/evaluation.h"
#include "wangge/work/right.h"
#include "wangge/work/scheme.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define APPEAL "evaluation.appeal"
#define DECIDE "evaluation.decide"

/* The record that an appeal is about, as the evaluation shows it. */
struct about {
    char measure[24], kind[24], no[48];
    int64_t object;
};

static enum err need_not_reviewed(const struct judged *judged, struct error *e)
{
    if (strcmp(judged->state, "reviewed") != 0 && strcmp(judged->state, "published") != 0)
        return ERR_NONE;
    return error_set(e, ERR_STATE, "month", _("The evaluation of %s is reviewed: appeals are over."), judged->month);
}

static enum err find_item(const struct evaluation *evaluation, const char *code, struct error *e)
{
    for (size_t i = 0; i < evaluation->count; i++)
        if (strcmp(evaluation->items[i].code, code) == 0)
            return ERR_NONE;
    return error_set(e, ERR_INVALID, "item", _("The evaluation has no item \"%s\"."), code);
}

/* What the appeal says it is about has to stand in the evaluation. */
static enum err find_about(struct work *work, const struct judged *judged, const struct record *record,
                           struct about *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct evaluation evaluation;
    struct rows rows = {0};
    const char *item = record_get(record, "item"), *no = record_get(record, "no");
    enum err r = ERR_NONE;

    *out = (struct about){0};
    if (*item == '\0' && *no != '\0')
        r = error_set(e, ERR_INVALID, "item", _("Of which item is %s a record?"), no);
    if (r == ERR_NONE && *item != '\0')
        r = evaluation_show(work, pool, judged->month, judged->subject,
                            pool_format(pool, "%lld", (long long)judged->who), &evaluation, e);
    if (r == ERR_NONE && *item != '\0')
        r = find_item(&evaluation, item, e);
    if (r == ERR_NONE && *no != '\0')
        r = evaluation_records(work, pool, judged->month, judged->subject, judged->who, item, &rows, e);
    size_t i = 0;
    while (i < rows.count && strcmp(rows_text(&rows, i, "no"), no) != 0)
        i++;
    if (r == ERR_NONE && *no != '\0' && i == rows.count)
        r = error_set(e, ERR_INVALID, "no", _("There is no record %s behind the item \"%s\"."), no, item);
    if (r == ERR_NONE && *no != '\0') {
        text_copy(out->measure, sizeof out->measure, rows_text(&rows, i, "measure"));
        text_copy(out->kind, sizeof out->kind, rows_text(&rows, i, "kind"));
        text_copy(out->no, sizeof out->no, no);
        out->object = rows_int(&rows, i, "id");
    }
    pool_free(&pool);
    return r;
}

static enum err need_new(struct work *work, const struct judged *judged, const struct record *record, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "evaluation_appeal.same",
                          BINDS(BIND_TEXT("month", judged->month), BIND_TEXT("subject", judged->subject),
                                BIND_INT("who", judged->who), BIND_TEXT("item", record_get(record, "item")),
                                BIND_TEXT("no", record_get(record, "no"))),
                          &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("This has been asked already and waits for its answer (appeal %lld)."),
                      (long long)rows_int(&rows, 0, "id"));
    pool_free(&pool);
    return r;
}

static enum err insert(struct work *work, const struct judged *judged, const struct record *record,
                       const struct about *about, int64_t *id, struct error *e)
{
    struct pool *pool = pool_new();
    const char *text = record_get(record, "text"), *item = record_get(record, "item");
    enum err r = db_next(work->db, "evaluation_appeal", id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation_appeal.insert",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("month", judged->month),
                             BIND_TEXT("subject", judged->subject), BIND_INT("who", judged->who),
                             BIND_INT("area", judged->area), BIND_TEXT("item", item),
                             BIND_TEXT("measure", about->measure), BIND_TEXT("kind", about->kind),
                             BIND_INT("object", about->object), BIND_TEXT("no", about->no), BIND_TEXT("text", text),
                             BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = judged_tell_above(
            work, judged, DECIDE, "evaluation_appeal", *id,
            pool_format(pool, _("Appeal against the evaluation %s of %s: %s"), judged->month, judged->name, text), e);
    pool_free(&pool);
    return r;
}

/* Whose evaluation it is: the own one unless another is named that concerns the actor too. */
static enum err find_own(struct work *work, const struct record *record, struct judged *out, struct error *e)
{
    char me[24];
    const char *who = record_get(record, "who");
    snprintf(me, sizeof me, "%lld", (long long)work_me(work));
    enum err r = right_need(work, APPEAL, e);
    if (r == ERR_NONE)
        r = judged_find(work, record_get(record, "month"), record_get(record, "subject"), *who == '\0' ? me : who, out,
                        e);
    if (r == ERR_NONE && !judged_is_me(work, out))
        r = error_set(e, ERR_DENIED, NULL, _("Only those whom it concerns appeal against an evaluation."));
    return r == ERR_NONE ? need_not_reviewed(out, e) : r;
}

enum err evaluation_appeal_add(struct work *work, struct record *record, int64_t *id,
                               void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    struct judged judged;
    struct about about;

    *id = 0;
    enum err r = check_record(table_find("evaluation_appeal"), record, on_fault, to, e);
    if (r == ERR_NONE)
        r = find_own(work, record, &judged, e);
    if (r == ERR_NONE)
        r = find_about(work, &judged, record, &about, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE) /* again: what was read before may have been frozen and reviewed meanwhile */
        r = find_own(work, record, &judged, e);
    if (r == ERR_NONE)
        r = need_new(work, &judged, record, e);
    if (r == ERR_NONE)
        r = insert(work, &judged, record, &about, id, e);
    return audit_end(work, r, APPEAL, "evaluation_appeal", *id, record_get(record, "month"), e);
}

/* The appeal and whose evaluation it is about; ERR_STATE unless it is open. */
static enum err find_appeal(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct judged *judged,
                            struct error *e)
{
    enum err r = db_query(work->db, pool, "evaluation_appeal.find", BINDS(BIND_INT("id", id)), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such appeal."));
    return r == ERR_NONE ? judged_of_row(work, out, judged, e) : r;
}

static enum err need_one(int64_t changed, struct error *e)
{
    return changed == 1 ? ERR_NONE : error_set(e, ERR_STATE, NULL, _("This appeal is closed already."));
}

enum err evaluation_appeal_withdraw(struct work *work, int64_t id, struct error *e)
{
    struct judged judged;
    struct rows row = {0};
    int64_t changed = 0;
    struct pool *pool = pool_new();
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = right_need(work, APPEAL, e);
    if (r == ERR_NONE)
        r = find_appeal(work, pool, id, &row, &judged, e);
    if (r == ERR_NONE && rows_int(&row, 0, "made_by") != work->actor.user && !judged_is_me(work, &judged))
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such appeal."));
    if (r == ERR_NONE)
        r = need_not_reviewed(&judged, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "evaluation_appeal.withdraw",
                       BINDS(BIND_INT("id", id), BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                       &changed, e);
    if (r == ERR_NONE)
        r = need_one(changed, e);
    pool_free(&pool);
    return audit_end(work, r, APPEAL, "evaluation_appeal", id, "withdraw", e);
}

static enum err check_effect(const struct rows *row, const char *effect, const char *points, double *number,
                             struct error *e)
{
    static const char *const words[] = {"", "leave_out", "count", "points"};
    bool known = false;
    *number = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        known = known || strcmp(effect, words[i]) == 0;
    if (!known)
        return error_set(e, ERR_INVALID, "effect",
                         _("An accepted appeal leaves the record out, counts it, or gives points."));
    if (strcmp(effect, "points") == 0)
        return evaluation_points_parse(points == NULL ? "" : points, number, e);
    if (*effect != '\0' && rows_text(row, 0, "no")[0] == '\0')
        return error_set(e, ERR_INVALID, "effect", _("This appeal is about no single record: give points."));
    return ERR_NONE;
}

static enum err store_decision(struct work *work, int64_t id, const char *effect, double points, const char *answer,
                               struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(work->db, "evaluation_appeal.decide",
                            BINDS(BIND_INT("id", id), BIND_TEXT("state", *effect == '\0' ? "refused" : "accepted"),
                                  BIND_TEXT("effect", effect), BIND_REAL("points", points), BIND_TEXT("answer", answer),
                                  BIND_INT("by", work->actor.user), BIND_INT("at", clock_now())),
                            &changed, e);
    return r == ERR_NONE ? need_one(changed, e) : r;
}

static enum err tell_decision(struct work *work, struct pool *pool, int64_t id, const struct judged *judged,
                              bool accepted, const char *answer, struct error *e)
{
    return judged_tell(work, judged, "evaluation_appeal", id,
                       pool_format(pool,
                                   accepted ? _("Your appeal against the evaluation %s is accepted: %s")
                                            : _("Your appeal against the evaluation %s is not accepted: %s"),
                                   judged->month, answer),
                       e);
}

enum err evaluation_appeal_decide(struct work *work, int64_t id, const char *effect, const char *points,
                                  const char *answer, struct error *e)
{
    struct judged judged;
    struct rows row = {0};
    double number = 0;
    struct pool *pool = pool_new();
    enum err r = answer == NULL || *answer == '\0'
                     ? error_set(e, ERR_INVALID, "answer", _("Please write an answer: it is read by who asked."))
                     : db_begin(work->db, e);
    if (r == ERR_NONE)
        r = right_need(work, DECIDE, e);
    if (r == ERR_NONE)
        r = find_appeal(work, pool, id, &row, &judged, e);
    if (r == ERR_NONE)
        r = judged_need(work, DECIDE, &judged, e);
    if (r == ERR_NONE && rows_int(&row, 0, "made_by") == work->actor.user)
        r = error_set(e, ERR_DENIED, NULL, _("Nobody decides on the own appeal."));
    if (r == ERR_NONE)
        r = need_not_reviewed(&judged, e);
    if (r == ERR_NONE)
        r = check_effect(&row, effect, points, &number, e);
    if (r == ERR_NONE)
        r = store_decision(work, id, effect, number, answer, e);
    if (r == ERR_NONE && *effect != '\0' && judged_is_closed(judged.state)) /* reckoned in, from what was kept */
        r = evaluation_renew(work, judged.evaluation, e);
    if (r == ERR_NONE)
        r = tell_decision(work, pool, id, &judged, *effect != '\0', answer, e);
    pool_free(&pool);
    return audit_end(work, r, DECIDE, "evaluation_appeal", id, *effect == '\0' ? "refused" : effect, e);
}

/* What people call the items; the scheme leaves it to the measure where both are called the same. */
static void say_items(struct pool *pool, struct rows *rows)
{
    size_t text = (size_t)rows_column(rows, "item_text");
    for (size_t i = 0; i < rows->count; i++) {
        const char *item = rows_text(rows, i, "item");
        struct measure measure = {.label = item};
        if (rows_text(rows, i, "item_text")[0] != '\0')
            continue;
        measure_find(item, NULL, &measure);
        rows->values[i * rows->columns + text] =
            (struct value){.type = VALUE_TEXT, .text = pool_text(pool, measure.label)};
    }
}

enum err evaluation_appeal_list(struct work *work, struct pool *pool, const struct appeal_query *query,
                                struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r != ERR_NONE)
        return r;
    today_text(today);
    r = db_query(work->db, pool, "evaluation_appeal.list",
                 BINDS(BIND_TEXT("month", query->month == NULL ? "" : query->month),
                       BIND_TEXT("subject", query->subject == NULL ? "" : query->subject), BIND_INT("who", query->who),
                       BIND_INT("id", query->id), BIND_INT("open", query->open),
                       BIND_INT("zh", i18n_language() == LANGUAGE_ZH), BIND_INT("own", range.own),
                       BIND_INT("me", range.me), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                       BIND_TEXT("today", today)),
                 out, e);
    if (r == ERR_NONE) {
        say_items(pool, out);
        rows_iso(pool, out, "made_at");
        rows_iso(pool, out, "decided_at");
    }
    return r;
}

enum err evaluation_appeal_count(struct work *work, const char *month, int64_t *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    struct rows rows = {0};
    *out = 0;
    if (right_scope(work, DECIDE) == SCOPE_NONE)
        return ERR_NONE;
    struct pool *pool = pool_new();
    today_text(today);
    enum err r = right_range(work, DECIDE, &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation_appeal.count",
                     BINDS(BIND_TEXT("month", month == NULL ? "" : month), BIND_INT("own", range.own),
                           BIND_INT("me", range.me), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_TEXT("today", today)),
                     &rows, e);
    if (r == ERR_NONE)
        *out = rows_int(&rows, 0, "waiting");
    pool_free(&pool);
    return r;
}

bool evaluation_concerns(struct work *work, const char *month, const char *subject, int64_t who)
{
    struct judged judged;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)who);
    return judged_find(work, month, subject, id, &judged, NULL) == ERR_NONE && judged_is_me(work, &judged);
}
