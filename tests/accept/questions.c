/* Every place of the program that asks for a right is answered with yes, one at a time, and whatever probes come by
 * there run again: one of them must notice (make accept-rights). The questions of work/ are tried with all of the
 * screens and commands before them answered with yes: rights are applied there, whatever a screen leaves out. CALLS in
 * the environment: those alone that are shown by a function called by itself (rights_calls.h). */
#define ASKED_AS_IT_IS
#include "../unit/session/asked.h"
#include "../unit/session/rights_calls.h"

#include "wangge/base/array.h"

#include <sys/mman.h>
#include <sys/wait.h>

enum { MOST_QUESTIONS = 400, MOST_PROBES = 600, MOST_ROLES = 24, RUNS_EACH = 50, WORKERS = 2 };
enum { DOORS_SHUT, DOORS_OPEN, DOORS }; /* are screens and commands told yes? */

/* A probe in a role. */
struct run {
    int doors, role, probe;
};

/* What the cover run found: of each run at each question the narrowest answer, one more than its scope; and whether the
 * run came out as expected. Shared with the processes that try. */
struct seen {
    unsigned char answers[MOST_QUESTIONS][DOORS][MOST_ROLES][MOST_PROBES];
    bool agrees[DOORS][MOST_ROLES][MOST_PROBES];
    char action[MOST_QUESTIONS][40];
};

/* The linker's: all questions. */
extern const struct question *const __start_asked[], *const __stop_asked[];

static struct seen *seen;
static struct run now;
static bool covers;
static const struct question *yes, *alone; /* one is answered with yes; all others of its action than this one are */
static const char *action_alone;

#include "questions_told.h"

static int number_of(const struct question *question)
{
    int i = 0;
    while (i < __stop_asked - __start_asked && __start_asked[i] != question)
        i++;
    return i;
}

static bool is_door(const struct question *question)
{
    return strstr(question->file, "src/screen/") != NULL;
}

/* Screens ask for many rights in one place: all other doors are open then. */
static bool is_like_alone(const struct question *question, const char *action)
{
    return is_door(alone) ? is_door(question) : strcmp(action, action_alone) == 0;
}

static bool answers_yes(const struct question *question, enum scope scope, const char *action)
{
    if (covers) {
        int i = number_of(question);
        unsigned char *answer = &seen->answers[i][now.doors][now.role][now.probe];
        if (*answer == 0 || *answer > scope + 1)
            *answer = (unsigned char)(scope + 1);
        snprintf(seen->action[i], sizeof seen->action[i], "%s", action);
    }
    return question == yes || (now.doors == DOORS_OPEN && is_door(question)) ||
           (alone != NULL && question != alone && is_like_alone(question, action));
}

enum scope asked_scope(const struct question *question, const struct work *work, const char *action)
{
    enum scope scope = right_scope(work, action);
    return answers_yes(question, scope, action) ? SCOPE_ALL : scope;
}

enum err asked_need(const struct question *question, const struct work *work, const char *action, struct error *e)
{
    return answers_yes(question, right_scope(work, action), action) ? ERR_NONE : right_need(work, action, e);
}

enum err asked_range(const struct question *question, const struct work *work, const char *action,
                     struct scope_range *out, struct error *e)
{
    if (!answers_yes(question, right_scope(work, action), action))
        return right_range(work, action, out, e);
    *out = (struct scope_range){.hi = "~", .me = work_me(work)};
    return ERR_NONE;
}

static int probe_count(void)
{
    int n = 0;
    while (probe_at((size_t)n) != NULL)
        n++;
    return n;
}

static bool agrees(struct rights_office *r, const struct run *run)
{
    const struct probe *probe = probe_at((size_t)run->probe);
    const char *role = code_list("role")->codes[run->role].code;
    int is[PLACES];
    int places = try_everywhere(r, probe, is);
    for (int place = 0; place < places; place++)
        if (is[place] != expected(probe, role, place))
            return false;
    return true;
}

/* ---- work for several processes */

