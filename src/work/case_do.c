#include "case_do.h"

#include "inside.h"
#include "record_row.h"
#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

/* A step being taken: what the case will be, and what was given. */
struct step {
    const struct transition *transition;
    const struct record *given;
    int64_t actor, now;
    int64_t id, version;
    const char *from;
    const char *category, *urgency;
    int64_t handler, reported_at, due_at, closed_at, rework, self_handled; /* 0 is none */
    const char *unit, *result, *satisfaction;
    int64_t to_handler; /* to whom this step hands it; 0 when to nobody */
};

static void do_report(struct step *step)
{
    int64_t limit = workflow_limit(step->category, step->urgency);
    step->reported_at = step->now;
    step->due_at = limit == 0 ? 0 : step->now + limit;
}

static void do_withdraw(struct step *step)
{
    step->reported_at = step->due_at = 0;
}

static void do_self(struct step *step)
{
    step->self_handled = 1;
    step->handler = step->to_handler = step->actor;
}

static void do_assign(struct step *step)
{
    step->handler = step->to_handler;
    step->unit = record_get(step->given, "unit");
}

static void do_release(struct step *step)
{
    step->handler = 0;
    step->unit = "";
}

static void do_result(struct step *step)
{
    step->result = record_get(step->given, "text");
}

static void do_rework(struct step *step)
{
    step->rework++;
}

static void do_satisfaction(struct step *step)
{
    step->satisfaction = record_get(step->given, "satisfaction");
}

static void do_end(struct step *step)
{
    step->closed_at = step->now;
}

/* The words of the column "effect". */
static const struct {
    const char *word;
    void (*apply)(struct step *step);
} effects[] = {
    {"report",       do_report      }, /* its time begins to run */
    {"withdraw",     do_withdraw    }, /* as if it had never been reported */
    {"self",         do_self        }, /* the actor settles it */
    {"assign",       do_assign      }, /* to the handler (and unit) given */
    {"release",      do_release     }, /* nobody's any more */
    {"result",       do_result      }, /* the text is what was done */
    {"rework",       do_rework      }, /* counted */
    {"satisfaction", do_satisfaction}, /* what the reporter said */
    {"end",          do_end         }, /* nothing more is to be done */
};

bool case_effect_is_known(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(effects); i++)
        if (strcmp(effects[i].word, word) == 0)
            return true;
    return false;
}

static void apply_effects(struct step *step)
{
    char word[64];
    const char *words = step->transition->effect;
    while (word_next(&words, ' ', word, sizeof word))
        for (size_t i = 0; i < COUNT_OF(effects); i++)
            if (strcmp(effects[i].word, word) == 0)
                effects[i].apply(step);
}

enum err case_may(struct work *work, const struct rows *row, const struct transition *transition, struct error *e)
{
    struct scope_range range;
    int64_t author = rows_int(row, 0, "created_by"), handler = rows_int(row, 0, "handler");
    const char *path = rows_text(row, 0, "path");
    enum err r = right_range(work, transition->right, &range, e);
    if (r != ERR_NONE)
        return r;
    if (strcmp(transition->who, "author") == 0 && author != work->actor.user)
        return error_set(e, ERR_DENIED, NULL, _("Only the one who reported it may do this."));
    if (strcmp(transition->who, "handler") == 0 && handler != work->actor.user)
        return error_set(e, ERR_DENIED, NULL, _("Only the one whom it was handed to may do this."));
    if (transition->who[0] != '\0')
        return ERR_NONE;
    if (strcmp(path, range.lo) < 0 || strcmp(path, range.hi) >= 0)
        return error_set(e, ERR_DENIED, NULL, _("The case lies outside of your area."));
    if (range.own && author != work->actor.user && handler != work->actor.user)
        return error_set(e, ERR_DENIED, NULL, _("Your role may do this with own cases only."));
    return ERR_NONE;
}

/* Says what there is to be done in the state, in the words of the menu. */
static enum err no_such_way(const char *command, const struct rows *row, struct error *e)
{
    struct buffer ways = {0};
    const char *state = rows_text(row, 0, "state");
    if (!workflow_has_command(command))
        return error_set(e, ERR_USAGE, NULL, _("There is no command \"%s\" for cases."), command);
    for (size_t i = 0; i < workflow_count(); i++)
        if (workflow_find(workflow_at(i)->command, state) == workflow_at(i))
            buffer_format(&ways, "%s%s", ways.length > 0 ? _(", ") : "", workflow_label(workflow_at(i)));
    enum err r = error_set(e, ERR_STATE, NULL, _("\"%s\" is not possible now: case %s is %s. Possible: %s."),
                           workflow_command_label(command), rows_text(row, 0, "no"), code_text("case_state", state),
                           ways.length > 0 ? buffer_text(&ways) : _("nothing"));
    buffer_free(&ways);
    return r;
}

/* The given fields that the transition takes, canonical, into out; those that it needs must be there. */
static enum err take_given(const struct transition *transition, const struct record *given, struct record *out,
                           struct error *e)
{
    const char *const lists[] = {transition->needs, transition->asks};
    const struct table *table = table_find("case");
    struct buffer value = {0};
    enum err r = ERR_NONE;
    char name[64];

    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (const char *names = lists[i]; r == ERR_NONE && word_next(&names, ' ', name, sizeof name);) {
            const struct field *field = table_field(table, name);
            buffer_clear(&value);
            if (field->type == FIELD_LINK) /* looked up by need_handler: a login will do */
                buffer_add_text(&value, record_get(given, name));
            else
                r = check_value(field, record_get(given, name), &value, e);
            if (r == ERR_NONE && i == 0 && value.length == 0)
                r = error_set(e, ERR_INVALID, name, _("%s: this is needed to \"%s\"."), field_label(field),
                              workflow_label(transition));
            record_set(out, name, buffer_text(&value));
        }
    buffer_free(&value);
    return r;
}

