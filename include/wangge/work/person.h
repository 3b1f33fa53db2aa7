/* People as registers need them: who a number or a name means, and who has looked at them. */
#ifndef WANGGE_WORK_PERSON_H
#define WANGGE_WORK_PERSON_H

#include "wangge/base/error.h"

#include <stdint.h>

struct pool;
struct record;
struct rows;
struct table;
struct work;

enum person_where { PERSON_UNKNOWN, PERSON_HERE, PERSON_ELSEWHERE };

struct person_found {
    enum person_where where;
    int64_t id;         /* when here, where the actor may read people */
    char name[64];      /* when here */
    char area_name[96]; /* here or elsewhere: the area alone */
};

/* ERR_INVALID when it is no citizen ID. */
enum err person_by_id(struct work *work, const char *citizen_id, struct person_found *out, struct error *e);
/* People within the actor's reach who may be the one that the record (name, birth, phone; its own id left out) tells:
 * same name and birth date, or same name and phone; rows: id, name, sex, birth, household, area_name. A question before
 * saving, no refusal. */
enum err person_duplicates(struct work *work, struct pool *pool, const struct record *record, struct rows *out,
                           struct error *e);

/* Who looked at the person's numbers or at sensitive rows of them; rows: at (ISO), by (login), by_name, role, what
 * (table), action, reason; the newest first. Needs personal.looked. */
enum err person_looked(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e);
/* A look at many, such as an export in full: one audit row (its number in *look), then each person, in the caller's
 * write transaction. */
enum err person_look_begin(struct work *work, const char *action, const struct table *table, const char *note,
                           int64_t *look, struct error *e);
enum err person_look_add(struct work *work, int64_t look, int64_t person, struct error *e);

#endif
