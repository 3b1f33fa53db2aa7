/* Making what the marks of an entry ask for, each by the function that makes it anywhere else, all in the transaction
 * of the entry. */
#include "mark_inside.h"

#include "case_do.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/move.h"
#include "wangge/work/right.h"
#include "wangge/work/sweep.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

typedef void tell_fault(void *to, const struct error *fault);

/* A fault of the text, which names the mark. */
static enum err blame(const struct mark_item *item, const char *why, tell_fault *on_fault, void *to, struct error *e)
{
    struct error fault = {0};
    error_set(&fault, ERR_INVALID, item->mark.where, "%s: %s", item->mark.written, why);
    if (on_fault != NULL)
        on_fault(to, &fault);
    return error_set(e, ERR_INVALID, item->mark.where, "%s", fault.text);
}

enum err mark_refuse(const struct mark_plan *plan, tell_fault *on_fault, void *to, struct error *e)
{
    struct error first = {0}, one = {0};
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->items[i].problem == NULL)
            continue;
        blame(&plan->items[i], plan->items[i].problem, on_fault, to, &one);
        if (first.code == ERR_NONE)
            first = one;
    }
    return first.code == ERR_NONE ? ERR_NONE : error_set(e, ERR_INVALID, first.field, "%s", first.text);
}

static enum err answer_sweep(struct work *work, int64_t visit, const struct mark_item *item, struct error *e)
{
    const struct sweep_answer answer = {
        .outcome = record_get(item->record, "outcome"), .note = record_get(item->record, "note"), .visit = visit};
    return sweep_do(work, &item->target, 1, &answer, e);
}

static enum err make_item(struct work *work, int64_t visit, const struct mark_item *item, int64_t *id, struct error *e)
{
    enum err r = ERR_NONE;
    *id = item->target;
    switch (item->mark.make) {
    case MARK_CASE:
        record_set_int(item->record, "visit", visit);
        return case_add(work, item->record, false, id, NULL, NULL, e);
    case MARK_PERSON:
        return table_change(work, table_find("person"), item->target, item->record, e);
    case MARK_MEMBER:
        return table_add(work, table_find("person"), item->record, id, e);
    case MARK_OUT:
    case MARK_DEATH:
        return move_add(work, item->record, id, NULL, NULL, e);
    case MARK_HAZARD:
        return table_add(work, table_find("hazard"), item->record, id, e);
    case MARK_SWEEP:
        return answer_sweep(work, visit, item, e);
    case MARK_AGAIN: /* the entry itself tells it */
    case MARK_NEED:
        *id = visit;
        break;
    case MARK_MAKES:
        break;
    }
    return r;
}

static enum err keep(struct work *work, int64_t visit, const struct mark_item *item, int64_t id, struct error *e)
{
    return db_execute(work->db, "mark.insert",
                      BINDS(BIND_INT("visit", visit), BIND_TEXT("mark", item->mark.key),
                            BIND_TEXT("kind", mark_name(item->mark.make)), BIND_INT("object", id),
                            BIND_INT("me", work->actor.user), BIND_INT("now", clock_now())),
                      NULL, e);
}

enum err mark_carry_out(struct work *work, int64_t visit, const struct mark_plan *plan, tell_fault *on_fault, void *to,
                        struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < plan->count; i++) {
        const struct mark_item *item = &plan->items[i];
        struct error why = {0};
        int64_t id = item->target;
        if (item->made)
            continue;
        db_join(work->db);
        r = item->same ? ERR_NONE : make_item(work, visit, item, &id, &why);
        db_part(work->db);
        if (r == ERR_NONE)
            r = keep(work, visit, item, id, e);
        else if (r != ERR_FAILED && r != ERR_AGAIN)
            r = blame(item, why.text, on_fault, to, e);
        else
            error_set(e, r, NULL, "%s", why.text);
    }
    return r;
}

enum err mark_made(struct work *work, struct pool *pool, int64_t visit, struct rows *out, struct error *e)
{
    struct case_sight sight;
    case_sight(work, &sight, NULL); /* who may read no case sees the numbers of those that are not confidential */
    return db_query(work->db, pool, "mark.made",
                    BINDS(BIND_INT("visit", visit), BIND_INT("me", sight.range.me),
                          BIND_TEXT("secret_lo", sight.secret.lo), BIND_TEXT("secret_hi", sight.secret.hi),
                          BIND_TEXT("today", sight.today)),
                    out, e);
}
