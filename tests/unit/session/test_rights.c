/* Who may do what where: every cell of etc/rights.csv, tried by command and on screen on a row at each place around the
 * actor's post. What is expected follows from the cell alone. */
#include "rights_probe.h"

#include "rights_mutants.h"

static void every_cell(void **state)
{
    struct rights_office *r = *state;
    const struct code_list *roles = code_list("role");
    long cells = 0, wrong = 0;
    for (size_t i = 0; i < roles->count; i++) {
        const char *role = roles->codes[i].code;
        if (getenv("ROLE") != NULL && strcmp(getenv("ROLE"), role) != 0)
            continue;
        rights_office_act(r, actor_login(r, i));
        const struct probe *probe;
        for (size_t k = 0; (probe = probe_at(k)) != NULL; k++) {
            int is[PLACES];
            if (!is_chosen(probe))
                continue;
            int places = try_everywhere(r, probe, is);
            for (int place = 0; place < places; place++) {
                cells++;
                if (is[place] != expected(probe, role, place) && wrong++ < 2000)
                    print_message("# %s %s %s by %s: %s: %s\n", role, probe->action, place_names[place],
                                  way_names[probe->way], outcome_names[is[place]],
                                  probe->way == COMMAND ? probe->what : "");
            }
        }
    }
    print_message("# %ld cells\n", cells);
    assert_int_equal(wrong, 0);
}

/* ---- the run of mutants: make accept-rights */

struct mutant {
    const char *site;      /* a place of the program, or */
    const char *statement; /* a statement, */
    const char *text;      /* and how it reads now */
    char what[160];
    const unsigned char *runs;
};

static struct mutant mutants[MOST_MUTANTS];

static bool agrees(struct rights_office *r, const struct probe *probe, const char *role, bool *first_only)
{
    int is[PLACES];
    int places = try_everywhere(r, probe, is);
    (void)first_only;
    for (int place = 0; place < places; place++)
        if (is[place] != expected(probe, role, place))
            return false;
    return true;
}

static size_t probe_total(void)
{
    size_t n = 0;
    while (probe_at(n) != NULL)
        n++;
    return n;
}

static void open_copy(struct rights_office *r, int worker)
{
    struct office *o = r->o;
    char command[400], path[200];
    snprintf(path, sizeof path, "%s/worker%d", o->dir, worker);
    assert_true(snprintf(command, sizeof command, "rm -rf %s && mkdir %s && cp -r %s/office* %s/", path, path, o->dir,
                         path) < (int)sizeof command);
    if (system(command) != 0)
        _exit(3);
    assert_true(snprintf(o->database, sizeof o->database, "%s/office.db", path) < (int)sizeof o->database);
    assert_true(snprintf(o->dir, sizeof o->dir, "%s", path) < (int)sizeof o->dir);
    done(o, work_open(o->database, &o->work, &o->e));
}

/* 0 when no probe notices it. */
static int try_mutant(struct rights_office *r, const struct mutant *m, int worker)
{
    const struct code_list *roles = code_list("role");
    size_t total = probe_total(), tried = 0;
    if (m->statement != NULL && db_put_statement(m->statement, m->text, &r->o->e) != ERR_NONE)
        return 3;
    seen.allowed = m->site;
    open_copy(r, worker);
    for (int way = 0; way < WAYS; way++)
        for (size_t i = 0; i < roles->count; i++) {
            bool acts = false;
            for (size_t k = 0; k < total; k++) {
                size_t run = i * total + k;
                if ((int)probe_at(k)->way != way || (m->runs[run / 8] & (1u << (run % 8))) == 0 || tried++ > RUNS_EACH)
                    continue;
                if (!acts)
                    rights_office_act(r, actor_login(r, i));
                acts = true;
                if (!agrees(r, probe_at(k), roles->codes[i].code, NULL))
                    return 1;
            }
        }
    return 0;
}

/* On one line. */
static void tell_piece(struct mutant *m, const char *text, const struct piece *piece)
{
    int n = snprintf(m->what, sizeof m->what, "%s:", m->statement);
    for (size_t i = piece->from; i < piece->to && (size_t)n + 2 < sizeof m->what; i++)
        if (!isspace((unsigned char)text[i]) || m->what[n - 1] != ' ')
            m->what[n++] = isspace((unsigned char)text[i]) ? ' ' : text[i];
    m->what[n] = '\0';
}

static size_t list_mutants(struct rights_office *r)
{
    static const char *const parameters[] = {"$lo", "$hi", "$own", "$me", "$secret_lo", "$secret_hi"};
    size_t count = 0;
    for (size_t i = 0; i < db_statement_count(); i++) {
        const char *text = __real_db_statement_text(db_statement_name(i));
        struct piece had[200];
        size_t pieces = 0;
        for (size_t at = 0; text[at] != '\0'; at++)
            for (size_t k = 0; text[at] == '$' && k < sizeof parameters / sizeof parameters[0]; k++) {
                struct piece piece;
                if (!word_at(text, at + 1, parameters[k] + 1) || !condition_at(text, at, &piece))
                    continue;
                bool again = false;
                for (size_t p = 0; p < pieces; p++)
                    again = again || (had[p].from == piece.from && had[p].to == piece.to);
                if (again || pieces == 200 || count == MOST_MUTANTS)
                    continue;
                had[pieces++] = piece;
                mutants[count] = (struct mutant){.statement = db_statement_name(i),
                                                 .text = without(r->o->pool, text, &piece),
                                                 .runs = seen.statements[i]};
                tell_piece(&mutants[count++], text, &piece);
            }
    }
    for (size_t i = 0; i < seen.count; i++) {
        mutants[count] = (struct mutant){.site = seen.at[i], .runs = seen.runs[i]};
        snprintf(mutants[count++].what, sizeof mutants[0].what, "place 0x%zx",
                 (size_t)(seen.at[i] - &__executable_start));
    }
    return count;
}