/* Does all of count, each in a process of its own that ends with what try_one returns. */
static void share(struct rights_office *r, size_t count, int (*try_one)(struct rights_office *r, size_t i, int worker),
                  void (*told)(size_t i, int status))
{
    pid_t worker[WORKERS] = {0};
    size_t works_on[WORKERS] = {0}, next = 0, running = 0;
    while (next < count || running > 0) {
        for (int w = 0; w < WORKERS && next < count; w++) {
            if (worker[w] != 0)
                continue;
            fflush(NULL);
            works_on[w] = next++;
            worker[w] = fork();
            if (worker[w] == 0) {
                if (freopen("/dev/null", "w", stdout) == NULL)
                    _exit(3);
                _exit(try_one(r, works_on[w], w));
            }
            running++;
        }
        int status = 0;
        pid_t ended = wait(&status);
        for (int w = 0; w < WORKERS; w++)
            if (worker[w] == ended) {
                worker[w] = 0;
                running--;
                told(works_on[w], WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status));
            }
    }
}

/* ---- the cover run: a process for each role, with doors closed and open */

static bool is_tried_now(size_t probe)
{
    return is_chosen(probe_at(probe)) && !(now.doors == DOORS_OPEN && probe_at(probe)->door);
}

static int cover_role(struct rights_office *r, size_t i, int worker)
{
    size_t roles = code_list("role")->count;
    now = (struct run){.doors = (int)(i / roles), .role = (int)(i % roles)};
    covers = true;
    rights_office_copy(r, worker);
    rights_office_act(r, actor_login(r, i % roles));
    for (now.probe = 0; probe_at((size_t)now.probe) != NULL; now.probe++)
        if (is_tried_now((size_t)now.probe))
            seen->agrees[now.doors][now.role][now.probe] = agrees(r, &now);
    return 0;
}

static int disagreeing;

static void tell_cover(size_t i, int status)
{
    const struct code_list *roles = code_list("role");
    int doors = (int)(i / roles->count), role = (int)(i % roles->count);
    if (status != 0)
        print_message("# the cover run of %s ended with %d\n", roles->codes[role].code, status);
    disagreeing += status != 0;
    for (int k = 0; k < probe_count(); k++)
        if (is_chosen(probe_at((size_t)k)) && !(doors == DOORS_OPEN && probe_at((size_t)k)->door) &&
            !seen->agrees[doors][role][k]) {
            disagreeing++;
            print_message("# without any mutant%s: %s %s by %s: %s\n", doors == DOORS_OPEN ? ", all doors open" : "",
                          roles->codes[role].code, probe_at((size_t)k)->action, way_names[probe_at((size_t)k)->way],
                          probe_at((size_t)k)->way == COMMAND ? probe_at((size_t)k)->what : "keys");
        }
}

/* ---- the questions */

struct chosen {
    struct run run;
    unsigned rank;
};

