/* The engine of cases against a plain model (case_model.h): random steps by everybody at random times, a tenth of them
 * with something left out, and after each step the case has to be what the model says: state, holder, who is waited
 * for, clocks, light, timeline. make accept-model takes a million of them.
 *
 * WANGGE_STEPS: how many; WANGGE_SEED: which ones. A difference is told with the seed and what had been done before. */
#include "case_model_step.h"
#include "village.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/work/deputy.h"
#include "wangge/work/workflow.h"
#include "wangge/work/working_time.h"

#define CASES      12    /* alive at a time */
#define OF_A_ROUND 20000 /* steps, in a village of its own */
#define LONGEST    60    /* steps of a case that is given up */
#define KEPT       128

static const struct post posts[] = {
    {1,  "grid01",       GRID_LEADER,     6},
    {2,  "grid02",       GRID_LEADER,     7},
    {3,  "grid03",       GRID_LEADER,     8},
    {5,  "member01",     INFORMANT,       6},
    {6,  "station01",    STATION,         4},
    {7,  "station02",    STATION,         5},
    {8,  "street01",     STREET_CENTRE,   3},
    {9,  "department01", DEPARTMENT,      2},
    {10, "district01",   DISTRICT_CENTRE, 2},
    {12, "department02", DEPARTMENT,      2},
    {13, "inspector01",  INSPECTOR,       2},
    {14, "department03", DEPARTMENT,      2},
    {11, "admin",        SYSTEM,          1},
};

static const char people_and_units[] =
    "insert into account (id, login, name, initials, created_by, created_at, updated_by, updated_at)"
    " values (12, 'department02', '示例丑', '', 0, 0, 0, 0), (13, 'inspector01', '示例寅', '', 0, 0, 0, 0),"
    " (14, 'department03', '示例卯', '', 0, 0, 0, 0);"
    "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, updated_at)"
    " values (12, 12, 'department', 2, '2020-01-01', 0, 0, 0, 0), (13, 13, 'inspector', 2, '2020-01-01', 0, 0, 0, 0),"
    " (14, 14, 'department', 2, '2020-01-01', 0, 0, 0, 0);"
    "insert into unit (id, area, name, level, version, created_by, created_at, updated_by, updated_at)"
    " values (1, 2, '示例市政所', 'district', 1, 0, 0, 0, 0), (2, 2, '示例执法队', 'district', 1, 0, 0, 0, 0),"
    " (3, 3, '示例物业站', 'street', 1, 0, 0, 0, 0);"
    "insert into unit_member (id, area, unit, member, version, created_by, created_at, updated_by, updated_at)"
    " values (1, 2, 1, 9, 1, 0, 0, 0, 0), (2, 2, 1, 12, 1, 0, 0, 0, 0), (3, 2, 2, 14, 1, 0, 0, 0, 0),"
    " (4, 3, 3, 7, 1, 0, 0, 0, 0), (5, 3, 3, 14, 1, 0, 0, 0, 0);"
    "insert into deputy (id, account, post, acting, from_on, to_on, reason, created_by, created_at)"
    " values (1, 1, 1, 2, '2020-01-01', '2039-12-31', '休假', 0, 0),"
    " (2, 6, 6, 7, '2020-01-01', '2039-12-31', '培训', 0, 0), (3, 9, 9, 14, '2020-01-01', '2039-12-31', '病假', 0, 0);";

struct told {
    int64_t at, id;
    const char *login, *command;
    enum tried tried;
    enum state state;
    int into;
};

/* What is played: the village, the cases in it, and what was done to them. */
struct play {
    struct village *v;
    struct model_case cases[CASES];
    int64_t now;
    uint64_t seed, first_seed;
    struct told told[KEPT];
    size_t tolds;
    int64_t steps, done, hidden, refused, undone, closed, made, queues, acted;
    int64_t commands[WAYS];
};

static uint64_t draw(struct play *p, uint64_t below)
{
    p->seed ^= p->seed << 13;
    p->seed ^= p->seed >> 7;
    p->seed ^= p->seed << 17;
    return (p->seed >> 11) % below;
}

static const struct post *post_of(int id)
{
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        if (posts[i].id == id)
            return &posts[i];
    return NULL;
}

static const struct post *post_named(const char *login)
{
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        if (strcmp(posts[i].login, login) == 0)
            return &posts[i];
    return NULL;
}

