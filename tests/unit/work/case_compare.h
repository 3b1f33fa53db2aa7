/* What is played in the test of the model, and whether the engine's cases are what the model says. */
#ifndef WANGGE_TESTS_WORK_CASE_COMPARE_H
#define WANGGE_TESTS_WORK_CASE_COMPARE_H

#include "case_model_step.h"
#include "case_people.h"
#include "village.h"

#include "wangge/base/buffer.h"
#include "wangge/db/db.h"
#include "wangge/work/workflow.h"

#define CASES 12 /* alive at a time */
#define KEPT  128

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
    int64_t steps, done, hidden, refused, undone, closed, made, queues, acted, resumed;
    int64_t commands[WAYS];
};

/* --- differences ---------------------------------------------------------------------------------------------------
 */

static inline void tell_before(const struct play *p, int64_t id)
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

static inline void picture_of_row(struct buffer *out, const struct rows *row)
{
    for (size_t i = 0; i < COUNT_OF(number_columns); i++)
        buffer_format(out, "%s=%lld ", number_columns[i], (long long)rows_int(row, 0, number_columns[i]));
    for (size_t i = 0; i < COUNT_OF(text_columns); i++)
        buffer_format(out, "%s=%s ", text_columns[i], rows_text(row, 0, text_columns[i]));
    buffer_format(out, "steps=%lld requests=%lld assisting=%lld running=%lld", (long long)rows_int(row, 0, "steps"),
                  (long long)rows_int(row, 0, "requests"), (long long)rows_int(row, 0, "assisting"),
                  (long long)rows_int(row, 0, "running"));
}

static inline const char *digit(int value, char out[16])
{
    snprintf(out, 16, "%d", value);
    return value == 0 ? "" : out;
}

static inline void picture_of_model(struct buffer *out, const struct model_case *c)
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
static inline void compare_words(struct play *p, const struct model_case *c, const char *engine, const char *model)
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
static inline void compare_timeline(struct play *p, const struct model_case *c, struct pool *pool)
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

static inline void compare(struct play *p, const struct model_case *c)
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
static inline void compare_seen(struct play *p, const struct model_case *c, const struct post *me)
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
static inline void compare_queue(struct play *p, const struct post *me)
{
    struct village *v = p->v;
    struct list_query query = {.limit = 100};
    struct rows rows;
    int64_t total = 0;
    if (scope_of(me, "read") == '-')
        return;
    struct pool *pool = pool_new();
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

#endif