static int by_rank(const void *a, const void *b)
{
    const struct chosen *x = a, *y = b;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static int by_role(const void *a, const void *b)
{
    const struct run *x = &((const struct chosen *)a)->run, *y = &((const struct chosen *)b)->run;
    return x->role != y->role ? x->role - y->role : x->doors != y->doors ? x->doors - y->doors : x->probe - y->probe;
}

/* What runs are looked for: those in which the question was refused, in which any for the same right was, or all that
 * come by. */
enum want { REFUSED_HERE, REFUSED_ALIKE, COME_BY };

/* The narrowest answer in a run: of a question, or of all that ask for the same right. */
static unsigned char answer_in(int question, bool alike, int doors, int role, int probe)
{
    unsigned char least = seen->answers[question][doors][role][probe];
    for (int i = 0; alike && __start_asked + i < __stop_asked; i++) {
        unsigned char other = seen->answers[i][doors][role][probe];
        if (other != 0 && (least == 0 || other < least) && strcmp(seen->action[i], seen->action[question]) == 0)
            least = other;
    }
    return least;
}

/* As many as are tried: half of them refusals, as far as there are others. Whoever is refused is tried at one place
 * alone, who has a narrow right at all. */
static int thin_out(struct chosen *runs, int count)
{
    int refused = 0, kept = 0;
    while (refused < count && runs[refused].rank < 2u << 24)
        refused++;
    int others = count - refused;
    int most_refused = others < RUNS_EACH / 2 ? RUNS_EACH - others : RUNS_EACH / 2;
    for (int i = 0; i < count && kept < RUNS_EACH; i++)
        if (i >= refused || i < most_refused)
            runs[kept++] = runs[i];
    return kept;
}

/* Only where the answer was not "all" can a yes make a difference: refusals first, of many probes. Returns how many. */
static int choose_runs(int question, enum want want, struct chosen *out, int most)
{
    int count = 0;
    for (int d = 0; d < DOORS; d++)
        for (int i = 0; i < MOST_ROLES; i++)
            for (int k = 0; k < MOST_PROBES && count < most; k++) {
                unsigned char answer = seen->agrees[d][i][k] ? answer_in(question, want == REFUSED_ALIKE, d, i, k) : 0;
                if (answer == 0 || (want != COME_BY && answer > SCOPE_ALL) ||
                    (d == DOORS_OPEN && is_door(__start_asked[question])))
                    continue;
                unsigned mixed = (unsigned)((d * MOST_ROLES + i) * MOST_PROBES + k) * 2654435761u;
                out[count++] = (struct chosen){
                    {d, i, k},
                    answer * (1u << 24) + (mixed >> 8)
                };
            }
    qsort(out, (size_t)count, sizeof *out, by_rank);
    count = thin_out(out, count);
    qsort(out, (size_t)count, sizeof *out, by_role);
    return count;
}

/* SECOND: another question for the same right would refuse as well. With all of these answered with yes this one holds
 * the cell alone, and without it the cell is open. LESS: what a role of the place without the right sees and hears is
 * another with the question than without it; no shipped role has all else and not this. */
enum outcome { SURVIVES, NOTICED, SECOND, LESS, UNREACHED, ALWAYS_YES, UNTRIED };

static int outcomes[MOST_QUESTIONS];

static bool is_noticed(int outcome)
{
    return outcome == NOTICED || outcome == SECOND || outcome == LESS;
}

static void take_run(struct rights_office *r, const struct run *run)
{
    static int acts = -1;
    now = *run;
    if (acts != now.role)
        rights_office_act(r, actor_login(r, (size_t)now.role));
    acts = now.role;
}

static bool holds_alone(struct rights_office *r, const struct question *question, const char *action)
{
    alone = question;
    action_alone = action;
    yes = NULL;
    bool holds = agrees(r, &now);
    yes = question;
    bool opens = holds && !agrees(r, &now);
    alone = NULL;
    return opens;
}

static uint64_t sum_of_run(struct rights_office *r)
{
    told_sum = 0;
    agrees(r, &now);
    return told_sum;
}

/* To a role of the place that has all of the actor's rights but this one. */
static bool shows_less(struct rights_office *r, const struct question *question, const char *action)
{
    struct actor *actor = &r->o->work->actor;
    memset(actor->cells, 0, sizeof actor->cells);
    for (size_t i = 0; i < right_count(); i++)
        if (strcmp(right_action(i), action) == 0)
            actor->cells[i] = SCOPE_NONE + 1;
    actor->custom = 1;
    yes = NULL;
    uint64_t without = sum_of_run(r);
    bool steady = without == sum_of_run(r);
    yes = question;
    bool differs = steady && without != sum_of_run(r);
    actor->custom = 0;
    return differs;
}

static bool is_called(const struct question *question, const struct call *call)
{
    const char *name = strrchr(question->file, '/');
    return strcmp(name == NULL ? question->file : name + 1, call->file) == 0 &&
           strcmp(question->function, call->function) == 0;
}

/* By the function called by itself. */
static bool notices_call(struct rights_office *r, const struct question *question)
{
    bool notices = false;
    const struct call *call;
    for (size_t i = 0; !notices && (call = call_at(i)) != NULL; i++) {
        if (!is_called(question, call))
            continue;
        yes = NULL;
        bool holds = call_holds(r, call);
        yes = question;
        notices = holds && !call_holds(r, call);
    }
    return notices;
}

static bool is_called_by_itself(const struct question *question)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++)
        if (is_called(question, call))
            return true;
    return false;
}