/* Who does somebody's work for a time. */
static const char *deputy_of(const struct post *me)
{
    return me->id == 1 ? "grid02" : me->id == 6 ? "station02" : me->id == 9 ? "department03" : NULL;
}

/* --- differences ---------------------------------------------------------------------------------------------------
 */

static void tell_before(const struct play *p, int64_t id)
{
    for (size_t i = p->tolds > KEPT ? p->tolds - KEPT : 0; i < p->tolds; i++) {
        static const char *const words[] = {"done", "hidden", "refused"};
        const struct told *t = &p->told[i % KEPT];
        char minute[DATE_MINUTE];
        instant_minute(t->at, minute);
        if (t->id == id)
            print_message("#   %s %s %s: %s, %s%.0d\n", minute, t->login, t->command, words[t->tried],
                          state_names[t->state], t->into);
    }
}

#define DIFFERENCE(p, c, ...)                                                                                          \
    do {                                                                                                               \
        print_message("# seed %llu, step %lld, case %lld\n", (unsigned long long)(p)->first_seed,                      \
                      (long long)(p)->steps, (long long)(c)->id);                                                      \
        tell_before(p, (c)->id);                                                                                       \
        fail_msg(__VA_ARGS__);                                                                                         \
    } while (0)

/* Numbers of a row, as the model writes them: null is 0. */
static const char *const number_columns[] = {
    "handler",   "lead",       "rework",      "returns",     "self_handled",    "reported_at",
    "closed_at", "due_at",     "yellow_at",   "stopped_at",  "suspended_until", "supervised_at",
    "reply_by",  "replied_at", "merged_into", "archived_at", "stage_due_at",    "stage_yellow_at"};
static const char *const text_columns[] = {"state",   "level",        "waits",   "unit",
                                           "result",  "satisfaction", "asked",   "supervise_reason",
                                           "outcome", "category",     "urgency", "stage"};

static void picture_of_row(struct buffer *out, const struct rows *row)
{
    for (size_t i = 0; i < COUNT_OF(number_columns); i++)
        buffer_format(out, "%s=%lld ", number_columns[i], (long long)rows_int(row, 0, number_columns[i]));
    for (size_t i = 0; i < COUNT_OF(text_columns); i++)
        buffer_format(out, "%s=%s ", text_columns[i], rows_text(row, 0, text_columns[i]));
    buffer_format(out, "steps=%lld requests=%lld assisting=%lld running=%lld", (long long)rows_int(row, 0, "steps"),
                  (long long)rows_int(row, 0, "requests"), (long long)rows_int(row, 0, "assisting"),
                  (long long)rows_int(row, 0, "running"));
}

static const char *digit(int value, char out[16])
{
    snprintf(out, 16, "%d", value);
    return value == 0 ? "" : out;
}

static void picture_of_model(struct buffer *out, const struct model_case *c)
{
    bool limited = c->reported_at != 0, stage = limited && c->stage.stage[0] != '\0' && c->stage.ended_at == 0;
    const int64_t numbers[COUNT_OF(number_columns)] = {c->handler,
                                                       c->lead,
                                                       c->rework,
                                                       c->returns,
                                                       c->self_handled,
                                                       c->reported_at,
                                                       c->closed_at,
                                                       limited ? c->whole.due_at : 0,
                                                       limited ? c->whole.yellow_at : 0,
                                                       c->stopped_at,
                                                       c->suspended_until,
                                                       c->supervised_at,
                                                       c->reply_by,
                                                       c->replied_at,
                                                       c->merged_into,
                                                       c->archived_at,
                                                       stage ? c->stage.due_at : 0,
                                                       stage ? c->stage.yellow_at : 0};
    char waits[96], satisfaction[16], reason[16], urgency[16];
    waits_of(c, waits);
    const char *const texts[COUNT_OF(text_columns)] = {state_names[c->state],
                                                       level_names[c->level],
                                                       waits,
                                                       c->unit,
                                                       c->result,
                                                       digit(c->satisfaction, satisfaction),
                                                       c->asked == NULL ? "" : c->asked->command,
                                                       digit(c->reason, reason),
                                                       c->outcome,
                                                       c->category,
                                                       digit(c->urgency, urgency),
                                                       stage ? c->stage.stage : ""};
    for (size_t i = 0; i < COUNT_OF(number_columns); i++)
        buffer_format(out, "%s=%lld ", number_columns[i], (long long)numbers[i]);
    for (size_t i = 0; i < COUNT_OF(text_columns); i++)
        buffer_format(out, "%s=%s ", text_columns[i], texts[i]);
    buffer_format(out, "steps=%d requests=%d assisting=%d running=%d", c->steps,
                  c->requests + (c->asked != NULL ? 1000 : 0), __builtin_popcount((unsigned)c->assist),
                  runs_now(&c->whole) + runs_now(&c->stage));
}