/* Somebody who may handle cases in one of the posts held today. */
static enum err need_handler(struct work *work, struct pool *pool, const char *id_or_login, int64_t *handler,
                             struct error *e)
{
    char today[DATE_TEXT];
    struct rows posts;
    int count = 0;
    const struct right *rights = rights_all(&count);

    today_text(today);
    enum err r =
        db_query(work->db, pool, "case.handler",
                 BINDS(BIND_INT("id", id_of(id_or_login)), BIND_TEXT("login", id_or_login), BIND_TEXT("today", today)),
                 &posts, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; i < posts.count; i++)
        for (int k = 0; k < count; k++)
            if (rights[k].scope != SCOPE_NONE && strcmp(rights[k].action, "case.handle") == 0 &&
                strcmp(rights[k].role, rows_text(&posts, i, "role")) == 0) {
                *handler = rows_int(&posts, i, "id");
                return ERR_NONE;
            }
    return error_set(e, ERR_INVALID, "handler", _("Choose somebody who is active and may handle cases."));
}

static void begin_step(struct step *step, struct work *work, const struct rows *row,
                       const struct transition *transition, const struct record *given)
{
    *step = (struct step){
        .transition = transition,
        .given = given,
        .actor = work->actor.user,
        .now = clock_now(),
        .id = rows_int(row, 0, "id"),
        .version = rows_int(row, 0, "version"),
        .from = rows_text(row, 0, "state"),
        .category = rows_text(row, 0, "category"),
        .urgency = rows_text(row, 0, "urgency"),
        .handler = rows_int(row, 0, "handler"),
        .reported_at = rows_int(row, 0, "reported_at"),
        .due_at = rows_int(row, 0, "due_at"),
        .closed_at = rows_int(row, 0, "closed_at"),
        .rework = rows_int(row, 0, "rework"),
        .self_handled = rows_int(row, 0, "self_handled"),
        .unit = rows_text(row, 0, "unit"),
        .result = rows_text(row, 0, "result"),
        .satisfaction = rows_text(row, 0, "satisfaction"),
    };
}

static enum err move(struct work *work, const struct step *step, struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(
        work->db, "case.move",
        BINDS(BIND_INT("id", step->id), BIND_INT("version", step->version), BIND_TEXT("from", step->from),
              BIND_TEXT("to", step->transition->to), bind_some("handler", step->handler), BIND_TEXT("unit", step->unit),
              BIND_TEXT("result", step->result), BIND_TEXT("satisfaction", step->satisfaction),
              BIND_INT("rework", step->rework), BIND_INT("self_handled", step->self_handled),
              bind_some("reported_at", step->reported_at), bind_some("due_at", step->due_at),
              bind_some("closed_at", step->closed_at), BIND_INT("me", step->actor), BIND_INT("now", step->now)),
        &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has moved this case on in the meantime."));
    return r;
}

static enum err write_step(struct work *work, const struct step *step, struct error *e)
{
    int64_t id = 0;
    enum err r = db_next(work->db, "case_step", &id, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(work->db, "case_step.insert",
                      BINDS(BIND_INT("id", id), BIND_INT("case_file", step->id), BIND_INT("at", step->now),
                            BIND_INT("me", step->actor), bind_some("post", work->actor.post),
                            BIND_TEXT("command", step->transition->command), BIND_TEXT("from", step->from),
                            BIND_TEXT("to", step->transition->to), BIND_TEXT("text", record_get(step->given, "text")),
                            bind_some("handler", step->to_handler),
                            BIND_TEXT("satisfaction", record_get(step->given, "satisfaction"))),
                      NULL, e);
}

/* One step of the case in row 0, inside the caller's transaction. */
static enum err take_step(struct work *work, struct pool *pool, const struct rows *row, const char *command,
                          const struct record *given, struct error *e)
{
    struct step step;
    const struct transition *transition = workflow_choose(command, rows_text(row, 0, "state"), given);
    if (transition == NULL)
        return no_such_way(command, row, e);
    struct record *taken = record_new();
    enum err r = case_may(work, row, transition, e);
    if (r == ERR_NONE)
        r = take_given(transition, given, taken, e);
    if (r == ERR_NONE) {
        begin_step(&step, work, row, transition, taken);
        if (record_get(taken, "handler")[0] != '\0')
            r = need_handler(work, pool, record_get(taken, "handler"), &step.to_handler, e);
    }
    if (r == ERR_NONE) {
        apply_effects(&step);
        r = move(work, &step, e);
    }
    if (r == ERR_NONE)
        r = write_step(work, &step, e);
    record_free(&taken);
    return r;
}

enum err case_report(struct work *work, int64_t id, struct error *e)
{
    struct rows row;
    struct pool *pool = pool_new();
    struct record *given = record_new();
    enum err r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r == ERR_NONE)
        r = take_step(work, pool, &row, "report", given, e);
    record_free(&given);
    pool_free(&pool);
    return r;
}

enum err case_do(struct work *work, int64_t id, const char *command, const struct record *given, struct error *e)
{
    char action[64];
    struct rows row;
    struct pool *pool = pool_new();

    snprintf(action, sizeof action, "case.%s", workflow_has_command(command) ? command : "do");
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r == ERR_NONE && record_has(given, "version") && record_int(given, "version") != rows_int(&row, 0, "version"))
        r = error_set(e, ERR_CONFLICT, NULL, _("Somebody else has moved this case on in the meantime."));
    if (r == ERR_NONE)
        r = take_step(work, pool, &row, command, given, e);
    pool_free(&pool);
    return audit_end(work, r, action, "case", id, "", e);
}
