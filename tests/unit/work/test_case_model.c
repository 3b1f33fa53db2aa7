/* The engine of cases against a plain model (case_model.h): random steps by everybody at random times, a tenth of them
 * with something left out, and after each step the case has to be what the model says: state, holder, who is waited
 * for, clocks, light, timeline. make accept-model takes a million of them.
 *
 * WANGGE_STEPS: how many; WANGGE_SEED: which ones. A difference is told with the seed and what had been done before. */
#include "case_compare.h"

#include "wangge/work/alarm.h"
#include "wangge/work/deputy.h"
#include "wangge/work/working_time.h"

#define OF_A_ROUND 20000 /* steps, in a village of its own */
#define LONGEST    60    /* steps of a case that is given up */

static uint64_t draw(struct play *p, uint64_t below)
{
    p->seed ^= p->seed << 13;
    p->seed ^= p->seed >> 7;
    p->seed ^= p->seed << 17;
    return (p->seed >> 11) % below;
}

/* --- steps -------------------------------------------------------------------------------------------------------- */

/* Mostly minutes, sometimes a night, now and then a weekend or a holiday. */
static void let_time_pass(struct play *p)
{
    uint64_t kind = draw(p, 100);
    int64_t minutes = kind < 70   ? 0
                      : kind < 92 ? (int64_t)draw(p, 30)
                      : kind < 98 ? (int64_t)draw(p, 360)
                                  : (int64_t)draw(p, 4000);
    p->now += minutes * 60 + (kind % 7 == 0 ? (int64_t)draw(p, 60) : 0);
    clock_fix(p->now);
}

static int64_t minutes_ahead(struct play *p, uint64_t most)
{
    return (p->now / 60 + 1 + (int64_t)draw(p, most)) * 60;
}

static int draw_handler(struct play *p)
{
    static const int handlers[] = {1, 2, 5, 6, 9, 9, 12, 14, 14};
    return handlers[draw(p, COUNT_OF(handlers))];
}

static const char *draw_category(struct play *p)
{
    static const char *const categories[] = {"01", "02", "03", "05", "07"};
    return categories[draw(p, COUNT_OF(categories))];
}

static int draw_into(struct play *p, const struct model_case *c)
{
    const struct model_case *into = &p->cases[draw(p, CASES)];
    return into->id == 0 || into == c ? 0 : (int)into->id;
}

/* All that any way may need, but for a piece that is left out now and then. */
static struct given draw_given(struct play *p, const struct model_case *c)
{
    static const char *const texts[] = {"已到现场。", "情况属实。", "需要再看。"};
    struct given g = {.fields = ~0u, .text = texts[draw(p, 3)], .people = "社区、物业、住户代表"};
    if (draw(p, 10) == 0)
        g.fields &= ~(1u << draw(p, 9));
    if ((g.fields & GIVE_TEXT) == 0)
        g.text = NULL;
    if ((g.fields & GIVE_PEOPLE) == 0)
        g.people = NULL;
    if ((g.fields & GIVE_WHOM) != 0) {
        uint64_t kind = draw(p, 3);
        g.handler = kind != 1 ? draw_handler(p) : 0;
        g.lead = kind != 0 ? 1 + (int)draw(p, UNITS) : 0;
    }
    g.assist = draw(p, 3) == 0 ? 1 << (1 + draw(p, UNITS)) : 0;
    g.until = (g.fields & GIVE_UNTIL) != 0 ? minutes_ahead(p, 9000) : 0;
    g.reply_by = (g.fields & GIVE_REPLY_BY) != 0 ? minutes_ahead(p, 3000) : 0;
    g.reason = (g.fields & GIVE_REASON) != 0 ? 1 + (int)draw(p, 4) : 0;
    g.finding = (g.fields & GIVE_FINDING) != 0 ? 1 + (int)draw(p, 4) : 0;
    g.satisfaction = (g.fields & GIVE_SATISFACTION) != 0 ? 1 + (int)draw(p, 3) : 0;
    g.into = (g.fields & GIVE_INTO) != 0 ? draw_into(p, c) : 0;
    if (g.into == 0)
        g.fields &= ~(unsigned)GIVE_INTO;
    g.category = draw(p, 4) == 0 ? draw_category(p) : NULL;
    g.urgency = draw(p, 4) == 0 ? 1 + (int)draw(p, 3) : 0;
    return g;
}

