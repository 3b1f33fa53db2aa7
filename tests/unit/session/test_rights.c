/* Who may do what where: every cell of etc/rights.csv, tried by command and on screen on a row at each place around the
 * actor's post. What is expected follows from the cell alone. */
#include "rights_calls.h"

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

/* ---- narrower cells, as roles made at the place have them: short of what the action knows they give nothing */

/* A shipped role that has the action as wide as any, and what else the probe needs. */
static int widest_role(const struct probe *probe)
{
    const struct code_list *roles = code_list("role");
    enum scope most = SCOPE_NONE;
    int found = -1;
    for (size_t i = 0; i < roles->count; i++) {
        enum scope scope = right_of_role(roles->codes[i].code, probe->action);
        bool has_also = probe->also == NULL || right_of_role(roles->codes[i].code, probe->also) > SCOPE_UNIT;
        if (scope > most && has_also && strcmp(roles->codes[i].code, "guest") != 0) {
            most = scope;
            found = (int)i;
        }
    }
    return found;
}

static void set_cell(struct rights_office *r, const char *action, enum scope scope)
{
    struct actor *actor = &r->o->work->actor;
    memset(actor->cells, 0, sizeof actor->cells);
    actor->custom = 1;
    for (size_t i = 0; i < right_count(); i++)
        if (strcmp(right_action(i), action) == 0)
            actor->cells[i] = (unsigned char)(scope + 1);
}

/* Never more than the cell: less is what those meet who have nothing of their own. A case near is in the unit's hands;
 * where a card is printed for is asked of area.read. */
static bool is_beyond(const struct probe *probe, enum scope scope, int place)
{
    bool of_unit = scope == SCOPE_UNIT && place == NEAR && strncmp(probe->action, "case.", 5) == 0;
    if (((probe->natural | AT(OWN)) & AT(place)) != 0 || of_unit || strcmp(probe->action, "user.pick") == 0)
        return false;
    return scope < right_least(probe->action) || !reaches(probe, scope, place);
}

static void a_narrower_cell_is_narrower(void **state)
{
    struct rights_office *r = *state;
    const struct probe *probe;
    long cells = 0, wrong = 0;
    for (size_t k = 0; (probe = probe_at(k)) != NULL; k++) {
        int role = widest_role(probe), is[PLACES];
        if (role < 0 || probe->placeless || probe->beside != NULL || !is_chosen(probe))
            continue;
        rights_office_act(r, actor_login(r, (size_t)role));
        for (enum scope scope = SCOPE_OWN; scope < right_of_role(code_list("role")->codes[role].code, probe->action);
             scope++) {
            set_cell(r, probe->action, scope);
            int places = try_everywhere(r, probe, is);
            for (int place = 0; place < places; place++, cells++)
                if (is[place] == USED && is_beyond(probe, scope, place) && wrong++ < 2000)
                    print_message("# %s with the cell %s reaches %s by %s\n", probe->action, scope_word(scope),
                                  place_names[place], way_names[probe->way]);
        }
        r->o->work->actor.custom = 0;
    }
    print_message("# %ld narrower cells\n", cells);
    assert_int_equal(wrong, 0);
}

/* ---- functions called by themselves */

static void every_call_is_held(void **state)
{
    struct rights_office *r = *state;
    long wrong = 0;
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++)
        if (!call_holds(r, call) && ++wrong > 0)
            print_message("# %s: %s as %s without %s: more than that\n", call->file, call->function, call->role,
                          call->without != NULL ? call->without : "nothing");
    assert_int_equal(wrong, 0);
}

/* Actions that no command or no screen uses: told here with the reason, nothing else may be missing. */
static const struct {
    const char *action;
    enum way way;
    const char *why;
} unprobed[] = {
    {"filter.share", COMMAND, "on screen alone: a filter is kept where it was made"                            },
    {"kiosk.read",   COMMAND, "the kiosk has no commands: tests/ssh/test_kiosk.py"                             },
    {"kiosk.report", COMMAND, "the same"                                                                       },
    {"kiosk.ask",    COMMAND, "the same"                                                                       },
    {"audit.verify", SCREEN,  "by command and on the server: it reads all of the audit, which can take minutes"},
};

static bool is_tried(const char *action, enum way way)
{
    for (size_t k = 0; probe_at(k) != NULL; k++)
        if (strcmp(probe_at(k)->action, action) == 0 && probe_at(k)->way == way)
            return true;
    return false;
}

static bool is_told(const char *action, enum way way)
{
    for (size_t k = 0; k < sizeof unprobed / sizeof unprobed[0]; k++)
        if (strcmp(unprobed[k].action, action) == 0 && unprobed[k].way == way)
            return true;
    return false;
}

static void every_action_has_a_probe(void **state)
{
    int tried[WAYS] = {0}, missing = 0;
    (void)state;
    for (size_t i = 0; i < right_count(); i++)
        for (enum way way = COMMAND; way < WAYS; way++) {
            const char *action = right_action(i);
            bool is = is_tried(action, way);
            tried[way] += is;
            if (is == is_told(action, way) && ++missing > 0)
                print_message("# %s by %s: %s\n", action, way_names[way],
                              is ? "has a probe and is told as having none" : "has no probe");
        }
    print_message("# %zu actions, %d tried by command, %d on screen\n", right_count(), tried[COMMAND], tried[SCREEN]);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_RIGHTS_OFFICE(every_cell),
        IN_RIGHTS_OFFICE(a_narrower_cell_is_narrower),
        IN_RIGHTS_OFFICE(every_call_is_held),
        IN_RIGHTS_OFFICE(every_action_has_a_probe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
