#include "case_do.h"

#include "record_row.h"
#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

static struct step step_of(const struct case_now *now, const struct transition *transition, const char *command)
{
    const struct rows *row = &now->row;
    const char *to = transition->to, *from = now->facts.state;
    return (struct step){
        .now = now,
        .transition = transition,
        .command = command,
        .text = "",
        .at = clock_now(),
        .state = word_in("same back asked", ' ', to) ? from : to,
        .level = now->facts.level,
        .handler = rows_int(row, 0, "handler"),
        .lead = rows_int(row, 0, "lead"),
        .unit = rows_text(row, 0, "unit"),
        .category = rows_text(row, 0, "category"),
        .urgency = rows_text(row, 0, "urgency"),
        .result = rows_text(row, 0, "result"),
        .satisfaction = rows_text(row, 0, "satisfaction"),
        .outcome = rows_text(row, 0, "outcome"),
        .asked = rows_text(row, 0, "asked"),
        .supervise_reason = rows_text(row, 0, "supervise_reason"),
        .rework = rows_int(row, 0, "rework"),
        .returns = rows_int(row, 0, "returns"),
        .self_handled = rows_int(row, 0, "self_handled"),
        .reported_at = rows_int(row, 0, "reported_at"),
        .closed_at = rows_int(row, 0, "closed_at"),
        .archived_at = rows_int(row, 0, "archived_at"),
        .merged_into = rows_int(row, 0, "merged_into"),
        .suspended_until = rows_int(row, 0, "suspended_until"),
        .supervised_at = rows_int(row, 0, "supervised_at"),
        .reply_by = rows_int(row, 0, "reply_by"),
        .replied_at = rows_int(row, 0, "replied_at"),
        .times = case_times_of(row),
    };
}

static struct case_facts facts_after(const struct step *step)
{
    struct case_facts facts = step->now->facts;
    facts.state = step->state;
    facts.level = step->level;
    facts.asked = step->asked;
    facts.suspended = step->times.stopped_at != 0;
    facts.supervised = step->supervised_at != 0 && step->replied_at == 0;
    facts.merged = step->merged_into != 0;
    facts.accepted = false; /* nobody waits for that */
    return facts;
}