static void set_number(struct record *r, const char *field, int64_t value)
{
    if (value != 0)
        record_set_int(r, field, value);
}

static void set_minute(struct record *r, const char *field, int64_t instant)
{
    char text[DATE_MINUTE];
    instant_minute(instant, text);
    if (instant != 0)
        record_set(r, field, text);
}

static struct record *record_of(const struct given *g)
{
    struct record *r = record_new();
    if (g->text != NULL)
        record_set(r, "text", g->text);
    if (g->people != NULL)
        record_set(r, "people", g->people);
    set_number(r, "handler", g->handler);
    set_number(r, "lead", g->lead);
    for (int unit = 1; unit <= UNITS; unit++)
        set_number(r, "assist", (g->assist & 1 << unit) != 0 ? unit : 0);
    set_minute(r, "until", g->until);
    set_minute(r, "reply_by", g->reply_by);
    set_number(r, "reason", g->reason);
    set_number(r, "finding", g->finding);
    set_number(r, "satisfaction", g->satisfaction);
    set_number(r, "into", g->into);
    if (g->category != NULL)
        record_set(r, "category", g->category);
    set_number(r, "urgency", g->urgency);
    return r;
}

static void remember(struct play *p, const struct model_case *c, const struct post *me, const char *command,
                     enum tried tried)
{
    p->told[p->tolds++ % KEPT] = (struct told){.at = p->now,
                                               .id = c->id,
                                               .login = me->login,
                                               .command = command,
                                               .tried = tried,
                                               .state = c->state,
                                               .into = c->merged_into};
}

static struct model_case *case_of(struct play *p, int64_t id)
{
    for (size_t i = 0; id != 0 && i < CASES; i++)
        if (p->cases[i].id == id)
            return &p->cases[i];
    return NULL;
}

/* The case that c is merged into must be one that this person sees, that goes its own way, and that is not confidential
 * unless c is. */
static void settle_into(struct play *p, const struct post *me, const struct model_case *c, struct given *g)
{
    const struct model_case *into = case_of(p, g->into);
    if (into != NULL && (!may_see(into, me) || into->merged_into != 0 || into->state == VOID || into->state == DRAFT ||
                         (into->confidential && !c->confidential)))
        g->fields &= ~(unsigned)GIVE_INTO;
}

static void tell_end(struct model_case *c, const char *outcome, const char *result)
{
    c->outcome = outcome;
    if (result != c->result)
        snprintf(c->result, sizeof c->result, "%s", result);
}

/* What a step means for other cases: those that were merged into this one end with it, and go on with it. */
static void follow(struct play *p, struct model_case *c, const struct model_case *before)
{
    struct model_case *into = case_of(p, c->merged_into), *was_into = case_of(p, before->merged_into);
    if (before->merged_into == 0 && into != NULL) {
        into->mergees++;
        if (into->outcome[0] != '\0')
            tell_end(c, into->outcome, into->result);
    }
    if (c->merged_into == 0 && was_into != NULL)
        was_into->mergees--;
    bool over = c->state == CLOSED;
    if (over == (before->state == CLOSED) || c->state == ARCHIVED || before->state == ARCHIVED)
        return;
    for (size_t i = 0; i < CASES; i++)
        if (p->cases[i].merged_into == c->id && p->cases[i].id != 0) {
            tell_end(&p->cases[i], over ? c->outcome : "merged",
                     over && c->result[0] != '\0' ? c->result : p->cases[i].result);
            compare(p, &p->cases[i]);
        }
}

