/* The steps of the model of a case. */
#ifndef WANGGE_TESTS_WORK_CASE_MODEL_STEP_H
#define WANGGE_TESTS_WORK_CASE_MODEL_STEP_H

#include "case_model.h"

static inline void push(struct model_case *c, const char *command)
{
    assert(c->depth < DEPTH);
    struct before *b = &c->stack[c->depth++];
    *b = (struct before){.command = command,
                         .state = c->state,
                         .level = c->level,
                         .handler = c->handler,
                         .lead = c->lead,
                         .assist = c->assist,
                         .satisfaction = c->satisfaction,
                         .self_handled = c->self_handled};
    memcpy(b->unit, c->unit, sizeof b->unit);
    memcpy(b->result, c->result, sizeof b->result);
}

/* The step that led here is taken back. */
static inline void go_back(struct model_case *c)
{
    assert(c->depth > 0);
    const struct before *b = &c->stack[--c->depth];
    enum state was = c->state;
    c->state = b->state;
    c->level = b->level;
    c->handler = b->handler;
    c->lead = b->lead;
    c->assist = b->assist;
    memcpy(c->unit, b->unit, sizeof c->unit);
    if (was == ARCHIVED) /* the archive changes none of the words; the case that it is part of may have meanwhile */
        return;
    c->satisfaction = b->satisfaction;
    c->self_handled = b->self_handled;
    memcpy(c->result, b->result, sizeof c->result);
}

static inline void hand_over(struct model_case *c, const struct given *given, int assist)
{
    c->handler = given->handler;
    c->lead = given->lead;
    c->assist = assist & ~(1 << given->lead);
    snprintf(c->unit, sizeof c->unit, "%s", given->unit != NULL ? given->unit : unit_names[given->lead]);
}

static inline bool command_is(const struct way *way, const char *command)
{
    return strcmp(way->command, command) == 0;
}

static inline void do_accept(struct model_case *c, const struct post *me, const struct given *given)
{
    if (level_of(me->role) > (int)c->level)
        c->level = (enum level)level_of(me->role);
    if (c->level == AT_GRID) /* what is accepted has left the grid */
        c->level = AT_STATION;
    if (given->category != NULL)
        c->category = given->category;
    if (given->urgency != 0)
        c->urgency = given->urgency;
    relimit_clock(&c->whole, c);
    relimit_clock(&c->stage, c);
}

static inline void do_end(struct model_case *c, const struct way *way, int64_t now)
{
    c->closed_at = now;
    c->suspended_until = 0;
    c->outcome = command_is(way, "refuse")  ? "refused"
                 : command_is(way, "merge") ? "merged"
                 : way->to == VOID          ? ""
                 : c->self_handled          ? "settled"
                                            : "solved";
}

/* What else it does, each command for itself. */
static inline void do_effects(struct model_case *c, const struct way *way, const struct post *me,
                              const struct given *given, int64_t now)
{
    if (command_is(way, "report")) {
        c->reported_at = now;
        c->level = (enum level)(level_of(me->role) > lowest_level(c) ? level_of(me->role) : lowest_level(c));
    } else if (command_is(way, "self_handle")) {
        c->self_handled = 1;
        c->handler = me->id;
        snprintf(c->result, sizeof c->result, "%s", given->text != NULL ? given->text : "");
    } else if (command_is(way, "report_up") || command_is(way, "verify")) {
        c->level++;
        if (way->from == IN(HANDLING))
            c->handler = c->lead = 0, c->unit[0] = '\0', c->assist = 0;
    } else if (command_is(way, "accept") || command_is(way, "register")) {
        do_accept(c, me, given);
    } else if (command_is(way, "dispatch") || command_is(way, "transfer")) {
        hand_over(c, given, command_is(way, "dispatch") ? given->assist : 0);
    } else if (command_is(way, "sign")) {
        c->handler = me->id;
    } else if (command_is(way, "return")) {
        c->handler = c->lead = c->assist = 0;
        c->unit[0] = '\0';
        c->returns++;
    } else if (command_is(way, "extend")) {
        extend_clock(&c->whole, given->until);
        extend_clock(&c->stage, given->until);
    } else if (command_is(way, "suspend")) {
        c->suspended_until = given->until;
    } else if (command_is(way, "resume")) {
        c->suspended_until = 0;
    } else if (command_is(way, "handle")) {
        if (c->handler == 0)
            c->handler = me->id;
        snprintf(c->result, sizeof c->result, "%s", given->text);
    } else if (command_is(way, "rework") || (command_is(way, "call_back") && way->to == HANDLING)) {
        c->rework++;
    } else if (command_is(way, "merge")) {
        c->merged_into = given->into;
    } else if (command_is(way, "unmerge")) {
        c->merged_into = 0;
    } else if (command_is(way, "archive")) {
        c->archived_at = now;
    } else if (command_is(way, "supervise")) {
        c->supervised_at = now;
        c->reason = given->reason;
        c->reply_by = given->reply_by;
        c->replied_at = 0;
    } else if (command_is(way, "reply")) {
        c->replied_at = now;
    }
    if (command_is(way, "call_back"))
        c->satisfaction = given->satisfaction;
    if (command_is(way, "refuse")) {
        if (way->to == DRAFT)
            c->reported_at = 0;
        else
            snprintf(c->result, sizeof c->result, "%s", given->text);
    }
}