static enum err store(const struct step *step, struct error *e)
{
    const struct case_times *t = &step->times;
    struct case_facts facts = facts_after(step);
    const char *waits = "";
    int64_t changed = 0;
    case_waits(step->now->pool, &facts, &waits);
    enum err r = db_execute(
        step->now->work->db, "case.move",
        BINDS(BIND_INT("id", step->now->id), BIND_INT("version", rows_int(&step->now->row, 0, "version")),
              BIND_TEXT("from", step->now->facts.state), BIND_TEXT("to", step->state),
              BIND_TEXT("level", workflow_level_name(step->level)), BIND_TEXT("waits", waits),
              bind_some("handler", step->handler), bind_some("lead", step->lead), BIND_TEXT("unit", step->unit),
              BIND_TEXT("category", step->category), BIND_TEXT("urgency", step->urgency),
              BIND_TEXT("result", step->result), BIND_TEXT("satisfaction", step->satisfaction),
              BIND_TEXT("outcome", step->outcome), BIND_TEXT("asked", step->asked), BIND_INT("rework", step->rework),
              BIND_INT("returns", step->returns), BIND_INT("self_handled", step->self_handled),
              bind_some("reported_at", step->reported_at), bind_some("closed_at", step->closed_at),
              bind_some("archived_at", step->archived_at), bind_some("merged_into", step->merged_into),
              bind_some("suspended_until", step->suspended_until), bind_some("supervised_at", step->supervised_at),
              BIND_TEXT("supervise_reason", step->supervise_reason), bind_some("reply_by", step->reply_by),
              bind_some("replied_at", step->replied_at), bind_some("yellow_at", t->yellow_at),
              bind_some("due_at", t->due_at), BIND_TEXT("stage", t->stage),
              bind_some("stage_yellow_at", t->stage_yellow_at), bind_some("stage_due_at", t->stage_due_at),
              bind_some("stopped_at", t->stopped_at), BIND_INT("me", step->now->work->actor.user),
              BIND_INT("now", step->at)),
        &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has moved this case on in the meantime."));
    return r;
}

/* What the columns of a step do not hold, as a record. */
static void rest_of_given(const struct step *step, struct buffer *out)
{
    static const char *const columns[] = {"text", "handler", "satisfaction"};
    struct record *rest = record_copy(step->given);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        record_remove(rest, columns[i]);
    if (strcmp(step->command, step->transition->command) != 0)
        record_set(rest, "asked", step->transition->command);
    if (record_count(rest) > 0)
        record_write(rest, out);
    record_free(&rest);
}

/* told: what is said with the command that the timeline tells. */
static enum err write_step(const struct step *step, const char *told, struct error *e)
{
    struct work *work = step->now->work;
    const struct rows *row = &step->now->row;
    struct buffer given = {0};
    int64_t id = 0;
    enum err r = db_next(work->db, "case_step", &id, e);
    rest_of_given(step, &given);
    if (r == ERR_NONE)
        r = db_execute(work->db, "case_step.insert",
                       BINDS(BIND_INT("id", id), BIND_INT("case_file", step->now->id), BIND_INT("at", step->at),
                             BIND_INT("me", work->actor.user), bind_some("post", work->actor.post),
                             bind_some("acting_for", step->now->me == work->actor.user ? 0 : step->now->me),
                             BIND_TEXT("command", step->command), BIND_TEXT("from", step->now->facts.state),
                             BIND_TEXT("to", step->state), BIND_TEXT("text", told),
                             bind_some("handler", step->to_handler),
                             BIND_TEXT("satisfaction", record_get(step->given, "satisfaction")),
                             BIND_TEXT("given", buffer_text(&given)),
                             BIND_TEXT("level", workflow_level_name(step->now->facts.level)),
                             bind_some("handler_before", rows_int(row, 0, "handler")),
                             bind_some("lead_before", rows_int(row, 0, "lead")),
                             BIND_TEXT("unit_before", rows_text(row, 0, "unit"))),
                       NULL, e);
    buffer_free(&given);
    return r;
}

/* What was given takes the place of what the case has. */
static enum err relimit(struct step *step, struct error *e)
{
    const char *category = record_get(step->given, "category"), *urgency = record_get(step->given, "urgency");
    const char *old_category = step->category, *old_urgency = step->urgency;
    step->category = category[0] != '\0' ? category : old_category;
    step->urgency = urgency[0] != '\0' ? urgency : old_urgency;
    if (strcmp(step->category, old_category) == 0 && strcmp(step->urgency, old_urgency) == 0)
        return ERR_NONE;
    return case_clocks_relimit(step->now->work, step->now->id, step->category, step->urgency, step->at, &step->times,
                               e);
}

/* Effects, then the clocks; a report that was taken back has no times at all. */
static enum err carry_out(struct step *step, struct error *e)
{
    enum err r = relimit(step, e);
    if (r == ERR_NONE)
        r = case_effects(step, e);
    if (r == ERR_NONE && step->transition->clock[0] != '\0')
        r = case_clocks_do(step->now->work, step->now->id, step->transition->clock, step->category, step->urgency,
                           step->at, &step->times, e);
    if (step->reported_at == 0)
        step->times = (struct case_times){0};
    return r;
}

static enum err write_down(struct step *step, const char *told, int64_t asked_by, struct error *e)
{
    bool moves = strcmp(step->state, step->now->facts.state) != 0;
    enum err r = ERR_NONE;
    if (moves && step->asked[0] != '\0') {
        step->asked = "";
        r = case_request_end(step, "withdrawn", e);
    }
    if (r == ERR_NONE)
        r = store(step, e);
    if (r == ERR_NONE)
        r = write_step(step, told, e);
    if (r == ERR_NONE && moves)
        r = case_merged_follow(step, e);
    return r == ERR_NONE ? case_tell(step, asked_by, e) : r;
}

/* Does what was asked for, as it is now: the way may be closed by what has happened since. */
static enum err approve(const struct case_now *now, const char *told, struct error *e)
{
    struct case_request request;
    struct case_now then = *now;
    const struct transition *way = NULL;
    enum err r = case_request_read(now, &request, e);
    if (r != ERR_NONE)
        return r;
    then.facts.asked = "";
    for (size_t i = 0; way == NULL && i < workflow_count(); i++)
        if (strcmp(workflow_at(i)->command, request.command) == 0 && workflow_at(i)->approval[0] != '\0' &&
            case_facts_hold(&then.facts, workflow_at(i)))
            way = workflow_at(i);
    if (way == NULL)
        r = error_set(e, ERR_STATE, NULL, _("\"%s\" is not possible any more; say no to it."),
                      workflow_command_label(request.command));
    if (r == ERR_NONE) {
        struct step step = step_of(now, way, "approve");
        step.given = request.given;
        step.text = told;
        r = case_request_end(&step, "approve", e);
        step.text = request.text;
        step.asked = "";
        if (r == ERR_NONE)
            r = carry_out(&step, e);
        if (r == ERR_NONE)
            r = write_down(&step, told, request.asked_by, e);
    }
    record_free(&request.given);
    return r;
}

static enum err reject(struct step *step, struct error *e)
{
    struct case_request request;
    enum err r = case_request_read(step->now, &request, e);
    if (r != ERR_NONE)
        return r;
    record_free(&request.given);
    r = case_request_end(step, "reject", e);
    step->asked = "";
    return r == ERR_NONE ? write_down(step, step->text, request.asked_by, e) : r;
}

static enum err take(const struct case_now *now, const struct transition *way, const struct record *given,
                     struct error *e)
{
    struct step step = step_of(now, way, way->command);
    step.given = given;
    step.text = record_get(given, "text");
    step.to_handler = record_int(given, "handler");
    if (strcmp(way->to, "asked") == 0)
        return approve(now, step.text, e);
    if (strcmp(way->who, "approver") == 0)
        return reject(&step, e);
    if (way->approval[0] != '\0')
        step.state = now->facts.state;
    enum err r = way->approval[0] != '\0' ? case_ask(&step, e) : carry_out(&step, e);
    return r == ERR_NONE ? write_down(&step, step.text, 0, e) : r;
}

/* One step of the case, inside the caller's transaction. */
static enum err take_step(const struct case_now *now, const char *command, const struct record *given, struct error *e)
{
    const struct transition *way = NULL;
    struct record *taken = record_new();
    enum err r = case_way(now, command, given, &way, e);
    if (r == ERR_NONE)
        r = case_take_given(now, way, given, taken, e);
    if (r == ERR_NONE)
        r = take(now, way, taken, e);
    record_free(&taken);
    return r;
}

enum err case_report(struct work *work, int64_t id, struct error *e)
{
    struct case_now now;
    struct pool *pool = pool_new();
    struct record *given = record_new();
    enum err r = case_now_read(work, pool, pool_format(pool, "%lld", (long long)id), &now, e);
    if (r == ERR_NONE)
        r = take_step(&now, "report", given, e);
    record_free(&given);
    pool_free(&pool);
    return r;
}

enum err case_do(struct work *work, int64_t id, const char *command, const struct record *given, struct error *e)
{
    char action[64];
    struct case_now now;
    struct pool *pool = pool_new();

    snprintf(action, sizeof action, "case.%s", workflow_has_command(command) ? command : "do");
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = case_now_read(work, pool, pool_format(pool, "%lld", (long long)id), &now, e);
    if (r == ERR_NONE && record_has(given, "version") &&
        record_int(given, "version") != rows_int(&now.row, 0, "version"))
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has moved this case on in the meantime."));
    if (r == ERR_NONE)
        r = take_step(&now, command, given, e);
    pool_free(&pool);
    return audit_end(work, r, action, "case", id, "", e);
}