static enum tried do_step(struct play *p, struct model_case *c, const struct post *me, const char *command,
                          struct given *g)
{
    struct village *v = p->v;
    struct model_case after = *c;
    settle_into(p, me, c, g);
    const char *deputy = draw(p, 12) == 0 ? deputy_of(me) : NULL;
    int by = deputy == NULL ? me->id : post_named(deputy)->id;
    enum tried tried = model_try(&after, command, me, by, g, p->now);
    struct record *given = record_of(g);
    act_as(v, deputy == NULL ? me->login : deputy);
    if (deputy != NULL)
        DONE(v, deputy_act(v->work, me->login, &v->e));
    p->acted += deputy != NULL && tried == TRIED_DONE;
    enum err r = case_do(v->work, c->id, command, given, &v->e);
    record_free(&given);
    p->steps++;
    remember(p, &after, me, command, tried);
    if ((r == ERR_NONE) != (tried == TRIED_DONE))
        DIFFERENCE(p, c, "%s in %s (given %x): engine %s %s, model %s", command, state_names[c->state], g->fields,
                   error_name(r), r == ERR_NONE ? "" : v->e.text,
                   tried == TRIED_DONE     ? "does it"
                   : tried == TRIED_HIDDEN ? "hides it"
                                           : "refuses");
    if ((r == ERR_NOT_FOUND) != (tried == TRIED_HIDDEN))
        DIFFERENCE(p, c, "%s: engine %s %s", command, error_name(r), v->e.text);
    struct model_case before = *c;
    *c = after;
    follow(p, c, &before);
    compare(p, c);
    p->done += tried == TRIED_DONE;
    p->hidden += tried == TRIED_HIDDEN;
    p->refused += tried == TRIED_REFUSED;
    return tried;
}

/* Somebody who can take the command now; NULL when nobody can. */
static const struct post *who_can(struct play *p, const struct model_case *c, const char *command)
{
    size_t first = draw(p, COUNT_OF(posts));
    for (size_t i = 0; i < COUNT_OF(posts); i++) {
        const struct post *me = &posts[(first + i) % COUNT_OF(posts)];
        if (may_see(c, me) && way_of(c, command, me, NULL) != NULL)
            return me;
    }
    return NULL;
}

static const char *undo_of(const char *command)
{
    static const char *const undos[][2] = {
        {"self_handle", "recall"  },
        {"dispatch",    "recall"  },
        {"accept",      "withdraw"},
        {"merge",       "unmerge" },
        {"call_back",   "reopen"  },
        {"close",       "reopen"  },
        {"archive",     "reopen"  },
        {"suspend",     "resume"  },
    };
    for (size_t i = 0; i < COUNT_OF(undos); i++)
        if (strcmp(undos[i][0], command) == 0)
            return undos[i][1];
    return NULL;
}

/* What was done is taken back at once: state, level, handler and unit are those of before. */
static void undo_step(struct play *p, struct model_case *c, const struct model_case *before, const char *command)
{
    const char *undo = undo_of(command);
    const struct post *me = undo == NULL ? NULL : who_can(p, c, undo);
    if (me == NULL || c->state == before->state)
        return;
    struct given g = {.fields = ~0u, .text = "撤回。"};
    if (do_step(p, c, me, undo, &g) != TRIED_DONE)
        DIFFERENCE(p, c, "%s does not undo %s", undo, command);
    if (c->state != before->state || c->level != before->level || c->handler != before->handler ||
        c->lead != before->lead || strcmp(c->unit, before->unit) != 0)
        DIFFERENCE(p, c, "%s does not bring back what was before %s", undo, command);
    p->undone++;
}

static void new_case(struct play *p, struct model_case *c)
{
    struct village *v = p->v;
    static const int authors[] = {1, 1, 2, 3, 5, 6, 6, 7, 8, 10};
    static const int sources[] = {1, 2, 3, 4, 8};
    const struct post *me = post_of(authors[draw(p, COUNT_OF(authors))]);
    *c = (struct model_case){.author = me->id,
                             .category = draw_category(p),
                             .urgency = 1 + (int)draw(p, 3),
                             .source = sources[draw(p, COUNT_OF(sources))],
                             .confidential = draw(p, 8) == 0,
                             .outcome = ""};
    do
        c->area = 3 + (int)draw(p, 7);
    while (!lies_in(c->area, me->area));
    struct record *r = record_with("title", "路灯不亮", "text", "三单元门口路灯不亮。", "category", c->category, NULL);
    record_set_int(r, "urgency", c->urgency);
    record_set_int(r, "area", c->area);
    record_set_int(r, "source", c->source);
    record_set_int(r, "confidential", c->confidential);
    act_as(v, me->login);
    DONE(v, case_add(v->work, r, false, &c->id, NULL, NULL, &v->e));
    record_free(&r);
    struct given g = {.fields = 0};
    assert_int_equal(model_try(c, "report", me, me->id, &g, p->now), TRIED_DONE);
    p->made++;
    compare(p, c);
}