static inline void leave_archive_or_end(struct model_case *c)
{
    if (c->state == ARCHIVED) {
        c->archived_at = 0;
    } else if (c->state == CLOSED) {
        c->closed_at = 0;
        c->outcome = "";
    }
}

/* command: under which name it stands in the timeline, an approved one under "approve". */
static inline void take(struct model_case *c, const struct way *way, const char *command, const struct post *me,
                        const struct given *given, int64_t now)
{
    enum state from = c->state;
    if (way->to == BACK) {
        leave_archive_or_end(c);
        go_back(c);
    } else if (way->to != SAME) {
        push(c, command);
    }
    do_effects(c, way, me, given, now);
    if (way->to < SAME)
        c->state = (enum state)way->to;
    if (way->to == CLOSED || way->to == VOID)
        do_end(c, way, now);
    do_clocks(c, way->clock, now);
    if (c->state != from)
        c->asked = NULL; /* what was asked for is withdrawn */
}

enum tried { TRIED_DONE, TRIED_HIDDEN, TRIED_REFUSED };

/* What ends first now. */
static inline int64_t next_limit(const struct model_case *c)
{
    bool stage = c->stage.ended_at == 0 && c->stage.due_at != 0;
    return stage && (c->whole.due_at == 0 || c->stage.due_at < c->whole.due_at) ? c->stage.due_at : c->whole.due_at;
}

/* What others were merged into cannot be merged itself; and more time is later than what there is. */
static inline bool all_given(const struct model_case *c, const struct way *way, const struct given *given)
{
    return (way->needs & ~given->fields) == 0 && (!command_is(way, "merge") || c->mergees == 0) &&
           (!command_is(way, "extend") || given->until > next_limit(c));
}

/* by: who does it, me or a deputy in the place of me. c becomes what it is after the step, or stays. */
static inline enum tried model_try(struct model_case *c, const char *command, const struct post *me, int by,
                                   const struct given *given, int64_t now)
{
    enum state from = c->state;
    if (!may_see(c, me))
        return scope_of(me, "read") == '-' ? TRIED_REFUSED : TRIED_HIDDEN;
    const struct way *way = way_of(c, command, me, given);
    if (way == NULL || !all_given(c, way, given) || (way->who == APPROVER && (c->asker == by || c->asker_hand == by)))
        return TRIED_REFUSED;
    if (way->approval[0] != '\0') {
        c->asked = way;
        c->asker = me->id, c->asker_hand = by;
        c->asked_given = *given;
        c->requests++;
    } else if (way->who == APPROVER) {
        const struct way *asked = c->asked;
        struct given asked_given = c->asked_given;
        c->asked = NULL;
        if (command_is(way, "approve"))
            take(c, asked, command, me, &asked_given, now);
    } else {
        take(c, way, command, me, given, now);
    }
    assert(c->steps < TIMELINE);
    c->timeline[c->steps++] =
        (struct model_step){.at = now, .by = by, .command = way->command, .from = from, .to = c->state};
    return TRIED_DONE;
}

/* The program itself ends a suspension whose day has come. */
static inline void model_resume(struct model_case *c, const struct given *given, int64_t now)
{
    static const struct post program = {.id = 0};
    for (size_t i = 0; i < WAYS; i++)
        if (strcmp(ways[i].command, "resume") == 0 && is_open(c, &ways[i])) {
            take(c, &ways[i], "resume", &program, given, now);
            break;
        }
    assert(c->steps < TIMELINE);
    c->timeline[c->steps++] =
        (struct model_step){.at = now, .by = 0, .command = "resume", .from = HANDLING, .to = HANDLING};
}

/* Who is waited for: where the grid is, or the level, stands the lowest one that there is and that has the right. */
static inline const char *waited_for(const struct model_case *c, const struct way *way)
{
    static const char *const words[] = {[OF_AUTHOR] = "author", [OF_HANDLER] = "handler", [OF_APPROVER] = "approver"};
    int level = c->level;
    if (way->turn == OF_GRID_LEADER)
        return level_roles[lowest_level(c)];
    if (way->turn != OF_LEVEL)
        return words[way->turn];
    return level_roles[level == AT_GRID ? AT_STATION : level]; /* grid leaders accept and dispatch nothing */
}

/* " station handler ": everybody who has a way on from here that is their duty. */
static inline void waits_of(const struct model_case *c, char out[96])
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < WAYS; i++) {
        char word[32];
        if (ways[i].turn == NOBODY || !is_open(c, &ways[i]))
            continue;
        snprintf(word, sizeof word, " %s ", waited_for(c, &ways[i]));
        if (strstr(out, word) == NULL)
            n += (size_t)snprintf(out + n, 96 - n, "%s", word + (n > 0));
    }
}

#endif
