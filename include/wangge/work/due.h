/* Who is to be visited 待访, why, and until when: one answer for home, the list, the household's card and the diary
 * form. Reckoned anew from rules, visits, promises, follow-ups and sweeps whenever it is asked. */
#ifndef WANGGE_WORK_DUE_H
#define WANGGE_WORK_DUE_H

#include "wangge/base/date.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct work;

enum due_kind { DUE_RULE, DUE_PROMISED, DUE_FOLLOW_UP, DUE_SWEEP };

struct due_reason {
    enum due_kind kind;
    const char *rule;       /* code of visit_rule, "" of others; of a register that is closed to the actor "" too */
    const char *must_visit; /* code of the kind, or "" */
    const char *period;     /* code of visit_period, or "" */
    const char *label;  /* "old and alone", "promised", what the follow-up says; of a closed register its kind only */
    const char *person; /* about whom, or "" */
    int64_t person_id, object; /* object: the follow-up or the item of the sweep */
    day_t from, until;         /* first and last day on which it is done in time */
    long overdue;              /* days since then; 0 when it is not over */
    int64_t since;             /* instant from which its time ran */
};

struct due_row {
    int64_t household, place; /* one of them is 0: a special place */
    int64_t area;
    const char *area_name;
    const char *door; /* as it is said; the name of a place */
    const char *name; /* the head of the household or place */
    const char *address, *building, *unit, *room;
    const char *kinds;  /* codes of must_visit of the household */
    const char *why;    /* all reasons that are due: "old and alone 张三, promised" */
    day_t from, until;  /* the earliest of them */
    long overdue;       /* the longest of them */
    int64_t last_visit; /* 0: never */
    int64_t last_at;
    const char *last_by, *last_words;
    size_t count;
    struct due_reason *reasons; /* those that end first come first */
};

struct due_list {
    size_t count, overdue; /* rows, and those of them that are over their time */
    struct due_row *rows;
};

struct due_query {
    const char *area;  /* id or code within the actor's; NULL: all of the actor's */
    int64_t household; /* only this one, with all that will be due too; 0: all */
    day_t until;       /* what is due by then; 0: today */
    bool by_door;      /* one walk does a staircase; else what is most urgent first */
    const char *kind;  /* code of must_visit that a reason has; NULL or "": any */
};

/* The right visit.read. Of one community or less; wider areas are ERR_INVALID with a sentence that asks for one. All
 * lives in pool. */
enum err due_read(struct work *work, struct pool *pool, const struct due_query *query, struct due_list *out,
                  struct error *e);

/* Kinds and crowds of a household as the registers have them today, and why: for whoever writes a diary entry. Codes
 * are parted by commas; reasons by ", ", those of closed registers by their kind only. */
struct due_household {
    const char *kinds, *crowds, *reasons;
};
enum err due_household(struct work *work, struct pool *pool, int64_t household, int64_t place,
                       struct due_household *out, struct error *e);

#endif