/* Of two pictures the words that differ. */
static void compare_words(struct play *p, const struct model_case *c, const char *engine, const char *model)
{
    struct buffer out = {0};
    while (*engine != '\0' && *model != '\0') {
        size_t a = strcspn(engine, "="), n = strlen(engine), m = strlen(model);
        const char *next_a = strstr(engine, " "), *next_b = strstr(model, " ");
        /* a value may hold blanks: up to the next name= */
        for (const char *s = engine + a; next_a != NULL; next_a = strstr(next_a + 1, " ")) {
            const char *e = strpbrk(next_a + 1, "= ");
            if (s != NULL && e != NULL && *e == '=' && e > next_a + 1)
                break;
        }
        for (; next_b != NULL; next_b = strstr(next_b + 1, " ")) {
            const char *e = strpbrk(next_b + 1, "= ");
            if (e != NULL && *e == '=' && e > next_b + 1)
                break;
        }
        n = next_a == NULL ? n : (size_t)(next_a - engine);
        m = next_b == NULL ? m : (size_t)(next_b - model);
        if (n != m || strncmp(engine, model, n) != 0)
            buffer_format(&out, "\n  engine %.*s\n  model  %.*s", (int)n, engine, (int)m, model);
        engine += n + (engine[n] == ' ');
        model += m + (model[m] == ' ');
    }
    DIFFERENCE(p, c, "the case differs:%s", buffer_text(&out));
}

static const char picture_sql[] =
    "select c.*, (select count(*) from case_step s where s.case_file = c.id) as steps,"
    " (select count(*) from case_request r where r.case_file = c.id)"
    " + 1000 * (select count(*) from case_request r where r.case_file = c.id and r.decision = '') as requests,"
    " (select count(*) from case_unit u where u.case_file = c.id and u.kind = 'assist' and u.to_at is null) as "
    "assisting,"
    " (select count(*) from case_clock k where k.case_file = c.id and k.runs_from is not null) as running"
    " from case_file c where c.id = $id";

/* Every step that was ever taken stands there as it was taken. */
static void compare_timeline(struct play *p, const struct model_case *c, struct pool *pool)
{
    struct village *v = p->v;
    struct rows rows;
    DONE(v, db_query_text(v->work->db, pool,
                          "select at, account, command, from_state, to_state from case_step where case_file = $id"
                          " order by id",
                          BINDS(BIND_INT("id", c->id)), &rows, &v->e));
    if (rows.count != (size_t)c->steps)
        DIFFERENCE(p, c, "%zu steps in the timeline, %d were taken", rows.count, c->steps);
    for (size_t i = 0; i < rows.count; i++) {
        const struct model_step *s = &c->timeline[i];
        if (rows_int(&rows, i, "at") != s->at || rows_int(&rows, i, "account") != s->by ||
            strcmp(rows_text(&rows, i, "command"), s->command) != 0 ||
            strcmp(rows_text(&rows, i, "from_state"), state_names[s->from]) != 0 ||
            strcmp(rows_text(&rows, i, "to_state"), state_names[s->to]) != 0)
            DIFFERENCE(p, c, "step %zu: timeline %s by %lld from %s to %s, taken %s by %d from %s to %s", i,
                       rows_text(&rows, i, "command"), (long long)rows_int(&rows, i, "account"),
                       rows_text(&rows, i, "from_state"), rows_text(&rows, i, "to_state"), s->command, s->by,
                       state_names[s->from], state_names[s->to]);
    }
}

static void compare(struct play *p, const struct model_case *c)
{
    struct village *v = p->v;
    struct pool *pool = pool_new();
    struct buffer engine = {0}, model = {0};
    struct rows row;
    DONE(v, db_query_text(v->work->db, pool, picture_sql, BINDS(BIND_INT("id", c->id)), &row, &v->e));
    assert_int_equal(row.count, 1);
    picture_of_row(&engine, &row);
    picture_of_model(&model, c);
    if (strcmp(buffer_text(&engine), buffer_text(&model)) != 0)
        compare_words(p, c, buffer_text(&engine), buffer_text(&model));
    compare_timeline(p, c, pool);
    buffer_free(&engine);
    buffer_free(&model);
    pool_free(&pool);
}

