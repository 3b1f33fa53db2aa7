/* Raw rows of visits and cases for tests of the evaluation: written without the rules of work/, so that any moment and
 * any outcome can be told. */
#ifndef WANGGE_TESTS_WORK_LEDGER_H
#define WANGGE_TESTS_WORK_LEDGER_H

#include "village.h"

struct told_visit {
    int64_t id, household, area, by, at;
    bool valid, deleted;
};

struct told_case {
    int64_t id, area;
    int64_t reported_at, due_at, closed_at; /* 0 is none */
    const char *state;                      /* NULL: closed or handling, as closed_at says */
    bool self_handled;
    int rework;
};

static inline void tell_visit(struct village *v, const struct told_visit *t)
{
    sql(v, pool_format(v->pool,
                       "insert into visit (id, no, area, household, address, persons, visited_at, channel, kinds, text,"
                       " outcome, valid, version, created_by, created_at, updated_by, updated_at, deleted_at) values"
                       " (%lld, 'V-%lld', %lld, %lld, '', '', %lld, '1', '', '%s', '', %d, 1, %lld, 0, 0, 0, %s);",
                       (long long)t->id, (long long)t->id, (long long)t->area, (long long)t->household,
                       (long long)t->at, t->valid ? "一切正常，没有发现问题。" : "短", t->valid, (long long)t->by,
                       t->deleted ? "1" : "null"));
}

static inline const char *or_null(struct village *v, int64_t value)
{
    return value == 0 ? "null" : pool_format(v->pool, "%lld", (long long)value);
}

static inline void tell_case(struct village *v, const struct told_case *t)
{
    const char *state = t->state != NULL ? t->state : t->closed_at != 0 ? "closed" : "handling";
    sql(v,
        pool_format(v->pool,
                    "insert into case_file (id, no, title, text, category, area, place, urgency, state, unit, result,"
                    " satisfaction, rework, self_handled, reported_at, due_at, closed_at, version, created_by,"
                    " created_at, updated_by, updated_at) values (%lld, 'C-%lld', '标题%lld', '', '01', %lld, '', '1',"
                    " '%s', '', '', '', %d, %d, %s, %s, %s, 1, 1, 0, 0, 0);",
                    (long long)t->id, (long long)t->id, (long long)t->id, (long long)t->area, state, t->rework,
                    t->self_handled, or_null(v, t->reported_at), or_null(v, t->due_at), or_null(v, t->closed_at)));
}

static inline void tell_call_back(struct village *v, int64_t id, int64_t of_case, int64_t when,
                                  const char *satisfaction)
{
    sql(v, pool_format(v->pool,
                       "insert into case_step (id, case_file, at, account, command, from_state, to_state, text,"
                       " satisfaction) values (%lld, %lld, %lld, 6, 'call_back', 'awaiting_return_visit', 'closed', '',"
                       " '%s');",
                       (long long)id, (long long)of_case, (long long)when, satisfaction));
}

static inline const struct evaluation_item *item_of(const struct evaluation *evaluation, const char *code)
{
    for (size_t i = 0; i < evaluation->count; i++)
        if (strcmp(evaluation->items[i].code, code) == 0)
            return &evaluation->items[i];
    fail_msg("no item %s", code);
    return NULL;
}

#define assert_near(value, expected)                                                                                   \
    do {                                                                                                               \
        double value_ = (value), expected_ = (expected);                                                               \
        if (value_ < expected_ - 1e-9 || value_ > expected_ + 1e-9)                                                    \
            fail_msg("%s is %.12f, not %.12f", #value, value_, expected_);                                             \
    } while (0)

#endif
