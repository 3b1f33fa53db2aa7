/* What stands in a case's timeline without being a command: rows of the list case_note. */
#include "case_do.h"

#include "record_row.h"

#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

static enum err write(const struct step *step, struct error *e)
{
    struct work *work = step->now->work;
    int64_t id = 0;
    enum err r = db_next(work->db, "case_step", &id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(work->db, "case_step.insert",
                      BINDS(BIND_INT("id", id), BIND_INT("case_file", step->now->id), BIND_INT("at", step->at),
                            BIND_INT("me", work->actor.user), bind_some("post", work->actor.post),
                            bind_some("acting_for", 0), BIND_TEXT("command", step->command),
                            BIND_TEXT("from", step->state), BIND_TEXT("to", step->state), BIND_TEXT("text", step->text),
                            bind_some("handler", 0), BIND_TEXT("satisfaction", ""), BIND_TEXT("given", ""),
                            BIND_TEXT("level", workflow_level_name(step->level)),
                            bind_some("handler_before", step->handler), bind_some("lead_before", step->lead),
                            BIND_TEXT("unit_before", step->unit)),
                      NULL, e);
}

enum err case_note(struct work *work, int64_t id, const char *note, const char *text, struct error *e)
{
    struct case_now now;
    struct pool *pool = pool_new();
    const struct transition told = {.command = note, .tells = "handler level", .approval = ""};
    enum err r = case_now_any(work, pool, id, &now, e);
    if (r == ERR_NONE) {
        const struct step step = {
            .now = &now,
            .transition = &told,
            .command = note,
            .text = text,
            .at = clock_now(),
            .state = now.facts.state,
            .level = now.facts.level,
            .handler = rows_int(&now.row, 0, "handler"),
            .lead = rows_int(&now.row, 0, "lead"),
            .unit = rows_text(&now.row, 0, "unit"),
            .closed_at = rows_int(&now.row, 0, "closed_at"),
        };
        r = write(&step, e);
        if (r == ERR_NONE)
            r = case_tell(&step, 0, e);
    }
    pool_free(&pool);
    return r;
}
