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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
