/* Ways to use a right (rights_probes.inc, rights_registers.h), how they are tried, and what is expected of them. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_PROBE_H
#define WANGGE_TESTS_SESSION_RIGHTS_PROBE_H

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
    const char *unless;  /* not used where this is seen */
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
    bool door;           /* about what a screen offers, not about what is behind */
    bool unseen;         /* to whoever has no right it is not there, or has another reason not to be done */
    unsigned natural;    /* places reached by whoever has the right, whatever its scope */
    unsigned only;       /* places where it can be at all, if not all */
    unsigned never;      /* places where it cannot be */
};

#define FREE NULL
#include "rights_probes.inc"

#include "rights_commands.inc"
#include "rights_registers.h"
#include "rights_screens.inc"

static const struct probe *probe_at(size_t i)
{
    static const struct {
        const struct probe *probes;
        size_t count;
    } lists[] = {
        {probes,          sizeof probes / sizeof probes[0]                  },
        {register_probes, sizeof register_probes / sizeof register_probes[0]},
        {command_probes,  sizeof command_probes / sizeof command_probes[0]  },
        {screen_probes,   sizeof screen_probes / sizeof screen_probes[0]    },
    };
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; i -= lists[k++].count)
        if (i < lists[k].count)
            return &lists[k].probes[i];
    return NULL;
}

/* UNTOLD: refused in effect, but in other words than those for a right that is missing. */
enum { REFUSED, USED, UNTOLD };

static const char *const outcome_names[] = {"refused", "ALLOWED", "refused in other words"};

enum { DENIED = 3 }; /* what a command ends with */

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

static bool shows(const char *text, const char *see, const char *unless)
{
    return strstr(text, see) != NULL && (unless == NULL || strstr(text, unless) == NULL);
}

/* Whoever has no right at all hears so from a command, at least about what can be seen. */
static bool must_hear(const struct rights_office *r, const struct probe *probe, int place)
{
    return place == OWN && probe->way == COMMAND && probe->beside == NULL && probe->also == NULL &&
           probe->natural == 0 && !probe->unseen && right_of_role(r->o->work->actor.role, probe->action) == SCOPE_NONE;
}

/* Of all that was told since it was set to 0: the same runs give the same sum. */
static uint64_t told_sum;

static void add_to_sum(const struct told *told)
{
    for (const char *c = told->text; *c != '\0'; c++)
        told_sum = (told_sum ^ (unsigned char)*c) * 1099511628211u;
    told_sum = (told_sum ^ (unsigned)told->status) * 1099511628211u;
}

/* Tries it within a transaction that is given up, and tells of the places from first to last what came of it. */
static void try_once(struct rights_office *r, const struct probe *probe, int first, int last, int *outcome)
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
    for (int place = first; place <= last; place++) {
        bool used = probe->ok    ? told.status == 0
                    : probe->let ? told.status != DENIED
                    : probe->see ? shows(told.text, filled(r, place, probe->see), probe->unless)
                                 : finds(r, filled(r, place, probe->done));
        outcome[place] = used ? USED : must_hear(r, probe, place) && told.status != DENIED ? UNTOLD : REFUSED;
    }
    db_part(db);
    db_rollback(db);
    if (as != NULL)
        office_act(r->o, r->login);
    if (show != NULL && strcmp(show, r->o->work->actor.role) == 0)
        fprintf(stderr, "#### %s: %d\n%s\n", filled(r, first, probe->what), told.status, told.text);
    clear_drafts(r);
    add_to_sum(&told);
    free(told.text);
}

/* Whoever has no right at all is turned away at the nearest place already: the short form tries no other. */
static bool tries_all(const struct rights_office *r, const struct probe *probe)
{
    return getenv("WANGGE_RIGHTS") != NULL || right_of_role(r->o->work->actor.role, probe->action) != SCOPE_NONE ||
           probe->beside != NULL || probe->also != NULL;
}

/* Returns how many places were tried. */
static int try_everywhere(struct rights_office *r, const struct probe *probe, int *outcome)
{
    int places = tries_all(r, probe) ? PLACES : 1;
    struct pool *kept = r->o->pool;
    r->o->pool = pool_new();
    if (!has_words(probe->what) && !has_words(probe->input) && probe->there == NULL)
        try_once(r, probe, 0, PLACES - 1, outcome);
    else
        for (int place = 0; place < places; place++)
            try_once(r, probe, place, place, outcome);
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

HELPER bool expected(const struct probe *probe, const char *role, int place)
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
    const char *only = getenv("ONLY"), *like = getenv("LIKE");
    return (only == NULL || strncmp(probe->action, only, strlen(only)) == 0) &&
           (like == NULL || strstr(probe->what, like) != NULL);
}

#endif