/* What falls due by itself, as the keeper's timer does it: suspensions end. */
static void serve_alarms(struct play *p)
{
    struct village *v = p->v;
    const struct given g = {.text = ""};
    DONE(v, alarm_serve(v->work, p->now, NULL, NULL, NULL, &v->e));
    for (size_t i = 0; i < CASES; i++) {
        struct model_case *c = &p->cases[i];
        if (c->id == 0 || c->stopped_at == 0 || c->suspended_until > p->now)
            continue;
        model_resume(c, &g, p->now);
        compare(p, c);
        p->resumed++;
    }
}

static bool is_over(const struct model_case *c)
{
    return c->id == 0 || c->state == VOID || c->steps > LONGEST || c->depth > DEPTH - 4 || c->whole.runs > RUNS - 3 ||
           c->stage.runs > RUNS - 3;
}

static void one_step(struct play *p)
{
    let_time_pass(p);
    struct model_case *c = &p->cases[draw(p, CASES)];
    if (is_over(c) || ((c->state == ARCHIVED || c->state == CLOSED) && draw(p, 6) == 0)) {
        p->closed += c->id != 0 && c->state >= CLOSED;
        new_case(p, c);
        return;
    }
    const char *command = ways[draw(p, WAYS)].command;
    const struct post *me = NULL;
    for (int tries = 0; draw(p, 8) != 0 && me == NULL && tries < 20; tries++) {
        command = ways[draw(p, WAYS)].command;
        me = strcmp(command, "void") == 0 && draw(p, 8) != 0 ? NULL : who_can(p, c, command);
    }
    if (me == NULL)
        me = &posts[draw(p, COUNT_OF(posts))];
    struct given g = draw_given(p, c);
    struct model_case before = *c;
    if (do_step(p, c, me, command, &g) == TRIED_DONE && draw(p, 4) == 0)
        undo_step(p, c, &before, command);
    if (draw(p, 8) == 0)
        compare_seen(p, c, &posts[draw(p, COUNT_OF(posts))]);
    if (draw(p, 60) == 0)
        serve_alarms(p);
    if (draw(p, 16) == 0)
        compare_queue(p, &posts[draw(p, COUNT_OF(posts))]);
}

static void play_round(struct play *p, int64_t steps)
{
    void *state = NULL;
    assert_int_equal(village_begin(&state), 0);
    p->v = state;
    memset(p->cases, 0, sizeof p->cases);
    p->tolds = 0;
    sql(p->v, people_and_units);
    DONE(p->v, holidays_lay(p->v->work->db, &p->v->e));
    db_bulk_begin(p->v->work->db);
    p->now = RECKON_FIRST + (int64_t)draw(p, 600) * 86400 + 9 * 3600;
    clock_fix(p->now);
    for (int64_t end = p->steps + steps; p->steps < end && p->now < RECKON_FIRST + 900LL * 86400;)
        one_step(p);
    assert_int_equal(village_end(&state), 0);
}

static int64_t number_of(const char *name, int64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? otherwise : strtoll(text, NULL, 10);
}

static void the_engine_does_what_the_model_says(void **state)
{
    int64_t steps = number_of("WANGGE_STEPS", 3000);
    struct play *p = calloc(1, sizeof *p);
    (void)state;
    reckon_begin();
    p->first_seed = (uint64_t)number_of("WANGGE_SEED", 1);
    p->seed = p->first_seed * 0x9e3779b97f4a7c15u + 1;
    while (p->steps < steps)
        play_round(p, steps - p->steps < OF_A_ROUND ? steps - p->steps : OF_A_ROUND);
    print_message(
        "# seed %llu: %lld steps of %lld cases: %lld done, %lld refused, %lld of what one does not see; %lld "
        "taken back at once, %lld by deputies, %lld resumed by the timer, %lld queues, %lld cases at their end\n",
        (unsigned long long)p->first_seed, (long long)p->steps, (long long)p->made, (long long)p->done,
        (long long)p->refused, (long long)p->hidden, (long long)p->undone, (long long)p->acted, (long long)p->resumed,
        (long long)p->queues, (long long)p->closed);
    reckon_end();
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_engine_does_what_the_model_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
