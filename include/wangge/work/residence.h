/* Who lived in which household, which household behind which door, which house in which grid, and from when to when
 * (schema/030_residence.sql). The spans follow the rows of person, household and house by themselves. */
#ifndef WANGGE_WORK_RESIDENCE_H
#define WANGGE_WORK_RESIDENCE_H

#include "wangge/base/error.h"

#include <stdint.h>

struct db;
struct pool;
struct record;
struct rows;
struct table;
struct work;

/* In the transaction of every change of a row of table person, household or house (of others it does nothing): ends
 * and begins the spans that the change touches, also those of the people of a household that goes to another area.
 * before NULL: the row is new or restored; after NULL: it is deleted. on is the day of the change, NULL for today; it
 * is ERR_INVALID, of the field "moved_on", when it lies in the future or before the span that it ends began. how is a
 * code of the list "residence_change". */
enum err relation_follow(struct work *work, const struct table *table, int64_t id, const struct record *before,
                         const struct record *after, const char *on, const char *how, struct error *e);
/* Open spans, since an unknown day, for all people and households that have none: after a load of many rows. In the
 * caller's transaction, or in one of its own. */
enum err relation_fill(struct db *db, struct error *e);

/* Newest first; for whoever may read the person. rows: household, area, area_name, house, address (door and all),
 * from_on ("" nobody knows since when), to_on ("" still), begun, ended (codes of residence_change). */
enum err residence_of_person(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e);
/* Who lives in a house, then who lived there; for whoever may read the house and people. rows: person, name (masked
 * when the person has gone out of the actor's reach), residence (code of residence_kind), relation, owner ("1" or "0"),
 * from_on, to_on, ended. */
enum err residents_of_house(struct work *work, struct pool *pool, int64_t house, struct rows *out, struct error *e);

#endif
