/* Know at once 四提必知: a household -> its people -> the matters -> the situation -> what applies. Read in one go,
 * with the actor's rights and scope; what the actor may not read is left out. */
#ifndef WANGGE_WORK_CARD_H
#define WANGGE_WORK_CARD_H

#include "wangge/db/db.h"

#include <stdbool.h>

struct due_row;
struct policy;
struct table;
struct work;

/* A row of a register. */
struct card_register {
    const struct table *table;
    int64_t id, person;      /* person 0: of the household */
    const struct rows *rows; /* of register_rows, */
    size_t row;              /* and which of them */
    const char *facts;       /* its listed fields, masked: "label value, label value" */
};

/* What applies to the household (person 0) or to a person. */
struct card_policy {
    const struct policy *policy;
    int64_t person;
    const struct card_register *given; /* the row that tells so, NULL: not given, or nothing to give */
};

struct card {
    struct rows household;     /* one row, as of household_find */
    struct rows people;        /* as of household_people */
    const char *house;         /* "owner NAME, use, 62.4": what is known of the house */
    struct rows cases;         /* open ones: id, no, title, state, unit, handler_name, reported_at, due_at, closed_at */
    struct rows visits;        /* the last ones: id, on, text, next_on, by_name */
    const struct due_row *due; /* all that asks for a visit there, due or not yet; NULL: nothing that may be known */
    size_t register_count, policy_count;
    struct card_register *registers;
    struct card_policy *policies;
};

/* All in pool, for a household in the scope (else ERR_NOT_FOUND). */
enum err card_read(struct work *work, struct pool *pool, int64_t household, struct card *out, struct error *e);
/* The registers that a person is in, with the rows of grants and services. */
enum err card_registers(struct work *work, struct pool *pool, int64_t person, struct card_register **out, size_t *count,
                        struct error *e);
/* The visits in which the person was met; rows: id, on, text, by_name. */
enum err card_visits_of_person(struct work *work, struct pool *pool, int64_t person, int limit, struct rows *out,
                               struct error *e);

#endif
