/* Functions of work/ called by themselves, as somebody who may not: for questions for a right that no command and no
 * screen comes by without having been asked another one before. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_CALLS_H
#define WANGGE_TESTS_SESSION_RIGHTS_CALLS_H

#include "rights_probe.h"

struct call {
    const char *file, *function; /* where the question is: "visit_review.c", "find" */
    const char *role;            /* who calls: somebody in this shipped role at the community */
    const char *without;         /* as a role of the place made from it that lacks this action; NULL: as it is */
    /* Within a transaction that is given up. False when more was read or done than this caller may. */
    bool (*holds)(struct rights_office *r);
};

#include "rights_calls_case.h"
#include "rights_calls_people.h"
#include "rights_calls_visit.h"

static const struct call *call_at(size_t i)
{
    static const struct {
        const struct call *calls;
        size_t count;
    } lists[] = {
        {visit_calls,  sizeof visit_calls / sizeof visit_calls[0]  },
        {case_calls,   sizeof case_calls / sizeof case_calls[0]    },
        {people_calls, sizeof people_calls / sizeof people_calls[0]},
    };
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; i -= lists[k++].count)
        if (i < lists[k].count)
            return &lists[k].calls[i];
    return NULL;
}

static void call_as(struct rights_office *r, const struct call *call)
{
    const struct code_list *roles = code_list("role");
    struct actor *actor = &r->o->work->actor;
    for (size_t i = 0; i < roles->count; i++)
        if (strcmp(roles->codes[i].code, call->role) == 0)
            rights_office_act(r, actor_login(r, i));
    assert_string_equal(actor->role, call->role);
    memset(actor->cells, 0, sizeof actor->cells);
    actor->custom = call->without != NULL;
    bool known = call->without == NULL;
    for (size_t i = 0; !known && i < right_count(); i++)
        if (strcmp(right_action(i), call->without) == 0) {
            actor->cells[i] = SCOPE_NONE + 1;
            known = true;
        }
    assert_true(known);
}

static bool call_holds(struct rights_office *r, const struct call *call)
{
    struct db *db = r->o->work->db;
    struct pool *kept = r->o->pool;
    call_as(r, call);
    r->o->pool = pool_new();
    error_clear(&r->o->e);
    done(r->o, db_begin(db, &r->o->e));
    db_join(db);
    bool holds = call->holds(r);
    db_part(db);
    db_rollback(db);
    pool_free(&r->o->pool);
    r->o->pool = kept;
    r->o->work->actor.custom = 0;
    return holds;
}

#endif
