/* Who may do what where: every cell of etc/rights.csv, tried by command and on screen on a row at each place around the
 * actor's post. What is expected follows from the cell alone. */
#include "rights_office.h"

#include "wangge/command/command.h"
#include "wangge/screen/screen.h"
#include "wangge/ui/player.h"
#include "wangge/ui/ui.h"
#include "wangge/work/login.h"

enum way { COMMAND, SCREEN, WAYS };

static const char *const way_names[WAYS] = {"command", "screen"};

/* One way to use a right. It was used when the text that came holds see, or when the query done finds a row. Before it
 * the statements of before (each ends with a semicolon) bring the row of every place into the state that it needs. */
struct probe {
    const char *action;
    enum way way;
    const char *what; /* the command line, or lines for the player */
    const char *see, *done, *before;
    const char *there;   /* one more statement, for the place that is tried alone */
    const char *input;   /* of the command */
    bool ok;             /* used when the command ends well */
    bool let;            /* used unless the command is denied */
    const char *also;    /* another right that is needed for the same place */
    bool unit;           /* what lies near is in the hands of the actor's unit */
    bool led;            /* of one's own: where one leads */
    const char *beside;  /* another right that gives the same */
    const char *nothing; /* roles that have nothing of their own that it could be about */
    bool leads;          /* a grid leader does it in a grid: the author of the place child */
    bool placeless;      /* there is no row that lies somewhere: the right is all */
    unsigned natural;    /* places reached by whoever has the right, whatever its scope */
    unsigned only;       /* places where it can be at all, if not all */
    unsigned never;      /* places where it cannot be */
};

#define FREE NULL
#include "rights_mutants.h"
#include "rights_probes.inc"
#include "rights_registers.h"

static const struct probe *probe_at(size_t i)
{
    const size_t first = sizeof probes / sizeof probes[0], second = sizeof register_probes / sizeof register_probes[0];
    return i < first ? &probes[i] : i < first + second ? &register_probes[i - first] : NULL;
}

struct told {
    char *text;
    int status;
};

static void run_command(struct rights_office *r, const char *line, const char *input, struct told *told)
{
    size_t size = 0;
    const struct command_io io = {
        .in = fmemopen((void *)(uintptr_t)(input ? input : " "), strlen(input ? input : " "), "r"),
        .out = open_memstream(&told->text, &size),
        .err = getenv("SHOW") != NULL ? fdopen(dup(2), "w") : fopen("/dev/null", "w")};
    told->status = command_run_line(r->o->work, &io, line);
    fclose(io.in);
    fclose(io.out);
    fclose(io.err);
}

static void run_screen(struct rights_office *r, const char *keys, struct told *told)
{
    char path[128];
    size_t size = 0;
    struct office *o = r->o;
    struct player *player = NULL;
    struct ui *ui = NULL;
    snprintf(path, sizeof path, "%s/keys", o->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "size 180x50\n");
    for (const char *line = keys; *line != '\0'; line += strcspn(line, "\n") + 1) {
        fprintf(file, "%.*s\n", (int)strcspn(line, "\n"), line);
        if (getenv("SHOW") != NULL)
            fprintf(file, "screen after %.*s\n", (int)strcspn(line, "\n"), line);
    }
    fclose(file);
    FILE *out = open_memstream(&told->text, &size);
    done(o, player_open(path, out, &player, &o->e));
    done(o, ui_open_played(player, &ui, &o->e));
    screen_session(ui, o->work);
    ui_close(&ui);
    player_free(&player);
    fclose(out);
}

static bool finds(struct rights_office *r, const char *query)
{
    struct rows rows = {0};
    done(r->o, db_query_text(r->o->work->db, r->o->pool, query, NULL, &rows, &r->o->e));
    return rows.count > 0;
}

static void prepare(struct rights_office *r, const char *before)
{
    char statement[2000];
    while (before != NULL && *before != '\0') {
        size_t n = strcspn(before, ";");
        snprintf(statement, sizeof statement, "%.*s", (int)n, before);
        for (int p = 0; p < PLACES; p++)
            run_at(r, p, statement);
        before += n + (before[n] == ';');
    }
}

static bool has_words(const char *text)
{
    return text != NULL && strchr(text, '{') != NULL;
}

/* What was typed and not saved does not come back in the next one. */
static void clear_drafts(struct rights_office *r)
{
    done(r->o, db_execute_text(r->o->work->drafts, "delete from draft", NULL, NULL, &r->o->e));
}

