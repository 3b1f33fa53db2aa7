/* What the files table_*.c share: one row on its way through place, rules, check, store and index. */
#ifndef WANGGE_SRC_WORK_TABLE_INSIDE_H
#define WANGGE_SRC_WORK_TABLE_INSIDE_H

#include "wangge/base/error.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct field;
struct record;
struct span_cause;
struct work;

struct change {
    struct work *work;
    const struct table *table;
    struct scope_range range;       /* where the actor may write */
    int64_t id;                     /* 0 until a new row is added */
    struct record *before, *after;  /* before NULL: a new row (or one that comes back); after NULL: one that goes */
    bool dry;                       /* nothing is written */
    bool matched;                   /* the row was found by its keys, not pointed at */
    int64_t person_area;            /* where the person of the row would be made, in a dry run; else 0 */
    const struct span_cause *cause; /* of a move; NULL: it is no move, and happens today */
};

/* The right for the verb (read, write) and its range; ERR_DENIED without it. */
enum err table_need(struct work *work, const struct table *table, const char *verb, char action[ACTION_ROOM],
                    struct scope_range *range, struct error *e);
/* The row as it is kept, if it lies in the range. */
enum err table_read_full(struct work *work, const struct table *table, int64_t id, const struct scope_range *range,
                         struct record *out, struct error *e);
/* The same of a row that may be deleted. */
enum err table_read_any(struct work *work, const struct table *table, int64_t id, const struct scope_range *range,
                        struct record *out, struct error *e);
/* The person that the row is or belongs to; 0 for none. */
int64_t table_person(const struct table *table, const struct record *row);
void table_mask(const struct table *table, struct record *record);
/* Values that come back as they were shown, masked, mean the values that are kept. */
void table_unmask(const struct table *table, const struct record *kept, struct record *given);
/* ERR_CONFLICT, and which fields somebody else has changed since the version that c->after names. */
enum err table_name_conflict(struct change *c, struct error *e);
/* A deleted row comes back, if all rules still hold. */
enum err table_bring_back(struct change *c, struct error *e);
/* In the caller's transaction (dry: without one), of the row c->id or a new one: lays given over what is kept, then
 * everything up to the index. skip_same: what changes nothing is not written, and *what says so. */
enum err table_save(struct change *c, struct record *given, bool skip_same, enum put *what, struct error *e);
void change_free(struct change *c);
/* In the caller's transaction: takes back what has made this version of the row. A new row goes, of a changed one the
 * values before come back. ERR_CONFLICT when it has been changed since; then nothing is done. */
enum err table_undo(struct work *work, const struct table *table, int64_t id, int64_t version, struct error *e);

/* Where the row lies: in the area of the person, household, house, building or unit that it links to, else in its own
 * (without one, the actor's grid); always within c->range. Sets "area". */
enum err table_place(struct change *c, struct error *e);
/* The links of the table by which its rows are placed, the first that is filled decides; how many. */
#define PLACE_LINKS 5
bool is_place(const struct table *table);
const struct field *place_link(const struct table *table, const char *place); /* NULL when it has none to that one */
size_t place_links(const struct table *table, const struct field *out[PLACE_LINKS]);

/* Rules that a description cannot say. fill: what follows from other fields, before the check of the record; check:
 * after it; done: after the store. */
enum err rules_fill(struct change *c, struct error *e);
enum err rules_check(struct change *c, struct error *e);
enum err rules_done(struct change *c, struct error *e);
/* ERR_STATE while living rows link to the row. */
enum err rules_delete(struct change *c, struct error *e);

/* A row of a register that tells citizen_id and name instead of its person: finds the person or makes one. */
enum err register_person(struct change *c, struct error *e);

#endif
