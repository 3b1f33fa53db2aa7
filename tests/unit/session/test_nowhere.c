/* Whoever is nowhere sees nothing: every statement with a scope, as the probes of rights, the stories of the screens
 * and samples of its own ask it. Then each without one of its conditions on the scope: that must show something. */
#include "rights_probe.h"

#include "nowhere_composed.h"
#include "nowhere_samples.h"

#include "../../../src/session/play.h"

#include <dirent.h>
#include <sys/wait.h>

static const char *programs, *top; /* build/, and what it stands in */
static struct pool *names;

__attribute__((format(printf, 1, 2))) static void shell(const char *format, ...)
{
    char command[1000];
    va_list args;
    va_start(args, format);
    assert_true(vsnprintf(command, sizeof command, format, args) < (int)sizeof command);
    va_end(args);
    if (system(command) != 0)
        fail_msg("%s", command);
}

/* Also what the probes of rights and the stories of the screens ask: make accept-rights. */
static bool tries_programs(void)
{
    return getenv("WANGGE_NOWHERE") != NULL;
}

/* ---- processes, as many at once as there are processors */

enum { WORKERS = 2 };
static int running;

static void wait_one(void)
{
    int status = 0;
    pid_t pid = wait(&status);
    if (pid > 0)
        running--;
    if (pid > 0 && status != 0)
        tell("process %d ended with %d", (int)pid, status);
}

/* True in the child. */
static bool begin_process(const char *name)
{
    while (running >= WORKERS)
        wait_one();
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    running += pid > 0;
    if (pid != 0)
        return false;
    scopes.running = strdup(name);
    if (freopen("/dev/null", "w", stdout) == NULL ||
        (getenv("SHOW") == NULL && freopen("/dev/null", "w", stderr) == NULL))
        _exit(3);
    return true;
}

static void wait_all(void)
{
    while (running > 0)
        wait_one();
}

/* ---- the probes of rights */

/* A member of every unit, and nothing else; nobody is no account at all. */
static const char *const strangers[] = {
    "insert into account (id, login, name, initials, state, created_by, created_at, updated_by, updated_at) "
    "values (900001, 'joined', 'joined', 'j', 'disabled', 0, 0, 0, 0)",
    "insert into unit_member (id, unit, member, area, version, created_by, created_at, updated_by, updated_at) "
    "select 900000 + u.id, u.id, 900001, u.area, 1, 0, 0, 0, 0 from unit u",
};

static void add_strangers(struct db *db)
{
    struct error e = {0};
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
        if (db_execute_text(db, strangers[i], NULL, NULL, &e) != ERR_NONE)
            fail_msg("%s", e.text);
    scopes.nobody = -1;
    scopes.joined = 900001;
}

static void probe_as(struct rights_office *r, size_t role, const char *name)
{
    const struct probe *probe;
    rights_office_copy(r, (int)role);
    rights_office_act(r, actor_login(r, role));
    for (size_t k = 0; (probe = probe_at(k)) != NULL; k++) {
        int outcome[PLACES];
        char what[80];
        snprintf(what, sizeof what, "%s %s %s", name, probe->action, way_names[probe->way]);
        scopes.running = what;
        if (is_chosen(probe))
            try_everywhere(r, probe, outcome);
    }
}

static void try_probes(struct rights_office *r)
{
    const struct code_list *roles = code_list("role");
    work_close(&r->o->work);
    for (size_t i = 0; i < roles->count; i++)
        if (begin_process(roles->codes[i].code)) {
            probe_as(r, i, roles->codes[i].code);
            _exit(0);
        }
    wait_all();
    done(r->o, work_open(r->o->database, &r->o->work, &r->o->e));
}

static void try_rights_office(size_t *composed)
{
    struct rights_office *r = rights_office_open();
    add_strangers(r->o->work->db);
    list_scoped();
    try_samples(r->o->work->db);
    for (size_t i = 0; i < sizeof composers / sizeof composers[0]; i++)
        *composed += try_composed(r->o->work->db, i);
    if (tries_programs())
        try_probes(r);
    rights_office_close(r);
}

/* ---- the stories of the screens, on a demo office */

static void make_demo(const char *dir)
{
    struct error e = {0};
    struct db *db = NULL;
    const char *config = pool_format(names, "%s/wangge.ini", dir);
    shell("mkdir %s", dir);
    FILE *file = fopen(config, "w");
    assert_non_null(file);
    fprintf(file, "[server]\nhost_key = host_key\n[database]\npath = wangge.db\n[tables]\npath = %s/etc/tables\n", top);
    fclose(file);
    shell("%s/wangge -c %s demo --size=office --date=2026-10-21 --seed=1 > /dev/null < /dev/null", programs, config);
    assert_int_equal(db_open(pool_format(names, "%s/wangge.db", dir), DB_EXISTING, &db, &e), ERR_NONE);
    add_strangers(db);
    list_scoped();
    try_samples(db);
    db_close(&db);
}