static int try_question(struct rights_office *r, size_t question, int worker)
{
    static struct chosen runs[DOORS * MOST_ROLES * MOST_PROBES];
    const char *only = getenv("PLACE");
    if (only != NULL && strstr(__start_asked[question]->file, only) == NULL)
        return UNTRIED;
    bool called = is_called_by_itself(__start_asked[question]);
    if (getenv("CALLS") != NULL && !called)
        return UNTRIED;
    if (seen->action[question][0] == '\0' && !called)
        return UNREACHED;
    alarm(240);
    if (called) {
        rights_office_copy(r, worker);
        return notices_call(r, __start_asked[question]) ? NOTICED : SURVIVES;
    }
    int count = choose_runs((int)question, REFUSED_HERE, runs, (int)COUNT_OF(runs));
    bool refused = count > 0;
    yes = __start_asked[question];
    rights_office_copy(r, worker);
    for (int i = 0; i < count; i++) {
        take_run(r, &runs[i].run);
        if (!agrees(r, &now))
            return NOTICED;
    }
    count = choose_runs((int)question, is_door(yes) ? REFUSED_HERE : REFUSED_ALIKE, runs, (int)COUNT_OF(runs));
    for (int i = 0; i < count; i++) {
        take_run(r, &runs[i].run);
        if (holds_alone(r, __start_asked[question], seen->action[question]))
            return SECOND;
    }
    count = choose_runs((int)question, COME_BY, runs, (int)COUNT_OF(runs));
    for (int i = 0; i < count; i++) {
        take_run(r, &runs[i].run);
        if (shows_less(r, __start_asked[question], seen->action[question]))
            return LESS;
    }
    return refused ? SURVIVES : ALWAYS_YES;
}

static void tell_question(size_t question, int status)
{
    outcomes[question] = status <= UNTRIED ? status : NOTICED; /* an end by a signal is noticed, too */
}

static int told_count(void)
{
    int count = 0;
    for (size_t i = 0; i < COUNT_OF(told_questions); i++)
        count += told_questions[i].count;
    return count;
}

/* How many rows tell of another number of questions than there is. */
static int wrongly_told(void)
{
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(told_questions); i++) {
        int count = 0;
        for (int k = 0; k < __stop_asked - __start_asked; k++)
            count += !is_noticed(outcomes[k]) && strcmp(__start_asked[k]->file, told_questions[i].file) == 0 &&
                     strcmp(__start_asked[k]->function, told_questions[i].function) == 0;
        if (count != told_questions[i].count && ++wrong > 0)
            print_message("# %s: %s: told as %d, found %d\n", told_questions[i].file, told_questions[i].function,
                          told_questions[i].count, count);
    }
    return wrong;
}

static void every_question(void **state)
{
    static const char *const words[] = {"nobody notices", "noticed",           "second lock",
                                        "leaves out",     "no probe comes by", "never refused"};
    struct rights_office *r = *state;
    int counts[UNTRIED + 1] = {0}, count = (int)(__stop_asked - __start_asked), wrong = 0;
    assert_true(count < MOST_QUESTIONS && probe_count() < MOST_PROBES && code_list("role")->count < MOST_ROLES);
    seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(seen != MAP_FAILED);
    work_close(&r->o->work);
    if (getenv("CALLS") == NULL)
        share(r, code_list("role")->count * DOORS, cover_role, tell_cover);
    share(r, (size_t)count, try_question, tell_question);
    for (int i = 0; i < count; i++) {
        const struct question *q = __start_asked[i];
        counts[outcomes[i]]++;
        if (!is_noticed(outcomes[i]) && outcomes[i] != UNTRIED && !is_told(q) && ++wrong > 0)
            print_message("# %s:%d: %s: %s (%s)\n", q->file, q->line, q->function, words[outcomes[i]], seen->action[i]);
    }
    print_message("# %d questions: %d noticed, %d more where others of the same right are answered with yes, %d by "
                  "roles of the place that lack that right alone, %d not, "
                  "%d never refused, %d where no probe comes by\n",
                  count, counts[NOTICED], counts[SECOND], counts[LESS], counts[SURVIVES], counts[ALWAYS_YES],
                  counts[UNREACHED]);
    print_message("# of those not noticed %d are told why not\n", told_count());
    wrong += getenv("PLACE") == NULL && getenv("CALLS") == NULL ? wrongly_told() : 0;
    done(r->o, work_open(r->o->database, &r->o->work, &r->o->e));
    assert_int_equal(disagreeing, 0);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_RIGHTS_OFFICE(every_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