/* The light and the menu, as somebody sees them. */
static void compare_seen(struct play *p, const struct model_case *c, const struct post *me)
{
    struct village *v = p->v;
    struct pool *pool = pool_new();
    struct record *seen = record_new();
    struct case_command *list = NULL;
    size_t count = 0, allowed = 0, wanted = 0;
    bool visible = may_see(c, me);
    act_as(v, me->login);
    enum err r = case_read(v->work, pool_format(pool, "%lld", (long long)c->id), seen, &v->e);
    if ((r == ERR_NONE) != visible)
        DIFFERENCE(p, c, "%s %s", me->login, visible ? "does not see it" : "sees it");
    if (visible && strcmp(record_get(seen, "light"), light_of(c, p->now)) != 0)
        DIFFERENCE(p, c, "light: engine %s, model %s", record_get(seen, "light"), light_of(c, p->now));
    if (visible)
        DONE(v, case_commands(v->work, pool, c->id, &list, &count, &v->e));
    for (size_t i = 0; i < count; i++) {
        allowed += list[i].allowed;
        if (list[i].allowed && way_of(c, list[i].transition->command, me, NULL) == NULL)
            DIFFERENCE(p, c, "%s may %s in the engine only", me->login, list[i].transition->command);
    }
    for (size_t i = 0; visible && i < WAYS; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || strcmp(ways[i].command, ways[k].command) == 0;
        wanted += !again && way_of(c, ways[i].command, me, NULL) != NULL;
    }
    if (allowed != wanted)
        DIFFERENCE(p, c, "%s: %zu commands in the menu, %zu in the model", me->login, allowed, wanted);
    record_free(&seen);
    pool_free(&pool);
}

/* What waits for somebody, and every light that this person sees in a list. */
static void compare_queue(struct play *p, const struct post *me)
{
    struct village *v = p->v;
    struct pool *pool = pool_new();
    struct list_query query = {.limit = 100};
    struct rows rows;
    int64_t total = 0;
    if (scope_of(me, "read") == '-')
        return;
    act_as(v, me->login);
    DONE(v, case_list(v->work, pool, CASE_QUEUE, &query, &rows, &total, &v->e));
    for (size_t k = 0; k < CASES; k++) {
        const struct model_case *c = &p->cases[k];
        bool listed = false;
        char waits[96];
        for (size_t i = 0; i < rows.count; i++)
            if (rows_int(&rows, i, "id") == c->id) {
                listed = true;
                if (strcmp(rows_text(&rows, i, "light"), light_of(c, p->now)) != 0)
                    DIFFERENCE(p, c, "light in the list: %s, model %s", rows_text(&rows, i, "light"),
                               light_of(c, p->now));
            }
        waits_of(c, waits);
        if (c->id != 0 && listed != is_in_queue(c, me, waits))
            DIFFERENCE(p, c, "it %s for %s (\"%s\")",
                       listed ? "does not wait, but is listed" : "waits, but is not listed", me->login, waits);
    }
    p->queues++;
    pool_free(&pool);
}

/* --- steps ---------------------------------------------------------------------------------------------------------
 */

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
    g.assist = getenv("NOASSIST") == NULL && draw(p, 3) == 0 ? 1 << (1 + draw(p, UNITS)) : 0;
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

/* The case that another is merged into must be one that this person sees, and that goes its own way. */
static void settle_into(struct play *p, const struct post *me, struct given *g)
{
    const struct model_case *into = case_of(p, g->into);
    if (into != NULL && (!may_see(into, me) || into->merged_into != 0 || into->state == VOID || into->state == DRAFT))
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
    settle_into(p, me, g);
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
    print_message("# seed %llu: %lld steps of %lld cases: %lld done, %lld refused, %lld of what one does not see; %lld "
                  "taken back at once, %lld by deputies, %lld queues, %lld cases at their end\n",
                  (unsigned long long)p->first_seed, (long long)p->steps, (long long)p->made, (long long)p->done,
                  (long long)p->refused, (long long)p->hidden, (long long)p->undone, (long long)p->acted,
                  (long long)p->queues, (long long)p->closed);
    reckon_end();
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_engine_does_what_the_model_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