/* Tries it within a transaction that is given up, and tells of the places from first to last whether it was used. */
static void try_once(struct rights_office *r, const struct probe *probe, int first, int last, bool *used)
{
    struct db *db = r->o->work->db;
    struct told told = {0};
    const char *show = getenv("SHOW");
    const char *as = probe->leads && strcmp(r->o->work->actor.role, "grid_leader") == 0 ? "author2" : NULL;
    if (as != NULL)
        office_act(r->o, as);
    done(r->o, db_begin(db, &r->o->e));
    prepare(r, probe->before);
    if (probe->there != NULL)
        run_at(r, first, probe->there);
    db_join(db);
    if (probe->way == COMMAND)
        run_command(r, filled(r, first, probe->what), probe->input ? filled(r, first, probe->input) : NULL, &told);
    else
        run_screen(r, filled(r, first, probe->what), &told);
    for (int place = first; place <= last; place++)
        used[place] = probe->ok    ? told.status == 0
                      : probe->let ? told.status != 3
                      : probe->see ? strstr(told.text, filled(r, place, probe->see)) != NULL
                                   : finds(r, filled(r, place, probe->done));
    db_part(db);
    db_rollback(db);
    if (as != NULL)
        office_act(r->o, r->login);
    if (show != NULL && strcmp(show, r->o->work->actor.role) == 0)
        fprintf(stderr, "#### %s: %d\n%s\n", filled(r, first, probe->what), told.status, told.text);
    clear_drafts(r);
    free(told.text);
}

/* Whoever has no right at all is turned away at the nearest place already: the short form tries no other. */
static bool tries_all(const struct rights_office *r, const struct probe *probe)
{
    return getenv("WANGGE_RIGHTS") != NULL || right_of_role(r->o->work->actor.role, probe->action) != SCOPE_NONE ||
           probe->beside != NULL || probe->also != NULL;
}

/* Returns how many places were tried. */
static int try_everywhere(struct rights_office *r, const struct probe *probe, bool *used)
{
    int places = tries_all(r, probe) ? PLACES : 1;
    struct pool *kept = r->o->pool;
    r->o->pool = pool_new();
    if (!has_words(probe->what) && !has_words(probe->input) && probe->there == NULL)
        try_once(r, probe, 0, PLACES - 1, used);
    else
        for (int place = 0; place < places; place++)
            try_once(r, probe, place, place, used);
    pool_free(&r->o->pool);
    r->o->pool = kept;
    return places;
}

static bool reaches(const struct probe *probe, enum scope scope, int place)
{
    switch (scope) {
    case SCOPE_NONE:
        return false;
    case SCOPE_OWN:
        return place == OWN || (probe->led && place <= CHILD);
    case SCOPE_UNIT:
        return place == OWN || (probe->unit && place == NEAR);
    case SCOPE_SUBTREE:
        return place == OWN || place == NEAR || place == CHILD;
    case SCOPE_ALL:
        return true;
    }
    return false;
}

static bool word_in_list(const char *words, const char *word)
{
    const char *at = strstr(words, word);
    size_t n = strlen(word);
    return at != NULL && (at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0');
}

static bool expected(const struct probe *probe, const char *role, int place)
{
    enum scope scope = right_of_role(role, probe->action);
    if (probe->beside != NULL && reaches(probe, right_of_role(role, probe->beside), place))
        return true;
    if (probe->nothing != NULL && (place == OWN || probe->placeless) && word_in_list(probe->nothing, role))
        return false;
    bool natural = (probe->natural & (1u << place)) != 0;
    if ((probe->never & (1u << place)) != 0 || (probe->only != 0 && (probe->only & (1u << place)) == 0))
        return false;
    if (probe->also != NULL && !reaches(probe, right_of_role(role, probe->also), place))
        return false;
    if (probe->placeless || natural)
        return scope != SCOPE_NONE || (natural && probe->also != NULL);
    return reaches(probe, scope, place);
}

static bool is_chosen(const struct probe *probe)
{
    const char *only = getenv("ONLY");
    return only == NULL || strncmp(probe->action, only, strlen(only)) == 0;
}

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
            bool is[PLACES];
            if (!is_chosen(probe))
                continue;
            int places = try_everywhere(r, probe, is);
            for (int place = 0; place < places; place++) {
                cells++;
                if (is[place] != expected(probe, role, place) && wrong++ < 2000)
                    print_message("# %s %s %s by %s: %s\n", role, probe->action, place_names[place],
                                  way_names[probe->way], is[place] ? "ALLOWED" : "refused");
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
    bool is[PLACES];
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
    {"filter.share",    "on screen alone: a filter is kept where it was made"              },
    {"user.second",     "the session's own: tests/unit/work/test_second.c"                 },
    {"post.grant",      "a request comes first: tests/unit/work/test_post.c"               },
    {"upkeep.write",    "asked by the row of the setting, as setting.write"                },
    {"config.read",     "asks the server's configuration: tests/command/test_console.py"   },
    {"limit.write",     "tests/unit/work/test_limit.c"                                     },
    {"retention.write", "tests/command/test_retention.py"                                  },
    {"erasure.decide",  "a request of another comes first: tests/command/test_erasure.py"  },
    {"kiosk.read",      "the kiosk has no commands and no palette: tests/ssh/test_kiosk.py"},
    {"kiosk.report",    "the same"                                                         },
    {"kiosk.ask",       "the same"                                                         },
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