/* Each session in a process of its own, as in use. */
static void play_session(const char *dir, const char *login, const char *keys)
{
    const char *script = pool_format(names, "%s/keys", dir), *config = pool_format(names, "%s/wangge.ini", dir);
    const struct play_options options = {
        .script = script, .config = config, .login = login, .now = "2026-10-21T16:05", .language = "en"};
    FILE *file = fopen(script, "w");
    if (file == NULL)
        _exit(3);
    fprintf(file, "size 80x24\n%s", keys);
    fclose(file);
    pid_t pid = fork();
    if (pid == 0) {
        scopes.count = 0;
        _exit(play(&options));
    }
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0)
        tell("%s: a session of %s ended with %d", scopes.running, login, status);
}

static void play_story(const char *dir, const char *script)
{
    char line[1000];
    struct buffer keys = {0};
    const char *login = NULL;
    FILE *in = fopen(script, "r");
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        if (strncmp(line, "login ", 6) != 0) {
            buffer_add_text(&keys, line);
            continue;
        }
        if (login != NULL)
            play_session(dir, login, buffer_text(&keys));
        buffer_clear(&keys);
        login = pool_format(names, "%.*s", (int)strcspn(line + 6, "\n"), line + 6);
    }
    if (login != NULL)
        play_session(dir, login, buffer_text(&keys));
    if (in != NULL)
        fclose(in);
    buffer_free(&keys);
}

static void try_stories(const char *dir)
{
    const char *stories = pool_format(names, "%s/tests/screen", top);
    struct dirent *entry;
    DIR *folder = opendir(stories);
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        const char *end = strstr(entry->d_name, ".keys");
        if (end == NULL || end[5] != '\0' || !begin_process(entry->d_name))
            continue;
        const char *copy = pool_format(names, "%s.%s", dir, entry->d_name);
        shell("cp -r %s %s", dir, copy);
        play_story(copy, pool_format(names, "%s/%s", stories, entry->d_name));
        shell("rm -rf %s", copy);
        _exit(0);
    }
    wait_all();
    closedir(folder);
}

static void try_demo_office(void)
{
    char dir[SCRATCH_ROOM];
    scratch_folder(dir, "nowhere");
    const char *office = pool_format(names, "%s/office", dir);
    make_demo(office);
    if (tries_programs())
        try_stories(office);
    assert_int_equal(scratch_remove(dir), 0);
}

/* ---- what came of it */

static bool is_such(const struct mutant *m, const char *condition)
{
    return strncmp(m->what, condition, strlen(condition)) == 0;
}

/* Which of those with these words in its statement. */
static int which_is(const struct mutant *m, const char *condition)
{
    int which = 0;
    for (const struct mutant *n = &scopes.mutants[m->of->first]; n <= m; n++)
        which += is_such(n, condition);
    return which;
}

static const struct equivalent *equivalent_of(const struct mutant *m)
{
    for (size_t i = 0; i < sizeof equivalents / sizeof equivalents[0]; i++)
        if (is_such(m, equivalents[i].condition) && which_is(m, equivalents[i].condition) == equivalents[i].which)
            return &equivalents[i];
    return NULL;
}

/* Every one is noticed, or a row of equivalents says why it need not be; each row of the tables is needed. */
static size_t judge(size_t *equal)
{
    size_t noticed = 0;
    bool told[sizeof equivalents / sizeof equivalents[0]] = {false};
    for (size_t i = 0; i < scopes.mutant_count; i++) {
        const struct mutant *m = &scopes.mutants[i];
        const struct equivalent *equivalent = equivalent_of(m);
        noticed += tally->noticed[i] > 0;
        if (equivalent != NULL)
            told[equivalent - equivalents] = tally->noticed[i] == 0;
        *equal += equivalent != NULL && tally->noticed[i] == 0;
        if (tally->noticed[i] == 0 && equivalent == NULL)
            tell("not noticed%s: (%d) %s", tally->tried[i] == 0 ? ", it never came by" : "", which_is(m, m->what),
                 m->what);
        if (getenv("SHOW") != NULL && tally->noticed[i] > 0)
            print_message("# by %s: %s\n", tally->by[i], m->what);
    }
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (!told[i])
            tell("is noticed, or is not there: %s", equivalents[i].condition);
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++)
        if (tally->needed[i] == 0)
            tell("needs no exception: %s", exceptions[i].statement);
    return noticed;
}

static void nobody_sees_anything(void **state)
{
    size_t equal = 0, composed = 0;
    (void)state;
    tally_begin();
    try_rights_office(&composed);
    try_demo_office();
    size_t noticed = judge(&equal);
    for (int i = 0; i < tally->told && i < MOST_TOLD; i++)
        print_message("# %s\n", tally->tell[i]);
    print_message(
        "# %zu statements without one of %zu conditions: %zu noticed, %zu change nothing; composed: %zu noticed\n",
        scopes.count, scopes.mutant_count, noticed, equal, composed);
    assert_int_equal(tally->told, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nobody_sees_anything)};
    char path[500] = "";
    assert_true(readlink("/proc/self/exe", path, sizeof path - 1) > 0);
    for (int up = 0; up < 3; up++)
        *strrchr(path, '/') = '\0';
    names = pool_new();
    programs = pool_text(names, path);
    *strrchr(path, '/') = '\0';
    top = pool_text(names, path);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    pool_free(&names);
    pool_free(&scopes.pool);
    return failed;
}
