/* What the workflow makes of a timeline that was written without it: levels, clocks, outcomes and turns. */
#include "case_do.h"

#include "record_row.h"
#include "words.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

/* One step again: who holds the case then, and what its clocks do. */
static enum err again(const struct case_now *now, const struct rows *steps, size_t i, struct step *step,
                      struct error *e)
{
    const char *from = rows_text(steps, i, "from_state"), *role = rows_text(steps, i, "role");
    const struct transition *way = NULL;
    for (size_t k = 0; way == NULL && k < workflow_count(); k++)
        if (strcmp(workflow_at(k)->command, rows_text(steps, i, "command")) == 0 &&
            workflow_leads_from(workflow_at(k), from) &&
            strcmp(workflow_at(k)->to, rows_text(steps, i, "to_state")) == 0)
            way = workflow_at(k);
    if (way == NULL)
        return ERR_NONE;
    enum err r = db_execute(
        now->work->db, "case_step.set_level",
        BINDS(BIND_INT("id", rows_int(steps, i, "id")), BIND_TEXT("level", workflow_level_name(step->level))), NULL, e);
    int level = workflow_level_of_role(role);
    if (word_in(way->effect, ' ', "report"))
        step->level = level > now->facts.lowest ? level : now->facts.lowest;
    if (word_in(way->effect, ' ', "up"))
        step->level += step->level < workflow_level("district");
    if (word_in(way->effect, ' ', "take_level"))
        step->level = level > step->level ? level : step->level > 0 ? step->level : 1;
    if (strcmp(way->to, "closed") == 0)
        step->outcome = word_in(way->effect, ' ', "refused") ? "refused" : step->self_handled ? "settled" : "solved";
    return r != ERR_NONE || way->clock[0] == '\0'
               ? r
               : case_clocks_do(now->work, now->id, way->clock, rows_text(&now->row, 0, "category"),
                                rows_text(&now->row, 0, "urgency"), rows_int(steps, i, "at"), &step->times, e);
}

static enum err replay(struct work *work, struct pool *pool, int64_t id, struct error *e)
{
    struct case_now now;
    struct rows steps;
    struct step step = {.outcome = ""};
    const char *waits = "";
    enum err r = case_now_any(work, pool, id, &now, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_step.roles", BINDS(BIND_INT("id", id)), &steps, e);
    if (r != ERR_NONE)
        return r;
    step.level = now.facts.lowest;
    step.self_handled = rows_int(&now.row, 0, "self_handled");
    for (size_t i = 0; r == ERR_NONE && i < steps.count; i++)
        r = again(&now, &steps, i, &step, e);
    if (rows_null(&now.row, 0, "reported_at"))
        step.times = (struct case_times){0};
    now.facts.level = step.level;
    case_waits(pool, &now.facts, &waits);
    return r != ERR_NONE
               ? r
               : db_execute(work->db, "case.replayed",
                            BINDS(BIND_INT("id", id), BIND_TEXT("level", workflow_level_name(step.level)),
                                  BIND_TEXT("waits", waits), BIND_TEXT("outcome", step.outcome),
                                  bind_some("yellow_at", step.times.yellow_at), bind_some("due_at", step.times.due_at),
                                  BIND_TEXT("stage", step.times.stage),
                                  bind_some("stage_yellow_at", step.times.stage_yellow_at),
                                  bind_some("stage_due_at", step.times.stage_due_at)),
                            NULL, e);
}

enum err case_replay_all(struct work *work, struct error *e)
{
    struct pool *pool = pool_new(), *scratch = pool_new();
    struct rows rows;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case.all", NULL, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        r = replay(work, scratch, rows_int(&rows, i, "id"), e);
        pool_reset(scratch);
    }
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    pool_free(&scratch);
    pool_free(&pool);
    return r;
}