static void cover(struct rights_office *r)
{
    const struct code_list *roles = code_list("role");
    size_t total = probe_total();
    assert_true(roles->count * total < MOST_RUNS);
    seen.on = true;
    for (size_t i = 0; i < roles->count; i++) {
        rights_office_act(r, actor_login(r, i));
        for (size_t k = 0; k < total; k++) {
            seen.run = i * total + k;
            if (is_chosen(probe_at(k)) && !agrees(r, probe_at(k), roles->codes[i].code, NULL))
                print_message("# without any mutant: %s %s\n", roles->codes[i].code, probe_at(k)->action);
        }
    }
    seen.on = false;
    work_close(&r->o->work);
}

static void every_mutant(void **state)
{
    enum { WORKERS = 2 };
    struct rights_office *r = *state;
    size_t next = 0, running = 0, killed = 0, survived = 0, unseen = 0;
    pid_t worker[WORKERS] = {0};
    size_t works_on[WORKERS] = {0};
    cover(r);
    size_t count = list_mutants(r);
    print_message("# %zu mutants, %zu of them places of the program\n", count, seen.count);
    fflush(NULL);
    while (next < count || running > 0) {
        for (int w = 0; w < WORKERS && next < count; w++) {
            if (worker[w] != 0)
                continue;
            while (next < count && mutants[next].runs == NULL) {
                unseen++;
                print_message("# unseen: %s\n", mutants[next++].what);
            }
            if (next == count)
                break;
            works_on[w] = next++;
            fflush(NULL);
            worker[w] = fork();
            if (worker[w] == 0) {
                alarm(30);
                if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
                    _exit(3);
                _exit(try_mutant(r, &mutants[works_on[w]], w));
            }
            running++;
        }
        int status = 0;
        pid_t ended = running > 0 ? wait(&status) : 0;
        for (int w = 0; w < WORKERS; w++)
            if (ended > 0 && worker[w] == ended) {
                worker[w] = 0;
                running--;
                bool noticed = WIFEXITED(status) && WEXITSTATUS(status) == 1;
                killed += noticed;
                survived += WIFEXITED(status) && WEXITSTATUS(status) == 0;
                if (!noticed)
                    print_message("# %s %d: %s\n", status == 0 ? "survived" : "not told", status,
                                  mutants[works_on[w]].what);
            }
    }
    print_message("# %zu mutants: %zu noticed, %zu survived, %zu where no probe comes by\n", count, killed, survived,
                  unseen);
    done(r->o, work_open(r->o->database, &r->o->work, &r->o->e));
}

/* Actions that no command uses: told here with the reason, nothing else may be missing. */
static const struct {
    const char *action, *why;
} unprobed[] = {
    {"filter.share", "on screen alone: a filter is kept where it was made"              },
    {"kiosk.read",   "the kiosk has no commands and no palette: tests/ssh/test_kiosk.py"},
    {"kiosk.report", "the same"                                                         },
    {"kiosk.ask",    "the same"                                                         },
};

static bool is_tried(const char *action, enum way way)
{
    for (size_t k = 0; probe_at(k) != NULL; k++)
        if (strcmp(probe_at(k)->action, action) == 0 && probe_at(k)->way == way)
            return true;
    return false;
}

static void every_action_has_a_probe(void **state)
{
    int count = 0, actions = 0, commands = 0, screens = 0, missing = 0;
    const struct right *rights = rights_all(&count);
    (void)state;
    for (int i = 0; i < count; i++) {
        if (i > 0 && strcmp(rights[i].action, rights[i - 1].action) == 0)
            continue;
        bool told = false;
        for (size_t k = 0; k < sizeof unprobed / sizeof unprobed[0]; k++)
            told = told || strcmp(unprobed[k].action, rights[i].action) == 0;
        actions++;
        commands += is_tried(rights[i].action, COMMAND);
        screens += is_tried(rights[i].action, SCREEN);
        if (told == is_tried(rights[i].action, COMMAND) && ++missing > 0)
            print_message("# %s: %s\n", rights[i].action,
                          told ? "has a probe and is told as having none" : "has no probe");
    }
    print_message("# %d actions, %d tried by command, %d on screen\n", actions, commands, screens);
    assert_int_equal(missing, 0);
}

static int setup(void **state)
{
    *state = rights_office_open();
    return 0;
}

static int teardown(void **state)
{
    rights_office_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_cell, setup, teardown),
        cmocka_unit_test_setup_teardown(every_action_has_a_probe, setup, teardown),
    };
    const struct CMUnitTest with_mutants[] = {
        cmocka_unit_test_setup_teardown(every_mutant, setup, teardown),
    };
    return getenv("WANGGE_MUTANTS") != NULL ? cmocka_run_group_tests(with_mutants, NULL, NULL)
                                            : cmocka_run_group_tests(tests, NULL, NULL);
}
